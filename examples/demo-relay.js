import { createRelay } from "crisp-signals/server";
import { toNodeHandler } from "srvx/node";
import { SIGNING_SECRET } from "./demo-hook.js";

/**
 * The relay at `/crisp-signals`, as a site mounts it on its own server. The web hooks come from the fake Crisp in the pages.
 *
 * @param log is called with one line for each request that is refused.
 * @returns a handler of requests, which passes on what is not for the relay, and a function that ends all streams.
 */
export function createDemoRelay(log = console.log) {
	const relay = createRelay({ signingSecret: SIGNING_SECRET, log });
	const handleRelay = toNodeHandler(relay.fetch);
	return {
		handle(request, response, next) {
			const [path] = request.url.split("?");
			if (path === "/crisp-signals") handleRelay(request, response);
			else next();
		},
		close: relay.close,
	};
}

/** The same for Vite's development server. */
export const demoRelay = () => ({
	name: "demo-relay",
	configureServer({ middlewares, httpServer }) {
		const { handle, close } = createDemoRelay();
		middlewares.use(handle);
		httpServer?.once("close", close);
	},
});
