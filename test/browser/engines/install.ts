import { installPackages } from "../../install.js";
import { type EngineName, PACKAGES } from "./find.js";

export function install(names: readonly EngineName[]): void {
	const packages = names.flatMap((name) => PACKAGES[name]);
	const advice = `Install ${names.join(", ")} (on Debian: apt-get install ${packages.join(" ")}), or set CHROMIUM_PATH.`;
	installPackages(packages, advice);
}
