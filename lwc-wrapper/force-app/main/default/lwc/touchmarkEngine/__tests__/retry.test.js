/**
 * A page whose engine does not start, and when it does: what fails × when it is mended × how many components wait. The clock is
 * a fake one, so what is held to here is when things happen, not how fast.
 */
import { ORG, answerOrg } from '../../../../../test/jest-mocks/org';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LIMIT = 3 * SECOND;

/** From one failure to the next start; the last goes on for ever. */
const PAUSES = [5 * SECOND, 15 * SECOND, MINUTE, 10 * MINUTE];

/** Ways to fail: how long a start takes to, and what stands in its way until it is mended. */
const HINDRANCES = {
    'the script answers 404': { lasts: 0, meanwhile: { script: 'refused' } },
    'the script runs and leaves nothing': { lasts: 0, meanwhile: { script: 'silent' } },
    'the trust files answer 503': { lasts: 0, meanwhile: { trust: 'refused' } },
    'Apex refuses to say which org this is': { lasts: 0, meanwhile: { org: 'refused' } },
    'the self-test fails': { lasts: 0, meanwhile: { engine: 'failing' } },
    'the script never comes': { lasts: LIMIT, meanwhile: { script: 'late' } },
    'the self-test never ends': { lasts: LIMIT, meanwhile: { engine: 'hanging' } },
    'the trust files never come': { lasts: LIMIT, meanwhile: { trust: 'hanging' } },
    'Apex never says which org this is': { lasts: LIMIT, meanwhile: { org: 'hanging' } }
};

const MENDED_AFTER = [SECOND, 4 * SECOND, 7 * SECOND, 30 * SECOND, 5 * MINUTE];

const SEALED = { Provenance_Seal__c: { value: '{}' } };

let engine;
let loadScript;
let page;

beforeEach(() => {
    jest.useFakeTimers();
    delete globalThis.touchmark;
    delete globalThis.touchmarkFallback;
    page = {
        script: 'there',
        trust: 'there',
        org: 'there',
        engine: 'working',
        starts: [],
        running: 0,
        mostRunning: 0
    };
    jest.isolateModules(() => {
        engine = require('c/touchmarkEngine');
        ({ loadScript } = require('lightning/platformResourceLoader'));
    });
    globalThis.fetch = jest.fn(answerFetch);
    loadScript.mockReset();
    loadScript.mockImplementation((_component, name) => scriptOf(name));
    jest.spyOn(document.head, 'appendChild').mockImplementation((element) => {
        if (page.script === 'refused') element.dispatchEvent(new CustomEvent('error'));
        if (page.script === 'silent') element.dispatchEvent(new CustomEvent('load'));
    });
});

afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    delete globalThis.touchmark;
    delete globalThis.touchmarkFallback;
});

/** The org is asked right after the trust list, once for each start. */
function answerOfOrg() {
    if (page.org === 'hanging') return new Promise(() => {});
    return page.org === 'there' ? Promise.resolve(ORG) : Promise.reject(new Error('No access.'));
}

/** Each start asks for the trust list once, so its times are those of the starts. */
function answerFetch(url) {
    const text = url.endsWith('/policy.json') ? '{"tenant":"any","environment":"any"}' : '{}';
    const answered = (ok) => ({ ok, status: ok ? 200 : 503, text: () => Promise.resolve(text) });
    if (url.endsWith('/trust.json')) {
        page.starts.push(Date.now() - page.since);
        answerOrg(answerOfOrg);
    }
    if (page.trust === 'hanging') return new Promise(() => {});
    return Promise.resolve(answered(page.trust === 'there'));
}

function scriptOf(name) {
    if (page.script === 'there') globalThis[name] = name === 'touchmark' ? script() : {};
    return page.script === 'late' ? new Promise((resolve) => (page.arrive = resolve)) : Promise.resolve();
}

/** A script that says of every record what its engine would, and counts the engines that are being made. */
function script() {
    const verdicts = new WeakSet();
    const made = (value) => {
        verdicts.add(value);
        return value;
    };
    return {
        createVerifier: ({ engine: kind }) => {
            page.running += 1;
            page.mostRunning = Math.max(page.mostRunning, page.running);
            const ended = () => (page.running -= 1);
            if (page.engine === 'hanging') {
                // eslint-disable-next-line @lwc/lwc/no-async-operation -- by the fake clock
                setTimeout(ended, LIMIT);
                return new Promise(() => {});
            }
            ended();
            if (page.engine === 'failing')
                return Promise.reject(Object.assign(new Error('No.'), { code: 'self-test-failed' }));
            return Promise.resolve({
                engine: kind,
                verifyAll: (records) => Promise.resolve(records.map(() => made({ trust: 'verified' })))
            });
        },
        isVerdict: (value) => verdicts.has(value)
    };
}

/** A component that shows what the last check said, and checks again when the engine says so. */
function waiter() {
    const component = { said: [] };
    const check = () =>
        engine
            .verifyRecord(component, { apiName: 'Contact', id: '003', fields: SEALED })
            .then(({ trust }) => {
                component.said.push(trust);
                component.saidAt = Date.now() - page.since;
                component.end = engine.checkAgain(component, check);
            });
    page.since ??= Date.now();
    check();
    return component;
}

function mend() {
    Object.assign(page, { script: 'there', trust: 'there', org: 'there', engine: 'working' });
}

/** When starts happen by the rule, until one finds everything mended; worked out anew, from the sentence alone. */
function expectedStarts(lasts, mendedAt) {
    const starts = [0];
    for (let failed = 0; starts.at(-1) < mendedAt; failed += 1)
        starts.push(starts.at(-1) + lasts + PAUSES[Math.min(failed, PAUSES.length - 1)]);
    return starts;
}

const CASES = Object.entries(HINDRANCES).flatMap(([name, { lasts, meanwhile }]) =>
    MENDED_AFTER.map((mendedAt) => [name, mendedAt, lasts, meanwhile])
);

describe.each([1, 30])('with %i components that wait', (count) => {
    // One alone needs no more than one moment: what it tells is told of many as well.
    const cases = CASES.filter(([, mendedAt]) => count > 1 || mendedAt === 4 * SECOND);

    it.each(cases)('%s, mended after %i ms', async (_name, mendedAt, lasts, meanwhile) => {
        Object.assign(page, meanwhile);
        const waiters = Array.from({ length: count }, waiter);
        // A turn before the second: what is due then finds it mended.
        await jest.advanceTimersByTimeAsync(mendedAt - 1);
        for (const { said } of waiters) expect(said.every((trust) => trust === 'unchecked')).toBe(true);
        mend();
        const starts = expectedStarts(lasts, mendedAt);
        await jest.advanceTimersByTimeAsync(starts.at(-1) - mendedAt + 10);
        expect(page.starts).toEqual(starts);
        expect(page.mostRunning).toBeLessThanOrEqual(1);
        // Told twice and no more: that it could not be checked, and the verdict.
        for (const { said } of waiters) expect(said).toEqual(['unchecked', 'verified']);
    });

    it('goes on after that every ten minutes, as all checks do', async () => {
        page.trust = 'refused';
        const waiters = Array.from({ length: count }, waiter);
        await jest.advanceTimersByTimeAsync(80 * SECOND);
        expect(page.starts).toEqual([0, 5, 20, 80].map((second) => second * SECOND));
        await jest.advanceTimersByTimeAsync(30 * MINUTE);
        expect(page.starts.slice(4)).toEqual([10, 20, 30].map((minute) => minute * MINUTE + 80 * SECOND));
        expect(waiters[0].said).toEqual(['unchecked']);
        mend();
        await jest.advanceTimersByTimeAsync(10 * MINUTE);
        for (const { said } of waiters) expect(said.slice(0, 2)).toEqual(['unchecked', 'verified']);
    });
});

describe.each([4, 12, 70])('a script that comes after %i seconds', (seconds) => {
    /** By the loader that was asked, by a script element, or by somebody else, who tells nobody. */
    it.each(['its loader', 'its script element', 'another way'])('is taken at once, by %s', async (way) => {
        page.script = 'late';
        if (way === 'its script element') loadScript.mockImplementation(() => Promise.resolve());
        let element;
        document.head.appendChild.mockImplementation((added) => (element = added));
        const waiters = Array.from({ length: 5 }, waiter);
        await jest.advanceTimersByTimeAsync(seconds * SECOND);
        expect(waiters[0].said).toEqual(['unchecked']);
        globalThis.touchmark = script();
        if (way === 'its loader') page.arrive();
        if (way === 'its script element') element.dispatchEvent(new CustomEvent('load'));
        await jest.advanceTimersByTimeAsync(SECOND / 2 + 10);
        for (const { said } of waiters) expect(said).toEqual(['unchecked', 'verified']);
        expect(page.mostRunning).toBe(1);
    });
});

it('the second engine that comes late is taken at once', async () => {
    let arrive;
    page.engine = 'failing';
    const fallback = new Promise((resolve) => {
        arrive = resolve;
    });
    loadScript.mockImplementation((_component, name) => (name === 'touchmark' ? scriptOf(name) : fallback));
    const { said } = waiter();
    await jest.advanceTimersByTimeAsync(4 * SECOND);
    expect(said).toEqual(['unchecked']);
    globalThis.touchmarkFallback = {};
    page.engine = 'working';
    arrive();
    await jest.advanceTimersByTimeAsync(10);
    expect(said).toEqual(['unchecked', 'verified']);
});

it('whoever asks meanwhile gets a start of their own, and all are told when it succeeds', async () => {
    page.trust = 'refused';
    const first = waiter();
    await jest.advanceTimersByTimeAsync(2 * SECOND);
    mend();
    const second = waiter();
    await jest.advanceTimersByTimeAsync(10);
    expect([first.said, second.said]).toEqual([['unchecked', 'verified'], ['verified']]);
    expect(page.starts).toEqual([0, 2 * SECOND]);
});

it('a page on which nobody waits any more starts nothing', async () => {
    page.trust = 'refused';
    const waiters = [waiter(), waiter()];
    await jest.advanceTimersByTimeAsync(SECOND);
    waiters.forEach(({ end }) => end());
    await jest.advanceTimersByTimeAsync(30 * MINUTE);
    expect(page.starts).toEqual([0]);
    expect(jest.getTimerCount()).toBe(0);
});

it('asks each engine by its name: the script would look for the second one where no org has it', async () => {
    const kinds = [];
    loadScript.mockImplementation((_component, name) => {
        const { createVerifier, ...others } = script();
        globalThis[name] =
            name === 'touchmark'
                ? {
                      ...others,
                      createVerifier: (options) => {
                          kinds.push(options.engine);
                          if (options.engine === 'fallback') return createVerifier(options);
                          return Promise.reject(Object.assign(new Error('No.'), { code: 'wasm-refused' }));
                      }
                  }
                : {};
        return Promise.resolve();
    });
    const { said } = waiter();
    await jest.advanceTimersByTimeAsync(10);
    expect(said).toEqual(['verified']);
    expect(kinds).toEqual(['wasm', 'fallback']);
});

it('what calls itself the script later makes no verdicts here', async () => {
    waiter();
    await jest.advanceTimersByTimeAsync(10);
    const other = { trust: 'verified' };
    globalThis.touchmark = { createVerifier: jest.fn(), isVerdict: (value) => value === other };
    expect(engine.isVerdict(other)).toBe(false);
    // Neither for the checks to come: an engine is made anew after an hour, by the script that was first.
    await jest.advanceTimersByTimeAsync(2 * 60 * MINUTE);
    await engine.verifyRecord({}, { apiName: 'Contact', fields: SEALED });
    await jest.advanceTimersByTimeAsync(10);
    expect(globalThis.touchmark.createVerifier).not.toHaveBeenCalled();
});
