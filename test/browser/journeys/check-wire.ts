import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { startSocketServer } from "../socket-server.js";

interface WirePage extends Window {
	wire: {
		opened: number;
		isOpen: boolean;
		close(): void;
		kill(): void;
		endDead(): void;
		sentSince(mark: number, key: string): unknown[];
	};
	/** As socket.io's client does: handlers as properties, one socket after the other. */
	connect(url: string): void;
	socket: WebSocket;
}

declare const wire: WirePage["wire"];
declare const connect: WirePage["connect"];
declare const socket: WirePage["socket"];

type Server = Awaited<ReturnType<typeof startSocketServer>>;

const frame = (value: string) => `42["session:set_data",{"data":{"k":"${value}"}}]`;

/** A page whose own sockets are watched, with one to a real server. */
async function openWatched(site: Site, { url }: Server): Promise<Page> {
	const page = await site.visit({ artifact: "none", crispComes: "later" });
	await page.evaluate(() => {
		const textContent = `import { watchWire } from "/check/wire.js"; window.wire = watchWire();`;
		document.body.append(Object.assign(document.createElement("script"), { type: "module", textContent }));
		window.notes = [];
	});
	await page.waitFor(() => typeof wire === "object");
	await page.evaluate((url) => {
		const connect = (url: string) => {
			const socket = new WebSocket(url);
			socket.onmessage = ({ data }) => notes.push(data);
			socket.onclose = () => notes.push("closed");
			Object.assign(window, { socket });
		};
		Object.assign(window, { connect });
		connect(url);
	}, url);
	await page.waitFor(() => notes.includes("0{}"));
	return page;
}

journeys("the check page's wire", ({ it }) => {
	const onServer = (title: string, test: (page: Page, server: Server) => Promise<void>) =>
		it(title, async (site) => {
			const server = await startSocketServer();
			try {
				await test(await openWatched(site, server), server);
			} finally {
				server.stop();
			}
		});

	onServer("sees what a page sends, and lets it through", async (page, server) => {
		await page.evaluate((frame) => socket.send(frame), frame("a"));
		await page.waitFor((frame) => notes.includes(frame), frame("a"));
		expect(server.frames).toEqual([frame("a")]);
		const sent = [{ name: "session:set_data", value: "a", isLost: false }];
		expect(await page.evaluate(() => [wire.isOpen, wire.opened, wire.sentSince(0, "k")])).toEqual([true, 1, sent]);
		expect(await page.evaluate(() => socket instanceof WebSocket && WebSocket.OPEN)).toBe(1);
	});

	onServer("closes the line, and the page knows", async (page) => {
		await page.evaluate(() => wire.close());
		await page.waitFor(() => notes.includes("closed") && !wire.isOpen);
	});

	onServer("lets the line die unnoticed, both ways, until it is ended", async (page, server) => {
		await page.evaluate((frame) => {
			wire.kill();
			socket.send(frame);
		}, frame("a"));
		server.tell("2");
		// A new line is good, and what comes there comes later than what the dead one would bring.
		await page.evaluate((url) => connect(url), server.url);
		await page.waitFor(() => notes.filter((note) => note === "0{}").length === 2);
		await page.evaluate((frame) => socket.send(frame), frame("b"));
		await page.waitFor((frame) => notes.includes(frame), frame("b"));
		expect(server.frames).toEqual([frame("b")]);
		expect(await page.evaluate(() => notes)).toEqual(["0{}", "0{}", frame("b")]);
		expect(await page.evaluate(() => wire.sentSince(0, "k"))).toMatchObject([{ isLost: true }, { isLost: false }]);
		await page.evaluate(() => wire.endDead());
		await page.waitFor(() => notes.includes("closed"));
		expect(await page.evaluate(() => wire.isOpen)).toBe(true);
	});
});
