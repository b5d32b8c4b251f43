import { vi } from "vitest";

export interface Seen {
	url: string;
	method: string;
	headers: Headers;
	text: string;
	/** What the body says. */
	envelope: { event: string; timestamp: number; website_id: string; data: Record<string, unknown> };
	/** What the body says of the session data. */
	data: Record<string, unknown>;
}

/** The site's server. Answers with the statuses in turn, the last of them for ever. */
export function createSite(...statuses: number[]) {
	const seen: Seen[] = [];
	async function send(request: Request): Promise<Response> {
		const text = await request.text();
		const envelope = JSON.parse(text) as Seen["envelope"];
		const { url, method, headers } = request;
		seen.push({ url, method, headers, text, envelope, data: envelope.data.data as Seen["data"] });
		const status = statuses.length > 1 ? statuses.shift() : statuses[0];
		return new Response(null, { status: status ?? 204 });
	}
	return { send, seen, heard: () => seen.map(({ data }) => data) };
}

/** Time passes, and what is sent by then is answered. */
export async function pass(fake: { hooks: { settled(): Promise<void> } }, ms: number): Promise<void> {
	vi.advanceTimersByTime(ms);
	await fake.hooks.settled();
}
