/** The engine without WebAssembly as a classic script, for pages that have `touchmark/iife` and are refused its engine. */
import { start } from '#fallback';
import type { Fallback } from '../engine/fallback-engine.js';

declare global {
  var touchmarkFallback: { start(): Fallback } | undefined;
}

globalThis.touchmarkFallback = Object.freeze({ start });
