/** Fakes that differ on purpose, so that it can be seen that the checks find it. No client is known to be like one of these. */
export const VARIANTS = {
	copies: { name: "copies in place of the data itself", options: { liveData: false } },
	window: { name: "a window of 800 ms", options: { writeWindow: 800 } },
	strings: { name: "numbers that stay text", options: { coercion: false } },
	binary: { name: "frames that cannot be read", isBinary: true },
};
