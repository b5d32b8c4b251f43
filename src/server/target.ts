import { Refusal } from "./refusal.js";

/** What the address of a request says. Nothing parses the host: the other side may have written no host at all. */
export interface Target {
	host: string;
	pathname: string;
	/** Without the question mark. */
	search: string;
}

/** @throws Refusal */
export function readTarget(request: Request): Target {
	try {
		// Some servers make `url` of the `Host` header only now.
		const [, host = "", pathname = "", search = ""] = request.url.match(/^\w+:\/\/([^/?#]*)([^?#]*)\??([^#]*)/) ?? [];
		return { host, pathname, search };
	} catch {
		throw new Refusal(400, "Expected a valid Host");
	}
}
