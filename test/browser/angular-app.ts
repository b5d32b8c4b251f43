/**
 * Angular and zone.js as they are on npm, around the component of the guide. Angular compiles it in the browser. `async` is
 * compiled away, as Angular's own build does it: zone.js cannot follow it.
 */
export const ANGULAR_APP = `
	import "zone.js";
	import "@angular/compiler";
	import { ApplicationRef, Component, NgZone, provideZoneChangeDetection } from "@angular/core";
	import { bootstrapApplication } from "@angular/platform-browser";
	import * as signals from "crisp-signals";
	import { AskButton } from "pasted";

	window.signals = signals;
	window.checks = 0;

	const App = Component({
		selector: "app-root",
		imports: [AskButton],
		template: "<ask-button /><button id='told' (click)='start()'>{{ told }}</button>",
	})(
		class {
			told = "";
			start() {
				void signals.startChatbot().then(() => { this.told = "told"; });
			}
			ngDoCheck() {
				window.checks += 1;
			}
		},
	);

	void bootstrapApplication(App, { providers: [provideZoneChangeDetection()] }).then(({ injector }) => {
		window.zone = injector.get(NgZone);
		window.isInZone = () => NgZone.isInAngularZone();
		window.isStable = undefined;
		injector.get(ApplicationRef).isStable.subscribe((isStable) => { window.isStable = isStable; });
		window.isReady = true;
	});
`;
