// Another client of the same session, in a frame of the page.
import { loadCrisp } from "/load-crisp.js";
import { loadSecondFake } from "./fake/load.js";

const website = new URLSearchParams(location.search).get("website");
if (website) loadCrisp(website);
else loadSecondFake();
