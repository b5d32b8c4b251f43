/** What `["set", "session:segments", [["new"], overwrite]]` asks for. */
export interface SegmentsChange {
	names: string[];
	/** They take the place of those that the session has. */
	isOverwriting: boolean;
}

/**
 * Not observed: both arguments are as Crisp's help and crisp-sdk-web have them. What is no list holds no names here.
 */
export function parseSegments(value: unknown): SegmentsChange {
	const [names, overwrite]: unknown[] = Array.isArray(value) ? value : [];
	const isName = (name: unknown): name is string => typeof name === "string";
	return { names: Array.isArray(names) ? names.filter(isName) : [], isOverwriting: overwrite === true };
}

/** Each name once. */
export const changeSegments = (before: readonly string[], { names, isOverwriting }: SegmentsChange): string[] => [
	...new Set(isOverwriting ? names : [...before, ...names]),
];
