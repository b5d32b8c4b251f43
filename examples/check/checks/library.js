import { KEY } from "../crisp.js";
import { until, wait } from "../wait.js";
import { beforeRejoin, rejoin, settle, UNCUT, UNREADABLE, withSecond } from "./steps.js";

const COMMAND = /^(start|pause)_chatbot$/;

/** ms in which a lost signal is found and delivered again, after the reconnect. */
const REPEAT = 20_000;

/** What Enum would have heard since then, under this key: `start, pause`. */
const heardSince = ({ wire }, mark, key) =>
	wire
		.sentSince(mark, key)
		.filter(({ value, isLost }) => !isLost && COMMAND.test(value))
		.map(({ value }) => value.replace("_chatbot", ""))
		.join(", ");

export const LIBRARY_CHECKS = [
	{
		id: "order",
		title: "Start, pause, start: each once, in order",
		expected: "start, pause, start on the wire",
		rests: "All of the library",
		otherwise: "Signals may be lost, repeated or mixed up. Please send us the report.",
		seconds: 8,
		async run(context) {
			const mark = context.wire.mark();
			const { startChatbot, pauseChatbot } = await context.loadLibrary(KEY);
			await Promise.all([startChatbot(), pauseChatbot(), startChatbot()]);
			await settle(context);
			if (!context.canRead) return { holds: null, seen: "All were taken. The wire cannot be read." };
			const heard = heardSince(context, mark, KEY);
			return { holds: heard === "start, pause, start", seen: heard || "Nothing" };
		},
	},
	{
		id: "lost-start",
		title: "A start over a dead line arrives, once",
		expected: "start on the wire, after the reconnect",
		rests: "All of the library",
		otherwise: "What a dead line swallows may be lost or repeated. Please send us the report.",
		seconds: 35,
		async run(context) {
			const { wire } = context;
			if (!wire.isOpen) return UNCUT;
			const { startChatbot, pauseChatbot } = await context.loadLibrary(KEY);
			// Where a start stands already, nobody can tell a second one from the first.
			await pauseChatbot();
			await settle(context);
			const before = beforeRejoin(context);
			const mark = wire.mark();
			wire.kill();
			try {
				await startChatbot();
				await settle(context);
			} finally {
				wire.endDead();
			}
			const early = heardSince(context, mark, KEY);
			await rejoin(context, before);
			if (!context.canRead) return UNREADABLE;
			await until(() => heardSince(context, mark, KEY), REPEAT);
			await wait(3000);
			const heard = heardSince(context, mark, KEY);
			return { holds: heard === "start" && !early, seen: heard || "Nothing" };
		},
	},
];

/** Asks first: this one Enum hears. The page's own chatbot has another key, so the one of a frame does it. */
export const ENUM_CHECK = {
	id: "enum",
	title: "Enum's own key: start, then pause",
	expected: "start, pause on the wire, under the key enum",
	rests: "All of the library. What Enum does then, only your chat shows",
	otherwise: "Signals may be lost, repeated or mixed up. Please send us the report.",
	seconds: 5,
	run: (context) =>
		withSecond(context, async ({ wire, loadLibrary }) => {
			const { startChatbot, pauseChatbot } = await loadLibrary("enum");
			await Promise.all([startChatbot(), pauseChatbot()]);
			await settle(context);
			if (!context.canRead) return { holds: null, seen: "Both were taken. The wire cannot be read." };
			const heard = heardSince({ wire }, 0, "enum");
			return { holds: heard === "start, pause", seen: heard || "Nothing" };
		}),
};
