import { onEnd } from "../on-end.js";
import { hashOf, SESSION } from "./hook.js";

/** One block of an event stream, by its fields. */
export type StreamEvent = Record<string, string>;

/** A page that listens. */
export interface Page {
	response: Response;
	/** ms after which it is to come back, as the stream has said when it opened and by each heartbeat. */
	retryTimes(): readonly number[];
	/** Waits for the next event. Rejects where the stream has ended. */
	next(): Promise<StreamEvent>;
	/** What the next event says, but for its age. */
	nextData(): Promise<{ value: string; at: number }>;
	/** Resolves when the stream has ended, whatever the reason. */
	ended: Promise<void>;
	leave(): void;
}

export const addressOf = (url: string, session = SESSION) => `${url}?session=${hashOf(session)}`;

function parseBlock(block: string): StreamEvent {
	const fields = block.split("\n").map((line) => line.split(/: ?(.*)/s, 2) as [string, string?]);
	return Object.fromEntries(fields.filter(([name]) => name).map(([name, value]) => [name, value ?? ""]));
}

export async function openPage(url: string, session = SESSION, headers: Record<string, string> = {}): Promise<Page> {
	const controller = new AbortController();
	onEnd(() => controller.abort());
	const response = await fetch(addressOf(url, session), { headers, signal: controller.signal });
	const events: StreamEvent[] = [];
	const retryTimes: number[] = [];
	let taken = 0;
	let isOver = false;
	let wake = () => {};

	async function read(): Promise<void> {
		const decoder = new TextDecoder();
		let text = "";
		for await (const chunk of response.body ?? []) {
			text += decoder.decode(chunk, { stream: true });
			const blocks = text.split("\n\n");
			text = blocks.pop() ?? "";
			for (const block of blocks) {
				const { retry, ...event } = parseBlock(block);
				if (retry) retryTimes.push(Number(retry));
				else events.push(event);
			}
			wake();
		}
	}

	const ended = read()
		.catch(() => {})
		.then(() => {
			isOver = true;
			wake();
		});

	async function until(isThere: () => unknown): Promise<void> {
		while (!isThere()) {
			if (isOver) throw new Error("The stream has ended");
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
	}

	async function next(): Promise<StreamEvent> {
		await until(() => events[taken]);
		return events[taken++] as StreamEvent;
	}

	return {
		response,
		retryTimes: () => retryTimes,
		next,
		async nextData() {
			const { age, ...data } = JSON.parse((await next()).data ?? "");
			return data;
		},
		ended,
		leave: () => controller.abort(),
	};
}
