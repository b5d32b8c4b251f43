import { Crisp } from "crisp-sdk-web";
import { startChatbot } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";

Crisp.configure("-website-id-", { autoload: false });
createFakeCrisp().install();
startChatbot();
window.$crisp.push(["do", "chat:open"]);
