import { Refusal } from "./refusal.js";

/** Bytes. Crisp's hooks are far below. */
const MAX_SIZE = 256 * 1024;

/** Bytes of all bodies that are on their way: anybody may send some, as the signature is checked at the end. */
const MAX_TOTAL = 16 * 1024 * 1024;

/** ms */
const MAX_TIME = 10_000;

const createSizeRefusal = () => new Refusal(413, "Expected a body of 256 kB at most");

type Refuse = (refusal: Refusal) => void;

/** Reads bodies as they came: signatures are made over these bytes. */
export function createBodyReader() {
	/** The bodies that are on their way, by what refuses them, and their bytes so far. The one that began first stands first. */
	const coming = new Map<Refuse, number>();
	/** Of all of them. */
	let total = 0;

	function count(refuse: Refuse, size: number): void {
		total += size - (coming.get(refuse) ?? 0);
		if (size) coming.set(refuse, size);
		else coming.delete(refuse);
	}

	/** Those that take longest go: Crisp's come at once. */
	function makeRoom(): void {
		for (const [refuse] of coming) {
			if (total <= MAX_TOTAL) return;
			count(refuse, 0);
			refuse(new Refusal(503, "Too many bodies are on their way", { "Retry-After": "5" }));
		}
	}

	return async function readBody({ headers, body }: Request): Promise<Uint8Array<ArrayBuffer>> {
		if (Number(headers.get("Content-Length")) > MAX_SIZE) throw createSizeRefusal();
		const chunks: Uint8Array<ArrayBuffer>[] = [];
		let size = 0;
		let refuse!: Refuse;
		const refused = new Promise<never>((_, reject) => {
			refuse = reject;
		});
		const timer = setTimeout(() => refuse(new Refusal(408, "Expected the whole body within 10 s")), MAX_TIME);
		let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
		try {
			reader = body?.getReader();
			while (reader) {
				const { value, done } = await Promise.race([refused, reader.read()]);
				if (done) break;
				size += value.byteLength;
				if (size > MAX_SIZE) throw createSizeRefusal();
				chunks.push(value);
				count(refuse, size);
				makeRoom();
			}
			return new Uint8Array(await new Blob(chunks).arrayBuffer());
		} catch (error) {
			reader?.cancel().catch(() => {});
			if (error instanceof Refusal) throw error;
			throw new Refusal(400, "Expected the bytes of the hook: a body parser above the relay may have taken them");
		} finally {
			clearTimeout(timer);
			count(refuse, 0);
		}
	};
}
