// What the package must hold before anybody publishes it: licences, the terms of what is in it, and hashes that pages can use.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { differences } from '../../www/scripts/integrity.mjs';
import { open, packageInBrowser, serve } from './harness.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const { installed, browser } = await packageInBrowser();
const home = join(installed.folder, 'node_modules/touchmark');
const read = (path) => readFile(join(home, path), 'utf8');
const manifest = JSON.parse(await read('package.json'));

describe('at the top of the package', () => {
  test('are its licences, those of others, and what changed', async () => {
    for (const name of ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md'])
      assert.equal(await read(name), await readFile(join(repository, name), 'utf8'), name);
    assert.match(await read('THIRD-PARTY-NOTICES'), /^THIRD-PARTY NOTICES\n/);
    assert.ok((await read('CHANGELOG.md')).includes(`\n## ${manifest.version}\n`));
  });

  test('is what a CDN serves when asked for the package alone: one classic script', () => {
    for (const field of ['unpkg', 'jsdelivr'])
      assert.equal(manifest[field], manifest.exports['./iife'].default, field);
  });

  test('is no address of the project: those stand in Cargo.toml, and the release puts them in', () => {
    for (const name of ['author', 'bugs', 'homepage', 'keywords', 'repository'])
      assert.equal(manifest[name], undefined, name);
  });

  test('is how old a browser or Node may be, as docs/support.md says', async () => {
    const said = await readFile(join(repository, 'docs/support.md'), 'utf8');
    const rows = [...said.matchAll(/^\| (Chrome, Edge|Firefox|Safari) +\| (\d[\d.]*) +\|/gm)];
    const listed = rows.flatMap(([, names, from]) =>
      names.split(', ').map((name) => `${name.toLowerCase()} >= ${from}`),
    );
    assert.deepEqual(manifest.browserslist, listed);
    const [, node] = /^\| Node +\| (\d+)\.0 and newer/m.exec(said);
    assert.equal(manifest.engines.node, `>=${node}`);
  });

  test('so that npm publishes nothing from the sources', async () => {
    const ended = await run('npm', ['run', 'prepublishOnly'], { cwd: join(repository, 'www') }).catch(
      (error) => error,
    );
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /cargo xtask release/);
  });
});

describe('the notices', () => {
  /** Crates that left the place of a line of theirs in a Wasm file: what is really linked, whatever Cargo says. */
  async function named() {
    const crates = new Set();
    for (const file of installed.files.filter((name) => name.endsWith('.wasm'))) {
      const text = (await readFile(join(home, file))).toString('latin1');
      for (const [, name, version] of text.matchAll(
        /\/cargo\/registry\/src\/[^/]+\/([\w-]+?)-(\d[\w.+-]*)\//g,
      ))
        crates.add(`${name} ${version}`);
    }
    return [...crates].sort();
  }
  const missing = (notices, crates) => crates.filter((crate) => !notices.includes(`\n${crate} (`));

  test('name every crate that the Wasm files name', async () => {
    const crates = await named();
    assert.ok(crates.length > 5, crates.join());
    const notices = await read('THIRD-PARTY-NOTICES');
    assert.deepEqual(missing(notices, crates), []);
    const [first] = crates;
    assert.deepEqual(missing(notices.replace(`\n${first} (`, '\n'), crates), [first]);
  });

  test('have the text of every licence that they name', async () => {
    const notices = await read('THIRD-PARTY-NOTICES');
    const [list, ...texts] = notices.split(/\n=+\nText \d+\n\n/);
    const wanted = [...list.matchAll(/\): text ([\d, ]*\d)/g)].flatMap(([, numbers]) => numbers.split(', '));
    assert.deepEqual(
      [...new Set(wanted.map(Number))].sort((a, b) => a - b),
      texts.map((_, index) => index + 1),
    );
    // What asks for its notice where binaries are passed on.
    for (const [crate, words] of [
      ['curve25519-dalek', /Redistributions in binary form must reproduce/],
      ['subtle', /Redistributions in binary form must reproduce/],
      ['leptos', /Permission is hereby granted, free of charge/],
      ['binaryen', /Apache License/],
    ]) {
      const [, numbers] = new RegExp(`^${crate} [^\n]*: text ([\\d, ]+)`, 'm').exec(list);
      assert.ok(
        numbers.split(', ').some((number) => words.test(texts[Number(number) - 1])),
        crate,
      );
    }
  });

  test('name every package of npm that the scripts import', async () => {
    /** `@noble/hashes/sha2.js` → `@noble/hashes`. */
    const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');
    const foreign = (source) =>
      [...source.matchAll(/(?:from|import\(?)\s*['"]([^'"]+)['"]/g)]
        .map(([, name]) => name)
        .filter((name) => !/^(?:\.|#|node:)/.test(name))
        .map(packageOf)
        // An adapter leaves its framework to the page, which has it; an example in a comment imports the package itself.
        .filter((name) => name !== manifest.name && !(name in manifest.peerDependencies));
    assert.deepEqual(foreign("import x from './a.js'; import { y } from 'lit'; import z from '@a/b/c.js';"), [
      'lit',
      '@a/b',
    ]);
    const sources = join(repository, 'www/src');
    const imported = new Set();
    for (const name of await readdir(sources, { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      for (const one of foreign(await readFile(join(sources, name), 'utf8'))) imported.add(one);
    }
    const { devDependencies } = JSON.parse(await readFile(join(repository, 'www/package.json'), 'utf8'));
    const crates = [...imported].map((name) => `${name} ${devDependencies[name]}`);
    assert.ok(crates.length > 0);
    const notices = await read('THIRD-PARTY-NOTICES');
    assert.deepEqual(missing(notices, crates), []);
    assert.deepEqual(missing(notices.replace(`\n${crates[0]} (`, '\n'), crates), [crates[0]]);
    // They are in the scripts: whoever installs the package installs nothing else.
    assert.equal(manifest.dependencies, undefined);
  });
});

describe('the hashes', () => {
  test('are those of the packed files', async () => {
    assert.deepEqual(await differences(home), []);
    const { version, files } = JSON.parse(await read('dist/sri.json'));
    assert.equal(version, manifest.version);
    const listed = Object.keys(files);
    for (const [entry, target] of Object.entries(manifest.exports)) {
      const script = /^\.\/dist\/([\w.-]+\.js)$/.exec(target.default ?? '')?.[1];
      if (script) assert.ok(listed.includes(script), entry);
    }
    for (const file of ['worker.js', 'words/de.json', 'wasm/touchmark_wasm_bg.wasm'])
      assert.ok(listed.includes(file), file);
  });

  test('are found wrong when a byte, a file or a version is another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'touchmark-hashes-'));
    after(() => rm(folder, { recursive: true, force: true }));
    const found = async (change) => {
      await rm(folder, { recursive: true, force: true });
      await cp(home, folder, { recursive: true });
      await change((path) => join(folder, path));
      return differences(folder);
    };
    const edit = (from, to) => async (path) => {
      const text = await readFile(path, 'utf8');
      assert.ok(text.includes(from));
      await writeFile(path, text.replace(from, to));
    };
    const [byte] = await found(async (at) => {
      const bytes = await readFile(at('dist/wasm/touchmark_wasm_bg.wasm'));
      bytes[bytes.length - 1] ^= 1;
      await writeFile(at('dist/wasm/touchmark_wasm_bg.wasm'), bytes);
    });
    assert.match(byte, /^dist\/wasm\/touchmark_wasm_bg\.wasm is not what dist\/sri\.json says: pack anew/);
    assert.match((await found((at) => rm(at('dist/words/de.json'))))[0], /^dist\/words\/de\.json is not/);
    const version = `"version": "${manifest.version}"`;
    assert.match(
      (await found((at) => edit(version, '"version": "0.0.1"')(at('package.json'))))[0],
      /^dist\/sri\.json is of version/,
    );
    assert.match(
      (await found((at) => edit('sha384-', 'sha384-A')(at('dist/cdn.md'))))[0],
      /^dist\/cdn\.md shows sha384-A/,
    );
  });
});

describe('the page about other servers', async () => {
  const page = await read('dist/cdn.md');
  const [classic, modules] = [...page.matchAll(/^```html\n(.*?)^```$/gms)].map(([, snippet]) => snippet);
  const [, policy] = /^```\n(script-src .*)\n```$/m.exec(page);
  const stands = `https://cdn.example/touchmark@${manifest.version}`;

  /** Serves the package to other origins; `changed` is sent with one byte more. */
  let changed;
  const mirror = createServer(async (request, response) => {
    const path = request.url.slice(1);
    if (!installed.files.includes(path)) return response.writeHead(404).end();
    const type = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
    response.writeHead(200, { 'content-type': type[extname(path)], 'access-control-allow-origin': '*' });
    response.end(
      Buffer.concat([await readFile(join(home, path)), Buffer.from(path === changed ? '\n' : '')]),
    );
  });
  await new Promise((listening) => mirror.listen(0, '127.0.0.1', listening));
  after(() => {
    mirror.close();
    mirror.closeAllConnections();
  });
  const address = `http://127.0.0.1:${mirror.address().port}`;

  /** What a badge says on a page of another origin that has a snippet of the page. */
  async function badge(snippet) {
    const inline = snippet.replaceAll(/<script(?= type=)/g, '<script nonce="inline"');
    const html = inline.replaceAll(stands, address);
    await writeFile(
      join(installed.folder, 'cdn.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="/favicon.svg">
       ${html}
       <touchmark-provider trust="/data/trust.json" policy="/data/policy.json">
         <touchmark-badge>Not yet checked</touchmark-badge>
       </touchmark-provider></html>`,
    );
    const csp = policy
      .replaceAll('https://cdn.example', address)
      .replace('script-src', "script-src 'nonce-inline'");
    const site = await serve({ root: installed.folder, csp });
    const { page, context, troubles } = await open(browser, new URL('cdn.html', site.url).href);
    const said = await page.evaluate(async () => {
      const defined = customElements.whenDefined('touchmark-badge').then(() => true);
      // Scripts that were refused never define it, and by then all have run.
      const over = new Promise((done) => {
        const whenIdle = () => requestIdleCallback(() => done(false));
        if (document.readyState === 'complete') whenIdle();
        else addEventListener('load', whenIdle);
      });
      if (!(await Promise.race([defined, over]))) return null;
      const badge = document.querySelector('touchmark-badge');
      badge.record = (await (await fetch('/data/contacts.json')).json()).records[0];
      while (badge.state === 'checking') await new Promise(requestAnimationFrame);
      return badge.state;
    });
    await context.close();
    await site.close();
    return { said, troubles };
  }

  for (const [name, snippet, file] of [
    ['classic scripts', classic, 'dist/touchmark-elements.iife.js'],
    ['modules', modules, 'dist/elements.js'],
  ]) {
    test(`${name}: checked from another origin, under its policy`, async () => {
      changed = undefined;
      assert.deepEqual(await badge(snippet), { said: 'verified', troubles: [] });
    });

    test(`${name}: a byte more and the browser refuses`, async () => {
      changed = file;
      const { said, troubles } = await badge(snippet);
      assert.equal(said, null);
      assert.match(troubles.join('\n'), /integrity/);
    });
  }
});
