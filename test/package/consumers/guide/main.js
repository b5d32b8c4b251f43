import "./fake-crisp.js";
import { bindButtons, onPaused } from "crisp-signals";

bindButtons();
onPaused(() => {
	document.querySelector("p").hidden = false;
});
