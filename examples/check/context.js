import { loadCrisp } from "../load-crisp.js";
import { describeClient } from "./client-version.js";
import { loadFake, replaceWebSocket } from "./fake/load.js";
import { VARIANTS } from "./fake/variants.js";
import { loadLibrary } from "./load-library.js";
import { openSecondClient } from "./second-client.js";
import { watchWire } from "./wire.js";

/**
 * What the checks work with. `load` loads Crisp; nothing of it is on the page before.
 *
 * @param website the real Crisp's id; without it, the fake.
 * @param variant a fake that differs, if not nothing.
 */
export function createContext({ website, variant }) {
	if (!website) replaceWebSocket();
	return {
		wire: watchWire(),
		/** ms of the write window; the longest that was measured. */
		length: 500,
		canRead: false,
		load: async () => (website ? loadCrisp(website) : loadFake(variant)),
		openSecond: openSecondClient,
		loadLibrary,
		async describeClient() {
			if (website) return await describeClient();
			return VARIANTS[variant] ? `a fake with ${VARIANTS[variant].name}` : "the fake";
		},
	};
}
