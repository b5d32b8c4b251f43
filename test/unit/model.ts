import { vi } from "vitest";
import type { Chatbot, ChatbotOptions, SignalReceipt } from "../../src/index.js";
import type { FakeCrisp, FakeCrispOptions } from "../../src/testing/index.js";
import { changePage, createThrottle, makeCrisp, visitAnotherPage } from "./helpers.js";

/** One signal as the site sees it, and what Enum may be told of it. */
interface Call {
	signal: "start_chatbot" | "pause_chatbot";
	calledAt: number;
	session: string;
	/** The server held this signal already, so that nobody can tell the one from the other: the known limit. */
	isEqual: boolean;
	outcome: "pending" | "sent" | "rejected" | "left to the next page";
	/** Aborted, destroyed, or called with a short timeout: nothing else is a reason not to deliver. */
	mayFail: boolean;
	/** The session may have been reset just after it was told, and before that was seen: then the new one is told too. */
	mayRepeat: boolean;
	/** Its timer has gone on while its page was in the cache, as it does in these tests only. */
	hasRunOn: boolean;
	abort: AbortController;
}

type Copy = (options?: ChatbotOptions) => Chatbot;

/** ms; longer than a sequence takes. */
const TIMEOUT = 3_600_000;

/** ms for which a value that was taken back, or a dummy over it, may still be on its way. */
const AFTERMATH = 3000;

const PAUSED = "chatbot_paused:human";

const OTHER = "other_";
const isOther = (value: unknown) => String(value).startsWith(OTHER);

/** Promises settle in microtasks, which fake timers leave alone. */
export async function flush() {
	for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

export async function pass(ms: number) {
	await flush();
	vi.advanceTimersByTime(ms);
	await flush();
}

/** The page, with two chatbots of two copies of the library, and what is expected of it. */
export class Model {
	readonly crisp: FakeCrisp;
	readonly calls: Call[] = [];
	readonly faults: string[] = [];
	readonly throttle = createThrottle();
	/** Lines that have died unnoticed: a `Date.now()` for each. */
	readonly deaths: number[] = [];
	chatbots: Chatbot[] = [];
	/** Something happened that can make a signal start over. */
	isDisturbed = false;
	private otherCount = 0;
	/** Two tabs that say the same within a second may be heard as one. */
	private hasOtherTab = false;
	/** Timers of another page, which a browser would have ended. */
	hasLeftTimers = false;
	/** Times in which a signal was on its way. */
	private busy: { from: number; to: number }[] = [];

	constructor(
		readonly options: FakeCrispOptions,
		private copies: [Copy, Copy],
	) {
		this.crisp = makeCrisp(options);
		this.start();
	}

	/** What a page does when it starts. */
	start() {
		this.chatbots = this.copies.map((copy) => copy({ timeout: TIMEOUT }));
		for (const chatbot of this.chatbots) this.observe(chatbot);
		this.noteBusy();
	}

	observe(chatbot: Chatbot) {
		let told: string | undefined;
		chatbot.onPaused(({ value }) => {
			if (value === told) this.faults.push(`${value} was told twice`);
			told = value;
		});
		chatbot.subscribe(() => {
			if (!chatbot.getState().pause) told = undefined;
			this.noteBusy();
		});
	}

	get pending() {
		return this.chatbots.reduce((sum, chatbot) => sum + chatbot.getState().pending, 0);
	}

	private noteBusy() {
		const last = this.busy.at(-1);
		const isOpen = last?.to === Number.POSITIVE_INFINITY;
		if (this.pending && !isOpen) this.busy.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
		if (!this.pending && last && isOpen) last.to = Date.now();
	}

	call(copy: 0 | 1, name: "start" | "pause", timeout: number | undefined) {
		const abort = new AbortController();
		const call: Call = {
			signal: `${name}_chatbot`,
			calledAt: Date.now(),
			session: this.crisp.session,
			isEqual: this.crisp.serverValue === `${name}_chatbot`,
			outcome: "pending",
			mayFail: timeout !== undefined,
			mayRepeat: false,
			hasRunOn: false,
			abort,
		};
		this.calls.push(call);
		const chatbot = this.chatbots[copy] as Chatbot;
		const options = { signal: abort.signal, timeout };
		const receipt = name === "start" ? chatbot.startChatbot(options) : chatbot.pauseChatbot(options);
		receipt.then(
			(receipt) => this.settle(call, "sent", receipt),
			(error) => {
				if (!(error.name === "SignalError" && call.mayFail)) this.faults.push(`${call.signal} has failed: ${error}`);
				this.settle(call, "rejected");
			},
		);
	}

	private settle(call: Call, outcome: Call["outcome"], receipt?: SignalReceipt) {
		if (call.outcome === "left to the next page") this.faults.push("a promise of a page that is gone has settled");
		if (receipt && !this.isDisturbed && receipt.attempts !== 1) this.faults.push(`took ${receipt.attempts} attempts`);
		call.outcome = outcome;
	}

	/** The last calls of this page are the interesting ones. */
	abort(index: number) {
		const call = this.calls.filter(({ outcome }) => outcome === "pending").at(-1 - index);
		if (!call) return;
		this.isDisturbed = true;
		call.mayFail = true;
		call.abort.abort();
	}

	destroy() {
		for (const call of this.calls) if (call.outcome !== "sent") call.mayFail = true;
		for (const chatbot of this.chatbots) chatbot.destroy();
		this.noteBusy();
	}

	async changePage() {
		this.isDisturbed = true;
		window.dispatchEvent(new Event("pagehide"));
		await flush();
		for (const call of this.calls) if (call.outcome === "pending") call.outcome = "left to the next page";
		this.throttle.forget();
		changePage(this.crisp);
		this.start();
	}

	/** Into the back/forward cache and back, by a page that has the library, or not. */
	async visitAnotherPage(ms: number, hasLibrary: boolean) {
		this.isDisturbed = true;
		this.throttle.set(false);
		for (const call of this.calls) if (call.outcome === "pending" && call.mayFail) call.hasRunOn = true;
		const own = this.chatbots;
		await visitAnotherPage(
			async () => {
				if (hasLibrary) {
					this.hasLeftTimers = true;
					this.crisp.reload();
					this.start();
				}
				await pass(ms);
			},
			hasLibrary ? this.crisp : undefined,
		);
		this.chatbots = own;
		this.noteBusy();
	}

	reset() {
		this.isDisturbed = true;
		for (const call of this.calls) if (call.outcome !== "rejected") call.mayRepeat = true;
		window.$crisp?.push(["do", "session:reset"]);
	}

	dropUnnoticed() {
		this.isDisturbed = true;
		this.deaths.push(Date.now());
		this.crisp.drop({ unnoticed: true });
	}

	/** Other code of the site uses the same key. What it has written before would be taken for a sign of a lost signal. */
	writeOther() {
		this.otherCount += 1;
		window.$crisp?.push(["set", "session:data", ["enum", `${OTHER}${this.otherCount}`]]);
	}

	/** What the server gets from another tab: a dummy, and a signal. */
	async sendFromAnotherTab(name: "start" | "pause") {
		this.isDisturbed = true;
		// Its signal may look like one that was before ours.
		for (const call of this.calls) if (call.outcome !== "rejected") call.mayRepeat = true;
		this.hasOtherTab = true;
		this.crisp.setServerData(Math.random());
		await pass(1000);
		this.crisp.setServerData(`${name}_chatbot`);
	}

	/** Which sequences of start and pause Enum may have been told by this tab. */
	get expected(): RegExp {
		const parts = this.calls.map(({ signal, outcome, mayFail, mayRepeat, hasRunOn }) => {
			if (hasRunOn) return `${signal[0]}{0,2}`;
			if (outcome === "rejected") return "";
			const mustBeTold = outcome === "sent" || !mayFail;
			const least = mustBeTold && !this.deaths.length && !this.hasOtherTab ? 1 : 0;
			// A client that cannot be emptied says again what it holds, over what the server has got meanwhile.
			const most = this.isStuck ? "" : mayRepeat ? 2 : 1;
			return `${signal[0]}{${least},${most}}`;
		});
		return new RegExp(`^${parts.join("")}$`);
	}

	private get isStuck() {
		return !this.options.liveData && this.crisp.enumLog.some(({ by }) => by !== "client");
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

	get told(): string {
		const rejoins = this.crisp.wire.filter(({ reason }) => reason === "rejoin").map(({ at }) => at);
		// What another tab has left there, and a reconnect comes before our first look, which takes a second at most.
		const isOld = (at: number) => this.hasOtherTab && rejoins.includes(at);
		const isCommand = (value: unknown) => /^(start|pause)_chatbot$/.test(String(value));
		const told = this.log.filter(({ by, value, at }) => by === "client" && isCommand(value) && !isOld(at));
		return told.map(({ value }) => String(value)[0]).join("");
	}

	/** Where a pause of Enum was overwritten by us while no signal was on its way. */
	get destroyedPauses(): unknown[] {
		const isBusy = (at: number) => this.busy.some(({ from, to }) => from <= at && at <= to + AFTERMATH);
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
		if (!last || last.session !== this.crisp.session) return true;
		const isHeard = this.log.some(({ at, value }) => at >= last.calledAt && value === last.signal);
		const isNewer = this.log.some(({ at, by, value }) => at >= last.calledAt && (by !== "client" || isOther(value)));
		if (!isHeard && !isNewer && last.isEqual) limits.equal += 1;
		// A dummy of a signal that was called later, and came to nothing.
		const hasFailedSince = this.calls.slice(this.calls.indexOf(last) + 1).length > 0;
		return isHeard || isNewer || last.isEqual || hasFailedSince || this.crisp.serverValue === PAUSED;
	}

	/** All is well in the end: Crisp is there, its line holds, the tab is in front, and a last reconnect shows what stands. */
	async finish() {
		this.throttle.set(false);
		if (!window.$crisp) this.crisp.install();
		this.crisp.restore();
		await this.settleDown();
		this.crisp.drop();
		this.crisp.restore();
		await this.settleDown();
	}

	private async settleDown() {
		for (let turn = 0; turn < 60 && (turn < 6 || this.pending); turn++) await pass(5000);
	}

	/** What each chatbot must know in the end. */
	get pauseFaults(): string[] {
		const { serverValue } = this.crisp;
		const pauses = this.chatbots.map((chatbot) => chatbot.getState().pause?.value ?? null);
		if (serverValue === PAUSED && pauses.some((pause) => pause !== PAUSED)) return [`unknown pause: ${pauses}`];
		if (serverValue === "start_chatbot" && pauses.some((pause) => pause !== null)) return [`stale pause: ${pauses}`];
		return [];
	}
}

/** How often the known limit was met: a signal that cannot be told from the one before it. */
export const limits = { equal: 0 };
