// What the README shows is what a newcomer pastes, so every snippet in it runs here.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPackage, launch, open, serve } from './harness.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const readme = await readFile(join(repository, 'README.md'), 'utf8');

/** The snippets in one language, in order. */
function snippets(language) {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(
    (match) => match[1],
  );
}

describe('the README', () => {
  let installed;
  before(async () => {
    installed = await installPackage();
  });
  after(() => installed?.remove());

  it('has ten lines of HTML that disclose, before and after the check', async () => {
    const [html, ...others] = snippets('html');
    assert.deepEqual(others, []);
    assert.ok(html.trim().split('\n').length <= 12);
    const { folder } = installed;
    await cp(join(folder, 'node_modules/touchmark/dist'), join(folder, 'touchmark'), { recursive: true });
    for (const file of ['trust.json', 'policy.json'])
      await cp(join(folder, 'data', file), join(folder, file));
    await writeFile(
      join(folder, 'readme.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="/favicon.svg">${html}</html>`,
    );
    const server = await serve({ root: folder });
    const browser = await launch();
    try {
      const url = new URL('readme.html', server.url).href;
      const plain = await open(browser, url, { javaScriptEnabled: false });
      assert.match(
        await plain.page.locator('touchmark-badge').innerText(),
        /Synthetic data \(not yet checked\)/,
      );
      const { page, troubles } = await open(browser, url);
      const button = page.getByRole('button', { name: /Origin: synthetic data/i });
      await button.waitFor();
      assert.match(await button.innerText(), /declared, not signed/i);
      assert.deepEqual(troubles, []);
    } finally {
      await browser.close();
      await server.close();
    }
  });

  it('has ten lines of JavaScript that print what they say', async () => {
    const [js, ...others] = snippets('js');
    assert.deepEqual(others, []);
    const promised = js.match(/^\/\/ (.*)$/m)[1];
    const [head, ...body] = js.split('\n\n');
    const given = ['contacts', 'trust', 'policy'].map(
      (name) => `const ${name} = JSON.parse(readFileSync('data/${name}.json', 'utf8'));`,
    );
    await writeFile(
      join(installed.folder, 'readme.js'),
      [
        "import { readFileSync } from 'node:fs';",
        head,
        ...given,
        'const records = contacts.records;',
        ...body,
      ].join('\n'),
    );
    const { stdout } = await run('node', ['readme.js'], { cwd: installed.folder });
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 1200);
    assert.equal(lines[0], promised);
  });

  it('has commands that seal and verify the sample contacts', async () => {
    const commands = snippets('sh').find((snippet) => snippet.includes('touchmark seal'));
    // Where Cargo was told to build, or where it builds by itself.
    const target = process.env.CARGO_TARGET_DIR ?? join(repository, 'target');
    const binary = join(target, 'debug/touchmark');
    const files = ['issuer.pem', 'trust.json', 'sealed.csv'];
    const { folder } = installed;
    // The snippet names files of the repository; what it writes goes to the folder of its own.
    const script = commands
      .replaceAll(/(tests|www)\/(data|demo)\//g, (path) => join(repository, path) + '/')
      .replace(/^(touchmark verify .*)$/m, '$1 || test $? -eq 1');
    for (const file of files) await rm(join(folder, file), { force: true });
    const { stdout, stderr } = await run('bash', ['-e', '-c', script], {
      cwd: folder,
      env: { ...process.env, PATH: dirname(binary) + delimiter + process.env.PATH },
      maxBuffer: 1 << 26,
    });
    assert.match(stderr, /Sealed: 912 of 1200/);
    assert.match(stdout + stderr, /Origin not disclosed/);
  });

  it('names files that are there', async () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]);
    assert.ok(links.length > 5);
    for (const link of links) await readFile(join(repository, link));
  });
});
