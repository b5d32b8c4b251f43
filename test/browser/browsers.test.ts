import { vi } from "vitest";
import { useBrowsers } from "./journey.js";
import "./journeys/delivery.js";

// They mostly wait.
vi.setConfig({ maxConcurrency: 32 });
useBrowsers();
