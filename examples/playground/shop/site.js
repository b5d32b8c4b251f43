// The shop's own code: it shows what the library tells. The plain snippet tells nothing, so beside it nothing is shown.
const banner = document.querySelector("#banner");
const result = document.querySelector("#result");

document.addEventListener("crisp-signal:paused", () => {
	banner.hidden = false;
});

document.addEventListener("crisp-signal:sent", ({ detail: { signal } }) => {
	if (signal === "start_chatbot") banner.hidden = true;
	result.value = `${signal} sent.`;
});

document.addEventListener("crisp-signal:failed", ({ detail: { signal, code } }) => {
	result.value = `${signal} was not sent: ${code}`;
});

document.addEventListener("click", ({ target }) => {
	if (target.closest("[data-crisp-signal]")) result.value = "On its way …";
});
