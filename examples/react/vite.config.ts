import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { demoRelay } from "../demo-relay.js";

export default defineConfig({
	// Relative, so that the build can be served below any path.
	base: "./",
	plugins: [react(), demoRelay()],
	// For fake-crisp.js, which the other examples load from their server.
	resolve: { alias: { "./testing.js": "crisp-signals/testing" } },
});
