// Plays a scenario of the playground, and draws its timelines into docs/images/: npm run picture
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startPlayground } from "./playground.mjs";

/** ms after which nothing happens any more. A moment later the timelines would stand still. */
const DURATION = 12_200;

/** The pictures, by their names. */
export const makePictures = ({ visit }) =>
	visit(async (open) => {
		const { page, pass } = await open("#a-human-takes-over");
		await pass(DURATION);
		return page.evaluate(`import("./picture.js").then(({ drawPictures }) => drawPictures())`);
	});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = new URL("../docs/images/", import.meta.url);
	mkdirSync(folder, { recursive: true });
	const playground = await startPlayground();
	const pictures = await makePictures(playground);
	await playground.stop();
	for (const [name, picture] of Object.entries(pictures)) {
		writeFileSync(new URL(`timeline-${name}.svg`, folder), picture);
	}
}
