import { expect } from "vitest";
import { type Command, startCommand, tellCommand } from "../server/command.js";
import type { Page } from "./engines/browser.js";
import type { Site, Visit } from "./journey.js";

export const HUMAN = "chatbot_paused:human";

/** A relay as a process of its own, whose pages are those of this site. */
export const startRelayFor = (site: Site, ...args: string[]): Promise<Command> =>
	startCommand("--origin", site.origin, ...args);

/** What a listener is told of a pause that a relay brings while the page is open. */
export const livePause = (reason = "human") => ({
	reason,
	value: `chatbot_paused:${reason}`,
	source: "relay",
	replayed: false,
});

/** One session, whose hooks Crisp sends. */
export interface Session {
	readonly id: string;
	/** By a hook to this relay. */
	tell(relay: string, value: string, at?: number): Promise<void>;
}

export async function sessionOf(page: Page): Promise<Session> {
	const id = await page.evaluate(() => fakeCrisp.session);
	return {
		id,
		async tell(relay, value, at = Date.now()) {
			expect(await tellCommand(relay, { session: id, value, at })).toBe(204);
		},
	};
}

/** The page's last stream is open, and this many things have come on it. */
export const waitForStream = (page: Page, heard = 0): Promise<boolean> =>
	page.waitFor((heard) => {
		const stream = streams.at(-1);
		return stream?.readyState === EventSource.OPEN && stream.heard.length >= heard;
	}, heard);

/** As the browser says when it is back on the net. */
export const goOnline = (page: Page): Promise<void> =>
	page.evaluate(() => void window.dispatchEvent(new Event("online")));

/**
 * A page that listens, and has heard of a start: what comes from now on happens while it is open.
 *
 * @param address of the relay as the page sees it.
 */
export async function visitListening(site: Site, relay: string, visit: Visit = {}, address = relay) {
	const page = await site.visitJoined({ ...visit, relay: address });
	await waitForStream(page);
	const session = await sessionOf(page);
	await session.tell(relay, "start_chatbot");
	await waitForStream(page, 1);
	return { page, session };
}

/** The page has been told exactly these pauses. */
export async function expectPauses(page: Page, ...pauses: unknown[]): Promise<void> {
	await page.waitFor((count) => notes.length >= count, pauses.length).catch(() => {});
	expect(await page.evaluate(() => notes)).toEqual(pauses);
}

/** Nothing has gone wrong on the page, and nothing was said about it. */
export async function expectSilence(page: Page): Promise<void> {
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
}
