// npm install crisp-signals srvx
import { createServer } from "node:http";
import { createRelay } from "crisp-signals/server";
import { toNodeHandler } from "srvx/node";

const relay = createRelay({
	secret: process.env.CRISP_HOOK_SECRET,
	signingSecret: process.env.CRISP_SIGNING_SECRET,
	log: console.log,
	// Of the connection, which srvx tells. Behind proxies of yours: README.md, "What to mind".
	address: ({ ip }) => ip,
});
const handleRelay = toNodeHandler(relay.fetch);

const server = createServer((request, response) => {
	const [path] = request.url.split("?");
	if (path === "/crisp-signals") handleRelay(request, response);
	else response.writeHead(404).end();
});

server.listen(process.env.PORT ?? 3000, () => {
	console.log(`Listens on http://localhost:${server.address().port}`);
});
