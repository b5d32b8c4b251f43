// All that must hold before this version is published. It changes no file but those that the build makes.
import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { env } = process;
/** A tag has been pushed, and publish.yml runs. */
const isTagged = env.GITHUB_REF_TYPE === "tag";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const { version, repository, publishConfig } = JSON.parse(read("package.json"));

const run = (command, stdio = "pipe") => execSync(command, { cwd: ROOT, encoding: "utf8", stdio });

function expect(isMet, expected, got) {
	if (!isMet) throw new Error(`Expected ${expected}, got ${got}`);
}

function expectCleanTree() {
	const changes = run("git status --porcelain").trim();
	expect(!changes, "a clean tree", `\n${changes}`);
}

function expectProvenance() {
	const { access, provenance } = publishConfig ?? {};
	expect(access === "public", 'publishConfig.access to be "public"', access);
	expect(provenance === true, "publishConfig.provenance to be true", provenance);
}

/** What is settled by the commit of the release: a mere reminder until its tag is pushed. */
const OPEN = [
	() => {
		const [heading] = read("CHANGELOG.md").match(new RegExp(`^## ${version.replaceAll(".", "\\.")}\\b.*`, "m")) ?? [];
		expect(/\d{4}-\d\d-\d\d$/.test(heading), `a heading of ${version} with its date in CHANGELOG.md`, heading);
	},
	() => {
		// npm refuses provenance of a package that names another repository, or none.
		const { url = "" } = repository ?? {};
		const address = `github.com/${env.GITHUB_REPOSITORY ?? ""}`;
		expect(url.includes(address), `package.json's repository.url to name ${address}`, url || "none");
	},
	() => isTagged && expect(env.GITHUB_REF_NAME === `v${version}`, `the tag v${version}`, env.GITHUB_REF_NAME),
];

function collectReminders() {
	return OPEN.flatMap((check) => {
		try {
			check();
			return [];
		} catch (error) {
			if (isTagged) throw error;
			return error.message;
		}
	});
}

try {
	expectCleanTree();
	expectProvenance();
	const reminders = collectReminders();
	run("npm test", "inherit");
	run("node scripts/release-write.mjs --check", "inherit");
	// What a test or the build leaves behind would be in the next commit.
	expectCleanTree();
	run("npm pack --dry-run --ignore-scripts", "inherit");
	console.log(`\nSubresource integrity (dist/sri.json):\n${read("dist/sri.json")}`);
	for (const reminder of reminders) console.log(`Before the tag is pushed: ${reminder}`);
	console.log(`${version} holds in every check.`);
} catch (error) {
	console.error(`\nNot to be published. ${error.message}`);
	process.exitCode = 1;
}
