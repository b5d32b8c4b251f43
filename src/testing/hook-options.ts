/**
 * The site's server, as Crisp meets it: takes a web hook, answers it.
 *
 * @example
 * const send: FakeHookSend = (request) => fetch(request);
 * const crisp = createFakeCrisp({ hook: send });
 */
export type FakeHookSend = (request: Request) => Response | Promise<Response>;

/**
 * The web hook that is set up in Crisp: a website's, with a secret in its address, or a plugin's, which is signed. Crisp sends a
 * plugin's hook again when it fails, a website's never.
 *
 * @example
 * const hook: FakeHookOptions = { send: (request) => fetch(request), signingSecret: "the plugin's", delay: 300 };
 * const crisp = createFakeCrisp({ hook });
 */
export interface FakeHookOptions {
	/** Is called with each hook. What it throws is one line of `console.error`. */
	send: FakeHookSend;
	/** The address in Crisp's settings. Default: `/crisp-signals` on this page's server; in Node on `http://localhost`. */
	url?: string | URL | undefined;
	/** What is added to the address as `?secret=`; `""` for nothing. Default: `"fake-crisp"`, and nothing with a `signingSecret`. */
	secret?: string | undefined;
	/** The signing secret of a plugin, which makes this a plugin's hook. Needs WebCrypto. */
	signingSecret?: string | undefined;
	/** ms from a change until its hook is sent. Default: 0. */
	delay?: number | undefined;
}

export interface FakeHookSettings {
	send: FakeHookSend;
	url: string;
	signingSecret: string | undefined;
	delay: number;
	/** How often a hook is sent that fails. */
	attempts: number;
}

/** Crisp tells the number in a header, and documents none. This one is ours. */
const PLUGIN_ATTEMPTS = 3;

/** A page without an address of its own, such as about:blank, has no server either. */
function findServer(): string {
	const { href = "" } = globalThis.location ?? {};
	return href.startsWith("http") ? href : "http://localhost";
}

export function resolveHookOptions(hook: FakeHookSend | FakeHookOptions): FakeHookSettings {
	const options = typeof hook === "function" ? { send: hook } : hook;
	const { send, url = "/crisp-signals", signingSecret, delay = 0 }: FakeHookOptions = options;
	const { secret = signingSecret === undefined ? "fake-crisp" : "" }: FakeHookOptions = options;
	const address = new URL(url, findServer());
	if (secret) address.searchParams.set("secret", secret);
	const attempts = signingSecret === undefined ? 1 : PLUGIN_ATTEMPTS;
	return { send, url: address.href, signingSecret, delay, attempts };
}
