/** Thrown where a request is not to be served, with the answer to it. */
export class Refusal extends Error {
	/**
	 * @param message one plain line for the other side and the log: no secret, no session id, nothing of the query.
	 * @param options.cause for the log alone.
	 */
	constructor(
		readonly status: number,
		message: string,
		readonly headers: Record<string, string> = {},
		options?: ErrorOptions,
	) {
		super(message, options);
	}

	toResponse(): Response {
		const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...this.headers };
		return new Response(`${this.message}\n`, { status: this.status, headers });
	}
}
