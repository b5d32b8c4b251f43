module.exports = { testEnvironment: "jsdom", testMatch: ["**/*.jest.js"] };
