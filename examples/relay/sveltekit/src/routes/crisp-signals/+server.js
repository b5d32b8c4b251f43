// npm install --save-dev crisp-signals

import { createRelay } from "crisp-signals/server";
import { env } from "$env/dynamic/private";

// As it stands, for one process: adapter-node. Where each request may meet another one, as on serverless hosts, pass
// `bus: redisBus(client)`, or pages hear nothing.
function getRelay() {
	// Made at the first request, since `vite build` loads this file without the secrets; kept when `vite dev` loads it anew.
	globalThis.crispSignalsRelay ??= createRelay({
		secret: env.CRISP_HOOK_SECRET,
		signingSecret: env.CRISP_SIGNING_SECRET,
		log: console.log,
	});
	return globalThis.crispSignalsRelay;
}

export const GET = ({ request }) => getRelay().fetch(request);
export const POST = GET;
