import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { SIGNING_SECRET } from "./relay-process.mjs";

const hashOf = (session) => createHash("sha256").update(session).digest("hex");

export const sessionOf = (index) => `session_${index}`;

/** Connections that are opened at once. */
const AT_ONCE = 200;

/** Visitors behind a proxy, so that the relay counts the streams of each. */
const addressOf = (index) => `203.0.113.${index % 200}`;

/** Pages as bare sockets: an EventSource would cost this process more than what is measured. */
export async function openStreams(port, count, onEvent) {
	const sockets = [];
	const open = (index) =>
		new Promise((resolve, reject) => {
			const socket = connect(port, "127.0.0.1");
			socket.setEncoding("latin1").on("error", reject);
			const headers = `Host: localhost\r\nX-Forwarded-For: ${addressOf(index)}\r\n`;
			socket.write(`GET /crisp-signals?session=${hashOf(sessionOf(index))} HTTP/1.1\r\n${headers}\r\n`);
			socket.once("data", (head) => {
				if (!head.startsWith("HTTP/1.1 200")) return reject(new Error(head.split("\r\n", 1)[0]));
				socket.on("data", (text) => text.includes("data:") && onEvent(index));
				resolve();
			});
			sockets.push(socket);
		});
	for (let first = 0; first < count; first += AT_ONCE) {
		const length = Math.min(AT_ONCE, count - first);
		await Promise.all(Array.from({ length }, (_, offset) => open(first + offset)));
	}
	return () => {
		for (const socket of sockets) socket.destroy();
	};
}

const agent = new Agent({ keepAlive: true });
let lastAt = 0;

/** A signed hook that is newer than all before. Resolves when it is answered. */
export function postHook(port, index) {
	lastAt = Math.max(lastAt + 1, Date.now());
	const body = JSON.stringify({
		website_id: "8c842203-7ed8-4e29-a608-7cf78a7d2fcc",
		event: "session:set_data",
		timestamp: lastAt,
		data: { session_id: sessionOf(index), data: { enum: "chatbot_paused:human" } },
	});
	const secret = SIGNING_SECRET.replaceAll(" ", "_");
	const headers = {
		"Content-Type": "application/json",
		"Content-Length": Buffer.byteLength(body),
		"X-Crisp-Request-Timestamp": "1",
		"X-Crisp-Signature": createHmac("sha256", secret).update(`[1;${body}]`).digest("hex"),
	};
	return new Promise((resolve, reject) => {
		const options = { port, host: "127.0.0.1", path: "/crisp-signals", method: "POST", headers, agent };
		const sent = request(options, (response) => {
			response.resume().on("end", () => {
				if (response.statusCode === 204) resolve();
				else reject(new Error(`Expected 204, got ${response.statusCode}`));
			});
		});
		sent.on("error", reject).end(body);
	});
}

export const stopPosting = () => agent.destroy();
