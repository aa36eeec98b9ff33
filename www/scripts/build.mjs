// Builds the npm package and the portal: esbuild for the scripts, tsc for their types.
// Needs the two Rust artefacts in dist/wasm and dist/wasm-ui, which `cargo xtask build` puts there.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPortal } from './portal.mjs';

const www = fileURLToPath(new URL('..', import.meta.url));
const dist = join(www, 'dist');

await main();

async function main() {
  const inputs = await findInputs();
  await removeOldScripts();
  const shared = await sharedOptions(inputs);
  const modules = {
    ...shared,
    outdir: dist,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    external: ['node:*'],
    // The inlined engine is one line, and stays so.
    minifyWhitespace: true,
  };
  const { metafile } = await build({
    ...modules,
    entryPoints: { index: join(www, 'src/shared.ts') },
    metafile: true,
  });
  await build({
    ...modules,
    entryPoints: ['node', 'inline', 'define', 'elements', 'disclosure'].map((name) =>
      join(www, `src/${name}.ts`),
    ),
    plugins: [elsewhere(Object.keys(metafile.inputs)), ...shared.plugins],
  });
  await build({
    ...shared,
    entryPoints: [join(www, 'src/worker.ts')],
    outdir: dist,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
  });
  await build({
    ...shared,
    entryPoints: {
      'touchmark.iife': join(www, 'src/iife.ts'),
      'touchmark-fallback.iife': join(www, 'src/iife-fallback.ts'),
    },
    outdir: dist,
    format: 'iife',
    // A classic script takes the encoding of its page.
    charset: 'ascii',
    // No native async functions: under some hosts those of a script resource never settle.
    target: 'es2016',
    platform: 'browser',
    minify: true,
  });
  await types();
  await icons();
  await catalogue(dirname(inputs['#words/en']));
  await licences();
  await buildPortal({ www, shared });
}

/** The files that are not this package's own. Says at once which are missing, and what makes them. */
async function findInputs() {
  const inputs = {
    '#verifier': join(dist, 'wasm/touchmark_wasm.js'),
    '#verifier.wasm': join(dist, 'wasm/touchmark_wasm_bg.wasm'),
    '#fallback': join(dist, 'wasm-fallback/touchmark_fallback.js'),
    '#components': join(dist, 'wasm-ui/touchmark_wasm_ui.js'),
    '#components.wasm': join(dist, 'wasm-ui/touchmark_wasm_ui_bg.wasm'),
    '#style': join(www, '../src/components/style/touchmark.css'),
    '#words/en': join(www, '../src/words/catalogue/en.json'),
  };
  const missing = Object.values(inputs).filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.error(
      `www: cannot build without\n  ${missing.join('\n  ')}\nRun \`cargo xtask build\`, which makes them first.`,
    );
    process.exit(1);
  }
  return inputs;
}

/** What the last build left, so that no stale chunk is packed. The artefacts stay. */
async function removeOldScripts() {
  for (const name of await readdir(dist)) {
    if (name.endsWith('.js') || ['types', 'icons', 'words'].includes(name))
      await rm(join(dist, name), { recursive: true });
  }
}

async function sharedOptions(inputs) {
  const { version } = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  return {
    bundle: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    define: { TOUCHMARK_VERSION: JSON.stringify(version) },
    plugins: [artefacts(inputs, await coreWords(dirname(inputs['#words/en'])))],
    // The glue's own default path is never taken; entries hand it a module.
    logOverride: { 'empty-import-meta': 'silent' },
  };
}

/**
 * Leaves to `index.js` what it holds, and to `elements.js` the elements. No chunks: a page that imports `touchmark` waits for
 * one script, and for no second round to the server.
 */
function elsewhere(inputs) {
  const held = new Set(inputs.map((path) => resolve(path)));
  // Each entry has its own list of what it offers.
  held.delete(join(www, 'src/surface.ts'));
  return {
    name: 'elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
        if (kind === 'entry-point') return undefined;
        if (held.has(file)) return { path: './index.js', external: true };
        if (file === join(www, 'src/elements.ts')) return { path: './elements.js', external: true };
        return undefined;
      });
    },
  };
}

/** Resolves the `#…` names of src/artefacts.d.ts. */
function artefacts(inputs, words) {
  const loaders = { '#verifier.wasm': 'binary', '#style': 'text' };
  return {
    name: 'artefacts',
    setup({ onResolve, onLoad }) {
      // A script of its own, that pages with WebAssembly never load.
      onResolve({ filter: /^#fallback$/ }, ({ kind }) =>
        kind === 'dynamic-import'
          ? { path: './wasm-fallback/touchmark_fallback.js', external: true }
          : undefined,
      );
      onResolve({ filter: /^#/ }, ({ path }) => ({
        path,
        namespace: 'artefact',
        sideEffects: false,
      }));
      onLoad({ filter: /.*/, namespace: 'artefact' }, async ({ path }) => {
        if (path === '#words/core') return { contents: JSON.stringify(words), loader: 'json' };
        const file = inputs[path];
        const loader = loaders[path] ?? (path.startsWith('#words') ? 'json' : 'js');
        return { contents: await readFile(file), loader, resolveDir: dirname(file) };
      });
    },
  };
}

/** The few texts that elements need while no artefact is there to ask, in every language that has them. */
async function coreWords(catalogue) {
  const keys = ['group.checking', 'group.could-not-check', 'trust.unchecked'];
  const words = {};
  for (const name of (await readdir(catalogue)).sort()) {
    const lang = /^([a-z]{2})\.json$/.exec(name)?.[1];
    if (!lang) continue;
    const texts = JSON.parse(await readFile(join(catalogue, name), 'utf8'));
    const found = keys.filter((key) => typeof texts[key] === 'string').map((key) => [key, texts[key]]);
    if (found.length > 0) words[lang] = Object.fromEntries(found);
  }
  return words;
}

async function types() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const out = join(dist, 'types');
  execFileSync(
    process.execPath,
    [tsc, '-p', www, '--emitDeclarationOnly', '--declaration', '--outDir', out],
    { stdio: 'inherit' },
  );
  await mkdir(out, { recursive: true });
  await cp(join(www, 'src/verdict.d.ts'), join(out, 'verdict.d.ts'));
}

/** Icons for the tab: files, since a strict page takes no image from anywhere else. */
async function icons() {
  await cp(join(www, 'src/icons'), join(dist, 'icons'), { recursive: true });
}

/** The words of each language but English, which is in the scripts: a page fetches its own. */
async function catalogue(folder) {
  await mkdir(join(dist, 'words'), { recursive: true });
  for (const name of await readdir(folder)) {
    if (!/^[a-z]{2}\.json$/.test(name) || name === 'en.json') continue;
    const texts = JSON.parse(await readFile(join(folder, name), 'utf8'));
    await writeFile(join(dist, 'words', name), JSON.stringify(texts));
  }
}

/** The repository's licence texts, which a package must carry. */
async function licences() {
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) await cp(join(www, '..', name), join(dist, name));
}
