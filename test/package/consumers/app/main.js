import { configure, startChatbot } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";

configure({ delay: 600 });
const crisp = createFakeCrisp();
crisp.install();

startChatbot().then(() => {
	document.title = `Sent, and told ${crisp.told}`;
});
