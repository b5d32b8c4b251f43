import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildEnvironmentOptions, build, type Plugin } from "vite";
import { record } from "./record.js";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const RECIPES = ["react", "vue", "svelte", "server-rendered"];

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

/** The library, for such an app: what it has subscribed to is counted. */
const COUNTED = `
	import * as library from "crisp-signals";
	export * from "crisp-signals";
	window.subscriptions = 0;
	const count = (subscribe) => (...args) => {
		const undo = subscribe(...args);
		window.subscriptions += 1;
		return () => {
			window.subscriptions -= 1;
			undo();
		};
	};
	export const onPaused = count(library.onPaused);
	export const subscribe = count(library.subscribe);
`;

/** With React's development build: not `production` is what NODE_ENV is here. */
function buildRecipe(name: string, outDir: string, config: BuildEnvironmentOptions = {}, plugins: Plugin[] = []) {
	const root = folder(`../../examples/${name}`);
	return build({
		root,
		plugins,
		mode: "development",
		logLevel: "warn",
		build: { ...config, outDir, emptyOutDir: true },
	});
}

function buildMount(name: keyof typeof MOUNTS, outDir: string) {
	const input = "app.js";
	const counted = join(folder(`../../examples/${name}`), "counted.js");
	const plugin: Plugin = {
		name: "mount",
		enforce: "pre",
		resolveId(id, importer) {
			if (id === input) return join(folder(`../../examples/${name}`), input);
			return id === "crisp-signals" && importer !== counted ? counted : null;
		},
		load(id) {
			if (id === counted) return COUNTED;
			return id.endsWith(`/${input}`) ? MOUNTS[name] : null;
		},
	};
	return buildRecipe(name, outDir, { rolldownOptions: { input, output: { entryFileNames: input } } }, [plugin]);
}

/** The recipes of examples/ as their users build them, and those in React for development too. */
export async function makeRecipes(madeFolder: string): Promise<void> {
	for (const name of RECIPES) {
		const dist = folder(`../../examples/${name}/dist`);
		if (!existsSync(dist)) throw new Error("Run npm run build:examples first.");
		cpSync(dist, join(madeFolder, name), { recursive: true });
	}
	const rendered = join(madeFolder, inDevelopment("server-rendered"));
	await Promise.all([
		buildRecipe("react", join(madeFolder, inDevelopment("react"))),
		buildRecipe("server-rendered", join(rendered, "client")),
		buildRecipe("server-rendered", join(rendered, "server"), { ssr: "src/entry-server.tsx" }),
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
