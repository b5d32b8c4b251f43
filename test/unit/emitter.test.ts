import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEmitter } from "../../src/state/emitter.js";

afterEach(() => {
	vi.unstubAllGlobals();
});

describe("an emitter", () => {
	it("tells what a listener emits after what is being told, to all", () => {
		const { add, emit } = createEmitter<number>();
		const heard: string[] = [];
		add((value) => {
			heard.push(`a${value}`);
			if (value === 1) emit(2);
		});
		add((value) => heard.push(`b${value}`));
		emit(1);
		expect(heard).toEqual(["a1", "b1", "a2", "b2"]);
	});

	it("tells a listener that is removed by another one no more", () => {
		const { add, emit } = createEmitter<number>();
		const removed = vi.fn();
		add(() => undo());
		const undo = add(removed);
		emit(1);
		expect(removed).not.toHaveBeenCalled();
	});

	it("tells a listener that is added by another one of the next value only, and so ends with one that adds itself", () => {
		const { add, emit } = createEmitter<number>();
		const heard: number[] = [];
		const again = (value: number) => {
			heard.push(value);
			add(again);
		};
		add(again);
		emit(1);
		emit(2);
		expect(heard).toEqual([1, 2, 2]);
	});

	it("tells one listener alone", () => {
		const { add, emit, tell } = createEmitter<number>();
		const [one, other] = [vi.fn(), vi.fn()];
		const undo = add(one);
		add(other);
		tell(one, 1);
		undo();
		tell(one, 2);
		emit(3);
		expect(one.mock.calls).toEqual([[1]]);
		expect(other.mock.calls).toEqual([[3]]);
	});

	it("forgets all when it is cleared in the middle", () => {
		const { add, emit, clear } = createEmitter<number>();
		const listener = vi.fn();
		add(() => {
			emit(2);
			clear();
		});
		add(listener);
		emit(1);
		expect(listener).not.toHaveBeenCalled();
	});

	it("reports no error when it is told something after that", () => {
		const reportError = vi.fn();
		vi.stubGlobal("reportError", reportError);
		const { emit, clear } = createEmitter<number>();
		clear();
		emit(1);
		expect(reportError).not.toHaveBeenCalled();
	});
});

/** What a listener does when it is called for the first time. */
type Deed = { kind: "throw" | "emit" | "add" } | { kind: "remove"; index: number };

const deed: fc.Arbitrary<Deed | undefined> = fc.option(
	fc.oneof(
		fc.record({ kind: fc.constantFrom<"throw" | "emit" | "add">("throw", "emit", "add") }),
		fc.record({ kind: fc.constant<"remove">("remove"), index: fc.nat(5) }),
	),
	{ nil: undefined },
);

it("loses and doubles nothing, whatever its listeners do", () => {
	vi.stubGlobal("reportError", () => {});
	fc.assert(
		fc.property(fc.array(deed, { minLength: 1, maxLength: 6 }), (deeds) => {
			const { add, emit } = createEmitter<number>();
			/** By listener: the values it must hear, and those it has heard. */
			const rows: { from: number; to: number; heard: number[]; undo(): void }[] = [];
			/** The next value, and the one that is being told. */
			let next = 0;
			let current = -1;
			const emitNext = () => emit(next++);

			function addListener(deed: Deed | undefined) {
				let isDone = false;
				// What is on its way is told to those who were there when it was emitted.
				const row = { from: next, to: Number.POSITIVE_INFINITY, heard: [] as number[], undo: () => {} };
				rows.push(row);
				row.undo = add((value) => {
					current = value;
					row.heard.push(value);
					if (isDone || !deed) return;
					isDone = true;
					if (deed.kind === "emit") emitNext();
					if (deed.kind === "add") addListener(undefined);
					if (deed.kind === "remove") {
						const other = rows[deed.index];
						other?.undo();
						if (other) other.to = Math.min(other.to, other.heard.includes(current) ? current : current - 1);
					}
					if (deed.kind === "throw") throw new Error("listener");
				});
			}

			for (const deed of deeds) addListener(deed);
			emitNext();
			emitNext();
			for (const { from, to, heard } of rows) {
				const due = Array.from({ length: next }, (_, value) => value).filter((value) => value >= from && value <= to);
				expect(heard).toEqual(due);
			}
		}),
		{ numRuns: 2000 },
	);
});
