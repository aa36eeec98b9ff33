// The package's README takes ten minutes to a true verdict: each of its snippets runs here, in order, as somebody would paste it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { open, packageInBrowser, serve } from './harness.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const { installed, browser } = await packageInBrowser();
const readme = await readFile(join(installed.folder, 'node_modules/touchmark/README.md'), 'utf8');
const { folder } = installed;

/** The snippets of one kind, in order. */
function snippets(kind) {
  return [...readme.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text);
}

test('it begins with how to install the package', () => {
  const [, first] = /^```(.*?)^```$/ms.exec(readme);
  assert.equal(first, 'sh\nnpm i touchmark\n');
});

test('every link leads to a file', async () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
  assert.ok(links.length > 1);
  for (const link of links) await access(join(repository, 'www', link));
});

test('no snippet is left out below', () => {
  const kinds = [...readme.matchAll(/^```(.+)$/gm)].map(([, kind]) => kind);
  const run = { sh: 2, 'json record': 1, toml: 1, 'json policy': 1, html: 1, js: 4 };
  const counted = {};
  for (const kind of kinds) counted[kind] = (counted[kind] ?? 0) + 1;
  assert.deepEqual(counted, run);
});

describe('ten minutes', async () => {
  await writeFile(join(folder, 'record.json'), snippets('json record')[0]);
  await writeFile(join(folder, 'rules.toml'), snippets('toml')[0]);
  await writeFile(join(folder, 'policy.json'), snippets('json policy')[0]);
  await writeFile(join(folder, 'index.html'), snippets('html')[0]);
  // A browser asks for it where a page names no icon.
  await writeFile(join(folder, 'favicon.ico'), '');
  // Where Cargo was told to build, or where it builds by itself.
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, 'target');
  const [, commands] = snippets('sh');
  await run('bash', ['-e', '-c', commands], {
    cwd: folder,
    env: { ...process.env, PATH: join(target, 'debug') + delimiter + process.env.PATH },
  });
  const sealed = await readFile(join(folder, 'sealed.json'), 'utf8');
  const site = await serve({ root: folder, csp: "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" });
  after(() => site.close());

  const said = async (options) => {
    const { page, context, troubles } = await open(browser, site.url, options);
    const badge = page.locator('touchmark-badge');
    const shown = options?.javaScriptEnabled === false ? badge : badge.getByRole('button');
    const text = (await shown.innerText()).replaceAll(/\s+/g, ' ').trim();
    await context.close();
    assert.deepEqual(troubles, []);
    return text;
  };
  const promised = [...readme.replaceAll('\n', ' ').matchAll(/reads "([^"]+)"/g)].map(([, words]) => words);

  test('to a record that is what was sealed', async () => {
    await writeFile(join(folder, 'sealed.json'), sealed);
    assert.equal(await said(), promised[0]);
  });

  test('to one that was changed since', async () => {
    await writeFile(join(folder, 'sealed.json'), sealed.replace('"Carrie"', '"Carry"'));
    assert.equal(await said(), promised[1]);
  });

  test('and to its own words where scripts are off', async () => {
    assert.equal(await said({ javaScriptEnabled: false }), 'Synthetic data (not yet checked)');
  });

  test('what is in code runs in Node', async () => {
    const [define, create, ...others] = snippets('js');
    assert.equal(define, "import 'touchmark/define';\n");
    const [head, ...body] = create.split('\n\n');
    const given = `
      import assert from 'node:assert/strict';
      import { readFile } from 'node:fs/promises';
      const read = (name) => readFile(name + '.json', 'utf8');
      const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
      const record = ${JSON.stringify(JSON.parse(sealed))};
      const records = [record, record];
      const response = { text: async () => JSON.stringify({ records }) };
      const drawn = [];
      const table = { rowsOnScreen: () => [1], draw: (verdicts) => drawn.push(...verdicts) };
    `;
    const more = others.map((snippet) => `{\n${snippet}\nassert.equal(verdicts[1].trust, 'verified');\n}`);
    const program = [
      head,
      given,
      ...body,
      "assert.equal(verdict.trust, 'verified');",
      ...more,
      'assert.equal(drawn.at(-1).origin, "synthetic");',
    ];
    await writeFile(join(folder, 'readme.mjs'), program.join('\n'));
    await run(process.execPath, ['readme.mjs'], { cwd: folder });
  });
});
