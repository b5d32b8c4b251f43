import { describe, expect, it } from "vitest";
import { SignalError, type SignalErrorCode } from "../../src/errors.js";

describe("a SignalError", () => {
	it("says which signal was not delivered, why, and what lies behind it", () => {
		const cause = new Error("socket");
		const error = new SignalError("WRITE_FAILED", "start_chatbot", cause);
		expect(error).toMatchObject({ name: "SignalError", code: "WRITE_FAILED", signal: "start_chatbot" });
		expect(error.cause).toBe(cause);
		expect(error.message).toBe("start_chatbot was not delivered: WRITE_FAILED");
		expect(String(error)).toBe("SignalError: start_chatbot was not delivered: WRITE_FAILED");
	});

	it("is an Error with a stack", () => {
		const error = new SignalError("ABORTED", "pause_chatbot");
		expect(error).toBeInstanceOf(Error);
		expect(error.stack).toContain("SignalError");
		expect(error.cause).toBeUndefined();
	});

	it("of a timeout says what the signal waited for", () => {
		const { message } = new SignalError("TIMEOUT", "start_chatbot", undefined, "Crisp's session");
		expect(message).toBe("start_chatbot was not delivered: TIMEOUT while it waited for Crisp's session");
	});

	it.each<[SignalErrorCode, string | undefined]>([
		["ABORTED", "Crisp"],
		["CRISP_UNAVAILABLE", "Crisp"],
		["TIMEOUT", undefined],
		["TIMEOUT", ""],
	])("of the code %s says nothing of waiting for %o", (code, waitedFor) => {
		const { message } = new SignalError(code, "start_chatbot", undefined, waitedFor);
		expect(message).toBe(`start_chatbot was not delivered: ${code}`);
	});

	it("is told from anything else, whatever that is", () => {
		class Copy extends Error {
			override readonly name = "SignalError";
		}
		expect(new Copy()).toBeInstanceOf(SignalError);
		for (const value of [new Error("SignalError"), {}, null, undefined, "SignalError", 7, Symbol("x"), () => {}]) {
			expect(value).not.toBeInstanceOf(SignalError);
		}
	});
});
