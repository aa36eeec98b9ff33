/** Where the files of this package are. */
import { TouchmarkError, messageOf } from '../error.js';
import type { Platform } from '../platform.js';

/** The folder of this package's files, where the page says it: `dist`, with what is below it. */
let base: URL | undefined;

/**
 * Says where the files of this package are (`wasm`, `wasm-ui`, `words`, `worker.js`), for the whole page: the address of a folder that
 * holds a copy of `dist`. For hosts that move scripts and leave files where they were. Call it before anything is checked or drawn.
 *
 * Throws a {@link TouchmarkError} for what is no address.
 */
export function setBase(address: string | Platform<'URL'>): void {
  base = baseOf(address, 'setBase');
}

/** The address of a folder, as `caller` was given it. */
export function baseOf(address: string | URL, caller: string): URL {
  const text = String(address);
  try {
    // Not by the base of the document: markup may have one.
    const url = new URL(/[?#]|\/$/.test(text) ? text : `${text}/`, globalThis.location?.href);
    if (!/^(?:https?|file):$/.test(url.protocol) || !url.pathname.endsWith('/') || url.search || url.hash)
      throw new TypeError('this is no folder');
    return url;
  } catch (error) {
    throw new TouchmarkError(
      'options-invalid',
      `${caller} needs the address of the folder with this package's files, such as "/touchmark/"; it was given ${text}.`,
      { cause: error },
    );
  }
}

/**
 * The address of a file of this package. `own` says where it is beside this script, in words that bundlers see and copy the file by;
 * `path`, where it is below `dist`.
 */
export function fileAt(path: string, own: () => URL, folder = base): URL {
  if (folder) return new URL(path, folder);
  let url: URL;
  try {
    url = own();
  } catch (error) {
    throw new TouchmarkError(
      'wasm-unreachable',
      `This script does not know where it is (${messageOf(error)}), so it finds no ${path}. Say where this package's files are: setBase("/touchmark/"), or \`wasm\` of createVerifier; or import touchmark/inline or touchmark/elements-inline.`,
      { cause: error },
    );
  }
  // Development servers (Vite) put scripts together elsewhere, and serve the package's files where they are.
  const [, modules] = /^(.*\/node_modules\/)\.vite\/deps[^/]*\//.exec(url.href) ?? [];
  return modules === undefined ? url : new URL(`touchmark/dist/${path}`, modules);
}
