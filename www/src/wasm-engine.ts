import * as glue from '#verifier';
import type { Engine } from './engine.js';
import { TouchmarkError, messageOf } from './error.js';
import { bare } from './own.js';

export { startWasm, compiled, fetched, selfTestFailed, type ModuleSource };

/** Where an entry gets the artefact from. */
type ModuleSource = () => WebAssembly.Module | Promise<WebAssembly.Module>;

/** The artefact with everything inside. wasm-bindgen's glue holds one instance. */
async function startWasm(source: ModuleSource): Promise<Engine> {
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
function compiled(bytes: BufferSource, name: string): WebAssembly.Module {
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
async function fetched(url: URL): Promise<WebAssembly.Module> {
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
  if (!response.ok) {
    throw new TouchmarkError(
      'wasm-not-found',
      `${url.href} answered ${response.status}. Publish the .wasm files of the touchmark package beside its scripts, or import touchmark/inline.`,
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
      url.href,
      `it was served as ${type} (${messageOf(error)}). Serve the .wasm file itself, as application/wasm, and no page in its place`,
      error,
    );
  }
}

/** Chromium and Firefox throw CompileError, WebKit EvalError; all three name the policy. */
function isRefusal(error: unknown): boolean {
  return /unsafe-eval|content.security.policy|blocked by csp/i.test(messageOf(error));
}

function refused(error: unknown): TouchmarkError {
  return new TouchmarkError(
    'wasm-refused',
    "The page's Content-Security-Policy refuses WebAssembly. Add 'wasm-unsafe-eval' to script-src.",
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

function selfTestFailed(why: string, error?: unknown): TouchmarkError {
  return new TouchmarkError(
    'self-test-failed',
    `The engine failed its self-test (${why}), so nothing is checked with it. Reload the page; if it stays, the published files are damaged or of different versions.`,
    { cause: error },
  );
}
