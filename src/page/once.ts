/**
 * Something that exists once on a page, whichever copy of the library asks for it first. The number is the version of what
 * the copies share: one that shares it differently must count up.
 */
export function oncePerPage<T>(name: string, create: () => T): T {
	const page = window as unknown as Record<symbol, T>;
	const symbol = Symbol.for(`crisp-signals:1:${name}`);
	page[symbol] ??= create();
	return page[symbol];
}
