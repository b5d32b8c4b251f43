import { hashOf } from "./hook.js";

/** What a stranger may send. Bytes, as no client would write most of it. */
export interface HostileInput {
	name: string;
	bytes: string;
	/** Nothing comes back, as the server waits for the rest. */
	isHalf?: boolean;
}

const PATH = "/crisp-signals";
const LISTEN = `${PATH}?session=${hashOf("of a stranger")}`;
const SIGNED = `X-Crisp-Request-Timestamp: 1\r\nX-Crisp-Signature: ${"0".repeat(64)}\r\n`;

const lines = (...all: string[]) => `${all.join("\r\n")}\r\n\r\n`;
const get = (path: string, ...headers: string[]) => lines(`GET ${path} HTTP/1.1`, ...headers);
const post = (headers: string, body = "") =>
	`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

const HOSTS = [
	"1.2.3.999",
	"a:99999",
	"[:]",
	"[::1",
	"[fe80::1%25eth0]",
	"",
	" ",
	":80",
	"a:b@c",
	"a/b",
	"a?b#c",
	"..",
	"xn--a",
	"\xff\xfe",
	"é.example",
	"<script>",
	`${"a".repeat(4000)}.example`,
];

/** The last two have to be written anew by whoever parses addresses, and with them the host. */
const PATHS = ["/", LISTEN, "/healthz", `/x/..${LISTEN}`, `${LISTEN}"`];

const hosts = HOSTS.flatMap((host) =>
	PATHS.map((path) => ({
		name: `the host ${JSON.stringify(host.slice(0, 20))} at ${path.slice(0, 24)}`,
		bytes: get(path, `Host: ${host}`),
	})),
);

const requestLines = [
	"GET /../../etc/passwd HTTP/1.1",
	"GET //evil.example/x HTTP/1.1",
	"GET http://[/ HTTP/1.1",
	"GET http://1.2.3.999/crisp-signals HTTP/1.1",
	"GET https:// HTTP/1.1",
	"GET javascript:alert(1) HTTP/1.1",
	"GET * HTTP/1.1",
	"OPTIONS * HTTP/1.1",
	"CONNECT a:1 HTTP/1.1",
	"TRACE / HTTP/1.1",
	"PROPFIND /crisp-signals HTTP/1.1",
	"NONSENSE / HTTP/1.1",
	"GET /%zz?session=%zz&secret=%E0%A4%A HTTP/1.1",
	"GET /crisp-signals?session=%00 HTTP/1.1",
	"GET /crisp-signals?session=__proto__&__proto__=1 HTTP/1.1",
	`GET /crisp-signals?${"session=&".repeat(1000)} HTTP/1.1`,
	`GET /${"a".repeat(20_000)} HTTP/1.1`,
	"GET \\ HTTP/1.1",
	"GET / HTTP/9.9",
	"GET /",
	"",
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
	"PRI * HTTP/2.0",
].map((line) => ({
	name: `the request line ${JSON.stringify(line.slice(0, 48))}`,
	bytes: `${line}\r\nHost: x\r\n\r\nSM\r\n\r\n`,
}));

const heads = [
	["no host", get(LISTEN)],
	["no host, and HTTP/1.0", lines(`GET ${LISTEN} HTTP/1.0`)],
	["two hosts", get(LISTEN, "Host: a", "Host: b")],
	["an upgrade", get(LISTEN, "Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: eA==")],
	["an expectation", get(LISTEN, "Host: x", "Expect: the Spanish inquisition")],
	["a header of 20 kB", get(LISTEN, "Host: x", `X-Long: ${"x".repeat(20_000)}`)],
	["3,000 headers", get(LISTEN, "Host: x", ...Array.from({ length: 3000 }, (_, index) => `X-${index}: x`))],
	["a header without a name", get(LISTEN, "Host: x", ": x")],
	["a header that is folded", get(LISTEN, "Host: x", "X-A: a", " b")],
	["a null byte in a header", get(LISTEN, "Host: x", "Last-Event-ID: \0")],
	["a rubbish Last-Event-ID", get(LISTEN, "Host: x", "Last-Event-ID: 99999999999999999999")],
	["a rubbish Origin", get(LISTEN, "Host: x", "Origin: http://[", "Sec-Fetch-Site: \x80")],
	["rubbish proxies", get(LISTEN, "Host: x", "X-Forwarded-For: ,,[::,%", "X-Forwarded-Proto: gopher")],
	["a rubbish host of a proxy", get(LISTEN, "Host: x", "X-Forwarded-Host: [:]", "Forwarded: host=[:]")],
	["a __proto__ header", get(LISTEN, "Host: x", "__proto__: x")],
	["a body where none is awaited", `${get(LISTEN, "Host: x", "Content-Length: 4")}abcd`],
	["two requests at once, the second broken", `${get("/healthz", "Host: x")}GET / HTTP/1.1\r\nHost: [:]\r\n\r\n`],
].map(([name, bytes]) => ({ name: name as string, bytes: bytes as string }));

const bodies: HostileInput[] = [
	{ name: "no length", bytes: post("") },
	{ name: "a negative length", bytes: post("Content-Length: -1\r\n") },
	{ name: "a length that is no number", bytes: post("Content-Length: ten\r\n") },
	{ name: "two lengths", bytes: post("Content-Length: 1\r\nContent-Length: 2\r\n", "{}") },
	{
		name: "a length beside chunks",
		bytes: post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET"),
	},
	{ name: "a chunk whose size is no number", bytes: post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n") },
	{ name: "another encoding", bytes: post("Transfer-Encoding: gzip\r\n", "{}") },
	{ name: "an enormous length", bytes: post(`${SIGNED}Content-Length: 999999999999\r\n`, "{") },
	{ name: "an unknown secret and half a body", bytes: post("Content-Length: 99\r\n", "{") },
	{ name: "a signature and half a body", bytes: post(`${SIGNED}Content-Length: 99\r\n`, "{"), isHalf: true },
	{
		name: "a signature and half a chunk",
		bytes: post(`${SIGNED}Transfer-Encoding: chunked\r\n`, "ff\r\n{"),
		isHalf: true,
	},
	{ name: "a signature and no body", bytes: post(`${SIGNED}Content-Length: 0\r\n`) },
	{ name: "a signature and a body that is none of it", bytes: post(`${SIGNED}Content-Length: 2\r\n`, "{}") },
	{ name: "an expectation, and nothing more", bytes: post(`${SIGNED}Content-Length: 9\r\nExpect: 100-continue\r\n`) },
];

export const HOSTILE_INPUTS: readonly HostileInput[] = [
	...hosts,
	...requestLines,
	...heads,
	...bodies.map((input) => ({ ...input, name: `a hook with ${input.name}` })),
	{ name: "nothing at all", bytes: "", isHalf: true },
	{ name: "half a head", bytes: `GET ${LISTEN} HTTP/1.1\r\nHos`, isHalf: true },
];
