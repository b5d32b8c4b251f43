/** `Date.now()` at a `performance.now()`. */
export const toDate = (time: number): number => Date.now() - (performance.now() - time);
