import { vi } from "vitest";
import type { SignalError } from "../../src/index.js";
import type { FakeCrisp, FakeCrispOptions } from "../../src/testing/index.js";
import { loadCrispAnew } from "./crisp-names.js";
import { createPage, followTimers, type TabPage } from "./tabs.js";

export type Library = typeof import("../../src/index.js");

/** One signal as the site sees it, and what Enum may be told of it. */
interface Call {
	signal: "start_chatbot" | "pause_chatbot";
	calledAt: number;
	session: string;
	page: TabPage;
	/** The server held this signal already, so that nobody can tell the one from the other: the known limit. */
	isEqual: boolean;
	outcome: "pending" | "sent" | "rejected" | "left to the next page";
	/** Aborted, or called with a short timeout: nothing else is a reason not to deliver. */
	mayFail: boolean;
	/** The session may have been reset just after it was told, and before that was seen: then the new one is told too. */
	mayRepeat: boolean;
	abort: AbortController;
}

interface Tab {
	page: TabPage;
	pages: TabPage[];
}

/** ms; longer than a sequence takes. */
const TIMEOUT = 3_600_000;

/** ms for which a value that was taken back, or a dummy over it, may still be on its way: in front, and in the background. */
const AFTERMATH = 3000;
const LATE_AFTERMATH = 63_000;

const PAUSED = "chatbot_paused:human";

const OTHER = "other_";
const isOther = (value: unknown) => String(value).startsWith(OTHER);

/** Promises settle in microtasks, which fake timers leave alone. */
export async function flush() {
	for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}

export async function pass(ms: number) {
	await flush();
	vi.advanceTimersByTime(ms);
	await flush();
}

/** One visitor with two tabs, one of them in front; on each page one chatbot in two copies of the library. */
export class Model {
	readonly calls: Call[] = [];
	readonly faults: string[] = [];
	/** Lines that have died unnoticed. */
	hasDeadLine = false;
	hasReset = false;
	private tabs: Tab[] = [];
	private front = 0;
	private hasTwoTabs = false;
	private wasHidden = false;
	/** One of them is in the back/forward cache, or in the other tab. */
	private hasTwoPages = false;
	private otherCount = 0;
	private installCount = 0;
	/** Times in which a signal was on its way. */
	private busy: { from: number; to: number }[] = [];
	/** Each with what it has pending: to ask a page is to change all globals. */
	private pages = new Map<TabPage, number>();
	/** The pause that each page was told, while it stands. */
	private told = new Map<TabPage, string>();
	private readonly realSetTimeout = setTimeout;
	private readonly restoreTimers = followTimers();

	constructor(
		readonly options: FakeCrispOptions,
		private copies: readonly [Library, Library],
	) {
		const page = this.openPage();
		this.tabs = [{ page, pages: [page] }];
	}

	get tab() {
		return this.tabs[this.front] as Tab;
	}

	get page() {
		return this.tab.page;
	}

	get crisp(): FakeCrisp {
		return this.page.crisp;
	}

	private openPage(): TabPage {
		// No page opens in the millisecond in which another one is left.
		vi.advanceTimersByTime(1);
		const page: TabPage = createPage(this.options, this.realSetTimeout, () => this.look(page));
		this.pages.set(page, 0);
		page.run(() => {
			page.crisp.install();
			const { configure, onPaused } = this.copies[0];
			configure({ timeout: TIMEOUT });
			onPaused(({ value }) => {
				if (this.told.get(page) === value && !this.hasReset) this.faults.push(`${value} was told twice`);
				this.told.set(page, value);
			});
		});
		return page;
	}

	private stateOf = (page: TabPage) => page.run(() => this.copies[0].getState());

	get pending() {
		return [...this.pages.keys()].reduce((sum, page) => sum + this.stateOf(page).pending, 0);
	}

	/** After each timer of a page. */
	private look(page: TabPage) {
		const { pending, pause } = this.stateOf(page);
		if (!pause) this.told.delete(page);
		this.pages.set(page, pending);
		this.noteTime();
	}

	private noteBusy() {
		for (const page of this.pages.keys()) this.pages.set(page, this.stateOf(page).pending);
		this.noteTime();
	}

	private noteTime() {
		const last = this.busy.at(-1);
		const isOpen = last?.to === Number.POSITIVE_INFINITY;
		const pending = [...this.pages.values()].some((count) => count > 0);
		if (pending && !isOpen) this.busy.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
		if (!pending && last && isOpen) last.to = Date.now();
	}

	call(copy: 0 | 1, name: "start" | "pause", timeout: number | undefined) {
		const { page, crisp } = this;
		const abort = new AbortController();
		const call: Call = {
			signal: `${name}_chatbot`,
			calledAt: Date.now(),
			session: crisp.session,
			page,
			isEqual: crisp.serverValue === `${name}_chatbot`,
			outcome: "pending",
			mayFail: timeout !== undefined,
			mayRepeat: false,
			abort,
		};
		this.calls.push(call);
		const { startChatbot, pauseChatbot } = this.copies[copy];
		const send = name === "start" ? startChatbot : pauseChatbot;
		page
			.run(() => send({ signal: abort.signal, timeout }))
			.then(
				() => this.settle(call, "sent"),
				(error: SignalError) => {
					if (!(error.name === "SignalError" && call.mayFail)) this.faults.push(`${call.signal} has failed: ${error}`);
					this.settle(call, "rejected");
				},
			);
		this.noteBusy();
	}

	private settle(call: Call, outcome: Call["outcome"]) {
		if (call.outcome === "left to the next page") this.faults.push("a promise of a page that is gone has settled");
		call.outcome = outcome;
	}

	/** The last calls of this page are the interesting ones. */
	abort(index: number) {
		const call = this.calls.filter(({ outcome, page }) => outcome === "pending" && page === this.page).at(-1 - index);
		if (!call) return;
		call.mayFail = true;
		this.page.run(() => call.abort.abort());
	}

	private async end(page: TabPage) {
		await flush();
		for (const call of this.calls) {
			if (call.page === page && call.outcome === "pending") call.outcome = "left to the next page";
		}
		page.end();
		this.pages.delete(page);
	}

	async changePage() {
		const { tab, page } = this;
		page.leave();
		await this.end(page);
		tab.page = this.openPage();
		this.noteBusy();
	}

	/** Into the back/forward cache and back. */
	async visitAnotherPage(ms: number) {
		const { tab, page } = this;
		this.hasTwoPages = true;
		page.leave();
		const other = this.openPage();
		tab.page = other;
		this.noteBusy();
		await pass(ms);
		other.leave();
		await this.end(other);
		tab.page = page;
		page.comeBack();
		this.noteBusy();
	}

	async closeAndReopen(ms: number) {
		const { tab, page } = this;
		page.leave();
		await this.end(page);
		await pass(ms);
		tab.page = this.openPage();
		this.noteBusy();
	}

	/** Brings the other tab to the front; opens it, if there is none. */
	switchTab() {
		this.hasTwoTabs = true;
		this.wasHidden = true;
		this.hasTwoPages = true;
		this.page.show(false);
		if (this.tabs.length < 2) {
			const page = this.openPage();
			this.tabs.push({ page, pages: [page] });
		}
		this.front = 1 - this.front;
		this.page.show(true);
	}

	hide() {
		this.wasHidden = true;
		this.page.show(false);
	}

	reset() {
		this.hasReset = true;
		for (const call of this.calls) if (call.outcome !== "rejected") call.mayRepeat = true;
		this.page.run(() => window.$crisp?.push(["do", "session:reset"]));
	}

	drop() {
		for (const { crisp, run } of this.pages.keys()) run(() => crisp.drop());
	}

	restore() {
		for (const { crisp, run } of this.pages.keys()) run(() => crisp.restore());
	}

	dropUnnoticed() {
		this.hasDeadLine = true;
		this.page.run(() => this.crisp.drop({ unnoticed: true }));
	}

	/** In turn: the site's snippet runs over the client that is there; it is thrown away and loaded anew. */
	installAgain() {
		this.installCount += 1;
		this.page.run(() => {
			if (this.installCount % 2) this.crisp.install();
			else loadCrispAnew(this.crisp);
		});
	}

	receive() {
		this.page.run(() => this.copies[1].receive(PAUSED));
	}

	/** Other code of the site uses the same key. What it has written before would be taken for a sign of a lost signal. */
	writeOther() {
		this.otherCount += 1;
		this.page.run(() => window.$crisp?.push(["set", "session:data", ["enum", `${OTHER}${this.otherCount}`]]));
	}

	private get log() {
		return this.crisp.enumLog.map((entry, index, log) => {
			const before = log
				.slice(0, index)
				.filter(({ session }) => session === entry.session)
				.at(-1);
			return { ...entry, before: before?.value };
		});
	}

	/** What Enum was told by pages, and not by a client that says again what it holds. */
	private get heard(): string[] {
		const isCommand = (value: unknown) => /^(start|pause)_chatbot$/.test(String(value));
		return this.log.filter(({ by, value }) => by === "client" && isCommand(value)).map(({ value }) => String(value));
	}

	/** A client that cannot be emptied says again what it holds, over what the server has got meanwhile. */
	private get isStuck() {
		return !this.options.liveData && (this.hasTwoPages || this.crisp.enumLog.some(({ by }) => by !== "client"));
	}

	/** Whether what Enum was told can come from the calls. */
	get toldFaults(): string[] {
		const parts = this.calls.map(({ signal, outcome, mayFail, mayRepeat }) => {
			if (outcome === "rejected") return { letter: signal[0], least: 0, most: 0 };
			const isLost = outcome !== "sent" && (mayFail || this.hasReset);
			const least = isLost || this.hasDeadLine || this.hasTwoTabs ? 0 : 1;
			const most = this.isStuck ? Number.POSITIVE_INFINITY : mayRepeat ? 2 : 1;
			return { letter: signal[0], least, most };
		});
		const told = this.heard.map((value) => value[0]).join("");
		if (this.hasTwoTabs) return this.countFaults(parts, told);
		const pattern = parts.map(({ letter, least, most }) => `${letter}{${least},${most < 9 ? most : ""}}`).join("");
		return new RegExp(`^${pattern}$`).test(told) ? [] : [`told ${told}, expected ${pattern}`];
	}

	/** Two tabs deliver side by side: only the numbers tell. */
	private countFaults(parts: { letter: string | undefined; most: number }[], told: string) {
		return ["s", "p"].flatMap((letter) => {
			const most = parts.filter((part) => part.letter === letter).reduce((sum, part) => sum + part.most, 0);
			const count = told.split(letter).length - 1;
			return count > most ? [`${letter} told ${count} times, at most ${most} expected`] : [];
		});
	}

	/** Where a pause of Enum was overwritten by us while no signal was on its way. */
	get destroyedPauses(): unknown[] {
		const aftermath = this.wasHidden ? LATE_AFTERMATH : AFTERMATH;
		const isBusy = (at: number) => this.busy.some(({ from, to }) => from <= at && at <= to + aftermath);
		return this.log.filter(
			({ at, by, value, before }) =>
				by === "client" && before === PAUSED && value !== PAUSED && !isOther(value) && !isBusy(at),
		);
	}

	/** Whether the last word is Enum's: it has heard it since the call, or something newer stands on the server. */
	get hasHeardTheLast(): boolean {
		const last = this.calls
			.filter(({ outcome, mayFail }) => outcome === "sent" || (outcome !== "rejected" && !mayFail))
			.at(-1);
		// No signal of the one session is told in another one.
		if (!last || this.hasReset || last.session !== this.crisp.session) return true;
		const isHeard = this.log.some(({ at, value }) => at >= last.calledAt && value === last.signal);
		const isNewer = this.log.some(({ at, by, value }) => at >= last.calledAt && (by !== "client" || isOther(value)));
		if (!isHeard && !isNewer && last.isEqual) limits.equal += 1;
		// A dummy of a signal that was called later, and came to nothing.
		const hasFailedSince = this.calls.slice(this.calls.indexOf(last) + 1).length > 0;
		const isRefuted =
			this.crisp.serverValue === PAUSED || [...this.pages.keys()].some((page) => this.stateOf(page).pause);
		return isHeard || isNewer || last.isEqual || hasFailedSince || isRefuted;
	}

	/** All is well in the end: Crisp is there, its line holds, each tab is in front once, and a last reconnect shows what stands. */
	async finish() {
		this.restore();
		for (let turn = 0; turn < this.tabs.length; turn++) {
			if (turn) this.switchTab();
			this.page.show(true);
			await this.settleDown();
		}
		this.drop();
		this.restore();
		await this.settleDown();
	}

	private async settleDown() {
		for (let turn = 0; turn < 60 && (turn < 6 || this.stateOf(this.page).pending); turn++) await pass(5000);
	}

	/** What the page in front must know in the end. */
	get pauseFaults(): string[] {
		const { serverValue, session } = this.crisp;
		const own = this.page.run(() => window.$crisp?.get?.("session:identifier"));
		if (own !== session) return [];
		const pause = this.stateOf(this.page).pause?.value;
		if (serverValue === PAUSED && pause !== PAUSED) return [`unknown pause: ${pause}`];
		if (serverValue === "start_chatbot" && pause) return [`stale pause: ${pause}`];
		return [];
	}

	/** Ends everything. */
	uninstall() {
		for (const page of this.pages.keys()) {
			page.run(() => page.crisp.uninstall());
			page.end();
		}
		this.restoreTimers();
	}

	get leftJobs(): number {
		return JSON.parse(localStorage.getItem("crisp-signals:2:enum") ?? `{"jobs":[]}`).jobs.length;
	}
}

/** How often the known limit was met: a signal that cannot be told from the one before it. */
export const limits = { equal: 0 };
