import { makeFile } from "./made-files.js";

/** Crisp's l.js as blockers leave it: its element reports an error. */
export const FAILING = {
	"is not found": "/nowhere/client.crisp.chat/l.js",
	// Browsers refuse this port by themselves, as an ad blocker does that host.
	"is refused": "http://localhost:9/client.crisp.chat/l.js",
};

/** Others put an empty script in its place, and no error is reported. */
export const EMPTY = "/empty/client.crisp.chat/l.js";
makeFile(EMPTY, "");
