// Stands behind the script tag's file, which has bound the buttons.
window.contender = {
	start: () => void CrispSignals.startChatbot(),
	pause: () => void CrispSignals.pauseChatbot(),
};
