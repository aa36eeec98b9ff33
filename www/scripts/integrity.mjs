// Subresource integrity: the hash of every file that a page may load, and a page that shows how to use them. Also a command, for
// a folder in which the package is: node www/scripts/integrity.mjs FOLDER names every file that is not what its hash says.

import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a page loads, beside `dist`. Node's entry is not among them. */
const LOADED =
  /^(?:(?!node\.js$)[\w.-]+\.js|wasm-fallback\/\w+\.js|wasm(?:-ui)?\/\w+\.wasm|words\/\w+\.json)$/;

/** Stands for wherever somebody puts the package. */
const ADDRESS = 'https://cdn.example/touchmark@';

/** Path below `dist` → `sha384-…`, in order. */
export async function integrityOf(dist) {
  const files = {};
  const names = await readdir(dist, { recursive: true });
  for (const name of names.map((name) => name.replaceAll('\\', '/')).sort()) {
    if (!LOADED.test(name) || isGlue(name)) continue;
    const hash = createHash('sha384').update(await readFile(join(dist, name)));
    files[name] = `sha384-${hash.digest('base64')}`;
  }
  return files;
}

/** Writes `dist/sri.json` and `dist/cdn.md` of a package. */
export async function writeIntegrity(www) {
  const manifest = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  const dist = join(www, 'dist');
  const files = await integrityOf(dist);
  const list = { version: manifest.version, files };
  await writeFile(join(dist, 'sri.json'), `${JSON.stringify(list, null, 2)}\n`);
  await writeFile(join(dist, 'cdn.md'), cdnPage(manifest, files));
}

/** What is wrong with the hashes of a package: a line for each file. */
export async function differences(www) {
  const remedy = 'pack anew after `cargo xtask build --only www`';
  const { version } = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  const list = JSON.parse(await readFile(join(www, 'dist/sri.json'), 'utf8'));
  const page = await readFile(join(www, 'dist/cdn.md'), 'utf8');
  const files = await integrityOf(join(www, 'dist'));
  const names = [...new Set([...Object.keys(files), ...Object.keys(list.files)])].sort();
  const wrong = names.filter((name) => files[name] !== list.files[name]);
  const found = wrong.map((name) => `dist/${name} is not what dist/sri.json says: ${remedy}`);
  if (list.version !== version)
    found.push(`dist/sri.json is of version ${list.version}, package.json of ${version}: ${remedy}`);
  const known = new Set(Object.values(files));
  for (const [hash] of page.matchAll(/sha384-[\w+/=]+/g))
    if (!known.has(hash)) found.push(`dist/cdn.md shows ${hash}, which no file has: ${remedy}`);
  return found;
}

/** The glue between a Wasm file and the scripts is inside the scripts. */
function isGlue(name) {
  return /^wasm(?:-ui)?\/.*\.js$/.test(name);
}

function cdnPage(manifest, files) {
  const address = `${ADDRESS}${manifest.version}/dist`;
  const classic = (name) =>
    [
      `<script src="${address}/${name}"`,
      `  integrity="${files[name]}"`,
      '  crossorigin="anonymous"></script>',
    ].join('\n');
  const isModule = (name) => /\.js$/.test(name) && !/\.iife\.js$|^worker\.js$/.test(name);
  const map = {
    imports: Object.fromEntries(
      Object.entries(manifest.exports)
        .map(([entry, target]) => [`touchmark${entry.slice(1)}`, fileOf(target)])
        .filter(([, name]) => name !== undefined && files[name] !== undefined && isModule(name))
        .map(([entry, name]) => [entry, `${address}/${name}`]),
    ),
    integrity: Object.fromEntries(
      Object.entries(files)
        .filter(([name]) => isModule(name))
        .map(([name, hash]) => [`${address}/${name}`, hash]),
    ),
  };
  return `# From another server, with hashes

Written by the build of touchmark ${manifest.version}. \`${ADDRESS}${manifest.version}\` stands for where the package is: a server of yours, or a
mirror of npm once the package is published there. A browser that is given a hash refuses a file of other bytes.
\`sri.json\`, beside this page, has the hash of every file that a page may load.

## Classic scripts

All that they need is inside them, so three hashes cover everything that runs. The second engine is for pages without
WebAssembly; where it is not on the page, the first script fetches it when it is needed, and takes no other than that of its own build.

\`\`\`html
${classic('touchmark.iife.js')}
${classic('touchmark-fallback.iife.js')}
${classic('touchmark-elements.iife.js')}
\`\`\`

## Modules

An import map holds the hashes of what modules import, also of what they import from each other. Browsers that know no
\`integrity\` in it load the files and compare nothing.

\`\`\`html
<script type="importmap">
${JSON.stringify(map, null, 2)}
</script>
<script type="module">
  import 'touchmark/define';
</script>
\`\`\`

Wasm files and words are fetched by the scripts, and no hash is asked for there. \`touchmark/inline\` has its engines inside.
Workers cannot start from another origin: the page does their work.

## The policy of the page

\`\`\`
script-src https://cdn.example 'wasm-unsafe-eval'; connect-src 'self' https://cdn.example; style-src 'self'
\`\`\`

Import maps and modules that stand in the page itself need a nonce or a hash of their own. Trust list and policy are always
of the page's own origin.
`;
}

/** The script below `dist` that browsers get for an entry, if it is one. */
function fileOf(target) {
  const file = typeof target === 'string' ? target : target.default;
  return /^\.\/dist\/(.+\.js)$/.exec(typeof file === 'string' ? file : '')?.[1];
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error(`usage: node ${basename(process.argv[1])} FOLDER`);
    process.exit(2);
  }
  const found = await differences(folder);
  for (const line of found) console.error(line);
  process.exit(found.length > 0 ? 1 : 0);
}
