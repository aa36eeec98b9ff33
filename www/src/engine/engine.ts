/** What an engine is: the verifier of a page, whichever way it runs. */

/** The verifier of this page, started and self-tested. Whichever it is, the answers are the same. */
export interface Engine {
  readonly kind: EngineKind;
  /** What a worker starts the same engine from, where it can. */
  readonly module: WebAssembly.Module | undefined;
  /** Set once it has trapped. It is not asked again, by any verifier: its memory is anybody's guess. */
  stopped: boolean;
  configure(
    trust: string,
    policy: string,
    registry?: string,
    grants?: string,
  ): Configuration | Promise<Configuration>;
  /** JSON Lines (UTF-8) in, a JSON array of verdicts in the same order out. */
  verifyAll(configuration: Configuration, lines: Uint8Array, now: number): string | Promise<string>;
  /** The records in an answer of an API, as JSON: `{ records, notes, isWhole }`. */
  openAnswer(answer: string, object?: string): string;
}

/** `wasm` does everything itself; `fallback` is the same as JavaScript, and has WebCrypto answer the signatures. */
export type EngineKind = 'wasm' | 'fallback';

/** What an engine made of trust bundle, policy, registry and grants. Only that engine can read it. */
export interface Configuration {
  /** What is wrong with the files, in the engine's own words: they name the file, the place and the remedy. */
  readonly problem: string | undefined;
}
