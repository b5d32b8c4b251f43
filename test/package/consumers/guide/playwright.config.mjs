const baseURL = `http://localhost:${process.env.PORT}`;

export default {
	testMatch: "*.spec.mjs",
	use: { baseURL, launchOptions: { executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] } },
	webServer: {
		command: `node ../../node_modules/vite/bin/vite.js --port ${process.env.PORT} --strictPort`,
		url: baseURL,
	},
};
