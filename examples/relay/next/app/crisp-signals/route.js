// npm install crisp-signals
import { createRelay } from "crisp-signals/server";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

// As it stands, for one process: `next start`. Where each request may meet another one, as on Vercel or any serverless host,
// pass `bus: redisBus(client)`, or pages hear nothing.
function getRelay() {
	// Made at the first request, since `next build` loads this file without the secrets; kept when `next dev` loads it anew.
	globalThis.crispSignalsRelay ??= createRelay({
		secret: process.env.CRISP_HOOK_SECRET,
		signingSecret: process.env.CRISP_SIGNING_SECRET,
		log: console.log,
	});
	return globalThis.crispSignalsRelay;
}

export const GET = (request) => getRelay().fetch(request);
export const POST = GET;
