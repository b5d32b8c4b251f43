import { createRequire } from "node:module";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = resolve("../node_modules/crisp-signals");
const inPackage = (path) => relative(root, path).replaceAll("\\", "/");
const orCode = (find) => {
	try {
		return inPackage(find());
	} catch ({ code }) {
		return code;
	}
};

const rows = process.argv.slice(2).map((name) => [
	name,
	{
		import: orCode(() => fileURLToPath(import.meta.resolve(name))),
		require: orCode(() => require.resolve(name)),
	},
]);
console.log(JSON.stringify(Object.fromEntries(rows)));
