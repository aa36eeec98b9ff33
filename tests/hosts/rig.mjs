// A newcomer's project, from an empty folder and the packed tarball to what a reader sees: installed, type-checked, built, served, opened.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, extname, join, normalize, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { open } from '../browser/harness.mjs';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const projects = fileURLToPath(new URL('projects', import.meta.url));

/** Milliseconds in which a page must say what it is waited for, and a server must answer. Nothing is measured by them. */
const PATIENCE = 20_000;
const START = 120_000;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** The host of each project, in the order of their titles. `every`: those of every change, else all. */
export async function hosts({ every }) {
  const names = (await readdir(projects)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const { default: host } = await import(new URL(`projects/${name}/host.mjs`, import.meta.url));
      return { name, ...host };
    }),
  );
  return found.filter((host) => host.every || !every).sort((one, other) => one.order - other.order);
}

/** Packs the npm package, once for all projects. */
export async function pack() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'touchmark-packed-')));
  const { said } = await run('npm pack --json --pack-destination .', {
    cwd: folder,
    append: [join(repository, 'www')],
  });
  const [{ filename, files }] = JSON.parse(said);
  await run(`tar -xzf ${filename}`, { cwd: folder });
  return {
    tarball: join(folder, filename),
    /** The package as it is installed. */
    folder: join(folder, 'package'),
    files: files.map(({ path }) => path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Two sealed contacts, as REST gives them: one as it was sealed, and one with another last name. And who is believed. */
export async function samples() {
  const read = async (name) => {
    const path = join(repository, 'www/demo/dist/data', `${name}.json`);
    assert.ok(existsSync(path), `${path} is missing: run \`cargo xtask build\` first`);
    return JSON.parse(await readFile(path, 'utf8'));
  };
  const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
  const [genuine, other] = records.filter((record) => record.Provenance_Source__c === 'synthetic');
  // The apostrophe ends an attribute that is written carelessly.
  return { contacts: [genuine, { ...other, LastName: "O'Brien" }], trust, policy };
}

/** What the two badges say. */
export const SAID = [/Synthetic data[^]*signature valid/i, /changed since signing/i];

/** What a program prints of the same two. */
export const printed = ([genuine, altered]) => [
  `${genuine.Id} synthetic verified`,
  `${altered.Id} synthetic altered LastName`,
];

/** A project in a folder of its own, outside the repository, whose packages it would find. `change` has the files before they are used. */
export async function prepare(host, packed, data, change = async () => {}) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `touchmark-host-${host.name}-`)));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const project = { host, folder, remove, warnings: 0 };
  try {
    // Another version of a host has the files of the first, and its own in their place.
    for (const source of [host.like, host.name].filter(Boolean).map((name) => join(projects, name)))
      await cp(source, folder, { recursive: true, filter: (path) => path !== join(source, 'host.mjs') });
    for (const place of [host.data ?? 'public'].flat()) {
      await mkdir(join(folder, place), { recursive: true });
      for (const [name, value] of Object.entries(data))
        await writeFile(join(folder, place, `${name}.json`), JSON.stringify(value));
      // Browsers ask for one without being told to.
      await writeFile(join(folder, place, 'favicon.ico'), '');
    }
    await change(folder);
    // The lock beside package.json says which versions, and what is there already is not asked for again.
    await run(
      'npm install --no-save --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel error',
      {
        cwd: folder,
        append: [packed.tarball],
      },
    );
    for (const command of [host.prepare, host.check].flat().filter(Boolean))
      await run(command, { cwd: folder });
    return project;
  } catch (error) {
    await remove();
    throw error;
  }
}

/** One way to build and show a project. Answers what was seen; rejects with what is wrong with it. */
export async function measure(project, way, browser, data, patience = PATIENCE) {
  const { folder } = project;
  const said = [];
  for (const command of [way.build].flat().filter(Boolean))
    said.push((await run(command, { cwd: folder })).all);
  const warnings = said.join('\n').match(/\bwarn(?:ing)?\b/gi)?.length ?? 0;
  if (way.tests) return { warnings };
  if (way.program) {
    const { said } = await run(way.program, { cwd: folder });
    assert.deepEqual(
      said.trim().split('\n'),
      printed(data.contacts),
      `${way.program} in ${project.host.title}`,
    );
    return { warnings };
  }
  const server = await serve(project, way, data);
  try {
    if (way.answers) {
      const response = await fetch(new URL(way.answers, server.url));
      const text = await response.text();
      assert.deepEqual(
        text.trim().split('\n'),
        printed(data.contacts),
        `${way.answers} in ${project.host.title}`,
      );
      return { warnings };
    }
    const seen = await look(browser, new URL(way.page ?? '', server.url).href, patience);
    assert.equal(seen.wasm.length, way.wasm ?? 2, `Wasm files: ${seen.wasm.join(' ') || 'none'}`);
    return { warnings, ...seen };
  } catch (error) {
    throw server.said ? new Error(`${error.message}\n${server.said()}`, { cause: error }) : error;
  } finally {
    await server.close();
  }
}

/** The same page in another browser, from which only what it says is asked. */
export async function lookElsewhere(browser, project, way, data, patience = PATIENCE) {
  const server = await serve(project, way, data, listening);
  const page = await browser.open(new URL(way.page ?? '', server.url).href);
  try {
    await says(() => page.evaluate(readBadges), patience);
    const troubles = await page.evaluate(() => globalThis.troubles);
    assert.deepEqual(troubles, [], `${way.how}: the console`);
  } finally {
    await page.close();
    await server.close();
  }
}

/** A host's own server, or one for the files that it wrote, as a page's own server fills it in. */
async function serve({ folder }, way, { contacts }, added = '') {
  if (way.start) return start(way.start, folder);
  const root = join(folder, way.serve ?? '.');
  // Where another origin has the package, as a CDN would.
  const elsewhere = await site({ root, headers: () => ({ 'access-control-allow-origin': '*' }) });
  const server = await site({
    root,
    replace: (page) =>
      page
        .replace('<head>', `<head>${added}`)
        .replaceAll('{{elsewhere}}', elsewhere.url)
        .replaceAll(/\{\{contacts\.(\d)\}\}/g, (_, at) => asAttribute(JSON.stringify(contacts[at]))),
  });
  return { url: server.url, close: () => Promise.all([server.close(), elsewhere.close()]) };
}

/** Keeps what goes wrong in a page, from its first script on: WebKitGTK's driver tells nothing of it. */
const listening = `<script>
  globalThis.troubles = [];
  const { error } = console;
  console.error = (...said) => (troubles.push('console: ' + said.join(' ')), error(...said));
  addEventListener('error', ({ message, target }) => troubles.push('uncaught: ' + (message ?? target.outerHTML)), true);
  addEventListener('unhandledrejection', ({ reason }) => troubles.push('unhandled: ' + reason));
</script>`;

const asAttribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Opens a page with the two badges, and waits until they say what is true. Nothing may go wrong beside it. */
export async function look(browser, url, patience = PATIENCE) {
  const { page, context, troubles } = await open(browser, 'about:blank');
  const [asked, came, warnings] = [[], [], []];
  page.on('request', (request) => asked.push(new URL(request.url())));
  page.on('requestfinished', (request) => came.push(request));
  page.on('response', (answer) => {
    if (answer.status() >= 400) troubles.push(`${answer.status()}: ${answer.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  try {
    await page.goto(url);
    const texts = await says(
      () => page.evaluate(readBadges),
      patience,
      () => [...troubles, ...warnings],
    );
    const bodies = await Promise.all(came.map(bodyOf));
    // What comes late goes wrong late.
    await page.waitForTimeout(300);
    assert.deepEqual(troubles, [], `${url}: the console`);
    return {
      texts,
      wasm: asked.filter(isWasm).map(({ pathname }) => pathname),
      requests: bodies.length,
      bytes: bodies.reduce((sum, body) => sum + compressed(body), 0),
    };
  } finally {
    await context.close();
  }
}

async function bodyOf(request) {
  const answer = await request.response();
  // A redirect has none.
  return answer.body().catch(() => Buffer.alloc(0));
}

/** Waits until the badges of a page say what is true of them. */
async function says(read, patience, others = () => []) {
  const end = Date.now() + patience;
  let texts;
  do {
    texts = await read();
    if (texts.length === SAID.length && SAID.every((said, at) => said.test(texts[at]))) return texts;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < end);
  return assert.fail(
    `The badges say ${JSON.stringify(texts)}, not ${SAID.join(' and ')}\n${others().join('\n')}`,
  );
}

/** What every badge of the page says, shadow roots included. Runs in the page, whatever browser it is. */
export function readBadges() {
  const badges = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.localName === 'touchmark-badge' ? [element] : []),
      ...(element.shadowRoot ? badges(element.shadowRoot) : []),
    ]);
  return badges(document).map((badge) => {
    const own = badge.shadowRoot?.querySelector('button, [part]');
    return (own ?? badge).innerText ?? '';
  });
}

const isWasm = ({ protocol, pathname }) => protocol !== 'data:' && pathname.endsWith('.wasm');

const compressed = (body) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

/** A server of this machine for the files of a folder. `headers` may add some for a path. */
export async function site({ root, headers = () => ({}), replace = (text) => text }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = normalize(
      join(root, decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname)),
    );
    const type = TYPES[extname(path)];
    const own = headers(pathname, request);
    const body = path.startsWith(root + sep) ? await readFile(path).catch(() => null) : null;
    if (body === null) {
      response.writeHead(404, own).end();
      return;
    }
    response.writeHead(200, {
      'content-type': type ?? 'application/octet-stream',
      'cache-control': 'no-store',
      ...own,
    });
    response.end(type?.startsWith('text/html') ? replace(body.toString()) : body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Starts a host's own server, `{port}` being one that is free, and waits until it answers. */
async function start(command, cwd) {
  const probe = await site({ root: cwd });
  const { port } = new URL(probe.url);
  await probe.close();
  const child = shell(command.replaceAll('{port}', port), cwd);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/`;
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      // Its own process group: what it started ends with it.
      process.kill(-child.pid, 'SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    }
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it had ended.
    }
  };
  const end = Date.now() + START;
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => null);
    if (answer) return { url, close, said: () => said };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  return assert.fail(`${command} does not answer at ${url}:\n${said}`);
}

/** Runs a command as one types it in a project, with its packages' programs at hand. Rejects with all that it said. */
export async function run(command, { cwd, append = [] }) {
  const child = shell([command, ...append.map((word) => `"${word}"`)].join(' '), cwd);
  let said = '';
  let all = '';
  child.stdout.on('data', (part) => ((said += part), (all += part)));
  child.stderr.on('data', (part) => (all += part));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `\`${command}\` failed (${code}):\n${all.trim()}`);
  return { said, all };
}

function shell(command, cwd) {
  // What npm tells the scripts that it runs is not for another project's npm.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST|NODE_OPTIONS)/.test(name)),
  );
  return spawn(command, {
    cwd,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      PATH: [join(cwd, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      NO_COLOR: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      ASTRO_TELEMETRY_DISABLED: '1',
      NG_CLI_ANALYTICS: 'false',
    },
  });
}

/**
 * Every file of a package that a script names as `new URL('…', import.meta.url)` and that is not there, as `script: file`. Of an
 * address with a part that is filled in later, one file must fit.
 */
export async function strayAddresses(folder, files) {
  const stray = [];
  let count = 0;
  for (const script of files.filter((file) => /\.m?js$/.test(file))) {
    const text = await readFile(join(folder, script), 'utf8');
    for (const [, , address] of text.matchAll(
      /new URL\(\s*(["'`])([^"'`]+)\1\s*,\s*import\.meta\.url\s*\)/g,
    )) {
      count += 1;
      const parts = posix.join(dirname(script), address).split(/\$\{[^}]*\}/);
      const named = new RegExp(
        `^${parts.map((part) => part.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')).join('[^/]+')}$`,
      );
      if (!files.some((file) => named.test(file))) stray.push(`${script}: ${address}`);
    }
  }
  return { stray, count };
}

/** The lines that a host counts as its steps and that no file of its project has. */
export async function unwrittenSteps({ host, folder }) {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) =>
      !/^(node_modules|\.\w+|dist|out)[\\/]/.test(file) &&
      /\.(js|mjs|ts|tsx|vue|svelte|json|html)$/.test(file),
  );
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return (host.steps ?? []).filter((step) => !texts.some((text) => text.includes(step)));
}

/** The version of a package that a project pins. */
export async function pinned(name, dependency) {
  const {
    dependencies = {},
    devDependencies = {},
    optionalDependencies = {},
  } = JSON.parse(await readFile(join(projects, name, 'package.json'), 'utf8'));
  const version = { ...optionalDependencies, ...dependencies, ...devDependencies }[dependency];
  assert.match(version ?? '', /^\d+\.\d+\.\d+$/, `${name}/package.json does not pin ${dependency}`);
  return version;
}
