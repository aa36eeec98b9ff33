// What the package says of itself to compilers and editors: declarations, and the custom elements manifest with what follows from it.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
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
  await types({ www, out: join(dist, 'types'), entries: typeEntries(about), elements });
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
  await mkdir(join(out, FRAMEWORKS), { recursive: true });
  await cp(join(www, 'src/verdict.d.ts'), join(out, 'verdict.d.ts'));
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
  // The same, as those of CommonJS: what they are is told by the nearest package.json.
  const cjs = join(out, '../cjs');
  await cp(out, join(cjs, 'types'), { recursive: true });
  await writeFile(join(cjs, 'package.json'), '{ "type": "commonjs" }\n');
}

/** The declarations that `exports` of package.json names for modules, as paths below `dist/types`. */
function typeEntries({ exports }) {
  const named = new Set();
  const visit = (target) => {
    if (typeof target === 'string') {
      const path = /^\.\/dist\/types\/([^*]+\.d\.ts)$/.exec(target)?.[1];
      if (path) named.add(path);
    } else for (const one of Object.values(target ?? {})) visit(one);
  };
  visit(exports);
  return [...named];
}
