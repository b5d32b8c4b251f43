import { load } from "./load.js";

const { first, artifact } = Object.fromEntries(new URLSearchParams(location.search));

/** The site's chat, which knows nothing of signals. */
async function loadSdk() {
	const { Crisp } = await import("/crisp-sdk-web.js");
	window.Crisp = Crisp;
	Crisp.configure("fake-crisp", { clientUrl: "/elsewhere/client.crisp.chat/l.js" });
	Crisp.session.onLoaded(() => notes.push("session:loaded"));
	Crisp.chat.onChatOpened(() => notes.push("chat:opened"));
	Crisp.message.onMessageSent(() => notes.push("message:sent"));
	Crisp.session.setData({ plan: "pro", visits: 3 });
}

async function loadSignals() {
	window.signals = await load(artifact, {}, true);
	void signals.startChatbot();
}

const steps = [loadSdk, loadSignals];
if (first === "signals") steps.reverse();
for (const step of steps) await step();
