export type { PushedCommand } from "./client.js";
export { createFakeCrisp, type FakeCrisp } from "./fake-crisp.js";
export type { FakeCrispOptions, FakeCrispStorage } from "./options.js";
export type { EnumLogEntry, WireEntry } from "./server.js";
