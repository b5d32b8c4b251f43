import { WEBSITE_ID } from "./hook-request.js";

/** The part of the page that the snippet and the client use. Typed here: a global type would collide with the site's. */
export interface CrispPage {
	$crisp?: unknown;
	/** The client's second name. Observed: Crisp client 2.10–2.17. */
	$__CRISP_INSTANCE?: unknown;
	/** Where it is set, l.js does nothing. Observed: Crisp client 2.10–2.17. */
	$__CRISP_INCLUDED?: unknown;
	CRISP_WEBSITE_ID?: string;
	CRISP_READY_TRIGGER?: unknown;
}

/** What Crisp's snippet puts on the page, and its client. */
export interface PageNames {
	/** The snippet's assignments: what was queued before is gone. */
	runSnippet(): void;
	/** The snippet's element, by which a blocked Crisp is known. */
	addScript(): void;
	/** All that is put on the page is taken off. */
	clear(): void;
}

const SCRIPT = "https://client.crisp.chat/l.js";

export const getPage = (): CrispPage => globalThis as CrispPage;

/** In Node with the globals of a DOM it may be another object. */
export const getWindow = () => globalThis.window ?? globalThis;

function createScript() {
	const script = document.createElement("script");
	// It loads nothing.
	script.type = "text/plain";
	script.src = SCRIPT;
	return script;
}

export function createPageNames(): PageNames {
	let script: HTMLScriptElement | undefined;

	return {
		runSnippet() {
			const page = getPage();
			page.$crisp = [];
			page.CRISP_WEBSITE_ID = WEBSITE_ID;
		},
		addScript() {
			// In Node without a DOM there is nothing to put it on.
			if (!globalThis.document) return;
			script ??= createScript();
			document.head.append(script);
		},
		clear() {
			const page = getPage();
			delete page.$crisp;
			delete page.$__CRISP_INSTANCE;
			delete page.$__CRISP_INCLUDED;
			delete page.CRISP_WEBSITE_ID;
			script?.remove();
		},
	};
}
