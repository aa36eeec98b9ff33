// What the tests of the adapters share: an application of a framework, bundled from what people write, in a page of its own.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the build copies beside a bundle that is not told of by its bundler. */
const BESIDE = ['wasm', 'wasm-ui', 'wasm-fallback', 'words', 'worker.js'];

let bundled = 0;

/**
 * Bundles `files` (name → text), of which `app.*` is the first, in a folder of the installed package. Answers the address of a page that
 * runs it, below the site's root.
 */
export async function bundle(installed, name, files, options = {}) {
  // A folder of its own: tests of one framework may be set up at the same time.
  const place = `${name}-${(bundled += 1)}`;
  const folder = join(installed.folder, place);
  await mkdir(folder, { recursive: true });
  const given = { ...files, 'stage.js': await readFile(new URL('page/stage.js', import.meta.url), 'utf8') };
  for (const [file, text] of Object.entries(given)) await writeFile(join(folder, file), text);
  const app = Object.keys(files).find((file) => file.startsWith('app.'));
  await build({
    entryPoints: [join(folder, app)],
    outfile: join(folder, 'out/app.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    // Frameworks are installed with the tests, the package in a folder of its own.
    nodePaths: [fileURLToPath(new URL('../../../node_modules', import.meta.url))],
    define: { 'process.env.NODE_ENV': '"development"' },
    ...options,
  });
  for (const file of BESIDE) {
    await cp(join(installed.folder, 'node_modules/touchmark/dist', file), join(folder, 'out', file), {
      recursive: true,
    });
  }
  const page = `${place}/index.html`;
  await drawn(installed, page, '');
  return page;
}

/** Writes the page of an application, with what a server would have drawn of it. */
export async function drawn(installed, page, markup) {
  await writeFile(
    join(installed.folder, page),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="/favicon.svg"><main id="app">${markup}</main><script type="module" src="out/app.js"></script></html>\n`,
  );
}
