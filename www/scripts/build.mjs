// Builds the npm package and the portal: esbuild for the scripts, tsc for their types.
// Needs the two Rust artefacts in dist/wasm and dist/wasm-ui, which `cargo xtask build` puts there.

import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { writeIntegrity } from './integrity.mjs';
import { describe } from './describe.mjs';
import { lwcMocks } from './lwc-mocks.mjs';
import { buildPortal } from './portal.mjs';

const www = fileURLToPath(new URL('..', import.meta.url));
const dist = join(www, 'dist');
const entries = join(www, 'src/entries');
/** Where the classic script has its second engine from: beside it, and in hosts that hand it over (Salesforce) from them. */
const besideSources = join(www, 'src/engine/beside-sources.ts');
const givenSources = join(www, 'src/engine/given-sources.ts');
/** Where elements get the component artefact and words from: files, and for scripts that stand alone what is inside. */
const componentSource = join(www, 'src/elements/component-source.ts');
const inlinedComponentSource = join(www, 'src/elements/inlined-component-source.ts');

/**
 * Bundlers put small files into the page as `data:` (Vite those of up to 4,096 bytes), which the policy of a page refuses as a worker.
 * So the file is longer than that, and says why.
 */
const WORKER_BANNER = `/*!
 * touchmark: the script of a worker, which checks seals beside the page. It stands alone: copy it as it is, beside the package's other
 * files, and name their folder with setBase() where scripts are moved. Where a page allows no worker (worker-src in its
 * Content-Security-Policy), the page does the work itself.
 * This comment keeps the file longer than 4,096 bytes: bundlers put shorter ones into the page as data: addresses, and the policies of
 * pages refuse those as workers.
 */`;
// As a source map: a file that has none of its own lines in the map of what it is bundled into.
const NO_MAP = `data:application/json,${encodeURIComponent('{"version":3,"sources":["generated"],"sourcesContent":[""],"names":[],"mappings":"AAAA"}')}`;

/**
 * Of what holds an engine: minifiers (SWC) make of bytes in a template literal what no script may hold. Elsewhere templates stay, since
 * bundlers know the address of a language's words by one.
 */
const WITH_BYTES = { supported: { 'template-literal': false } };

/** The states beside which an origin is said. */
const BESIDE_ORIGIN = ['verified', 'partly-checked', 'changed', 'sealed-for', 'no-longer-valid', 'declared'];

await main();

async function main() {
  const inputs = await findInputs();
  await removeOldScripts();
  const catalogue = await readCatalogue(dirname(inputs['#words/en']));
  const shared = await sharedOptions(inputs, {
    '#words/core': coreWords(catalogue),
    '#words/longest': longestWords(catalogue),
  });
  const modules = {
    ...shared,
    outdir: dist,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    external: ['node:*'],
    // The inlined engine is one line, and stays so.
    minifyWhitespace: true,
    sourcemap: true,
  };
  const { metafile } = await build({
    ...modules,
    entryPoints: { index: join(entries, 'shared.ts') },
    metafile: true,
  });
  await build({
    ...modules,
    entryPoints: ['node', 'define', 'elements', 'disclosure'].map((name) => join(entries, `${name}.ts`)),
    plugins: [elsewhere(Object.keys(metafile.inputs)), ...shared.plugins],
  });
  await build({
    ...modules,
    ...WITH_BYTES,
    entryPoints: [join(entries, 'inline.ts')],
    plugins: [elsewhere(Object.keys(metafile.inputs)), ...shared.plugins],
  });
  await build({
    ...modules,
    ...WITH_BYTES,
    entryPoints: [join(entries, 'elements-inline.ts')],
    minify: true,
    plugins: [everything(), ...shared.plugins],
  });
  await build({
    ...modules,
    entryPoints: ['react', 'vue', 'svelte'].map((name) => join(entries, `${name}.ts`)),
    external: [...modules.external, 'react', 'vue', 'svelte'],
    minify: true,
    plugins: [elsewhere(Object.keys(metafile.inputs)), ...shared.plugins],
  });
  await build({
    ...shared,
    sourcemap: true,
    entryPoints: [join(www, 'src/engine/worker.ts')],
    outdir: dist,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    banner: { js: WORKER_BANNER },
  });
  await commonJs(shared);
  const scripts = {
    ...shared,
    ...WITH_BYTES,
    outdir: dist,
    format: 'iife',
    // A classic script takes the encoding of its page.
    charset: 'ascii',
    // No native async functions: under some hosts those of a script resource never settle.
    target: 'es2016',
    platform: 'browser',
    minify: true,
    // Beside it and not named in it: hosts that take one file, as a static resource, have no map.
    sourcemap: 'external',
  };
  await build({
    ...scripts,
    entryPoints: { 'touchmark-fallback.iife': join(entries, 'iife-fallback.ts') },
  });
  const second = await readFile(join(dist, 'touchmark-fallback.iife.js'));
  const integrity = `sha384-${createHash('sha384').update(second).digest('base64')}`;
  await build({
    ...scripts,
    entryPoints: { 'touchmark.iife': join(entries, 'iife.ts') },
    define: { ...scripts.define, FALLBACK_INTEGRITY: JSON.stringify(integrity) },
  });
  // Not in the npm package: a static resource, whose host hands over the second engine.
  await build({
    ...scripts,
    sourcemap: false,
    entryPoints: { 'lightning/touchmark': join(entries, 'iife.ts') },
    plugins: [instead(new Map([[besideSources, givenSources]])), ...shared.plugins],
  });
  await build({
    ...scripts,
    entryPoints: { 'touchmark-elements.iife': join(entries, 'iife-elements.ts') },
    plugins: [secondScript(await offered(shared)), ...shared.plugins],
  });
  await words(catalogue);
  await icons();
  await schemas();
  await describe({ www, dist, style: inputs['#style'] });
  await topFiles();
  await lwcMocks({ www, catalogue });
  await writeIntegrity(www);
  await buildPortal({ www, shared });
}

/** CommonJS for Node before 20.19, which loads no module by require(): one script that holds all, and one for each entry. */
async function commonJs(shared) {
  const out = join(dist, 'cjs');
  await build({
    ...shared,
    ...WITH_BYTES,
    entryPoints: { all: join(entries, 'cjs.ts') },
    outdir: out,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    target: 'node20',
    platform: 'node',
    minifyWhitespace: true,
    // Its files are beside the modules, one folder up.
    define: { ...shared.define, 'import.meta.url': 'touchmarkUrl' },
    banner: {
      js: "const touchmarkUrl = require('node:url').pathToFileURL(require('node:path').join(__dirname, '..', 'x.js')).href;",
    },
  });
  for (const name of ['node', 'inline', 'disclosure'])
    await writeFile(join(out, `${name}.cjs`), `module.exports = require('./all.cjs').${name};\n`);
}

/** Puts in what other entries find in files, so that the script stands alone. */
function everything() {
  return instead(
    new Map([
      [join(entries, 'index.ts'), join(entries, 'inline.ts')],
      [componentSource, inlinedComponentSource],
    ]),
  );
}

/** Takes one file of the sources where another is imported. */
function instead(files) {
  return {
    name: 'instead',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const other = files.get(join(resolveDir, path.replace(/\.js$/, '.ts')));
        return other && { path: other };
      });
    },
  };
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
    '#words/status': join(www, '../src/words/catalogue/status.json'),
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
    if (
      /\.(?:js|js\.map|json)$/.test(name) ||
      ['cjs', 'types', 'icons', 'lightning', 'schemas', 'words', 'lwc-jest-mocks'].includes(name)
    )
      await rm(join(dist, name), { recursive: true });
  }
}

async function sharedOptions(inputs, words) {
  const { version } = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  return {
    bundle: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    define: { TOUCHMARK_VERSION: JSON.stringify(version) },
    plugins: [artefacts(inputs, words)],
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
  held.delete(join(entries, 'surface.ts'));
  return {
    name: 'elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
        if (kind === 'entry-point') return undefined;
        if (held.has(file)) return { path: './index.js', external: true };
        if (file === join(entries, 'elements.ts')) return { path: './elements.js', external: true };
        return undefined;
      });
    },
  };
}

/** What the classic script of the verifier has for that of the elements: the modules inside, and the names they offer. */
async function offered(shared) {
  const { metafile } = await build({
    ...shared,
    entryPoints: [join(entries, 'iife-shared.ts')],
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [{ exports: names }] = Object.values(metafile.outputs);
  return { modules: Object.keys(metafile.inputs), names };
}

/**
 * Leaves to the classic script that ran before what that holds. A script cannot import from another, so what it offers is taken
 * from its global; a name that it does not offer is an error of the build. The source of the components loads files, and this script loads none.
 */
function secondScript({ modules, names }) {
  const held = new Set([...modules.map((path) => resolve(path)), join(entries, 'index.ts')]);
  const taken = `export const { ${names.join(', ')} } =
    (globalThis.touchmark && globalThis.touchmark[Symbol.for('touchmark/shared')]) || {};`;
  return {
    name: 'second-script',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
        if (held.has(file)) return { path: 'first', namespace: 'first-script', sideEffects: false };
        if (file === componentSource) return { path: inlinedComponentSource };
        return undefined;
      });
      onLoad({ filter: /.*/, namespace: 'first-script' }, () => ({ contents: taken, loader: 'js' }));
    },
  };
}

/** Resolves the `#…` names of src/artefacts.d.ts. */
function artefacts(inputs, words) {
  const loaders = { '#verifier.wasm': 'binary', '#components.wasm': 'binary' };
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
        if (path in words) return { contents: JSON.stringify(words[path]), loader: 'json' };
        const file = inputs[path];
        if (path === '#words/status') return { contents: await statusCounts(file), loader: 'json' };
        if (path === '#style') {
          // Its comments are for who reads the file; a page adopts the rules.
          const { code } = await transform(await readFile(file, 'utf8'), { loader: 'css', minify: true });
          return { contents: code, loader: 'text' };
        }
        const loader = loaders[path] ?? (path.startsWith('#words') ? 'json' : 'js');
        if (loader !== 'js') return { contents: await readFile(file), loader, resolveDir: dirname(file) };
        // Nobody reads what was generated: a map of nothing keeps it out of the maps.
        const contents = `${await readFile(file, 'utf8')}\n//# sourceMappingURL=${NO_MAP}`;
        return { contents, loader, resolveDir: dirname(file) };
      });
    },
  };
}

/** What elements need of the catalogue while no artefact is there to ask: enough to say any verdict, and a list, in one line of English. */
function coreWords(catalogue) {
  const needed =
    /^(?:origin\.|group\.|claim\.|badge\.flagged$|banner\.count$|trust\.unchecked$|watermark\.label$)/;
  const english = Object.entries(catalogue.en).filter(([key]) => needed.test(key));
  return { languages: Object.keys(catalogue), english: Object.fromEntries(english) };
}

/** Language tag → status → how many of its texts have it. */
async function statusCounts(file) {
  const counts = {};
  for (const [lang, texts] of Object.entries(JSON.parse(await readFile(file, 'utf8')))) {
    counts[lang] = {};
    for (const status of Object.values(texts)) counts[lang][status] = (counts[lang][status] ?? 0) + 1;
  }
  return JSON.stringify(counts);
}

/** The longest state in each language. */
function longestWords(catalogue) {
  return Object.fromEntries(Object.entries(catalogue).map(([lang, texts]) => [lang, longestState(texts)]));
}

/**
 * The longest that a badge of a language says, without a flag and without what a record says of itself: a table keeps room for it. By
 * its letters, narrow ones for half; how wide it is, the browser measures in the font of the page.
 */
function longestState(texts) {
  const named = (prefix) =>
    Object.keys(texts)
      .filter((key) => key.startsWith(prefix))
      .map((key) => texts[key]);
  const beside = BESIDE_ORIGIN.flatMap((group) => texts[`group.${group}`] ?? []);
  const said = named('origin.').flatMap((origin) => beside.map((trust) => `${origin} · ${trust}`));
  const width = (text) => text.length - (text.match(/[ifjlrtI.,’ ·]/g) ?? []).length / 2;
  return [...said, ...named('group.')]
    .map((text) => text.replace('{environment}', 'production'))
    .reduce((longest, text) => (width(text) > width(longest) ? text : longest));
}

/** Language tag → key → text. */
async function readCatalogue(folder) {
  const catalogue = {};
  for (const name of (await readdir(folder)).sort()) {
    const lang = /^([a-z]{2})\.json$/.exec(name)?.[1];
    if (lang) catalogue[lang] = JSON.parse(await readFile(join(folder, name), 'utf8'));
  }
  return catalogue;
}

/** A file for each language, without the spaces that its translators read by. */
async function words(catalogue) {
  await mkdir(join(dist, 'words'), { recursive: true });
  for (const [lang, texts] of Object.entries(catalogue)) {
    await writeFile(join(dist, 'words', `${lang}.json`), JSON.stringify(texts));
  }
}

/** Icons for the tab: files, since a strict page takes no image from anywhere else. */
async function icons() {
  await cp(join(www, 'src/icons'), join(dist, 'icons'), { recursive: true });
}

/** The forms of policies, trust bundles, registries, seals and verdicts, as the repository publishes them. */
async function schemas() {
  await cp(join(www, '../docs/schemas'), join(dist, 'schemas'), { recursive: true });
}

/** What npm and its readers look for at the top of a package; the repository has each at its own. */
async function topFiles() {
  const names = ['CHANGELOG.md', 'LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT'];
  for (const name of names) await cp(join(www, '..', name), join(www, name));
}
