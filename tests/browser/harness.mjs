// What the browser suites share: a browser, the packed package in a folder of its own, and servers for it and the portal.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { contentSecurityPolicy, serve } from '../../www/demo/serve.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
export const portalRoot = join(repository, 'www/demo/dist');

export { contentSecurityPolicy, serve };

/** What most suites need until their last test has ended: the installed package, a site that serves it, and a browser. */
export async function packageInBrowser(options = {}) {
  const installed = await installPackage();
  const site = await serve({ root: installed.folder, ...options });
  const browser = await launch();
  after(async () => {
    await browser.close();
    await site.close();
    await installed.remove();
  });
  return { installed, site, browser };
}

/** The portal as the build left it, served with its own policy. */
export async function servePortal(options = {}) {
  for (const file of ['index.html', 'data/contacts.jsonl', 'data/trust.json', 'data/policy.json']) {
    const path = join(portalRoot, file);
    assert.ok(existsSync(path), `${path} is missing: run \`cargo xtask build\` first`);
  }
  return serve({ root: portalRoot, ...options });
}

/** Packs the npm package, installs the tarball in a new folder, and puts the sealed contacts and an empty page beside it. */
export async function installPackage() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'touchmark-')));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(repository, 'www'),
  });
  const [packed] = JSON.parse(stdout);
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)], {
    cwd: folder,
  });
  await cp(join(portalRoot, 'data'), join(folder, 'data'), { recursive: true });
  await cp(join(portalRoot, 'favicon.svg'), join(folder, 'favicon.svg'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="/favicon.svg"><main></main></html>\n',
  );
  const manifest = JSON.parse(await readFile(join(folder, 'node_modules/touchmark/package.json'), 'utf8'));
  return {
    folder,
    files: packed.files.map(({ path }) => path),
    /** The address of an entry, as a bundler for browsers would resolve it. */
    entry(name) {
      const target = manifest.exports[name === 'touchmark' ? '.' : name.replace('touchmark', '.')];
      return `/node_modules/touchmark/${target.default.replace('./', '')}`;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A headless Chromium: CHROMIUM_PATH, the system's, or Playwright's own. */
export async function launch(options = {}) {
  const installed = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ].find((path) => path && existsSync(path));
  assert.ok(
    installed,
    'No Chromium found: install one, or set CHROMIUM_PATH, or run `npx playwright-core install chromium`',
  );
  return chromium.launch({
    executablePath: installed,
    ...options,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(options.args ?? []),
    ],
  });
}

/** A page that keeps what went wrong in it: policy violations, uncaught errors, console errors. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`violation of ${event.violatedDirective} by ${event.blockedURI}`);
    });
    addEventListener('unhandledrejection', (event) => console.error(`unhandled: ${event.reason}`));
  });
  await page.goto(url);
  return { page, context, troubles };
}

/** Puts a classic script into the page, the way a strict page must. */
export async function runScript(page, src) {
  await page.evaluate(
    (src) =>
      new Promise((resolve, reject) => {
        const policy = trustedTypes.createPolicy('test', { createScriptURL: (url) => url });
        const script = document.createElement('script');
        script.src = policy.createScriptURL(src);
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      }),
    src,
  );
}

/** The portal once every record of its list has been checked. */
export async function openPortal(browser, url, options) {
  const opened = await open(browser, url, options);
  await opened.page.waitForFunction(isPortalReady);
  return opened;
}

/** Whether the portal has drawn all that it is about to; runs in the page. */
export function isPortalReady() {
  const badge = document.querySelector('#rows touchmark-badge');
  const isDrawn = badge?.state !== 'checking' && document.getElementById('bar').hidden;
  return (
    isDrawn && document.querySelector('.try.ready') !== null && !document.getElementById('beside').hidden
  );
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Everything axe finds with every rule it has switched on, as one line per node; with `incomplete`, what it could not decide by one
 * rule instead.
 */
export async function axe(page, { incomplete } = {}) {
  await page.evaluate(axeSource);
  return page.evaluate(async (incomplete) => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    const found = await axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
    const asked = incomplete ? found.incomplete.filter(({ id }) => id === incomplete) : found.violations;
    return asked.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  }, incomplete);
}

/** What axe finds in a page, as text: its own source is part of it, and no strict page would load that. */
export const violations = `async () => {
  ${axeSource};
  const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
  const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' at ' + target.join(' ')));
}`;

/** Name and role of every node of the accessibility tree, as assistive technology is told. */
export async function accessibilityTree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties = [] }) => ({
      role: role?.value,
      name: name?.value ?? '',
      ...Object.fromEntries(properties.map((property) => [property.name, property.value?.value])),
    }));
}
