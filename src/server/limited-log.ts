/** ms in which each line is written once. */
const PERIOD = 1000;

/** Writes a line, with the details of this time. Never throws. */
export type Log = (line: string, details?: string) => void;

/** Counts what comes again within a second, so that no flood of requests fills a disk. */
export function limitLog(log: (line: string) => unknown): Log {
	const counts = new Map<string, number>();

	// What the site's own function throws, at once or later, is its own business.
	const write = (line: string) => void (async () => log(line))().catch(() => {});

	function count(line: string): void {
		counts.set(line, 0);
		setTimeout(() => {
			const more = counts.get(line);
			counts.delete(line);
			if (!more) return;
			write(`${line} (${more} more)`);
			count(line);
		}, PERIOD);
	}

	return (line, details = "") => {
		const more = counts.get(line);
		if (more !== undefined) return void counts.set(line, more + 1);
		write(line + details);
		count(line);
	};
}
