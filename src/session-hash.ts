/** Lower-case hex SHA-256 of Crisp's session id, which is a key to the conversation: it stands in no address and no log. */
export async function hashSession(session: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(session));
	let hash = "";
	// Not by Array.from, which old libraries (Prototype, MooTools) replace by one that knows no second argument.
	for (const byte of new Uint8Array(digest)) hash += byte.toString(16).padStart(2, "0");
	return hash;
}
