// In place of Crisp's l.js, for those who load it by its address.
import("/testing.js").then(({ createFakeCrisp }) => {
	window.fakeCrisp = createFakeCrisp({ storage: localStorage });
	window.fakeCrisp.runScript();
});
