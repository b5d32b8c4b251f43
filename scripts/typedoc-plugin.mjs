import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Converter, PageEvent, RendererEvent } from "typedoc";

/** Source files that the guides link. File servers take TypeScript for a video, and browsers download the rest. */
const SOURCE = /\.(tsx?|m?js|md)$/;
const SOURCE_LINK = /(href="[^":]*media\/[^"]+\.(?:tsx?|m?js|md))"/g;

/** Puts README, the guides and the API reference into the static site. */
export function load({ converter, renderer }) {
	converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
		// The page's address. TypeDoc takes the path, as in `docs/live-pauses`.
		document.name = document.name.split("/").at(-1);
	});

	renderer.on(RendererEvent.BEGIN, ({ project }) => {
		// The page's title. Addresses have been given by now.
		for (const document of project.documents) [, document.name] = document.content[0].text.match(/^# (.*)/);
	});

	renderer.on(PageEvent.END, (page) => {
		const site = "../".repeat(page.url.split("/").length);
		page.contents = page.contents
			// In typedoc.json, where the depth of the page is not known.
			.replaceAll('href="site:', `href="${site}`)
			.replace(SOURCE_LINK, '$1.txt"')
			.replace("<head>", '<head><link rel="icon" href="data:,">')
			// Landmarks for those who do not see the columns.
			.replace('<div class="col-content">', '<div class="col-content" role="main">')
			.replace('<div class="col-sidebar">', '<div class="col-sidebar" role="complementary">')
			.replace('id="tsd-sidebar-links"', 'id="tsd-sidebar-links" aria-label="Other pages"');
	});

	renderer.on(RendererEvent.END, ({ outputDirectory }) => {
		const media = join(outputDirectory, "media");
		for (const name of readdirSync(media))
			if (SOURCE.test(name)) renameSync(join(media, name), join(media, `${name}.txt`));
	});
}
