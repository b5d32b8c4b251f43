/** The value for Enum in a command, in both shapes that Crisp accepts; undefined if the command is about something else. */
function findValue([action, name, data]) {
	if (action !== "set" || name !== "session:data") return undefined;
	const pairs = Array.isArray(data[0]) ? data[0] : [data];
	return pairs.find(([key]) => key === "enum")?.[1];
}

/**
 * Tells each value for Enum that anybody pushes to `$crisp`, be it the array or Crisp's client, and changes nothing else.
 * To be called before Crisp is on the page.
 */
export function watchPushes(tell) {
	let crisp;
	Object.defineProperty(window, "$crisp", {
		configurable: true,
		enumerable: true,
		get: () => crisp,
		set(next) {
			crisp = next;
			if (typeof next?.push !== "function") return;
			const { push } = next;
			const value = (...commands) => {
				for (const command of commands) {
					const found = findValue(command);
					if (found !== undefined) tell(found);
				}
				return push.apply(next, commands);
			};
			// Not enumerable, as on every array.
			Object.defineProperty(next, "push", { value, configurable: true, writable: true });
		},
	});
}
