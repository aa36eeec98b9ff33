/**
 * Firefox ESR as Debian has it, by WebDriver BiDi: only there native async functions of a static resource never settle
 * under Lightning Web Security. (Playwright's Firefox is one of its own making, and its BiDi wants a newer one.)
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

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
    'toolkit.telemetry.enabled': false
};

/** WebDriver's names for keys that are no characters. */
const KEYS = {
    Tab: '\uE004',
    Enter: '\uE006',
    Shift: '\uE008',
    Escape: '\uE00C',
    Space: ' ',
    Home: '\uE011',
    End: '\uE010',
    ArrowLeft: '\uE012',
    ArrowUp: '\uE013',
    ArrowRight: '\uE014',
    ArrowDown: '\uE015'
};

export class Firefox {
    static async launch() {
        const profile = mkdtempSync(join(tmpdir(), 'touchmark-firefox-'));
        const lines = Object.entries(PREFERENCES).map(
            ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`
        );
        writeFileSync(join(profile, 'user.js'), lines.join('\n'));
        const program = spawn(
            installed(),
            [
                '--headless',
                '--no-remote',
                '--profile',
                profile,
                '--remote-debugging-port',
                '0',
                'about:blank'
            ],
            { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } }
        );
        const firefox = new Firefox(program, profile, await connected(await addressOf(program)));
        await firefox.send('session.new', { capabilities: {} });
        await firefox.send('session.subscribe', { events: ['log.entryAdded'] });
        return firefox;
    }

    constructor(program, profile, socket) {
        Object.assign(this, { program, profile, socket });
        this.asked = new Map();
        this.pages = new Map();
        this.count = 0;
        socket.on('message', (text) => this.hear(JSON.parse(text)));
    }

    send(method, params) {
        const id = ++this.count;
        return new Promise((resolve, reject) => {
            this.asked.set(id, { resolve, reject });
            this.socket.send(JSON.stringify({ id, method, params }));
        });
    }

    hear({ id, result, error, message, method, params }) {
        if (method === 'log.entryAdded' && params.level === 'error') {
            this.pages.get(params.source.context)?.push(`${params.type}: ${params.text}`);
        }
        const waiting = this.asked.get(id);
        this.asked.delete(id);
        if (error) waiting?.reject(new Error(`${error}: ${message}`));
        else waiting?.resolve(result);
    }

    async open(url, { viewport }) {
        const { context } = await this.send('browsingContext.create', { type: 'tab' });
        const troubles = [];
        this.pages.set(context, troubles);
        await this.send('browsingContext.setViewport', { context, viewport });
        const act = (type, id, actions, parameters) =>
            this.send('input.performActions', { context, actions: [{ type, id, actions, parameters }] });
        const evaluate = async (work, value) => {
            const given = JSON.stringify(value) ?? 'undefined';
            const { result, exceptionDetails } = await this.send('script.evaluate', {
                expression: `(async () => JSON.stringify(await (${work})(${given})))()`,
                target: { context },
                awaitPromise: true
            });
            if (exceptionDetails) throw new Error(exceptionDetails.text);
            return result.value === undefined ? undefined : JSON.parse(result.value);
        };
        await this.send('browsingContext.navigate', { context, url, wait: 'complete' });
        return {
            troubles,
            evaluate,
            press: (keys) => act('key', 'keyboard', strokes(keys)),
            click: async (selector) => {
                const place = await evaluate((selector) => globalThis.rig.middleOf(selector), selector);
                assert.ok(place, `There is no ${selector} to click`);
                await act('pointer', 'mouse', [
                    { type: 'pointerMove', ...place },
                    { type: 'pointerDown', button: 0 },
                    { type: 'pointerUp', button: 0 }
                ]);
            },
            screenshot: async (path) => {
                const { data } = await this.send('browsingContext.captureScreenshot', { context });
                writeFileSync(path, Buffer.from(data, 'base64'));
            },
            close: async () => {
                this.pages.delete(context);
                await this.send('browsingContext.close', { context });
            }
        };
    }

    async close() {
        const ended = new Promise((resolve) => this.program.once('exit', resolve));
        await this.send('browser.close', {});
        await ended;
        this.socket.close();
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }
}

function installed() {
    const places = [
        process.env.FIREFOX_PATH,
        '/usr/bin/firefox-esr',
        '/usr/bin/firefox',
        '/Applications/Firefox.app/Contents/MacOS/firefox'
    ];
    const find = () => places.find((path) => path && existsSync(path));
    if (!find() && existsSync('/usr/bin/apt-get') && process.getuid() === 0) {
        const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
        execFileSync('apt-get', ['update'], quiet);
        execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'firefox-esr'], quiet);
    }
    const path = find();
    assert.ok(path, 'No Firefox found: install one (Debian: firefox-esr), or set FIREFOX_PATH');
    return path;
}

/** Firefox says on its standard error where it listens. */
function addressOf(program) {
    return new Promise((resolve, reject) => {
        let said = '';
        program.stderr.on('data', (part) => {
            said += part;
            const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
            if (address) resolve(address);
        });
        program.once('exit', () => reject(new Error(`Firefox ended before it listened: ${said}`)));
    });
}

function connected(address) {
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(`${address}/session`);
        socket.once('open', () => resolve(socket));
        socket.once('error', reject);
    });
}

/** `Shift+Tab` → both down, both up in reverse. */
function strokes(keys) {
    const values = keys.split('+').map((key) => KEYS[key] ?? key);
    return [
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.toReversed().map((value) => ({ type: 'keyUp', value }))
    ];
}
