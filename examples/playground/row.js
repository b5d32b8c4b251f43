import { findStorage } from "./storage.js";

const SHOP = "shop/";
/** Seen from a page of the shop. */
const RELAY = "../../crisp-signals";

const createLog = () => ({ calls: [], failed: [], pushes: [], pages: [], outages: [], wire: [], enumLog: [] });

/**
 * A shop in a frame, and the log of what happens in it. The pages in the frame come and go and tell of themselves by
 * events, see shop/boot.js; the log stays.
 */
export function createRow(frame) {
	let log = createLog();
	/** The fake of the page in the frame, or what stands for the real Crisp; none between two pages. */
	let crisp;
	let ready = Promise.withResolvers();
	let isRelayed = false;
	let disconnect;

	const toPage = () => frame.contentWindow;

	/** Reads from Crisp what cannot be told by an event. */
	function sample() {
		if (!crisp) return;
		const page = log.pages.at(-1);
		if (crisp.isJoined) page.joinedAt ??= Date.now();
		log.wire = crisp.wire ?? [];
		log.enumLog = crisp.enumLog ?? [];
		const outage = findOutage();
		if (crisp.isConnected === false && (!outage || outage.isUnnoticed)) beginOutage();
		if (crisp.isConnected && outage && !outage.isUnnoticed) endOutage();
	}

	/** The one that lasts. */
	const findOutage = () => log.outages.find(({ to }) => to === undefined);

	function endOutage() {
		const outage = findOutage();
		if (outage) outage.to = Date.now();
	}

	function beginOutage(isUnnoticed = false) {
		endOutage();
		log.outages.push({ from: Date.now(), isUnnoticed });
	}

	/** The page in the frame listens to its server, or no longer. The plain snippet has nothing to listen with. */
	function connect() {
		disconnect?.();
		disconnect = isRelayed ? toPage().CrispSignals?.connectRelay(RELAY) : undefined;
	}

	const handlers = {
		load({ at, crisp: next }) {
			crisp = next;
			const path = toPage().location.pathname;
			log.pages.push({ from: log.pages.at(-1)?.to ?? at, path });
			crisp.onChange?.(sample);
			sample();
		},
		ready() {
			connect();
			ready.resolve();
		},
		leave({ at }) {
			sample();
			const page = log.pages.at(-1);
			if (page) page.to = at;
			// The next page has a line of its own.
			if (findOutage()?.isUnnoticed) endOutage();
			crisp = undefined;
			disconnect = undefined;
			ready = Promise.withResolvers();
		},
		call: (call) => log.calls.push(call),
		failed: (failure) => log.failed.push(failure),
		push: (push) => log.pushes.push(push),
	};
	for (const [type, handler] of Object.entries(handlers)) {
		frame.addEventListener(`shop:${type}`, ({ detail }) => handler(detail));
	}

	// Not another entry for the back button.
	const go = (href) => toPage().location.replace(href);

	const query = (selector) => toPage().document.querySelector(selector);

	return {
		frame,
		sample,
		get log() {
			return log;
		},
		get path() {
			return log.pages.at(-1)?.path;
		},
		get isJoined() {
			return crisp?.isJoined ?? false;
		},
		/** Signals that the library still has on their way. */
		get pending() {
			return toPage().CrispSignals?.getState().pending ?? 0;
		},
		/** For the next page in the frame. */
		setOptions(options) {
			frame.dataset.options = JSON.stringify(options);
		},
		/** A new visitor on a new page. */
		restart() {
			// Nothing is left for the next page.
			toPage().CrispSignals?.configure({ persist: false });
			crisp?.unload?.();
			crisp = undefined;
			findStorage("sessionStorage")?.removeItem(`playground-${frame.name}`);
			log = createLog();
			ready = Promise.withResolvers();
			go(new URL(SHOP, location.href));
		},
		reload: () => toPage().location.reload(),
		go,
		async click(selector) {
			await ready.promise;
			query(selector)?.click();
		},
		/** To where the link of the page leads. */
		async leave() {
			await ready.promise;
			go(query("#leave").href);
		},
		drop: () => crisp?.drop(),
		/** The line dies, and Crisp's client notices it only later. */
		async die() {
			await ready.promise;
			if (!crisp?.isConnected || findOutage()) return;
			crisp.drop({ unnoticed: true });
			beginOutage(true);
		},
		/** Crisp's client notices it now. */
		revive() {
			if (!findOutage()?.isUnnoticed) return;
			crisp.drop();
			crisp.restore();
		},
		get isDead() {
			return findOutage()?.isUnnoticed ?? false;
		},
		restore: () => crisp?.restore(),
		pause: () => crisp?.pause(),
		/** Somebody takes the pause off Enum's key, by REST. */
		clearPause: () => crisp?.setServerData(""),
		/** Whether the site's server passes on what Crisp's web hook tells it. */
		setRelayed(next) {
			isRelayed = next;
			connect();
		},
	};
}
