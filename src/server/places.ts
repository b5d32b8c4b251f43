import ipaddr from "ipaddr.js";
import { Refusal } from "./refusal.js";

/** Of proxies and of the machine itself. (RFC 1918, 3927, 4193, 4291, 6598) */
const INTERNAL = ["loopback", "private", "linkLocal", "uniqueLocal", "carrierGradeNat"];

/** Some proxies add the port: `203.0.113.7:50000`, `[2001:db8::1]:50000`. */
const withoutPort = (text: string) => text.replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, "$1$3");

/**
 * Whose streams are counted together: an address of IPv4, the /64 of one of IPv6, which is what one customer has.
 *
 * @returns undefined for what is not limited: no address, or one behind which stands a proxy.
 */
function findGroup(address: string | undefined): string | undefined {
	if (!address) return undefined;
	const text = withoutPort(address);
	if (!ipaddr.isValid(text)) return text;
	const ip = ipaddr.process(text);
	if (INTERNAL.includes(ip.range())) return undefined;
	return ip.kind() === "ipv4" ? ip.toString() : ip.toByteArray().slice(0, 8).join();
}

/** The places for streams: so many in all, and so many for one visitor's address. */
export function createPlaces(max: number, maxPerAddress: number) {
	const taken = new Map<string, number>();
	let total = 0;

	function change(group: string | undefined, by: 1 | -1): void {
		total += by;
		if (group === undefined) return;
		const streams = (taken.get(group) ?? 0) + by;
		if (streams) taken.set(group, streams);
		else taken.delete(group);
	}

	/**
	 * @returns gives the place back.
	 * @throws Refusal
	 */
	return function takePlace(address: string | undefined): () => void {
		const group = findGroup(address);
		if (total >= max) throw new Refusal(503, "Too many streams are open", { "Retry-After": "60" });
		if (group !== undefined && (taken.get(group) ?? 0) >= maxPerAddress) {
			throw new Refusal(429, "Too many streams of one address are open", { "Retry-After": "60" });
		}
		change(group, 1);
		return () => change(group, -1);
	};
}
