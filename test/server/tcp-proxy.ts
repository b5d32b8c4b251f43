import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A line that can be cut. */
export interface TcpProxy {
	port: number;
	/** Ends all connections and takes no more. */
	cut(): void;
	mend(): void;
}

/** @param idle ms after which a connection on which nothing comes back is closed. 0: never. */
export async function startTcpProxy(target: number, idle = 0): Promise<TcpProxy> {
	const sockets = new Set<Socket>();
	let isCut = false;
	const server = createServer((client) => {
		const upstream = connect(target, "127.0.0.1");
		const end = () => {
			client.destroy();
			upstream.destroy();
			sockets.delete(client);
		};
		sockets.add(client);
		for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
		if (isCut) end();
		client.pipe(upstream).pipe(client);
		upstream.setTimeout(idle, end);
	}).listen(0);
	await once(server, "listening");
	const cut = () => {
		isCut = true;
		for (const socket of sockets) socket.destroy();
	};
	onTestFinished(() => {
		cut();
		server.close();
	});
	return {
		port: (server.address() as AddressInfo).port,
		cut,
		mend() {
			isCut = false;
		},
	};
}
