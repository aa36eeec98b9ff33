import { getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { loadScript } from 'lightning/platformResourceLoader';
import { getRecord } from 'lightning/uiRecordApi';
import ends from '@salesforce/apex/TouchmarkExpiry.ends';
import material from '@salesforce/apex/TouchmarkTrust.material';
import TouchmarkSmokeTest from 'c/touchmarkSmokeTest';
import { clearPage, nextTask, pause, place } from '../../../../../test/recordPage';
import { contactInfo, contacts, runScript, serveTrust, uiApiRecord } from '../../../../../test/build';
import { CHECKS, SEAL } from '../checks';

jest.mock('@salesforce/apex/TouchmarkExpiry.ends', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TouchmarkTrust.material', () => ({ default: jest.fn() }), { virtual: true });

const sealed = () => contacts().find((row) => row[SEAL]);

const placeTest = (properties) =>
    place('c-touchmark-smoke-test', TouchmarkSmokeTest, undefined, {
        recordId: undefined,
        objectApiName: 'Contact',
        ...properties
    });

/** What Apex says of the end of something. */
function ending(name, days) {
    return { name, days, endsAt: '2027-06-01T12:00:00.000Z', isSoon: days < 14 };
}

/** What an org serves: trust files as the build made them, and scripts of some length. */
function serve() {
    serveTrust();
    const files = globalThis.fetch;
    globalThis.fetch = jest.fn((url) => {
        const answer = /\.json$/.test(url)
            ? files(url)
            : Promise.resolve({ ok: true, status: 200, text: () => Promise.resolve('"use strict";') });
        return answer.then((response) => ({
            ...response,
            headers: new Map([['content-type', 'text/javascript']])
        }));
    });
}

/** A script element that loads, or that the page refuses. jsdom loads none. */
function answerScripts(event, ran = () => undefined) {
    jest.spyOn(document.head, 'appendChild').mockImplementation((script) => {
        ran();
        script.dispatchEvent(new CustomEvent(event));
        return script;
    });
}

async function ended(element) {
    for (let round = 0; round < 200 && !reportIn(element); round += 1) {
        await pause(20);
    }
    return Object.fromEntries(
        Array.from(element.shadowRoot.querySelectorAll('tbody tr'), (row) => [
            row.dataset.key,
            `${row.dataset.result}: ${row.children[2].textContent}`
        ])
    );
}

function reportIn(element) {
    return element.shadowRoot.querySelector('textarea')?.value ?? '';
}

function answerWires(row, { hidden, rows = [row] } = {}) {
    getObjectInfo.emit(contactInfo(hidden));
    getRecord.emit(uiApiRecord(row));
    getListRecordsByName.emit({ records: rows.map((one) => uiApiRecord(one)) });
}

const WHOLE = { sampleRecordId: sealed().Id, listViewApiName: 'AllContacts' };

beforeEach(() => {
    serve();
    material.mockResolvedValue({});
    ends.mockResolvedValue([ending('Trust bundle', 365)]);
    answerScripts('load', () => runScript('touchmarkFallback'));
    loadScript.mockImplementation((_component, name) => {
        if (name !== 'touchmarkElements') runScript(name);
        return Promise.resolve();
    });
    globalThis.touchmarkElements = { ready: () => Promise.resolve() };
});

afterEach(() => {
    clearPage();
    jest.restoreAllMocks();
});

it('says what works where everything does', async () => {
    const element = placeTest(WHOLE);
    await nextTask();
    answerWires(sealed());
    const rows = await ended(element);
    expect(Object.keys(rows)).toEqual(CHECKS.map(({ key }) => key));
    expect(Object.values(rows).filter((row) => !row.startsWith('works'))).toEqual([]);
    expect(rows.engine).toMatch(/the WebAssembly engine, which told a good seal from a bad one/);
    expect(rows.record).toMatch(/1 of 1 records have a seal, \d+ to \d+ characters long, all whole/);
    expect(rows.verdict).toMatch(/The check answered verified/);
    await expect(element).toBeAccessible();
});

it('names the org, and says of the policy what was compared', async () => {
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    const rows = await ended(element);
    expect(rows.org).toMatch(
        /^works: Organisation 00D\w{15}, a sandbox or scratch org\. The policy names it\. Its environment is "sandbox"/
    );
});

it.each([
    ['nothing soon', [ending('Trust bundle', 365)], /^works: Trust bundle: 365 days, until 2027-06-01\. *$/],
    [
        'something soon',
        [ending('Registry', 3), ending('Trust bundle', 365)],
        /^works: Registry: 3 days, until .* Trust bundle: 365 days.*What to do: Renew what ends/
    ],
    ['something that has ended', [ending('Registry', -1)], /^fails: Registry: ended on .*What to do: Renew/]
])('says how long the trust files last: %s', async (_name, endings, said) => {
    ends.mockResolvedValue(endings);
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    expect((await ended(element)).expiry).toMatch(said);
});

it('prints no value of a record', async () => {
    const row = sealed();
    const element = placeTest(WHOLE);
    await nextTask();
    answerWires(row);
    await ended(element);
    const shown = element.shadowRoot.textContent + reportIn(element);
    const values = [row.LastName, row.Email, row[SEAL], row.Provenance_Id__c].filter(Boolean);
    expect(values.length).toBeGreaterThan(2);
    for (const value of values) expect(shown).not.toContain(value);
});

it('tries what it can without a record', async () => {
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    const rows = await ended(element);
    for (const key of ['record', 'verdict', 'list'])
        expect(rows[key]).toMatch(/^untried: .*What to do: Give/);
    expect(rows.objectInfo).toMatch(/^works/);
});

it('names the fields that are missing, and minds the seal’s most', async () => {
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo(['Synthetic_Data__c']));
    expect((await ended(element)).objectInfo).toMatch(
        /^works: .*not visible: .*Synthetic_Data__c.*What to do: Deploy/
    );
    clearPage();
    const other = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo([SEAL]));
    expect((await ended(other)).objectInfo).toMatch(/^fails: .*Provenance_Seal__c/);
});

it('notices that a list cuts long texts', async () => {
    const row = sealed();
    const element = placeTest(WHOLE);
    await nextTask();
    answerWires(row, { rows: [row, { ...row, [SEAL]: row[SEAL].slice(0, 255) }] });
    const rows = await ended(element);
    expect(rows.record).toMatch(/^works/);
    expect(rows.list).toMatch(/^fails: .*not whole: 1\. *What to do: Long texts arrive cut here/);
});

describe('where nothing works', () => {
    beforeEach(() => {
        globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('Failed to fetch')));
        material.mockRejectedValue({ body: { message: 'You do not have access to the Apex class.' } });
        ends.mockRejectedValue({ body: { message: 'You do not have access to the Apex class.' } });
        delete globalThis.touchmarkFallback;
        delete globalThis.touchmarkElements;
        loadScript.mockImplementation(() => Promise.reject(new Error('refused')));
        document.head.appendChild.mockRestore();
        answerScripts('error');
    });

    it('goes on to the last check, and has a remedy for each', async () => {
        const element = placeTest(WHOLE);
        await nextTask();
        getObjectInfo.error({ message: 'No access to the object.' }, 403);
        getRecord.error({ message: 'No access to the record.' }, 403);
        getListRecordsByName.error({ message: 'No such list view.' }, 404);
        const rows = await ended(element);
        const failing = [
            'resource-touchmark',
            'trust-trust',
            'apex',
            'expiry',
            'loadScript',
            'scriptElement',
            'objectInfo',
            'record',
            'list',
            'elements'
        ];
        for (const key of failing) expect(rows[key]).toMatch(/^fails: /);
        expect(rows.apex).toMatch(/You do not have access to the Apex class\. *What to do: Needed only if/);
        expect(rows.expiry).toMatch(/You do not have access.*What to do: Take on .*Touchmark Administrator/);
        expect(rows.record).toMatch(/No access to the record\./);
        expect(rows.policy).toBeDefined();
        expect(reportIn(element)).toMatch(
            /Static resource touchmark: DOES NOT WORK\n {4}Failed to fetch\n {4}What to do: Deploy/
        );
        await expect(element).toBeAccessible();
    });
});

it('takes no page to log in for a static resource', async () => {
    const files = globalThis.fetch;
    globalThis.fetch = jest.fn((url) =>
        files(url).then((response) => ({
            ...response,
            headers: new Map([['content-type', 'text/html; charset=UTF-8']]),
            text: () => Promise.resolve('<!DOCTYPE html><title>Log in</title>')
        }))
    );
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    const rows = await ended(element);
    for (const key of ['resource-touchmark', 'resource-touchmarkElements', 'trust-trust', 'trust-registry'])
        expect(rows[key]).toMatch(/^fails: /);
});

it('takes no script that ran before for one that it ran', async () => {
    runScript('touchmarkFallback');
    loadScript.mockImplementation((_component, name) => {
        if (name === 'touchmark') runScript(name);
        return Promise.resolve();
    });
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    const rows = await ended(element);
    expect(rows.loadScript).toMatch(/^untried: .*Reload the page/);
    expect(rows.scriptElement).toMatch(/^works/);
});

it('hears what the page’s policy refuses', async () => {
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    document.dispatchEvent(
        Object.assign(new CustomEvent('securitypolicyviolation'), {
            violatedDirective: 'script-src',
            blockedURI: 'https://elsewhere.example/x.js'
        })
    );
    expect((await ended(element)).policy).toMatch(
        /^fails: Refused: script-src \(https:\/\/elsewhere\.example\/x\.js\)\./
    );
});

it('runs again with what was typed', async () => {
    const row = sealed();
    const element = placeTest({});
    await nextTask();
    getObjectInfo.emit(contactInfo());
    expect((await ended(element)).record).toMatch(/^untried/);
    const input = element.shadowRoot.querySelector('input[name="record"]');
    input.value = ` ${row.Id} `;
    input.dispatchEvent(new CustomEvent('change'));
    element.shadowRoot.querySelector('button').click();
    await nextTask();
    expect(getRecord.getLastConfig().recordId).toBe(row.Id);
    getRecord.emit(uiApiRecord(row));
    for (let round = 0; round < 100; round += 1) {
        if (/\d+ work/.test(element.shadowRoot.querySelector('.summary').textContent)) break;
        await pause(20);
    }
    const rows = await ended(element);
    expect(rows.record).toMatch(/^works/);
    expect(rows.objectInfo).toMatch(/^works/);
});

describe('the report', () => {
    async function copied(writeText) {
        Object.assign(navigator, { clipboard: writeText && { writeText } });
        const element = placeTest({});
        await nextTask();
        getObjectInfo.emit(contactInfo());
        await ended(element);
        element.shadowRoot.querySelectorAll('button')[1].click();
        for (let round = 0; round < 5; round += 1) await nextTask();
        return element;
    }

    it('is copied', async () => {
        const writeText = jest.fn(() => Promise.resolve());
        const element = await copied(writeText);
        expect(writeText).toHaveBeenCalledWith(reportIn(element));
        expect(reportIn(element)).toMatch(/^Touchmark smoke test, \d{4}-.*\nBrowser: works/);
        expect(element.shadowRoot.querySelector('.copied').textContent).toBe('Copied.');
    });

    it('can be copied by hand', async () => {
        const element = await copied(undefined);
        expect(element.shadowRoot.querySelector('.copied').textContent).toMatch(/copy it by hand/);
        await expect(element).toBeAccessible();
    });
});
