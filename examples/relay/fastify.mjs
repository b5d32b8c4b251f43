// npm install crisp-signals fastify srvx
import { createRelay } from "crisp-signals/server";
import Fastify from "fastify";
import { toNodeHandler } from "srvx/node";

const relay = createRelay({
	secret: process.env.CRISP_HOOK_SECRET,
	signingSecret: process.env.CRISP_SIGNING_SECRET,
	log: console.log,
	// Of the connection, which srvx tells. Behind proxies of yours: README.md, "What to mind".
	address: ({ ip }) => ip,
});
const handleRelay = toNodeHandler(relay.fetch);

const app = Fastify();

// A plugin of its own, so that the rest of the app keeps its parsers.
app.register(async (scope) => {
	// The signature is made over the bytes as they came: nothing reads them before the relay.
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
	scope.all("/crisp-signals", (request, reply) => {
		reply.hijack();
		handleRelay(request.raw, reply.raw);
	});
});

// Before app.close() waits for open requests, which streams are.
app.addHook("preClose", () => relay.close());

await app.listen({ port: process.env.PORT ?? 3000 });
console.log(`Listens on http://localhost:${app.server.address().port}`);
