import { getState, onPaused, SignalError, startChatbot } from "crisp-signals";

onPaused(() => {});
const code = await startChatbot().catch((error) => error instanceof SignalError && error.code);
console.log(`Rendered with ${code}, ${getState().pending} pending`);
