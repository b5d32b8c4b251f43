/** Thrown where a request is not to be served, with the answer to it. */
export class Refusal extends Error {
	override readonly name = "Refusal";
	readonly status: number;
	readonly headers: Record<string, string>;

	/**
	 * @param message one plain line for the other side and the log: no secret, no session id, nothing of the query.
	 * @param options.cause for the log alone.
	 */
	constructor(status: number, message: string, headers: Record<string, string> = {}, options?: ErrorOptions) {
		super(message, options);
		this.status = status;
		this.headers = headers;
	}

	toResponse(): Response {
		const headers = {
			"Content-Type": "text/plain; charset=utf-8",
			"Cache-Control": "no-store",
			"X-Content-Type-Options": "nosniff",
			...this.headers,
		};
		return new Response(`${this.message}\n`, { status: this.status, headers });
	}
}
