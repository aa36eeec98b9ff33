/**
 * A type of the platform by its name; `never` in a project that has no such type. What the package declares names no type of the DOM
 * outright: programs for Node are compiled without them.
 */
export type Platform<Name extends string> = typeof globalThis extends {
  readonly [Each in Name]: { readonly prototype: infer Type };
}
  ? Type
  : never;

/** A compiled `WebAssembly.Module`, where the project has that type. */
export type WasmModule = typeof globalThis extends {
  readonly WebAssembly: { readonly Module: { readonly prototype: infer Type } };
}
  ? Type
  : never;
