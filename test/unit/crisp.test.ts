import { describe, expect, it } from "vitest";
import { forget, look, lookAt } from "../../src/crisp.js";
import { installCrisp, pass, usePage } from "./helpers.js";

usePage();

describe("what is seen of Crisp", () => {
	it("is null for nothing, and the text of what Crisp has turned into a number", async () => {
		await installCrisp();
		expect(look("enum")?.value).toBeNull();
		window.$crisp.push(["set", "session:data", ["enum", "0.42"]]);
		await pass(500);
		expect(look("enum")?.value).toBe("0.42");
	});
});

describe("forgetting", () => {
	const makeClient = (hasForgotten: boolean) => {
		const data: Record<string, unknown> = { enum: "start_chatbot" };
		return {
			push: () => {},
			get(name: string, key?: string) {
				if (name === "session:identifier") return "session_1";
				if (name !== "session:data") throw new Error(`Unexpected: ${name}`);
				return key === undefined ? data : hasForgotten ? data[key] : "start_chatbot";
			},
		};
	};

	it.each([true, false])("says whether it took: %s", (hasForgotten) => {
		const sight = lookAt(makeClient(hasForgotten), "enum");
		expect(sight && forget(sight, "enum")).toBe(hasForgotten);
	});
});
