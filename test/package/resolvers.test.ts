import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { openConsumer } from "./consumer.js";

const FILES = { "crisp-signals": "index", "crisp-signals/testing": "testing", "crisp-signals/server": "server" };
const named = (extension: string) => Object.values(FILES).map((file) => `dist/${file}.${extension}`);

it("is found by resolvers that know no exports: of eslint-plugin-import, webpack 4, Jest 27, Metro", async () => {
	const output = await openConsumer("resolvers").node("resolve.cjs", ...Object.keys(FILES));
	expect(JSON.parse(output)).toEqual({
		eslint: named("js"),
		webpack4: named("js"),
		jest27: named("cjs"),
		metro: named("cjs"),
	});
});

it.each(["testing", "server"])("says the same to them about %s as it says in its exports", (name) => {
	const read = (file: string) =>
		JSON.parse(readFileSync(join(inject("plainFolder"), "node_modules/crisp-signals", file), "utf8"));
	const { import: modern, require: common } = read("package.json").exports[`./${name}`];
	const { main, module, types } = read(`${name}/package.json`);
	expect([main, module, types]).toEqual([common.default, modern.default, modern.types].map((file) => `.${file}`));
});
