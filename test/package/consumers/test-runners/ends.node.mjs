import { bindButtons, onPaused, receive, startChatbot, subscribe } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import { JSDOM } from "jsdom";

// The least that a test needs. All else that is of jsdom is found there.
const { window } = new JSDOM(`<button data-crisp-signal="pause"></button>`, { url: "https://shop.example/" });
Object.assign(globalThis, { window, document: window.document });

// It has to end by itself before.
setTimeout(() => {
	console.log("Still running");
	process.exit(1);
}, 30_000).unref();

const crisp = createFakeCrisp({ loadDelay: 1, sessionDelay: 1, joinDelay: 1 });
crisp.install();
bindButtons();
subscribe(() => {});
onPaused(({ reason }) => console.log(reason));
await startChatbot();
const sent = new Promise((resolve) => document.addEventListener("crisp-signal:sent", resolve));
document.querySelector("button").click();
await sent;
console.log(...crisp.told);
receive("chatbot_paused:human");
await null;
startChatbot().catch(({ code }) => console.log(code));
crisp.uninstall();
