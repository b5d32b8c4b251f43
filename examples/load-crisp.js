/**
 * What Crisp's own snippet does.
 *
 * @param website the id in Crisp's settings, under "Setup & Integrations".
 */
export function loadCrisp(website) {
	window.$crisp = [];
	window.CRISP_WEBSITE_ID = website;
	const script = document.createElement("script");
	script.src = "https://client.crisp.chat/l.js";
	script.async = true;
	document.head.append(script);
}
