import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** A server of sockets that greets each one, and answers each frame by the same. */
export async function startSocketServer() {
	const frames: string[] = [];
	const sockets = new Set<WebSocket>();
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.on("message", (data) => {
			frames.push(String(data));
			socket.send(String(data));
		});
		socket.send("0{}");
	});
	await once(server, "listening");
	return {
		url: `ws://localhost:${(server.address() as AddressInfo).port}/`,
		/** What has arrived. */
		frames,
		/** To all sockets. */
		tell(frame: string) {
			for (const socket of sockets) socket.send(frame);
		},
		stop() {
			for (const socket of sockets) socket.terminate();
			server.close();
		},
	};
}
