type Handler = (...args: unknown[]) => void;

/** There is none for session data. Observed: Crisp client 2.10–2.17. */
const EVENTS = [
	"session:loaded",
	"chat:initiated",
	"chat:opened",
	"chat:closed",
	"message:sent",
	"message:received",
	"message:compose:sent",
	"message:compose:received",
	"user:email:changed",
	"user:phone:changed",
	"user:nickname:changed",
	"user:avatar:changed",
	"website:availability:changed",
	"helpdesk:queried",
];

export interface Handlers {
	readonly names: readonly string[];
	on(event: unknown, handler: unknown): void;
	off(event: unknown): void;
	fire(event: string, ...args: unknown[]): void;
}

/**
 * One handler for each event: a second `on` replaces the first in silence, and `off` removes whoever is there.
 * Observed: Crisp client 2.10–2.17.
 */
export function createHandlers(): Handlers {
	const handlers = new Map<unknown, Handler>();
	return {
		get names() {
			return [...handlers.keys()] as string[];
		},
		on(event, handler) {
			if (EVENTS.includes(event as string) && typeof handler === "function") handlers.set(event, handler as Handler);
		},
		off: (event) => void handlers.delete(event),
		fire: (event, ...args) => handlers.get(event)?.(...args),
	};
}
