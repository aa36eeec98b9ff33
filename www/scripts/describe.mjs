// What the package says of itself to compilers and editors: declarations, and the custom elements manifest with what follows from it.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { manifest } from './manifest.mjs';
import { htmlData, markupTypes, webTypes } from './metadata.mjs';
import { keepPublicTypes } from './public-types.mjs';

/** Writes it into `dist`. `style` is the style sheet of the components. */
export async function describe({ www, dist, style }) {
  const about = JSON.parse(await readFile(join(www, 'package.json'), 'utf8'));
  const elements = await manifest({ www, style });
  const json = (name, value) => writeFile(join(dist, name), `${JSON.stringify(value, null, 2)}\n`);
  await json('custom-elements.json', elements);
  await json('web-types.json', webTypes(elements, about));
  await json('html-custom-data.json', htmlData(elements));
  const out = join(dist, 'types');
  await types({ www, out, entries: named(about, './dist/types/'), elements });
  await commonJsTypes({
    types: out,
    out: join(dist, 'cjs/types'),
    entries: named(about, './dist/cjs/types/'),
  });
}

/**
 * The declarations again for `require`, as TypeScript wants them: of the same names with `.cts`, in the folder that `exports` names.
 * Writes those that the named ones lead to.
 */
async function commonJsTypes({ types, out, entries }) {
  const waiting = entries.map((name) => name.replace(/\.d\.cts$/, '.d.ts'));
  const written = new Set();
  for (const name of waiting) {
    if (written.has(name)) continue;
    written.add(name);
    const text = await readFile(join(types, name), 'utf8');
    for (const { fileName } of ts.preProcessFile(text, true, false).importedFiles)
      waiting.push(posix.join(posix.dirname(name), fileName).replace(/\.js$/, '.d.ts'));
    const file = join(out, name.replace(/\.d\.ts$/, '.d.cts'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text.replace(/(["']\.\.?\/[^"'\n]+)\.js(["'])/g, '$1.cjs$2'));
  }
}

/** Where the typings of frameworks are, below the declarations. */
const FRAMEWORKS = 'frameworks';

async function types({ www, out, entries, elements }) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(
    process.execPath,
    [tsc, '-p', www, '--emitDeclarationOnly', '--declaration', '--outDir', out],
    { stdio: 'inherit' },
  );
  await entriesToTop(out);
  await mkdir(join(out, FRAMEWORKS), { recursive: true });
  await writeFile(join(out, 'markup.d.ts'), markupTypes(elements));
  const frameworks = await readdir(join(www, 'typings'));
  for (const name of frameworks) await cp(join(www, 'typings', name), join(out, FRAMEWORKS, name));
  await keepPublicTypes(out, [...entries, ...frameworks.map((name) => `${FRAMEWORKS}/${name}`)]);
  // Who imports the adapter of a framework has the elements in its templates.
  for (const name of frameworks.filter((name) => entries.includes(name))) {
    const adapter = join(out, name);
    const link = `import type {} from './${FRAMEWORKS}/${basename(name, '.d.ts')}.js';\n`;
    await writeFile(adapter, link + (await readFile(adapter, 'utf8')));
  }
}

/** The declarations of the entries go where `exports` has them: beside the folders, as their scripts are. Only entries import entries. */
async function entriesToTop(out) {
  const folder = join(out, 'entries');
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(out, name), text.replace(/(["'])\.\.\//g, '$1./'));
  }
  await rm(folder, { recursive: true });
}

/** The files in a folder that `exports` of package.json names, as paths below it. No patterns: those are not entries of their own. */
function named({ exports }, folder) {
  const found = new Set();
  const visit = (target) => {
    if (typeof target !== 'string') Object.values(target ?? {}).forEach(visit);
    else if (target.startsWith(folder) && !target.includes('*')) found.add(target.slice(folder.length));
  };
  visit(exports);
  return [...found];
}
