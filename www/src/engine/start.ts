/** Starts the engine of a page, once for each kind. */
import type { Engine, EngineKind } from './engine.js';
import { TouchmarkError, messageOf } from '../error.js';
import { startFallback, type FallbackSource } from './fallback-engine.js';
import { startWasm, type ModuleSource } from './wasm-engine.js';

export type EngineChoice = 'auto' | EngineKind;

/** Where an entry gets the artefacts from. */
export interface EngineSources {
  /** `folder`: that of the package's files, where whoever makes a verifier names it. */
  readonly wasm: (folder?: URL) => WebAssembly.Module | Promise<WebAssembly.Module>;
  readonly fallback: FallbackSource;
  /** The artefact at another address. */
  readonly at: (address: URL) => Promise<WebAssembly.Module>;
}

/** One engine of a kind a page. A failed start is forgotten, so that it can be tried again, unless nothing can change it. */
const engines = new Map<EngineKind, Promise<Engine>>();

/** The chosen engine; on `auto` the fallback where WebAssembly cannot be used. Rejects with what stands in the way. */
export async function startEngine(
  sources: EngineSources,
  choice: EngineChoice,
  given?: ModuleSource,
): Promise<Engine> {
  const start = {
    wasm: () => once('wasm', () => startWasm(given ?? (() => sources.wasm())), given !== undefined),
    fallback: () => once('fallback', () => startFallback(sources.fallback)),
  };
  if (choice !== 'auto') {
    if (Object.prototype.hasOwnProperty.call(start, choice)) return start[choice]();
    throw new TouchmarkError(
      'engine-unknown',
      `\`engine\` must be "auto", "wasm" or "fallback"; it was given ${String(choice)}.`,
    );
  }
  try {
    return await start.wasm();
  } catch (error) {
    if (!(error instanceof TouchmarkError)) throw error;
    try {
      const engine = await start.fallback();
      // A page that cannot have the other is as it is; a file that could not be had is somebody's to put right.
      if (given || !isFinal(error)) warnSlower(error.message);
      return engine;
    } catch (second) {
      throw new TouchmarkError(
        error.code,
        `${error.message} The engine without WebAssembly did not start either: ${messageOf(second)}`,
        { cause: error },
      );
    }
  }
}

let hasWarned = false;

function warnSlower(why: string): void {
  if (!hasWarned) console.warn(`touchmark works without WebAssembly, slower: ${why}`);
  hasWarned = true;
}

/** This page cannot have the engine. What else goes wrong is a fault in how it was published, or passes. */
function isFinal(error: unknown): boolean {
  return error instanceof TouchmarkError && FINAL.has(error.code);
}

const FINAL = new Set(['wasm-missing', 'wasm-refused', 'self-test-failed']);

/** `isGiven`: by whoever makes a verifier, so that what is wrong with it says nothing of the page. */
function once(kind: EngineKind, start: () => Promise<Engine>, isGiven = false): Promise<Engine> {
  const known = engines.get(kind);
  if (known) return known;
  const starting = start();
  engines.set(kind, starting);
  starting.catch((error) => {
    if (isGiven || !isFinal(error)) engines.delete(kind);
  });
  return starting;
}
