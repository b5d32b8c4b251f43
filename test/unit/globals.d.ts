interface Window {
	// biome-ignore lint/suspicious/noExplicitAny: what a site with its own idea of Crisp's types declares
	$crisp: any;
}
