// Holds the sources to how they are laid out: no circle of files, a head line in each, exports where they are declared.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('../src/', import.meta.url));

/** Path below `src` → text. */
const sources = new Map();

before(async () => {
  for (const name of await readdir(folder, { recursive: true }))
    if (/\.(ts|json)$/.test(name))
      sources.set(name.replaceAll(sep, '/'), await readFile(`${folder}${name}`, 'utf8'));
});

/** The files that each file imports, for types too. Throws where it names one that there is not. */
function importsOf(files) {
  const imports = new Map();
  for (const [name, text] of files) {
    const named = ts.preProcessFile(text, true, false).importedFiles.map(({ fileName }) => fileName);
    const own = named
      .filter((fileName) => fileName.startsWith('.'))
      .map((fileName) => posix.join(posix.dirname(name), fileName).replace(/\.js$/, '.ts'));
    for (const other of own) assert.ok(files.has(other), `${name} imports ${other}, which is not there`);
    imports.set(name, own);
  }
  return imports;
}

/** A file that leads back to itself, and the way; undefined where there is none. */
function circleIn(imports) {
  const done = new Set();
  const visit = (name, way) => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const other of imports.get(name)) {
      const circle = visit(other, [...way, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of imports.keys()) {
    const circle = visit(name, []);
    if (circle) return circle.join(' → ');
  }
  return undefined;
}

describe('files', () => {
  test('lead nowhere back to themselves', () => {
    assert.ok(sources.size > 50);
    const imports = importsOf(sources);
    assert.ok(imports.get('entries/index.ts').includes('engine/verifier.ts'));
    assert.equal(circleIn(imports), undefined);
  });

  for (const [kind, closing] of Object.entries({
    'an import': "import { a } from '../a.js';\nexport const c = a;",
    'an import of types': "import type { A } from '../a.js';\nexport type C = A;",
    'an export of types': "export type * from '../a.js';",
    'a type in its place': "export type C = import('../a.js').A;",
    'a dynamic import': "export const c = () => import('../a.js');",
  }))
    test(`are found in a circle that ${kind} closes, and named`, () => {
      const files = new Map([
        ['outside.ts', "export * from './a.js';"],
        ['a.ts', "import { b } from './folder/b.js';\nexport const a = b;\nexport type A = typeof a;"],
        ['folder/b.ts', "export { c as b } from './c.js';"],
        ['folder/c.ts', closing],
      ]);
      assert.equal(circleIn(importsOf(files)), 'a.ts → folder/b.ts → folder/c.ts → a.ts');
      files.set('folder/c.ts', 'export const c = 1;');
      assert.equal(circleIn(importsOf(files)), undefined);
    });

  test('are missed where they are not there', () => {
    assert.throws(() => importsOf(new Map([['a.ts', "import './b.js';"]])), /a\.ts imports b\.ts/);
  });

  test('have names of their own, but for entries, which are named as they are imported', () => {
    const names = [...sources.keys()].filter((name) => !name.startsWith('entries/')).map(baseName);
    assert.deepEqual(repeated(names), []);
    assert.deepEqual(repeated(['a/batch.ts', 'b/pool.ts', 'b/batch.ts'].map(baseName)), ['batch.ts']);
  });
});

describe('each file', () => {
  test('begins by saying what it is', () => {
    const silent = ([name, text]) => name.endsWith('.ts') && !/^\/(?:\*\* |\*\*\n \* |\/ )[A-Z`]/.test(text);
    assert.deepEqual(
      [...sources].filter(silent).map(([name]) => name),
      [],
    );
    assert.ok(silent(['a.ts', "import './b.js';"]) && !silent(['a.ts', '/** What it is. */']));
  });

  test('exports what it declares where it declares it', () => {
    const lists = ([, text]) => /^export (?:type )?\{[^}]*\}(?! from )/m.test(text);
    assert.deepEqual(
      [...sources].filter(lists).map(([name]) => name),
      [],
    );
    assert.ok(
      lists(['a.ts', 'const a = 1;\nexport { a };']) && !lists(['a.ts', "export { a } from './b.js';"]),
    );
  });
});

const baseName = (name) => posix.basename(name);

const repeated = (names) => names.filter((name, at) => names.indexOf(name) !== at);
