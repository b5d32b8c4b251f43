import type { PageSession } from "./page-session.js";
import type { Server } from "./server.js";

interface Choice {
	value: string;
	label: string;
	selected: boolean;
}

type Picker = Record<string, unknown> & { choices: Choice[] };

type Fire = (event: string, ...args: unknown[]) => void;

/** The chat as the visitor sees it: open or closed, with pickers in it. */
export interface Chat {
	readonly isOpen: boolean;
	/** A command of `["do", action, args]` that is about the chat. */
	run(action: unknown, args: unknown): void;
	/** Whether there was such a choice. */
	click(choiceValue: string): boolean;
	clear(): void;
}

const isPicker = (type: unknown, content: unknown): content is Picker =>
	type === "picker" && Array.isArray((content as Partial<Picker> | undefined)?.choices);

const createMessage = (from: "user" | "operator", origin: string, type: unknown, content: unknown) => ({
	type,
	content,
	from,
	origin,
	is_me: from === "user",
	timestamp: Date.now(),
});

export function createChat(session: PageSession, server: Server, fire: Fire): Chat {
	let isOpen = false;
	let isInitiated = false;
	/** The last one shown comes first. */
	let pickers: Picker[] = [];

	function open() {
		if (isOpen) return;
		isOpen = true;
		if (!isInitiated) fire("chat:initiated");
		isInitiated = true;
		fire("chat:opened");
	}

	function close() {
		if (!isOpen) return;
		isOpen = false;
		fire("chat:closed");
	}

	return {
		get isOpen() {
			return isOpen;
		},
		run(action, args) {
			const [type, content]: unknown[] = Array.isArray(args) ? args : [];
			if (action === "chat:open") open();
			if (action === "chat:close") close();
			if (action === "message:send") fire("message:sent", createMessage("user", "chat", type, content));
			if (action === "message:show") {
				if (isPicker(type, content)) pickers = [content, ...pickers];
				fire("message:received", createMessage("operator", "local", type, content));
			}
		},
		click(choiceValue) {
			const hasChoice = ({ choices }: Picker) => choices.some(({ value }) => value === choiceValue);
			const shown = pickers.find(hasChoice);
			if (!shown) return false;
			if (!session.canSend) return true;
			const choices = shown.choices.map((choice) => ({ ...choice, selected: choice.value === choiceValue }));
			const picked = { ...shown, choices };
			// Crisp's `message:update`.
			server.receiveChoice(session.identifier as string, picked, choiceValue);
			// The handler of the site hears of the picker a second time. Observed: Crisp client 2.10–2.17.
			fire("message:received", createMessage("operator", "update", "picker", picked));
			return true;
		},
		clear() {
			pickers = [];
		},
	};
}
