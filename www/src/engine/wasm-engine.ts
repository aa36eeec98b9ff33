/** The engine in WebAssembly, and the ways to get its module. */
import * as glue from '#verifier';
import type { Engine } from './engine.js';
import { TouchmarkError, messageOf } from '../error.js';
import { bare } from '../own.js';

/** Where an entry gets the artefact from. */
export type ModuleSource = () => WebAssembly.Module | Promise<WebAssembly.Module>;

/** The artefact with everything inside. wasm-bindgen's glue holds one instance. */
export async function startWasm(source: ModuleSource): Promise<Engine> {
  if (typeof WebAssembly === 'undefined') {
    throw new TouchmarkError(
      'wasm-missing',
      'This page has no WebAssembly. It is switched off in the browser or by an administrator.',
    );
  }
  const module = await source();
  let works: boolean;
  try {
    glue.initSync({ module });
    works = glue.self_test();
  } catch (error) {
    throw isRefusal(error) ? refused(error) : selfTestFailed(messageOf(error), error);
  }
  if (!works) throw selfTestFailed('it does not tell a good seal from a bad one');
  return {
    kind: 'wasm',
    module,
    stopped: false,
    configure: glue.configure,
    verifyAll: (configuration, lines, now) =>
      glue.verify_all(configuration as glue.Configuration, lines, now),
    openAnswer: glue.open_answer,
  };
}

/** Compiles bytes that are already in the page. */
export function compiled(bytes: BufferSource, name: string): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (isRefusal(error)) throw refused(error);
    // Damaged bytes are a CompileError. Bytes that are not even taken for bytes come through a sandbox's membrane.
    if (error instanceof Error && error.name === 'TypeError') throw sandboxed(error);
    throw unreadable(name, messageOf(error), error);
  }
}

/** Fetches and compiles. Streaming needs the right MIME type; the wrong one costs time, not the check. */
export async function fetched(url: URL): Promise<WebAssembly.Module> {
  let response: Response;
  try {
    response = await fetch(url, bare<RequestInit>({ credentials: 'same-origin' }));
  } catch (error) {
    throw new TouchmarkError(
      'wasm-unreachable',
      `${url.href} could not be fetched (${messageOf(error)}). Check the network, and that the page's Content-Security-Policy allows it in connect-src.`,
      { cause: error },
    );
  }
  return compiledFrom(response, url.href);
}

/** Compiles what a server answered. */
async function compiledFrom(response: Response, name: string): Promise<WebAssembly.Module> {
  if (!response.ok) {
    throw new TouchmarkError(
      'wasm-not-found',
      `${name} answered ${response.status}. Publish the .wasm files of the touchmark package beside its scripts, say where they are (setBase("/touchmark/")), or import touchmark/elements-inline, which has everything inside.`,
    );
  }
  const type = response.headers.get('content-type') ?? 'no type';
  try {
    if (type.split(';')[0]?.trim() === 'application/wasm')
      return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    if (isRefusal(error)) throw refused(error);
    throw unreadable(
      name,
      `it was served as ${type} (${messageOf(error)}). Serve the .wasm file itself, as application/wasm, and no page in its place. Where a development server moved the scripts, say where the files are (setBase("/touchmark/"))`,
      error,
    );
  }
}

/** What a page may hand over as the engine: compiled, as bytes, or as what a server answered. */
export async function moduleOf(
  given: unknown,
  at: (address: URL) => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module> {
  const name = 'The `wasm` of createVerifier';
  let source: unknown;
  try {
    source = await given;
  } catch (error) {
    throw new TouchmarkError('wasm-unreachable', `${name} could not be had (${messageOf(error)}).`, {
      cause: error,
    });
  }
  if (source instanceof WebAssembly.Module || isModule(source)) return source as WebAssembly.Module;
  if (typeof Response !== 'undefined' && source instanceof Response) return compiledFrom(source, name);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    try {
      return await WebAssembly.compile(source as BufferSource);
    } catch (error) {
      throw isRefusal(error) ? refused(error) : unreadable(name, messageOf(error), error);
    }
  }
  try {
    return await at(new URL(String(source), globalThis.location?.href));
  } catch (error) {
    if (error instanceof TouchmarkError) throw error;
    throw unreadable(
      name,
      `it is no address, no answer, no bytes and no module (${messageOf(error)})`,
      error,
    );
  }
}

/** A module of another realm. */
function isModule(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
}

/** Chromium and Firefox throw CompileError, WebKit EvalError; all three name the policy. Edge servers compile nothing at run time. */
function isRefusal(error: unknown): boolean {
  return /unsafe-eval|content.security.policy|blocked by csp|disallowed by embedder/i.test(messageOf(error));
}

function refused(error: unknown): TouchmarkError {
  return new TouchmarkError(
    'wasm-refused',
    "The page's Content-Security-Policy refuses WebAssembly (add 'wasm-unsafe-eval' to script-src), or the server compiles none at run time (hand over a module: createVerifier({ wasm })).",
    { cause: error },
  );
}

function sandboxed(error: Error): TouchmarkError {
  return new TouchmarkError(
    'wasm-refused',
    `The sandbox around this script lets no data through to WebAssembly (${error.message}). Load the engine without WebAssembly.`,
    { cause: error },
  );
}

function unreadable(name: string, why: string, error: unknown): TouchmarkError {
  return new TouchmarkError('wasm-unreadable', `${name} is not a WebAssembly module: ${why}.`, {
    cause: error,
  });
}

export function selfTestFailed(why: string, error?: unknown): TouchmarkError {
  return new TouchmarkError(
    'self-test-failed',
    `The engine failed its self-test (${why}), so nothing is checked with it. Reload the page; if it stays, the published files are damaged or of different versions.`,
    { cause: error },
  );
}
