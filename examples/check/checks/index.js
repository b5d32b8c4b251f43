import { DATA_CHECKS } from "./data.js";
import { LIBRARY_CHECKS } from "./library.js";
import { LINE_CHECKS } from "./line.js";
import { LOADING_CHECKS } from "./loading.js";
import { WRITING_CHECKS } from "./writing.js";

export { ENUM_CHECK } from "./library.js";

/**
 * In order: later ones use what earlier ones have found. A check has `id`, `title`, what is `expected`, what in the library
 * `rests` on it, what a difference means (`otherwise`), about how many `seconds` it takes on the real Crisp, whether all
 * others need it (`isNeeded`), and `run(context)`, which returns `{ holds, seen }`; `holds` is null for what could not be seen.
 */
export const CHECKS = [...LOADING_CHECKS, ...WRITING_CHECKS, ...DATA_CHECKS, ...LINE_CHECKS, ...LIBRARY_CHECKS];
