import { describe, expect, it } from "vitest";
import { createRelay } from "../../src/server/index.js";
import { SECRET, SESSION } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { startRelay } from "./start-relay.js";

const SHOP = "https://shop.example";
const LISTED = [SHOP, "http://localhost:5173", "capacitor://localhost", "null"];

const corsOf = ({ headers }: Response) => headers.get("Access-Control-Allow-Origin");

/** What a page gets whose browser sends these. */
async function ask(url: string, headers: Record<string, string>): Promise<Response> {
	return (await openPage(url, SESSION, headers)).response;
}

describe("a page of the relay's own origin listens,", () => {
	it.each<[string, (host: string) => Record<string, string>]>([
		["whose browser names no origin", () => ({})],
		["whose browser says so", () => ({ "Sec-Fetch-Site": "same-origin" })],
		["that is named by its host", (host) => ({ Origin: `http://${host}` })],
		["behind a proxy that takes care of TLS", (host) => ({ Origin: `https://${host}` })],
		["behind a proxy that keeps the host", () => ({ Origin: SHOP, "Sec-Fetch-Site": "same-origin" })],
		["whose address somebody has typed", () => ({ "Sec-Fetch-Site": "none" })],
	])("one %s", async (_, headersOf) => {
		const { url } = await startRelay();
		const response = await ask(url, headersOf(new URL(url).host));
		expect([response.status, corsOf(response), response.headers.get("Vary")]).toEqual([200, null, "Origin"]);
	});
});

it("a page of the relay's own origin listens also where a framework has put its own name into the address", async () => {
	const relay = createRelay({ secret: SECRET });
	const headers = { Host: "shop.example", Origin: SHOP };
	const { status } = await relay.fetch(new Request(addressOf("http://localhost:3000/crisp-signals"), { headers }));
	expect(status).toBe(200);
	await relay.close();
});

describe("a page of an origin that is listed listens, and may read it:", () => {
	it.each(LISTED)("%s", async (origin) => {
		const { url } = await startRelay({ origin: LISTED });
		const response = await ask(url, { Origin: origin, "Sec-Fetch-Site": "cross-site" });
		expect([response.status, corsOf(response), response.headers.get("Vary")]).toEqual([200, origin, "Origin"]);
		expect(response.headers.get("Access-Control-Allow-Credentials")).toBe("true");
	});

	it("also what it is refused", async () => {
		const { url } = await startRelay({ origin: SHOP });
		const response = await fetch(url, { headers: { Origin: SHOP } });
		expect([response.status, corsOf(response)]).toEqual([400, SHOP]);
	});

	it("one of the site whose relay has a subdomain of its own", async () => {
		const { url } = await startRelay({ origin: "https://www.shop.example" });
		const response = await ask(url, { Origin: "https://www.shop.example", "Sec-Fetch-Site": "same-site" });
		expect(response.status).toBe(200);
	});
});

describe("a page of any other origin gets no stream, and takes no place:", () => {
	it.each<Record<string, string>>([
		{ Origin: "https://evil.example" },
		{ Origin: "https://shop.example.evil.example" },
		{ Origin: "https://shop.example:8443" },
		{ Origin: "http://shop.example" },
		{ Origin: "HTTPS://SHOP.EXAMPLE" },
		{ Origin: "https://other.shop.example", "Sec-Fetch-Site": "same-site" },
		{ Origin: "null" },
		{ "Sec-Fetch-Site": "cross-site" },
	])("%j", async (headers) => {
		const { url, lines } = await startRelay({ origin: SHOP, maxConnections: 1 });
		const response = await ask(url, headers);
		expect([response.status, corsOf(response)]).toEqual([403, null]);
		expect(await fetch(addressOf(url), { method: "HEAD", headers })).toMatchObject({ status: 403 });
		expect(lines[0]).toBe("Refused GET with 403: Pages of this origin may not listen");
		expect((await openPage(url)).response.status).toBe(200);
	});

	it("also where none is listed", async () => {
		const { url } = await startRelay();
		expect((await ask(url, { Origin: SHOP })).status).toBe(403);
	});
});

it("lets no page read what becomes of a hook", async () => {
	const { url } = await startRelay({ origin: SHOP });
	expect(corsOf(await fetch(url, { method: "POST", headers: { Origin: SHOP } }))).toBeNull();
});
