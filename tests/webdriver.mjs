/**
 * Debian's Firefox ESR and WebKitGTK, by WebDriver. Playwright drives Chromium; its Firefox and its WebKit are of its own making, and
 * its BiDi wants a newer Firefox than ESR.
 *
 *     const firefox = await launchOther('firefox');          // or 'webkit'
 *     const page = await firefox.open('http://127.0.0.1/', { viewport: { width: 1280, height: 900 } });
 *     await page.evaluate((name) => document.title + name, 'x');   // in the page's own realm; JSON in, JSON out
 *     await page.press('Shift+Tab');
 *     await page.clickAt({ x, y });
 *     page.troubles;                                         // errors of the console, and uncaught ones; Firefox only
 *
 * The driver programs: WebKitWebDriver and Xvfb are Debian's (`webkit2gtk-driver`, `xvfb`); geckodriver, which Debian's stable
 * releases lack, is Mozilla's crate, that `cargo xtask test` installs below target/tools.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Builder, Key, Origin } from 'selenium-webdriver';
import firefox from 'selenium-webdriver/firefox.js';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** A profile that asks nobody anything. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

/** WebDriver's names for keys that are no characters. */
const KEYS = {
  Tab: Key.TAB,
  Enter: Key.ENTER,
  Shift: Key.SHIFT,
  Escape: Key.ESCAPE,
  Space: ' ',
  Home: Key.HOME,
  End: Key.END,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowUp: Key.ARROW_UP,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowDown: Key.ARROW_DOWN,
};

/** Milliseconds in which a driver program must listen. */
const START = 30_000;

/** Starts the browser of that name. */
export async function launchOther(name) {
  return { firefox: launchFirefox, webkit: launchWebKit }[name]();
}

async function launchFirefox() {
  const browser = firefoxProgram();
  const geckodriver = program('geckodriver', 'GECKODRIVER_PATH', [
    join(process.env.CARGO_TARGET_DIR ?? join(repository, 'target'), 'tools/bin/geckodriver'),
  ]);
  assert.ok(
    geckodriver,
    'No geckodriver found: `cargo xtask test --only hosts` installs it, or set GECKODRIVER_PATH',
  );
  const home = await mkdtemp(join(tmpdir(), 'touchmark-firefox-'));
  const options = new firefox.Options().setBinary(browser).addArguments('-headless').enableBidi();
  for (const [name, value] of Object.entries(PREFERENCES)) options.setPreference(name, value);
  const driver = await new Builder()
    .forBrowser('firefox')
    .setFirefoxOptions(options)
    .setFirefoxService(new firefox.ServiceBuilder(geckodriver).setEnvironment({ ...process.env, HOME: home }))
    .build();
  const bidi = await driver.getBidi();
  const pages = new Map();
  await bidi.send({ method: 'session.subscribe', params: { events: ['log.entryAdded'] } });
  bidi.socket.on('message', (text) => {
    const { method, params } = JSON.parse(text);
    if (method === 'log.entryAdded' && params.level === 'error')
      pages.get(params.source.context)?.push(`${params.type}: ${params.text}`);
  });
  const ask = async (method, params) => {
    const { result, error, message } = await bidi.send({ method, params });
    if (error) throw new Error(`${error}: ${message}`);
    return result;
  };
  return new Browser(driver, {
    async opened(context, viewport) {
      const troubles = [];
      pages.set(context, troubles);
      await ask('browsingContext.setViewport', { context, viewport });
      return troubles;
    },
    /** In the page's realm: what WebDriver's own command runs is in a sandbox beside it. */
    async evaluate(context, expression) {
      const target = { context };
      const { result, exceptionDetails } = await ask('script.evaluate', {
        expression,
        target,
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value;
    },
    closed: (context) => pages.delete(context),
    ended: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  });
}

async function launchWebKit() {
  const programs = ['WebKitWebDriver', 'Xvfb'];
  const find = () => programs.map((name) => program(name, `${name.toUpperCase()}_PATH`));
  if (find().includes(undefined)) aptGetInstall('webkit2gtk-driver', 'xvfb');
  const [webKitDriver, xvfb] = find();
  assert.ok(
    webKitDriver && xvfb,
    'No WebKitGTK found: install its driver and Xvfb (Debian: webkit2gtk-driver, xvfb), or set WEBKITWEBDRIVER_PATH and XVFB_PATH',
  );
  const home = await mkdtemp(join(tmpdir(), 'touchmark-webkit-'));
  const started = [];
  const ended = async () => {
    for (const child of started.reverse()) {
      const end = once(child, 'exit');
      if (child.exitCode === null && child.kill()) await end;
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    started.push(screen);
    const display = await Promise.race([
      once(screen.stdio[3], 'data').then(([number]) => `:${String(number).trim()}`),
      once(screen, 'exit').then(() => assert.fail('Xvfb ended before it had a display')),
    ]);
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display, HOME: home, XDG_RUNTIME_DIR: home, GDK_BACKEND: 'x11' };
    started.push(spawn(webKitDriver, ['--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore', env }));
    const url = `http://127.0.0.1:${port}`;
    await listening(`${url}/status`);
    const driver = await new Builder()
      .usingServer(url)
      .withCapabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { args: ['--automation'] },
      })
      .build();
    await driver.manage().setTimeouts({ script: START });
    return new Browser(driver, {
      async opened(_, { width, height }) {
        await driver.manage().window().setRect({ x: 0, y: 0, width, height });
        return [];
      },
      evaluate: (_, expression) =>
        driver
          .executeAsyncScript(
            `const done = arguments[0]; ${expression}.then((value) => done({ value }), (error) => done({ error: String(error) }));`,
          )
          .then(({ value, error }) => {
            if (error !== undefined) throw new Error(error);
            return value ?? undefined;
          }),
      closed() {},
      ended,
    });
  } catch (error) {
    await ended();
    throw error;
  }
}

/** A browser with tabs. One command at a time: each goes to the tab that it is for. */
class Browser {
  #driver;
  #own;

  constructor(driver, own) {
    this.#driver = driver;
    this.#own = own;
  }

  async open(url, { viewport = { width: 1280, height: 900 } } = {}) {
    const [driver, own] = [this.#driver, this.#own];
    await driver.switchTo().window((await driver.getAllWindowHandles())[0]);
    await driver.switchTo().newWindow('tab');
    const tab = await driver.getWindowHandle();
    const troubles = await own.opened(tab, viewport);
    const here = () => driver.switchTo().window(tab);
    await driver.get(url);
    return {
      troubles,
      async evaluate(work, value) {
        await here();
        const given = JSON.stringify(value) ?? 'undefined';
        const text = await own.evaluate(tab, `(async () => JSON.stringify(await (${work})(${given})))()`);
        return text === undefined ? undefined : JSON.parse(text);
      },
      /** `Shift+Tab` → both down, both up in reverse. */
      async press(keys) {
        await here();
        const values = keys.split('+').map((key) => KEYS[key] ?? key);
        const actions = driver.actions({ async: true });
        for (const value of values) actions.keyDown(value);
        for (const value of values.toReversed()) actions.keyUp(value);
        await actions.perform();
      },
      /** A point of the viewport. */
      async clickAt({ x, y }) {
        await here();
        await driver
          .actions({ async: true })
          .move({ x, y, origin: Origin.VIEWPORT, duration: 0 })
          .click()
          .perform();
      },
      async screenshot(path) {
        await here();
        await writeFile(path, await driver.takeScreenshot(), 'base64');
      },
      async close() {
        await here();
        await driver.close();
        own.closed(tab);
      },
    };
  }

  async close() {
    await this.#driver.quit();
    await this.#own.ended();
  }
}

function firefoxProgram() {
  const find = () =>
    program('firefox-esr', 'FIREFOX_PATH') ??
    program('firefox', 'FIREFOX_PATH', ['/Applications/Firefox.app/Contents/MacOS/firefox']);
  if (!find()) aptGetInstall('firefox-esr');
  const path = find();
  assert.ok(path, 'No Firefox found: install one (Debian: firefox-esr), or set FIREFOX_PATH');
  return path;
}

/** The program that a variable names, or that is in one of these places, or on PATH. */
function program(name, variable, places = []) {
  const named = process.env[variable];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = (program) => folders.map((folder) => join(folder, program));
  if (named) {
    const path = [named, ...onPath(named)].find((path) => existsSync(path));
    assert.ok(path, `${variable} names ${named}, which is not there: correct it or unset it`);
    return path;
  }
  return [...places, ...onPath(name)].find((path) => existsSync(path));
}

/** Debian's packages, where this may install them. */
function aptGetInstall(...packages) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid() !== 0) return;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  execFileSync('apt-get', ['update'], quiet);
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function listening(url) {
  const end = Date.now() + START;
  while (Date.now() < end) {
    if (await fetch(url).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`Nothing answers at ${url}`);
}
