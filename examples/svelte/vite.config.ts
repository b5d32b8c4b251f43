import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { demoRelay } from "../demo-relay.js";

export default defineConfig({
	// Relative, so that the build can be served below any path.
	base: "./",
	plugins: [svelte(), demoRelay()],
	// For fake-crisp.js, which the other examples load from their server.
	resolve: { alias: { "./testing.js": "crisp-signals/testing" } },
});
