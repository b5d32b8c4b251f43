import { Refusal } from "./refusal.js";

/** Bytes. Crisp's hooks are far below. */
const MAX_SIZE = 256 * 1024;

function refuseSize(): never {
	throw new Refusal(413, "Expected a body of 256 kB at most");
}

/** The body as it came: the signature is made over these bytes. Never holds much more than is allowed. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
	if (Number(request.headers.get("Content-Length")) > MAX_SIZE) refuseSize();
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = request.body?.getReader();
	for (let next = await read(reader); next; next = await read(reader)) {
		size += next.byteLength;
		if (size > MAX_SIZE) {
			reader?.cancel().catch(() => {});
			refuseSize();
		}
		chunks.push(next);
	}
	return concatenate(chunks, size);
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<Uint8Array | undefined> {
	try {
		return (await reader?.read())?.value;
	} catch {
		throw new Refusal(400, "Expected a whole body, got a part");
	}
}

export function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, offset);
		offset += chunk.byteLength;
	}
	return bytes;
}
