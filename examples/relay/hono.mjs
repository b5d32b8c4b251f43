// npm install crisp-signals hono @hono/node-server
import { serve } from "@hono/node-server";
import { createRelay } from "crisp-signals/server";
import { Hono } from "hono";

const relay = createRelay({
	secret: process.env.CRISP_HOOK_SECRET,
	signingSecret: process.env.CRISP_SIGNING_SECRET,
	log: console.log,
});

const app = new Hono();

app.all("/crisp-signals", ({ req }) => relay.fetch(req.raw));

serve({ fetch: app.fetch, port: process.env.PORT ?? 3000 }, ({ port }) => {
	console.log(`Listens on http://localhost:${port}`);
});
