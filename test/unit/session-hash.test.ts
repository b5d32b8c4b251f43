import { afterEach, expect, it, vi } from "vitest";
import { hashSession } from "../../src/session-hash.js";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

afterEach(() => void vi.restoreAllMocks());

it("names a session by the SHA-256 of its id in UTF-8, in lower-case hex with all zeros", async () => {
	expect(await hashSession("abc")).toBe(ABC);
	expect(await hashSession("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});

it("does so where an old library has replaced Array.from by one that takes a list only", async () => {
	vi.spyOn(Array, "from").mockImplementation((list: unknown) => Array.prototype.slice.call(list));
	expect(await hashSession("abc")).toBe(ABC);
});
