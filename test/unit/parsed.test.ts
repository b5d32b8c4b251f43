import { expect, it, vi } from "vitest";
import { afterParsing } from "../../src/page/parsed.js";
import { usePage } from "./helpers.js";

usePage();

it.each([
	[["DOMContentLoaded", "load"]],
	[["DOMContentLoaded"]],
	// The page has been parsed already.
	[["load"]],
	[["load", "DOMContentLoaded", "load"]],
])("calls back once, at the first of %j", (events) => {
	vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
	const callback = vi.fn();
	afterParsing(callback);
	expect(callback).not.toHaveBeenCalled();
	for (const type of events) {
		(type === "load" ? window : document).dispatchEvent(new Event(type, { bubbles: type !== "load" }));
		expect(callback).toHaveBeenCalledTimes(1);
	}
});
