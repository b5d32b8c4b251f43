import { vi } from "vitest";
import { useBrowsers } from "./journey.js";
import "./journeys/artifacts.js";

// What `npm run test:quick` plays, in one engine.
vi.setConfig({ maxConcurrency: 10_000 });
useBrowsers();
