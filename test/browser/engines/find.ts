import { existsSync, readdirSync } from "node:fs";
import { findChromium } from "../../../scripts/find-chromium.mjs";

export type EngineName = "Chromium" | "Firefox" | "WebKit";

export interface Engine {
	name: EngineName;
	executable: string;
	/** What drives it, where it does not drive itself. */
	driver?: string | undefined;
}

export const ENGINES: readonly EngineName[] = ["Chromium", "Firefox", "WebKit"];

/** Debian packages. */
export const PACKAGES: Record<EngineName, string[]> = {
	Chromium: ["chromium"],
	Firefox: ["firefox-esr"],
	WebKit: ["webkit2gtk-driver", "xvfb", "xauth"],
};

const findFirst = (...paths: (string | undefined)[]) => paths.find((path) => path && existsSync(path));

function findMiniBrowser(): string | undefined {
	const root = "/usr/lib";
	if (!existsSync(root)) return undefined;
	const machines = readdirSync(root).map((name) => `${root}/${name}`);
	const versions = ["4.1", "4.0"].flatMap((version) =>
		machines.map((path) => `${path}/webkit2gtk-${version}/MiniBrowser`),
	);
	return findFirst(...versions);
}

export function findEngine(name: EngineName): Engine | undefined {
	if (name === "WebKit") {
		const executable = findMiniBrowser();
		const driver = findFirst(process.env.WEBKIT_DRIVER_PATH, "/usr/bin/WebKitWebDriver");
		return executable && driver && existsSync("/usr/bin/xvfb-run") ? { name, executable, driver } : undefined;
	}
	const executable =
		name === "Chromium"
			? findChromium()
			: findFirst(
					process.env.FIREFOX_PATH,
					"/usr/bin/firefox-esr",
					"/usr/bin/firefox",
					"/Applications/Firefox.app/Contents/MacOS/firefox",
					"C:\\Program Files\\Mozilla Firefox\\firefox.exe",
				);
	return executable ? { name, executable } : undefined;
}
