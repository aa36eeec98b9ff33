// What the packed tarball says to compilers: small projects of many settings, and the tools that look for what packages get wrong.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import ts from 'typescript';
import { installPackage } from '../../browser/harness.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

let installed;
let packed;
before(async () => {
  installed = await installPackage();
  packed = join(installed.folder, 'node_modules/touchmark');
});
after(() => installed?.remove());

/** What tsc complains of in a project with the package, these other packages, and these files (name → text). */
async function complaints(files, options, packages = []) {
  const folder = await mkdtemp(join(installed.folder, 'project-'));
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
  for (const part of ['package.json', 'dist/types'])
    await cp(join(packed, part), join(folder, 'node_modules/touchmark', part), { recursive: true });
  for (const name of packages) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(modules, name), join(folder, 'node_modules', name));
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
    types: [],
    ...options,
  };
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: Object.keys(files) }),
  );
  try {
    await run(process.execPath, [tsc, '-p', folder], { cwd: folder });
    return '';
  } catch ({ stdout }) {
    return stdout.trim();
  }
}

const NODENEXT = { module: 'nodenext' };
const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' };
const DOM = { lib: ['es2022', 'dom', 'dom.iterable'] };
const NO_DOM = { lib: ['es2022'] };
const FOR_NODE = { ...NODENEXT, ...NO_DOM, types: ['node'] };
/** The types of Node, and what they ask for. */
const NODE = ['@types/node', 'undici-types'];

/** A program for Node that uses what a server uses. */
const SERVER = `
import { createVerifier, isVerdict, TouchmarkError, version, type Verdict, type VerifierOptions } from 'touchmark';
import { createVerifier as inlined } from 'touchmark/inline';
import { csvWithOrigin, splitSum, tally } from 'touchmark/disclosure';

const options: VerifierOptions = { trust: '{}', policy: {}, engine: 'fallback', timeout: 100 };
const verifier = await createVerifier(options);
const verdicts: readonly Verdict[] = await verifier.verifyAll([{ attributes: { type: 'Contact' }, Id: '1' }, '{}']);
const { isWhole, notes } = await verifier.verifyAnswer('{}');
export const counted = tally(verdicts);
export { csvWithOrigin, inlined, isVerdict, isWhole, notes, splitSum, TouchmarkError, version };
`;

/** Every entry that has types. */
async function everyEntry() {
  const { exports } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'));
  return Object.keys(exports).filter((name) => JSON.stringify(exports[name]).includes('"types"'));
}

const FRAMEWORKS = [
  'react',
  '@types/react',
  'csstype',
  'preact',
  'vue',
  '@vue',
  'svelte',
  'solid-js',
  'seroval',
];

describe('the declarations', () => {
  it('do for a program for Node, which has no DOM', async () => {
    assert.equal(await complaints({ 'server.ts': SERVER }, FOR_NODE, NODE), '');
  });

  it('do where there is neither a DOM nor Node', async () => {
    assert.equal(await complaints({ 'server.ts': SERVER }, { ...NODENEXT, ...NO_DOM }), '');
  });

  it('do with the DOM, as modules of Node and of a bundler, in every entry', async () => {
    const names = await everyEntry();
    assert.ok(names.length > 12, names.join(' '));
    const text = names.map((name) => `import type {} from '${name.replace('.', 'touchmark')}';`).join('\n');
    for (const resolution of [NODENEXT, BUNDLER])
      assert.equal(await complaints({ 'every.ts': text }, { ...resolution, ...DOM }, FRAMEWORKS), '');
  });

  it('are noticed when they name what a project for Node has not, or what is not there', async () => {
    const file = join(packed, 'dist/types/index.d.ts');
    const before = await readFile(file, 'utf8');
    try {
      await writeFile(file, `${before}export declare const place: Element;\n`);
      assert.match(await complaints({ 'server.ts': SERVER }, FOR_NODE, NODE), /TS2304.*Element/);
      await writeFile(file, `${before}export type * from '#components';\n`);
      assert.match(await complaints({ 'server.ts': SERVER }, FOR_NODE, NODE), /TS2307.*#components/);
    } finally {
      await writeFile(file, before);
    }
  });

  it('name only modules of the package, or of a framework that it is for', async () => {
    const folder = join(packed, 'dist/types');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
    const strange = [];
    for (const name of files) {
      const path = join(folder, name);
      for (const { fileName } of ts.preProcessFile(await readFile(path, 'utf8'), true, false).importedFiles) {
        const isThere = fileName.startsWith('.')
          ? existsSync(resolve(dirname(path), fileName.replace(/\.js$/, '.d.ts')))
          : /^(?:preact|react|solid-js|svelte\/\w+|vue)$/.test(fileName);
        if (!isThere) strange.push(`${name}: ${fileName}`);
      }
    }
    assert.ok(files.length > 20);
    assert.deepEqual(strange, []);
  });
});

describe('the elements in templates', () => {
  const TSX = `
import type { RecordView, Verdict } from 'touchmark';
import type {} from 'touchmark/types/react';

export function Row({ record, verdict }: { record: RecordView; verdict: Verdict | undefined }) {
  return (
    <touchmark-provider trust="/trust.json" policy="/policy.json" ontouchmark-error={(event) => event.detail.error.code}>
      <touchmark-badge
        className="badge"
        key="1"
        lang="de"
        record={record}
        size="cell"
        plain
        ontouchmark-verdict={(event) => event.detail.verdict.origin}
      >
        Not yet checked
      </touchmark-badge>
      <touchmark-details verdict={verdict} />
      <touchmark-summary for="list" total={12} hide ontouchmark-hide={(event) => event.detail.hide} />
      <touchmark-guard action="blur" on="masked" no-reveal="" unsealed="hold" verdicts={verdict && [verdict]} />
    </touchmark-provider>
  );
}
`;
  const REACT = { ...BUNDLER, ...DOM, jsx: 'react-jsx' };
  const REACTS = ['react', '@types/react', 'csstype'];
  const preact = (text) =>
    text.replace('types/react', 'types/preact').replace(' on="masked"', ' origins="masked"');
  const PREACT = { ...BUNDLER, ...DOM, jsx: 'react-jsx', jsxImportSource: 'preact' };

  it('are known to React, by one line or by the adapter', async () => {
    assert.equal(await complaints({ 'row.tsx': TSX }, REACT, REACTS), '');
    const adapter = TSX.replace(
      "import type {} from 'touchmark/types/react';",
      "import { Touchmark, useVerdict } from 'touchmark/react';\nexport const { verdict, state } = useVerdict('{}');",
    );
    const tag = /<(\/?)touchmark-(\w+)/g;
    const component = adapter.replace(tag, (_, end, name) =>
      end ? '</Touchmark' : `<Touchmark as="touchmark-${name}"`,
    );
    for (const text of [adapter, component]) {
      assert.equal(await complaints({ 'row.tsx': text }, REACT, REACTS), '');
    }
    const wrong = component.replace('size="cell"', 'size="huge"');
    assert.match(await complaints({ 'row.tsx': wrong }, REACT, REACTS), /huge/);
  });

  it('are known to Preact', async () => {
    assert.equal(await complaints({ 'row.tsx': preact(TSX) }, PREACT, ['preact']), '');
  });

  it('are noticed where they are wrong', async () => {
    const cases = {
      'no line at all': ["import type {} from 'touchmark/types/react';", '', /touchmark-badge/],
      'a size that there is not': ['size="cell"', 'size="huge"', /huge/],
      'an attribute that there is not': ['plain\n', 'plane\n', /plane/],
      'an event that is another': ['event.detail.verdict.origin', 'event.detail.verdict.source', /source/],
      'a verdict that is none': ['verdict={verdict}', 'verdict="verified"', /Verdict/],
      'a property that is read': ['plain\n', 'state="verified"\n', /state/],
    };
    for (const [what, [right, wrong]] of Object.entries(cases))
      assert.ok(TSX.includes(right), `${what}: ${wrong}`);
    const [[, [line, none, unknown]], ...others] = Object.entries(cases);
    assert.match(await complaints({ 'row.tsx': TSX.replace(line, none) }, REACT, REACTS), unknown);
    const files = others.map(([, [right, wrong]], at) => [`row${at}.tsx`, TSX.replace(right, wrong)]);
    const found = await complaints(Object.fromEntries(files), REACT, REACTS);
    for (const [at, [what, [, , message]]] of others.entries()) {
      const own = found.split('\n').filter((text, line, all) =>
        all
          .slice(0, line + 1)
          .findLast((one) => !one.startsWith(' '))
          .startsWith(`row${at}.tsx`),
      );
      assert.match(own.join('\n'), message, what);
    }
  });

  it('are noticed in Preact with an attribute that it takes for an event', async () => {
    const wrong = preact(TSX).replace(' origins="masked"', ' on="masked"');
    assert.match(await complaints({ 'row.tsx': wrong }, PREACT, ['preact']), /never/);
  });

  it('are known to Vue, Svelte and Solid', async () => {
    const files = {
      'vue.ts': `
import type { GlobalComponents } from 'vue';
import { useVerdict } from 'touchmark/vue';
type Props = InstanceType<GlobalComponents['touchmark-badge']>['$props'];
export const badge: Props = { record: '{}', size: 'cell', plain: true, class: 'a', onTouchmarkVerdict: (event) => event.detail.verdict.origin };
export const { verdict, state } = useVerdict(() => '{}');
// @ts-expect-error no such size
export const wrong: Props = { size: 'huge' };
`,
      'svelte.ts': `
import type { SvelteHTMLElements } from 'svelte/elements';
import { verdictOf } from 'touchmark/svelte';
type Props = SvelteHTMLElements['touchmark-badge'];
export const badge: Props = { record: '{}', size: 'cell', plain: true, class: 'a', 'ontouchmark-verdict': (event) => event.detail.verdict.origin };
export const guard: SvelteHTMLElements['touchmark-guard'] = { origins: 'masked' };
export const store = verdictOf('{}');
// @ts-expect-error taken for an event
export const wrong: SvelteHTMLElements['touchmark-guard'] = { on: 'masked' };
`,
      'solid.ts': `
import type { JSX } from 'solid-js';
import type {} from 'touchmark/types/solid';
type Props = JSX.IntrinsicElements['touchmark-badge'];
export const badge: Props = { record: '{}', 'attr:size': 'cell', plain: true, class: 'a', 'on:touchmark-verdict': (event) => event.detail.verdict.origin };
// @ts-expect-error would be set as a property, which there is not
export const wrong: Props = { size: 'cell' };
`,
    };
    assert.equal(await complaints(files, { ...BUNDLER, ...DOM }, FRAMEWORKS), '');
  });
});

describe('the package', () => {
  it('is as publint wants it', async () => {
    const { messages } = await publint({ pkgDir: packed, strict: true });
    assert.deepEqual(messages, []);
  });

  it('has types that are right, for whoever imports it', async () => {
    assert.deepEqual(await wrongTypes(), []);
  });

  it('is noticed when its entries lead nowhere', async () => {
    const file = join(packed, 'package.json');
    const before = await readFile(file, 'utf8');
    try {
      const wrong = JSON.parse(before);
      wrong.exports['./inline'] = { default: './dist/inline.js', types: './dist/types/nowhere.d.ts' };
      await writeFile(file, JSON.stringify(wrong));
      const { messages } = await publint({ pkgDir: packed, strict: true });
      assert.ok(messages.length > 0);
      assert.ok((await wrongTypes()).some((problem) => problem.includes('./inline')));
    } finally {
      await writeFile(file, before);
    }
  });

  it('has a source map for each script, with the sources inside', async () => {
    const dist = join(packed, 'dist');
    const scripts = (await readdir(dist)).filter((name) => name.endsWith('.js'));
    assert.ok(scripts.length > 10);
    for (const name of scripts) {
      const { sources, sourcesContent } = JSON.parse(await readFile(join(dist, `${name}.map`), 'utf8'));
      assert.equal(sources.length, sourcesContent.length, name);
      assert.ok(
        sources.some((source) => source.startsWith('../src/')),
        name,
      );
      const last = (await readFile(join(dist, name), 'utf8')).trimEnd().split('\n').at(-1);
      // A host that takes one file, as a static resource, has no map: a classic script names none.
      assert.equal(last === `//# sourceMappingURL=${name}.map`, !name.endsWith('.iife.js'), name);
    }
  });
});

/** What "Are the types wrong?" finds. Old resolution (`node10`) is no part of it: it knows no `exports`, and Node 20 does. */
async function wrongTypes() {
  const tarball = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--pack-destination', installed.folder],
    {
      cwd: packed,
    },
  );
  const [{ filename }] = JSON.parse(tarball.stdout);
  const data = new Uint8Array(await readFile(join(installed.folder, filename)));
  const { exports } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'));
  const { problems = [], types } = await checkPackage(createPackageFromTarballData(data));
  assert.ok(types);
  return problems
    .filter(({ resolutionKind }) => resolutionKind !== 'node10')
    .filter(
      // Modules, and no CommonJS beside them, where the entry says so.
      ({ kind, entrypoint }) =>
        kind !== 'CJSResolvesToESM' || JSON.stringify(exports[entrypoint] ?? '').includes('"require"'),
    )
    .map(({ kind, entrypoint, resolutionKind }) => `${kind} ${entrypoint} ${resolutionKind}`);
}
