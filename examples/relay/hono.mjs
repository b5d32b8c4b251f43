// npm install crisp-signals hono @hono/node-server
import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createRelay } from "crisp-signals/server";
import { Hono } from "hono";

const addresses = new WeakMap();

const relay = createRelay({
	secret: process.env.CRISP_HOOK_SECRET,
	signingSecret: process.env.CRISP_SIGNING_SECRET,
	log: console.log,
	// Of the connection. Behind proxies of yours: README.md, "What to mind".
	address: (request) => addresses.get(request),
});

const app = new Hono();

app.all("/crisp-signals", (context) => {
	addresses.set(context.req.raw, getConnInfo(context).remote.address);
	return relay.fetch(context.req.raw);
});

serve({ fetch: app.fetch, port: process.env.PORT ?? 3000 }, ({ port }) => {
	console.log(`Listens on http://localhost:${port}`);
});
