/**
 * A fake of Crisp's client and server with Enum behind it, for tests of a page: in a browser, or in Node with a DOM such as
 * happy-dom or jsdom.
 *
 * @module crisp-signals/testing
 */

export type { PushedCommand } from "./client.js";
export { createFakeCrisp, type FakeCrisp } from "./fake-crisp.js";
export type { FakeHookEntry } from "./hook-delivery.js";
export type { FakeHookOptions, FakeHookSend } from "./hook-options.js";
export type { FakeHookFault, FakeHooks } from "./hooks.js";
export type { FakeCrispDropOptions, FakeCrispOptions, FakeCrispStorage } from "./options.js";
export type { EnumLogEntry, WireEntry } from "./server.js";
