import { vi } from "vitest";
import { useBrowsers } from "./journey.js";
// The long ones first.
import "./journeys/throttled.js";
import "./journeys/cache.js";
import "./journeys/dead-line-cache.js";
import "./journeys/dead-line.js";
import "./journeys/lost-line.js";
import "./journeys/tabs.js";
import "./journeys/page-change.js";
import "./journeys/recipes.js";
import "./journeys/delivery.js";
import "./journeys/unavailable.js";
import "./journeys/blocked.js";
import "./journeys/blocked-clicks.js";
import "./journeys/interference.js";
import "./journeys/buttons.js";
import "./journeys/pauses.js";
import "./journeys/kept-pause.js";
import "./journeys/background.js";
import "./journeys/sessions.js";
import "./journeys/idle.js";
import "./journeys/frames.js";
import "./journeys/offline.js";
import "./journeys/site-code.js";
import "./journeys/sdk-web.js";
import "./journeys/places.js";
import "./journeys/hostile-pages.js";
import "./journeys/examples.js";
import "./journeys/two-groups.js";
import "./journeys/readme.js";
import "./journeys/guides.js";
import "./journeys/from-the-snippet.js";
import "./journeys/leaks.js";

// Each engine takes as many at a time as it can.
vi.setConfig({ maxConcurrency: 1000 });
useBrowsers();
