import type { Plugin } from "vite";

/** For the apps' vite.config.ts. */
export declare function demoRelay(): Plugin;
