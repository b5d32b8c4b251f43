import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { makeFile, makePage } from "../made-files.js";
import { takeGlobal } from "../pasted.js";
import { PAUSE, START } from "../told.js";

const MOOTOOLS = "../../../node_modules/mootools/lib/mootools-core-1.5.2-server.js";
makeFile("old/mootools.js", readFileSync(fileURLToPath(new URL(MOOTOOLS, import.meta.url)), "utf8"));

/**
 * What Prototype 1.6 puts in the place of built-ins, or gives them, enumerable, as an assignment does. It is not on npm; the
 * methods do what its own ones do.
 */
const PROTOTYPE = `
	function $A(list) {
		if (!list) return [];
		if (list.toArray) return list.toArray();
		return Array.prototype.slice.call(list);
	}
	Array.from = $A;
	Object.keys = function (object) {
		var keys = [];
		for (var key in object) keys.push(key);
		return keys;
	};
	Object.values = function (object) {
		var values = [];
		for (var key in object) values.push(object[key]);
		return values;
	};
	Object.toJSON = function (value) {
		if (typeof value === "string") return value.toJSON();
		if (Object.prototype.toString.call(value) === "[object Array]") return value.toJSON();
		return value && value.toJSON ? value.toJSON() : String(value);
	};
	Object.assign(Function.prototype, {
		bind: function () {
			var method = this, args = $A(arguments), object = args.shift();
			return function () {
				return method.apply(object, args.concat($A(arguments)));
			};
		},
		delay: function () {}, defer: function () {}, curry: function () {}, wrap: function () {}, methodize: function () {},
	});
	function each(list, run, context) {
		for (var index = 0; index < list.length; index++) run.call(context, list[index], index);
	}
	var K = function (value) { return value; };
	Object.assign(Array.prototype, {
		_each: function (run) { each(this, run); },
		each: function (run, context) { each(this, run, context); return this; },
		all: function (run, context) { return !this.reject(run || K, context).length; },
		any: function (run, context) { return this.findAll(run || K, context).length > 0; },
		every: function (run, context) { return !this.reject(run || K, context).length; },
		some: function (run, context) { return this.findAll(run || K, context).length > 0; },
		map: function (run, context) {
			var results = [];
			each(this, function (value, index) { results.push((run || K).call(context, value, index)); });
			return results;
		},
		find: function (run, context) { return this.findAll(run, context)[0]; },
		filter: function (run, context) { return this.findAll(run, context); },
		findAll: function (run, context) {
			var results = [];
			each(this, function (value, index) { if (run.call(context, value, index)) results.push(value); });
			return results;
		},
		reject: function (run, context) {
			var results = [];
			each(this, function (value, index) { if (!run.call(context, value, index)) results.push(value); });
			return results;
		},
		include: function (object) { return this.indexOf(object) !== -1; },
		entries: function () { return this.map(K); },
		toArray: function () { return [].concat(this); },
		clone: function () { return [].concat(this); },
		size: function () { return this.length; },
		first: function () { return this[0]; },
		last: function () { return this[this.length - 1]; },
		reduce: function () { return this.length > 1 ? this : this[0]; },
		inspect: function () { return "[" + this.map(String).join(", ") + "]"; },
		toJSON: function () { return "[" + this.map(Object.toJSON).join(", ") + "]"; },
	});
	Object.assign(String.prototype, {
		include: function (text) { return this.indexOf(text) > -1; },
		startsWith: function (text) { return this.indexOf(text) === 0; },
		endsWith: function (text) { return this.slice(-text.length) === text; },
		sub: function () { return String(this); },
		toArray: function () { return this.split(""); },
		toJSON: function () { return '"' + this + '"'; },
	});
	Number.prototype.toJSON = function () { return String(this); };
	Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };
	RegExp.prototype.match = RegExp.prototype.test;
	Object.assign(HTMLElement.prototype, {
		remove: function () { this.parentNode.removeChild(this); return this; },
		replace: function () { return this; },
		update: function () { return this; },
		match: function (selector) { return this.matches(selector); },
		select: function (selector) { return $A(this.querySelectorAll(selector)); },
	});
	window.Element = Object.assign(function (name) { return document.createElement(name); }, window.Element);
	Object.assign(window.Event, { KEY_ESC: 27, observe: function () {}, stop: function () {} });
	Object.assign(Event.prototype, { stop: function () { this.preventDefault(); this.stopPropagation(); } });
`;

/** Scripts of old pages that stand before the library's. */
const OLD = {
	MooTools: `<script src="/old/mootools.js"></script>`,
	"what Prototype 1.6 does to built-ins": `<script>${PROTOTYPE}</script>`,
	"a navigator that is offline for ever": `<script>
		Object.defineProperty(navigator, "onLine", { get: () => false });
	</script>`,
};

const pathOf = (index: number, page: string) => `old/${index}-${page}.html`;

for (const [index, old] of Object.values(OLD).entries()) {
	for (const page of ["shop", "cart"]) {
		// The relay is told of Crisp's changes by the fake's web hook.
		makePage(
			pathOf(index, page),
			`<script type="module">
				import { createFakeCrisp } from "/testing.js";
				import { hook } from "/demo-hook.js";
				window.fakeCrisp = createFakeCrisp({ storage: localStorage, hook });
				fakeCrisp.install();
			</script>
			${old}
			<script src="/crisp-signals.min.js" data-relay="/crisp-signals" defer></script>
			<body><h1>${page}</h1>
			<button data-crisp-signal="start">Ask our assistant</button>
			<a href="/${pathOf(index, "cart")}">Cart</a></body>`,
		);
	}
}

async function takePage(page: Page) {
	await page.waitFor(() => window.fakeCrisp?.isJoined && "CrispSignals" in window);
	await page.evaluate(takeGlobal);
}

async function openShop(site: Site, index: number) {
	const page = await site.newTab();
	await page.open(site.urlOf(pathOf(index, "shop")));
	await takePage(page);
	return page;
}

/** Like `expectTold`; as a text, since arrays of these pages do not become JSON. */
async function expectTold(page: Page, ...told: string[]) {
	await page.waitFor((count) => fakeCrisp.told.length >= count && signals.getState().pending === 0, told.length);
	expect(await page.evaluate(() => fakeCrisp.told.join(" "))).toBe(told.join(" "));
}

const expectNoErrors = async (page: Page) =>
	expect(await page.evaluate(() => [...errors, ...consoleErrors].join("\n"))).toBe("");

for (const [index, what] of Object.keys(OLD).entries()) {
	journeys(`on an old page, with ${what},`, ({ it }) => {
		it("signals are delivered, also over a page change, and the relay is heard", async (site) => {
			const page = await openShop(site, index);
			await page.click("button");
			await expectTold(page, START);
			expect(await page.evaluate(() => document.querySelector("button")?.dataset.crispSignalState)).toBe("sent");
			await page.evaluate(() => void signals.pauseChatbot());
			await expectTold(page, START, PAUSE);

			await page.leave(() => {
				document.querySelector("button")?.click();
				document.querySelector("a")?.click();
			});
			await takePage(page);
			await expectTold(page, START, PAUSE, START);

			await page.waitFor(() => streams.at(-1)?.readyState === EventSource.OPEN);
			expect(await page.evaluate(() => streams.at(-1)?.url)).toMatch(/\?session=[0-9a-f]{64}$/);
			await page.evaluate(() => fakeCrisp.pause("human"));
			await page.waitFor(() => signals.getState().pause);
			expect(await page.evaluate(() => signals.getState().pause?.source)).toBe("relay");
			await expectNoErrors(page);
		});
	});
}

interface Module {
	file: string;
	attributes: string;
	isFound: boolean;
	type?: string;
}

/** How pages load the script, and what of its attributes is left: the console tells. */
const MODULES: Record<string, Module> = {
	"as a module under a name with a fingerprint": {
		file: "crisp-signals.min.55e7cbb9ba48.js",
		attributes: "data-debug",
		isFound: true,
	},
	"as a module under another name, with the attribute data-crisp-signals,": {
		file: "app-5e1f.js",
		attributes: "data-crisp-signals data-debug",
		isFound: true,
	},
	"as a module in a bundle whose tag has lost its attributes,": { file: "app-5e1f.js", attributes: "", isFound: false },
	"in such a bundle that is no module,": {
		file: "app-5e1f.js",
		attributes: "",
		isFound: false,
		type: "text/javascript",
	},
};

for (const [index, { file, attributes, type }] of Object.values(MODULES).entries()) {
	makePage(
		`modules/${index}.html`,
		`<script>
			window.$crisp = [];
			for (const name of ["debug", "warn"]) console[name] = (...args) => notes.push(args.join(" "));
		</script>
		<script src="/elsewhere/client.crisp.chat/l.js"></script>
		<script type="${type ?? "module"}" src="/modules/${file}" ${attributes}></script>
		<body><button data-crisp-signal="start">Ask our assistant</button></body>`,
	);
}
const built = readFileSync(fileURLToPath(new URL("../../../dist/crisp-signals.min.js", import.meta.url)), "utf8");
for (const file of new Set(Object.values(MODULES).map(({ file }) => file))) makeFile(`modules/${file}`, built);

journeys("the script, loaded", ({ it }) => {
	for (const [index, [title, { isFound }]] of Object.entries(MODULES).entries()) {
		it(`${title} ${isFound ? "reads its attributes" : "says in one line what is missing, and works"}`, async (site) => {
			const page = await site.newTab();
			await page.open(site.urlOf(`modules/${index}.html`));
			await page.waitFor(() => window.fakeCrisp?.isJoined && "CrispSignals" in window);
			await page.evaluate(() => {
				const { CrispSignals } = window as { CrispSignals?: Window["signals"] };
				Object.assign(window, { signals: CrispSignals });
			});
			await page.click("button");
			await expectTold(page, START);
			const missing = "Expected a script with data-crisp-signals, got none";
			const said = await page.evaluate(() => notes.join("\n"));
			if (isFound) expect(said).toContain("[crisp-signals] start_chatbot: sent");
			else expect(said).toBe(missing);
			await expectNoErrors(page);
		});
	}
});
