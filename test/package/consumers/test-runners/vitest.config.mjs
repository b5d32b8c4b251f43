const project = (environment) => ({
	test: { name: environment, environment, include: ["*.vitest.js"] },
});

export default {
	test: {
		projects: ["happy-dom", "jsdom"].map(project),
		// What a listener throws on purpose.
		onUnhandledError: ({ message }) => message !== "mine",
	},
};
