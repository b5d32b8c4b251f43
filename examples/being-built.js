// `npm start` puts this on the page of all pages while it builds the apps and the guides. It answers a request for one of them
// when all are there.

const links = [...document.querySelectorAll("[data-built]")];
const addresses = links.map(({ href }) => href);

function setState(link, text) {
	link.querySelector("em")?.remove();
	link.querySelector("strong").after(Object.assign(document.createElement("em"), { textContent: text }));
	// Without an address it is no link.
	link.removeAttribute("href");
}

for (const link of links) setState(link, "being built …");
// One after the other, as a browser opens six connections to a server.
for (const [index, link] of links.entries()) {
	const { ok } = await fetch(addresses[index], { method: "HEAD" });
	if (!ok) setState(link, "not built: see the terminal");
	else {
		link.querySelector("em").remove();
		link.href = addresses[index];
	}
}
