import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onEnd } from "../on-end.js";
import { startClock } from "./clock.js";

/** A line that can be cut. */
export interface TcpProxy {
	port: number;
	/** Connections on which something was asked, so far. */
	asked(): number;
	/** Pieces of answers that have passed, so far. */
	answered(): number;
	/** Ends all connections and takes no more. */
	cut(): void;
	mend(): void;
	/** Nothing passes any more on the connections that are there now, and neither end is told. */
	freeze(): void;
}

/**
 * @param target a port of this machine. A function says which one, each time somebody connects.
 * @param idle ms after which a connection on which nothing comes back is closed. 0: never.
 */
export async function startTcpProxy(target: number | (() => number), idle = 0): Promise<TcpProxy> {
	const sockets = new Set<Socket>();
	const readClock = startClock();
	let isCut = false;
	let asked = 0;
	let answered = 0;

	function endWhenIdle(socket: Socket) {
		let heardAt = readClock();
		socket.on("data", () => {
			heardAt = readClock();
		});
		const timer = setInterval(() => {
			if (readClock() - heardAt > idle) socket.destroy();
		}, idle / 10);
		socket.once("close", () => clearInterval(timer));
	}

	const server = createServer((client) => {
		const upstream = connect(typeof target === "number" ? target : target(), "127.0.0.1");
		const end = () => {
			client.destroy();
			upstream.destroy();
			for (const socket of [client, upstream]) sockets.delete(socket);
		};
		for (const socket of [client, upstream]) sockets.add(socket);
		for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
		if (isCut) end();
		client.pipe(upstream).pipe(client);
		client.once("data", () => asked++);
		upstream.on("data", () => answered++);
		if (idle) endWhenIdle(upstream);
	}).listen(0);
	await once(server, "listening");
	const cut = () => {
		isCut = true;
		for (const socket of sockets) socket.destroy();
	};
	onEnd(() => {
		cut();
		server.close();
	});
	return {
		port: (server.address() as AddressInfo).port,
		asked: () => asked,
		answered: () => answered,
		cut,
		mend() {
			isCut = false;
		},
		freeze() {
			for (const socket of sockets) socket.unpipe().removeAllListeners("data").pause();
		},
	};
}
