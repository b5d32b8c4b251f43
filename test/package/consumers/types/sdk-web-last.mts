// biome-ignore assist/source/organizeImports: crisp-sdk-web comes last here
import { startChatbot } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import { Crisp } from "crisp-sdk-web";

createFakeCrisp().install();
Crisp.configure("-website-id-", { autoload: false });
startChatbot();
window.$crisp.push(["do", "chat:open"]);
