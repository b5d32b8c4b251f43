import { expect } from "vitest";
import { ARTIFACTS, journeys } from "../journey.js";
import { makePage } from "../made-files.js";
import { expectTold, START } from "../told.js";

/** How a page loads the library, each with the path of such a page. */
const FORMS = {
	"a script": `<script src="/crisp-signals.min.js"></script>`,
	"a deferred script": `<script src="/crisp-signals.min.js" defer></script>`,
	"a module": `<script type="module" src="/crisp-signals.min.js"></script>`,
	"an app": `<script type="module">import { configure } from "/index.js"; configure();</script>`,
};
const pathOf = (form: string) => `paused/${form.replaceAll(" ", "-")}.html`;

for (const [form, html] of Object.entries(FORMS)) {
	makePage(
		pathOf(form),
		`
			<script>window.$crisp = parent.$crisp;</script>
			${html}
			<script type="module">
				document.addEventListener("crisp-signal:paused", ({ detail }) => parent.notes.push(detail));
			</script>
		`,
	);
}

const STOOD = { reason: "human", value: "chatbot_paused:human", source: "session", replayed: true };

journeys("a pause", ({ it }) => {
	it("that stood before the page loaded is told once, as replayed", async (site) => {
		const page = await site.visit({ isPaused: true });
		await page.evaluate(() => {
			document.addEventListener("crisp-signal:paused", (event) => notes.push((event as CustomEvent).type));
			signals.onPaused((pause) => notes.push(pause));
		});
		await page.waitFor(() => notes.length);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		const pauses = (await page.evaluate(() => notes)).filter((note) => typeof note === "object");
		expect(pauses).toEqual([STOOD]);
	});

	it("that a web hook brings is told once", async (site) => {
		const page = await site.visitJoined();
		const told = await page.evaluate(async () => {
			signals.onPaused(({ reason, source, replayed }) => notes.push({ reason, source, replayed }));
			const known = ["chatbot_paused:human", "chatbot_paused:human"].map((value) => signals.receive(value));
			await null;
			return [known, notes];
		});
		expect(told).toEqual([[true, true], [{ reason: "human", source: "received", replayed: false }]]);
	});

	for (const form of Object.keys(FORMS)) {
		it(`that Crisp shows at once is heard by a script that stands below the library (${form})`, async (site) => {
			const page = await site.visitJoined({ artifact: "none", isPaused: true });
			// In a frame, whose Crisp has joined before its first script runs.
			await page.evaluate(
				(src) => void document.body.append(Object.assign(document.createElement("iframe"), { src })),
				site.urlOf(pathOf(form)),
			);
			await page.waitFor(() => notes.length);
			expect(await page.evaluate(() => notes)).toEqual([STOOD]);
		});
	}

	for (const artifact of ARTIFACTS) {
		const title = `that Crisp shows at once is heard by what the page does when it has loaded the library (${artifact})`;
		it(title, async (site) => {
			const page = await site.visitJoined({ artifact: "none", isPaused: true });
			await page.evaluate(async (artifact) => {
				await window.loadSignals(artifact);
				document.addEventListener("crisp-signal:paused", (event) => notes.push((event as CustomEvent).detail));
			}, artifact);
			await page.waitFor(() => notes.length);
			expect(await page.evaluate(() => notes)).toEqual([STOOD]);
		});
	}
});
