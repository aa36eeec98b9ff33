/** What the build puts in: the Rust artefacts' glue, the shared stylesheet and a few words of the catalogue. */

/** wasm-bindgen's `--target web` glue of `src/wasm`. */
declare module '#verifier' {
  export function initSync(options: { module: WebAssembly.Module }): unknown;
  export class Configuration {
    private constructor();
    /** What is wrong with the files: the file, the place and the remedy. */
    readonly problem: string | undefined;
    free(): void;
  }
  export function configure(trust: string, policy: string, registry?: string, grants?: string): Configuration;
  /** JSON Lines (UTF-8) in, a JSON array out; an empty text where nothing can be checked. */
  export function verify_all(configuration: Configuration, records: Uint8Array, now: number): string;
  export function self_test(): boolean;
  /** `{ records, notes, isWhole }` as JSON. */
  export function open_answer(answer: string, object?: string): string;
}

/** The same without WebAssembly: `www/scripts/fallback.mjs` makes it. */
declare module '#fallback' {
  /** A new engine, with memory of its own. */
  export function start(): import('./engine/fallback-engine.js').Fallback;
}

/** The same artefact's bytes; carried only by the entries that inline it. */
declare module '#verifier.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** wasm-bindgen's `--target web` glue of `src/wasm-ui`. */
declare module '#components' {
  export function initSync(options: { module: WebAssembly.Module }): unknown;
  export function mount(
    kind: 'badge' | 'details' | 'banner' | 'summary' | 'guard' | 'lineage',
    host: HTMLElement,
    props: string,
  ): number;
  export function update(id: number, props: string): void;
  export function unmount(id: number): void;
  export function supply_words(lang: string, json: string): boolean;
  export function supply_labels(json: string): boolean;
}

/** The same artefact's bytes; carried only by the classic script. */
declare module '#components.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** `src/components/style/touchmark.css`. */
declare module '#style' {
  const css: string;
  export default css;
}

/** What elements need of the catalogue while no artefact is there to ask: a few English texts, and which languages have a file. */
declare module '#words/core' {
  const core: { readonly languages: readonly string[]; readonly english: { readonly [key: string]: string } };
  export default core;
}

/** The longest that a badge says, by language: what tables keep room for. */
declare module '#words/longest' {
  const longest: { readonly [lang: string]: string };
  export default longest;
}

/** The whole English catalogue. */
declare module '#words/en' {
  const words: { readonly [key: string]: string };
  export default words;
}

/** How many texts of each translation have each status (`docs/words.md`); for the demonstrations. */
declare module '#words/status' {
  const counts: { readonly [tag: string]: { readonly [status in 'N' | 'S' | 'E' | 'P']?: number } };
  export default counts;
}

/** The hash of `touchmark-fallback.iife.js`, as a script element takes it. */
declare const FALLBACK_INTEGRITY: string;

/** The package's version. */
declare const TOUCHMARK_VERSION: string;
