/** What the build puts in: the Rust artefacts' glue, the shared stylesheet and a few words of the catalogue. */

/** wasm-bindgen's `--target web` glue of `src/wasm`. */
declare module '#verifier' {
  export function initSync(options: { module: WebAssembly.Module }): unknown;
  export class Configuration {
    private constructor();
    free(): void;
  }
  export function configure(trust: string, policy: string, registry?: string): Configuration;
  /** JSON Lines in, a JSON array out. */
  export function verify_all(configuration: Configuration, records: string, now: number): string;
  export function self_test(): boolean;
}

/** The same without WebAssembly. Checks go out and answers come in as bytes, as `src/signatures.ts` says. */
declare module '#fallback' {
  export class Configuration {
    private constructor();
    free(): void;
  }
  export interface Fallback {
    configuration_checks(trust: string, policy: string, registry?: string): Uint8Array;
    configure(
      trust: string,
      policy: string,
      registry: string | undefined,
      answers: Uint8Array,
    ): Configuration;
    checks(configuration: Configuration, records: string, now: number): Uint8Array;
    verify_all(configuration: Configuration, records: string, now: number, answers: Uint8Array): string;
    self_test_checks(): Uint8Array;
    self_test(answers: Uint8Array): boolean;
  }
  /** A new engine, with memory of its own. */
  export function start(): Fallback;
}

/** The same artefact's bytes; carried only by the entries that inline it. */
declare module '#verifier.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** wasm-bindgen's `--target web` glue of `src/wasm-ui`. */
declare module '#components' {
  export function initSync(options: { module: WebAssembly.Module }): unknown;
  export function mount(kind: 'badge' | 'details' | 'watermark', host: HTMLElement, props: string): number;
  export function update(id: number, props: string): void;
  export function unmount(id: number): void;
}

/** `src/components/style/touchmark.css`. */
declare module '#style' {
  const css: string;
  export default css;
}

/** Catalogue texts needed while no artefact is there to ask: language tag → key → text. */
declare module '#words/core' {
  const words: { readonly [lang: string]: { readonly [key: string]: string } };
  export default words;
}

/** The whole English catalogue. */
declare module '#words/en' {
  const words: { readonly [key: string]: string };
  export default words;
}

/** The package's version. */
declare const TOUCHMARK_VERSION: string;
