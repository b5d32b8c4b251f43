/**
 * Runs checks one after the other.
 *
 * @param onRow is called with each row: `{ check, state: "running" }`, then `{ check, state, seen }` with the state "holds",
 * "differs" or "unseen".
 * @returns the finished rows.
 */
export async function runChecks(checks, context, onRow) {
	const rows = [];
	let isOver = false;
	for (const check of checks) {
		onRow({ check, state: "running" });
		const row = { check, ...(isOver ? { state: "unseen", seen: "Not run." } : await runCheck(check, context)) };
		isOver ||= check.isNeeded && row.state === "differs";
		rows.push(row);
		onRow(row);
	}
	return rows;
}

async function runCheck(check, context) {
	try {
		const { holds, seen } = await check.run(context);
		return { state: holds === null ? "unseen" : holds ? "holds" : "differs", seen };
	} catch (error) {
		// Crisp did what it never does.
		return { state: "differs", seen: error instanceof Error ? error.message : String(error) };
	}
}
