/**
 * In place of the signing secret of a Crisp plugin, and no secret at all: the fake Crisp lives in the page. A real one stays with
 * Crisp and on your server; whoever has it can tell your pages what they like.
 */
export const SIGNING_SECRET = "everybody may know this one";

/** Crisp's web hook, from the fake Crisp to the relay behind `/crisp-signals`. */
export const hook = { send: (request) => fetch(request), signingSecret: SIGNING_SECRET };
