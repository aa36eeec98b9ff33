// Makes one module of wasm2js's output and wasm-bindgen's glue: `node fallback.mjs GLUE OUT [CURVE]`. CURVE is what the glue
// imports as `#curve`; what it exports is offered beside the glue's own.
// Nothing runs on import: `start()` gives a new engine with memory of its own.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, transform } from 'esbuild';

const [glue, out, curve] = process.argv.slice(2);

/** What the classic script is built for; esbuild writes the curve's bigints so that it is read where they have no syntax. */
const TARGET = 'es2016';
// Minifiers (SWC) make of bytes in a template literal what no script may hold.
const SUPPORTED = { 'template-literal': false };

await mkdir(dirname(out), { recursive: true });
await writeFile(out, await moduleOf(glue));

async function moduleOf(glue) {
  const { outputFiles } = await build({
    stdin: {
      contents: [glue, curve ?? []]
        .flat()
        .map((path) => `export * from ${JSON.stringify(path)};`)
        .join('\n'),
      resolveDir: dirname(glue),
    },
    bundle: true,
    target: TARGET,
    supported: SUPPORTED,
    write: false,
    format: 'iife',
    globalName: 'exported',
    charset: 'utf8',
    plugins: [{ name: 'wasm2js', setup: withoutWasm }],
  });
  const { code } = await transform(`export function start() {\n${outputFiles[0].text}\nreturn exported;\n}`, {
    format: 'esm',
    minify: true,
    charset: 'utf8',
    target: TARGET,
    supported: SUPPORTED,
  });
  return code;
}

/** Has the glue import the JavaScript where it would import the Wasm, and mends both for one another. */
function withoutWasm({ onResolve, onLoad }) {
  onResolve({ filter: /^#curve$/ }, () => ({ path: curve }));
  onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, `${path}.js`) }));
  // Left open where wasm-bindgen does without reference types: the first slot of its heap that it does not fill itself.
  onResolve({ filter: /^__wbindgen_externref_xform__$/ }, ({ path }) => ({ path, namespace: 'slots' }));
  onLoad({ filter: /.*/, namespace: 'slots' }, () => ({
    contents: 'export const __wbindgen_externref_statics_end = () => 1028;',
  }));
  onLoad({ filter: /_bg\.js$/ }, async ({ path }) => ({
    contents: withNewViews(await readFile(path, 'utf8')),
  }));
  onLoad({ filter: /\.wasm\.js$/ }, async ({ path }) => ({
    contents: withTextSegments(await readFile(path, 'utf8')),
  }));
}

/** Wasm memory that has grown leaves its old views empty; here they stay as they were, so the glue must ask otherwise. */
function withNewViews(code) {
  const bytes = replaced(code, /(\w+)\.byteLength === 0/g, '$1.buffer !== wasm.memory.buffer');
  return replaced(
    bytes,
    /(\w+)\.buffer\.detached === true \|\| \([^)]*\)/g,
    '$1.buffer !== wasm.memory.buffer',
  );
}

/** The static data is text for the most part, and gzip finds nothing to share in base64: 2 KB. */
function withTextSegments(code) {
  const decoder =
    /\n\s*var base64ReverseLookup[\s\S]*?\n\s*function base64DecodeToExistingUint8Array[\s\S]*?\n\s*\}\n(?=function|\s*function)/;
  const plain = replaced(
    code,
    decoder,
    `
function write(bytes, offset, text) {
  for (var i = 0; i < text.length; ++i) bytes[offset + i] = text.charCodeAt(i);
}
`,
  );
  return replaced(
    plain,
    /base64DecodeToExistingUint8Array\(bufferView, (\d+), "([^"]*)"\)/g,
    (_, offset, base64) =>
      `write(bufferView, ${offset}, ${JSON.stringify(Buffer.from(base64, 'base64').toString('latin1'))})`,
  );
}

/** Replaces what must be there: a tool of another version may write otherwise. */
function replaced(code, pattern, replacement) {
  const result = code.replace(pattern, replacement);
  if (result === code) throw new Error(`the code that a tool made does not hold ${pattern} any more`);
  return result;
}
