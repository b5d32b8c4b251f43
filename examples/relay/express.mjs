// npm install crisp-signals express srvx
import { createRelay } from "crisp-signals/server";
import express from "express";
import { toNodeHandler } from "srvx/node";

const relay = createRelay({
	secret: process.env.CRISP_HOOK_SECRET,
	signingSecret: process.env.CRISP_SIGNING_SECRET,
	log: console.log,
	// Of the connection, which srvx tells. Behind proxies of yours: README.md, "What to mind".
	address: ({ ip }) => ip,
});

const app = express();

// Above express.json() and the like: the signature is made over the bytes as they came.
app.all("/crisp-signals", toNodeHandler(relay.fetch));
app.use(express.json());

const server = app.listen(process.env.PORT ?? 3000, () => {
	console.log(`Listens on http://localhost:${server.address().port}`);
});
