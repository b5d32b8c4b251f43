import { startChatbot } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";

declare global {
	interface Window {
		// biome-ignore lint/suspicious/noExplicitAny: as many sites have it
		$crisp: any;
	}
}

createFakeCrisp().install();
startChatbot();
window.$crisp.push(["do", "chat:open"]);
