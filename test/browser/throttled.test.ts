import { useBrowsers } from "./journey.js";
// Waits for minutes and does next to nothing: it has begun long before the other journeys.
import "./journeys/throttled.js";

useBrowsers();
