import { CHECKS, ENUM_CHECK } from "./checks/index.js";
import { createContext } from "./context.js";
import { VARIANTS } from "./fake/variants.js";
import { createProgress } from "./progress.js";
import { explain, makeReport, summarise } from "./report.js";
import { createRow } from "./row.js";
import { runChecks } from "./runner.js";

const find = (selector) => document.querySelector(selector);
const params = new URLSearchParams(location.search);
const options = { website: params.get("website") || undefined, variant: params.get("fake") ?? undefined };
const client = { name: "Crisp" };
const rows = [];
const views = new Map();
let context;

function addRow(check) {
	const view = createRow(check);
	views.set(check.id, view);
	find("#rows").append(view.row);
}

async function run(checks) {
	const progress = createProgress(find("#progress"), checks);
	const showRow = (row) => {
		const { check, state } = row;
		views.get(check.id).show(row);
		if (state === "running") {
			find("#summary").textContent = `${rows.length + checks.indexOf(check) + 1} of ${views.size}: ${check.title}`;
			progress.start(check);
		} else progress.finish(check);
	};
	find("#progress").hidden = false;
	rows.push(...(await runChecks(checks, context, showRow)));
	showResult();
}

function showResult() {
	find("#progress").hidden = true;
	find("#summary").textContent = summarise(rows, client.name);
	find("#result").dataset.differs = String(rows.some(({ state }) => state === "differs"));
	find("#meanings").replaceChildren(
		...explain(rows).map(({ titles, meaning }) => {
			const item = document.createElement("li");
			const strong = document.createElement("strong");
			strong.textContent = `${titles.join("; ")}. `;
			item.append(strong, meaning);
			return item;
		}),
	);
	find("#unseen-note").hidden = !rows.some(({ state }) => state === "unseen");
	find("#json").value = JSON.stringify(makeReport(rows, { client: client.name, wire: context.wire }), null, 2);
	find("#report").hidden = false;
}

async function start() {
	find("#setup").hidden = true;
	find("#variants").hidden = true;
	find("#result").hidden = false;
	context = createContext(options);
	client.name = await context.describeClient();
	await run(CHECKS);
	find("#enum").hidden = !rows.every(({ check, state }) => !check.isNeeded || state !== "differs");
}

find("#setup").addEventListener("submit", (event) => {
	const website = find("#website").value.trim();
	// Another one has a page of its own: there is one Crisp to a page.
	if (website !== (options.website ?? "")) return;
	event.preventDefault();
	start();
});

find("#tell").addEventListener("click", async () => {
	find("#enum").hidden = true;
	addRow(ENUM_CHECK);
	await run([ENUM_CHECK]);
});

find("#copy").addEventListener("click", async ({ target }) => {
	const { value } = find("#json");
	try {
		await navigator.clipboard.writeText(value);
		target.textContent = "Copied";
	} catch {
		// The visitor's turn.
		find("#report details").open = true;
		find("#json").select();
	}
});

/** Where the project lives, if its package says so. */
async function linkIssueForm() {
	const { repository } = await (await fetch("../package.json")).json();
	const [address] = /github\.com\/[\w.-]+\/[\w-]+/.exec(repository?.url ?? repository ?? "") ?? [];
	if (!address) return;
	const href = `https://${address}/issues/new?template=crisp-check.yml`;
	find("#issue").replaceChildren(Object.assign(document.createElement("a"), { href, textContent: "Send it to us" }));
}

for (const [name, { name: text }] of Object.entries(VARIANTS)) {
	const item = document.createElement("li");
	const link = Object.assign(document.createElement("a"), { href: `?fake=${name}`, textContent: text });
	item.append(link);
	find("#variants ul").append(item);
}
find("#website").value = options.website ?? "";
for (const check of CHECKS) addRow(check);
linkIssueForm();
