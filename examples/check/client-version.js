/** Crisp's loader says its version in its first lines. */
const VERSION = /@version\s+v?(\d+\.\d+\.\d+)/;
const LOADER = "https://client.crisp.chat/l.js";

/** @returns in words: "client 2.17.0", or what else tells one client from another. */
export async function describeClient() {
	try {
		const [, version] = VERSION.exec(await (await fetch(LOADER)).text()) ?? [];
		if (version) return `client ${version}`;
	} catch {
		// Another site's file, which it may not let us read.
	}
	// The addresses of its files name their revision.
	const addresses = performance.getEntriesByType("resource").map(({ name }) => name);
	const address = addresses.find((name) => /^https:\/\/client\.crisp\.chat\/static\/.*\.js/.test(name));
	return address ? `a client of unknown version (${address.split("/").at(-1)})` : "a client of unknown version";
}
