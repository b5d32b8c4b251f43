import { readFileSync } from "node:fs";
import { JSDOM, VirtualConsole } from "jsdom";

/** Runs a bundle in a page, and prints the title that it gives to it. */
const virtualConsole = new VirtualConsole().on("jsdomError", (error) => {
	throw error;
});
const { window } = new JSDOM("<!doctype html><title></title>", {
	url: "https://shop.example/",
	runScripts: "outside-only",
	pretendToBeVisual: true,
	virtualConsole,
});
const title = window.document.querySelector("title");
new window.MutationObserver(() => {
	console.log(window.document.title);
	process.exit();
}).observe(title, { childList: true });
window.eval(readFileSync(process.argv[2], "utf8"));
