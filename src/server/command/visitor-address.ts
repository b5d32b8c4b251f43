import type { ServerRequest } from "srvx";

/**
 * Says whose address a request comes from.
 *
 * @param trustProxy how many proxies have added to X-Forwarded-For. What stands before that anybody could have written.
 * @param log is called once, where a proxy does so and none is trusted: all visitors would be counted as one.
 */
export function createVisitorAddress(trustProxy: number, log: (line: string) => void) {
	let isTold = false;
	return (request: Request): string | undefined => {
		const forwarded = request.headers.get("X-Forwarded-For");
		if (forwarded && !trustProxy && !isTold) {
			isTold = true;
			log("A proxy names visitors by X-Forwarded-For: --trust-proxy 1 makes --max-per-address count them one by one");
		}
		const visitor = trustProxy ? forwarded?.split(",").at(-trustProxy)?.trim() : undefined;
		return visitor || (request as ServerRequest).ip;
	};
}
