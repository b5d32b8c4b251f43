export default { test: { environment: "jsdom", include: ["*.vitest-2.js"] } };
