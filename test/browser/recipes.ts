import { execFile } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { record } from "./record.js";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);

/** The name of a recipe that is built with React's development build, where StrictMode runs effects twice. */
export const inDevelopment = (name: string) => `${name}-in-development`;

/** Apps of the test that put a recipe's component on the page, and can take it off. */
export const MOUNTS = {
	react: `
		import { createElement } from "react";
		import { createRoot } from "react-dom/client";
		import { ChatbotButtons } from "/src/chatbot-buttons";
		const root = createRoot(document.body);
		root.render(createElement(ChatbotButtons));
		window.unmount = () => root.unmount();
	`,
	vue: `
		import { createApp } from "vue";
		import ChatbotButtons from "/src/ChatbotButtons.vue";
		const app = createApp(ChatbotButtons);
		app.mount(document.body);
		window.unmount = () => app.unmount();
	`,
	svelte: `
		import { mount, unmount } from "svelte";
		import ChatbotButtons from "/src/ChatbotButtons.svelte";
		const component = mount(ChatbotButtons, { target: document.body });
		window.unmount = () => void unmount(component);
	`,
};

async function buildMount(name: keyof typeof MOUNTS, outDir: string) {
	const app = "app.js";
	await build({
		root: folder(`../../examples/${name}`),
		logLevel: "warn",
		build: { outDir, emptyOutDir: true, rolldownOptions: { input: app, output: { entryFileNames: app } } },
		plugins: [
			{
				name: "mount",
				enforce: "pre",
				resolveId: (id) => (id === app ? join(folder(`../../examples/${name}`), app) : null),
				load: (id) => (id.endsWith(`/${app}`) ? MOUNTS[name] : null),
			},
		],
	});
}

async function buildForDevelopment(name: string, outDir: string, ...flags: string[]) {
	const vite = folder("../../node_modules/vite/bin/vite.js");
	const env = { ...process.env, NODE_ENV: "development" };
	const args = [vite, "build", "--mode", "development", "--logLevel", "warn", "--outDir", outDir, ...flags];
	await run(process.execPath, args, { cwd: folder(`../../examples/${name}`), env });
}

/** The recipes of examples/ as their users build them, and those in React for development too. */
export async function makeRecipes(madeFolder: string): Promise<void> {
	for (const name of ["react", "vue", "svelte", "server-rendered"]) {
		const dist = folder(`../../examples/${name}/dist`);
		if (!existsSync(dist)) throw new Error("Run npm run build:examples first.");
		cpSync(dist, join(madeFolder, name), { recursive: true });
	}
	const rendered = join(madeFolder, inDevelopment("server-rendered"));
	await Promise.all([
		buildForDevelopment("react", join(madeFolder, inDevelopment("react"))),
		buildForDevelopment("server-rendered", join(rendered, "client")),
		buildForDevelopment("server-rendered", join(rendered, "server"), "--ssr", "src/entry-server.tsx"),
		...Object.keys(MOUNTS).map((name) => buildMount(name as keyof typeof MOUNTS, join(madeFolder, `${name}-mounted`))),
	]);
	// What the server's file imports.
	symlinkSync(folder("../../node_modules"), join(madeFolder, "node_modules"), "junction");

	for (const name of ["react", "vue", "svelte", inDevelopment("react")]) {
		const page = join(madeFolder, name, "index.html");
		record(page, page);
	}
	for (const name of ["server-rendered", inDevelopment("server-rendered")]) {
		const client = join(madeFolder, name, "client");
		record(join(client, "index.html"), join(client, "index.html"));
		cpSync(folder("./pages/recorder.js"), join(client, "recorder.js"));
	}
}
