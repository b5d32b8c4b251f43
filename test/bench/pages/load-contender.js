export function loadContender(contender) {
	return new Promise((resolve, reject) => {
		const script = document.createElement("script");
		Object.assign(script, { src: `/contenders/${contender}.js`, onload: resolve, onerror: reject });
		document.head.append(script);
	});
}
