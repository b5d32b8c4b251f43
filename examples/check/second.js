// Another client of the same session, in a frame of the page.
import { loadCrisp } from "../load-crisp.js";
import { loadFake, replaceWebSocket, takeTimeOf } from "./fake/load.js";
import { loadLibrary } from "./load-library.js";
import { watchWire } from "./wire.js";

const params = new URLSearchParams(location.search);
const website = params.get("website");
if (!website) {
	takeTimeOf(parent);
	replaceWebSocket();
}
// For the page.
Object.assign(window, { wire: watchWire(), loadLibrary });
if (website) loadCrisp(website);
else loadFake(params.get("fake"));
