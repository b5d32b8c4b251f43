import { request as ask, type RequestListener } from "node:http";
import { startHttpServer } from "../server/http-server.js";
import type { Site } from "./journey.js";

const passTo =
	(host: string, portOf: (path: string) => string): RequestListener =>
	(request, response) => {
		const { method, url: path = "", headers } = request;
		const upstream = ask({ host, port: portOf(path), method, path, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		upstream.on("error", () => response.destroy());
		response.on("close", () => upstream.destroy());
		request.pipe(upstream);
	};

/** A web server in front of a site and its relay, over HTTP/1.1. Returns the site's origin behind it. */
export async function startGateway(site: Site, relay: string): Promise<string> {
	const { hostname, port } = new URL(site.origin);
	const { pathname, port: relayPort } = new URL(relay);
	const portOf = (path: string) => (path.split("?")[0] === pathname ? relayPort : port);
	return `http://${hostname}:${await startHttpServer(passTo("localhost", portOf))}`;
}
