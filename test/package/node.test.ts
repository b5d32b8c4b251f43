import { readdirSync } from "node:fs";
import { expect, inject, it } from "vitest";
import { openConsumer } from "./consumer.js";

const NAMES = [
	"SignalError",
	"bindButtons",
	"configure",
	"connectRelay",
	"getServerState",
	"getState",
	"onPaused",
	"pauseChatbot",
	"receive",
	"startChatbot",
	"subscribe",
];

it("is installed alone", () => {
	const packages = readdirSync(`${inject("plainFolder")}/node_modules`).filter((name) => !name.startsWith("."));
	expect(packages).toEqual(["crisp-signals"]);
});

it.each(["esm.mjs", "cjs.cjs"])(
	"works in Node, where it leaves no trace and rejects with its code (%s)",
	async (file) => {
		const { names, ...rest } = JSON.parse(await openConsumer("node", "plain").node(file));
		expect(names.filter((name: string) => name !== "__esModule").sort()).toEqual(NAMES);
		expect({ ...rest, serverNames: rest.serverNames.filter((name: string) => name !== "__esModule").sort() }).toEqual({
			testingNames: ["createFakeCrisp"],
			serverNames: ["createRelay", "memoryBus", "redisBus"],
			status: 405,
			globals: [],
			code: "NOT_IN_BROWSER",
		});
	},
);

it("can be resolved by its documented names only", async () => {
	const files = {
		"crisp-signals": { import: "dist/index.js", require: "dist/index.cjs" },
		"crisp-signals/testing": { import: "dist/testing.js", require: "dist/testing.cjs" },
		"crisp-signals/server": { import: "dist/server.js", require: "dist/server.cjs" },
		"crisp-signals/crisp-signals.min.js": both("dist/crisp-signals.min.js"),
		"crisp-signals/crisp-signals.js": both("dist/crisp-signals.js"),
		"crisp-signals/package.json": both("package.json"),
		"crisp-signals/dist/command.js": both("ERR_PACKAGE_PATH_NOT_EXPORTED"),
		"crisp-signals/dist/index.js": both("ERR_PACKAGE_PATH_NOT_EXPORTED"),
	};
	const resolved = await openConsumer("node", "plain").node("resolve.mjs", ...Object.keys(files));
	expect(JSON.parse(resolved)).toEqual(files);
});

function both(file: string) {
	return { import: file, require: file };
}
