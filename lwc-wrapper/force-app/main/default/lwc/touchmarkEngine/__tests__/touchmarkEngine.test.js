import material from '@salesforce/apex/TouchmarkTrust.material';
import { ORG, answerOrg } from '../../../../../test/jest-mocks/org';
import { contacts, runScript, serveTrust, uiApiRecord } from '../../../../../test/build';
import { pause } from '../../../../../test/recordPage';

jest.mock(
    '@salesforce/apex/TouchmarkTrust.material',
    () => ({ __esModule: true, default: jest.fn(() => Promise.resolve({})) }),
    { virtual: true }
);

const component = {};
const sealed = () => contacts().find((row) => row.Provenance_Seal__c);
let engine;
let loadScript;

beforeEach(() => {
    delete globalThis.touchmark;
    delete globalThis.touchmarkFallback;
    serveTrust();
    jest.isolateModules(() => {
        engine = require('c/touchmarkEngine');
        ({ loadScript } = require('lightning/platformResourceLoader'));
    });
});

afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
});

describe('a check', () => {
    it('does not take a record that came without the field of the seal for one without a seal', async () => {
        const { fields, ...record } = uiApiRecord(sealed());
        const { Provenance_Seal__c: seal, ...others } = fields;
        const { Synthetic_Data__c: flag, ...unlabelled } = others;
        const verdicts = await engine.verifyRecords(component, [
            { ...record, fields: unlabelled },
            { ...record, fields }
        ]);
        expect(seal.value).toMatch(/^[{e]/);
        expect(flag.value).toBe(true);
        expect(verdicts.map(({ trust }) => trust)).toEqual(['unchecked', 'verified']);
        expect(verdicts[0].reasons[0].code).toBe('seal-not-visible');
    });

    it('keeps what the record says of itself where its seal is not visible', async () => {
        const { fields, ...record } = uiApiRecord(sealed());
        const { Provenance_Seal__c, ...others } = fields;
        const bare = Object.fromEntries(
            Object.entries(others).filter(([name]) => !/^Provenance_(Reference|Salts)/.test(name))
        );
        const verdicts = await engine.verifyRecords(component, [
            // The flag declares; beside a companion it says that there is a seal, and is claimed.
            { ...record, fields: bare },
            { ...record, fields: { ...bare, Provenance_Salts_Personal__c: { value: '{}' } } }
        ]);
        expect(Provenance_Seal__c.value).toMatch(/^[{e]/);
        expect(verdicts.map(({ trust, origin, claimedOrigin }) => [trust, origin, claimedOrigin])).toEqual([
            ['declared-unsigned', 'synthetic', undefined],
            ['unchecked', 'unknown', 'synthetic']
        ]);
        expect(verdicts.map(({ cleanAs }) => cleanAs)).toEqual([undefined, undefined]);
    });

    it('gives the verdict of the real engine', async () => {
        const record = uiApiRecord(sealed());
        const verdict = await engine.verifyRecord(component, record);
        expect(verdict).toMatchObject({
            trust: 'verified',
            origin: 'synthetic',
            record: { object: 'Contact', id: record.id }
        });
        expect(verdict.disclosure.origin).toBe('origin.synthetic');
        expect(verdict.issuer.name).toBe('Example Bank plc');
    });

    it('gives verdicts in the order of the records, frozen and plain', async () => {
        const rows = contacts();
        const records = [sealed(), rows.find((row) => !row.Provenance_Seal__c), sealed()].map((row) =>
            uiApiRecord(row)
        );
        const verdicts = await engine.verifyRecords(component, records);
        expect(verdicts.map(({ trust }) => trust)).toEqual(['verified', 'unsealed', 'verified']);
        for (const verdict of verdicts) {
            expect(Object.isFrozen(verdict) && Object.isFrozen(verdict.disclosure)).toBe(true);
            expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
        }
    });

    it('tells a verdict from a copy of one', async () => {
        const verdict = await engine.verifyRecord(component, uiApiRecord(sealed()));
        const unchecked = engine.unchecked({ code: 'record-unreadable', message: 'No access.' });
        expect([verdict, unchecked].map(engine.isVerdict)).toEqual([true, true]);
        const foreign = [
            { ...verdict },
            { ...unchecked },
            { trust: 'verified' },
            'verified',
            null,
            undefined
        ];
        expect(foreign.map(engine.isVerdict)).toEqual(foreign.map(() => false));
    });

    it('takes nothing for a verdict before there is an engine', () => {
        expect(engine.isVerdict({ trust: 'verified' })).toBe(false);
    });

    it('says which engine it is', async () => {
        expect((await engine.loadEngine(component)).kind).toBe('wasm');
    });

    it('loads script and trust material once a page', async () => {
        const record = uiApiRecord(sealed());
        await Promise.all([engine.verifyRecord(component, record), engine.verifyRecord({}, record)]);
        await engine.verifyRecord(component, record);
        expect(loadScript).toHaveBeenCalledTimes(1);
        expect(loadScript).toHaveBeenCalledWith(component, 'touchmark');
        expect(fetch.mock.calls.map(([url]) => url)).toEqual([
            'touchmarkTrust/trust.json',
            'touchmarkTrust/policy.json',
            'touchmarkTrust/registry.json',
            'touchmarkTrust/grants.json'
        ]);
    });

    it('checks by material of the caller beside its own, whatever came first', async () => {
        const texts = ['trust', 'policy'].map((name) => fetch(`/${name}.json`).then((r) => r.text()));
        const [trust, policy] = await Promise.all(texts);
        const check = ({ verifyRecord }) => verifyRecord(component, uiApiRecord(sealed()));
        const elsewhere = { trust, policy: { ...JSON.parse(policy), environment: 'staging' } };
        fetch.mockClear();
        const given = [Promise.resolve({ trust, policy: JSON.parse(policy) }), elsewhere].map((each) =>
            engine.configure(each)
        );
        const own = () => check(engine);
        expect(await check(given[0])).toMatchObject({ trust: 'verified' });
        expect(fetch).not.toHaveBeenCalled();
        expect(engine.hasEngine()).toBe(false);
        expect(await own()).toMatchObject({ trust: 'verified' });
        const foreign = await check(given[1]);
        expect(foreign).toMatchObject({ trust: 'wrong-environment' });
        expect(engine.isVerdict(foreign)).toBe(true);
        expect(await own()).toMatchObject({ trust: 'verified' });
        expect(engine.configure(elsewhere)).toBe(given[1]);
        expect((await given[1].loadEngine(component)).environment).toBe('staging');
    });

    it.each([
        ['a wire', { body: { message: 'No.' } }, 'No.'],
        ['two messages', { body: [{ message: 'No.' }, { message: 'Not you.' }] }, 'No. Not you.'],
        [
            'fields by the UI API',
            {
                body: {
                    message: 'Not saved.',
                    output: {
                        errors: [{ message: 'By a rule.' }],
                        fieldErrors: { Email: [{ message: 'not an address.', fieldLabel: 'E-mail' }] }
                    }
                }
            },
            'Not saved. By a rule. E-mail: not an address.'
        ],
        [
            'fields by Apex',
            { body: { pageErrors: [{ message: 'No.' }], fieldErrors: { A__c: [{ message: 'too long.' }] } } },
            'No. A__c: too long.'
        ],
        ['a script', { message: 'offline' }, 'offline'],
        ['the network', { statusText: 'Bad Gateway' }, 'Bad Gateway'],
        ['nobody', {}, 'no reason given']
    ])('says all that a refusal by %s says', (_whose, error, words) => {
        expect(engine.refusal('Contact', error).message).toBe(
            `Contact: ${words} Check your access, or ask your administrator.`
        );
    });

    it('answers "unchecked" for what is no record, and goes on', async () => {
        const cycle = {};
        cycle.self = cycle;
        for (const record of [null, undefined, 'x', 7, cycle]) {
            const verdict = await engine.verifyRecord(component, record);
            expect(verdict.trust).toBe('unchecked');
        }
        expect(await engine.verifyRecord(component, uiApiRecord(sealed()))).toMatchObject({
            trust: 'verified'
        });
    });
});

describe('a page that stays open for hours', () => {
    const check = () => engine.verifyRecord(component, uiApiRecord(sealed()));
    const HOUR = 3_600_000;

    /** The first check after that time, and one when the engine has been made anew. */
    async function checksAfter(time) {
        const later = Date.now() + time;
        jest.spyOn(Date, 'now').mockReturnValue(later);
        fetch.mockClear();
        const first = await check();
        await pause(200);
        return [first.trust, (await check()).trust];
    }

    it('asks again whom the org trusts, past the cache', async () => {
        await check();
        serveTrust({ environment: 'uat' });
        expect(await checksAfter(HOUR + 1)).toEqual(['verified', 'wrong-environment']);
        for (const [, { cache }] of fetch.mock.calls) expect(cache).toBe('no-cache');
        expect(fetch).toHaveBeenCalledTimes(4);
    });

    it('does not ask before', async () => {
        await check();
        expect(await checksAfter(HOUR - 60_000)).toEqual(['verified', 'verified']);
        expect(fetch).not.toHaveBeenCalled();
    });

    it('goes on with what it knows where nobody answers, until that ends', async () => {
        await check();
        serveTrust({ status: 500 });
        expect(await checksAfter(HOUR + 1)).toEqual(['verified', 'verified']);
        expect(await checksAfter(20 * 366 * 24 * HOUR)).not.toContain('verified');
    });
});

describe('a policy', () => {
    const OTHER = '00DQx000000zZzZMAU';
    const DIGEST = ORG.tenant.replace('2', '3');
    const SANDBOX = {};
    const DEVELOPER = { isSandbox: false, isDeveloperEdition: true };
    const PRODUCTION = { isSandbox: false };

    async function answerIn(org, policy) {
        answerOrg(() => Promise.resolve({ ...ORG, ...org }));
        serveTrust(policy);
        const { trust, reasons } = await engine.verifyRecord(component, uiApiRecord(sealed()));
        return trust === 'unchecked' ? reasons[0] : { code: trust };
    }

    it.each([
        ['of this org, by its ID', { tenant: ORG.organizationId }, 'verified'],
        ['of this org, by 15 characters', { tenant: ORG.organizationId.slice(0, 15) }, 'verified'],
        ['of this org, by its digest', { tenant: ORG.tenant }, 'verified'],
        ['of any org', { tenant: 'any' }, 'verified']
    ])('%s is taken', async (_name, policy, code) => {
        expect((await answerIn(SANDBOX, policy)).code).toBe(code);
    });

    it.each([
        ['of another org', OTHER],
        ['of another org, by 15 characters', OTHER.slice(0, 15)],
        ['of another org, by its digest', DIGEST],
        ['of an org in another case', ORG.organizationId.toLowerCase()]
    ])('%s is refused, with place and remedy', async (_name, tenant) => {
        const { code, detail } = await answerIn(SANDBOX, { tenant });
        expect(code).toBe('policy-of-another-org');
        expect(detail).toMatch(`${tenant}, and this org is ${ORG.organizationId}.`);
        expect(detail).toMatch(/policy\.json into the static resource touchmarkTrust/);
    });

    it.each([
        ['environment', { environment: 'REPLACE WITH sandbox OR production' }, 'policy-unfinished'],
        // The engine itself takes no such tenant.
        ['org', { tenant: 'REPLACE WITH THE ID OF THIS ORG, 00D…' }, 'config-invalid']
    ])('whose %s nobody filled in is refused', async (member, policy, expected) => {
        const { code, detail } = await answerIn(SANDBOX, policy);
        expect(code).toBe(expected);
        expect(detail).toMatch(Object.keys(policy)[0]);
    });

    it.each([
        ['sandbox', SANDBOX, 'verified'],
        ['production', SANDBOX, 'policy-of-another-environment'],
        ['development', SANDBOX, 'wrong-environment'],
        ['any', SANDBOX, 'verified'],
        ['uat', SANDBOX, 'wrong-environment'],
        ['Production', SANDBOX, 'policy-of-another-environment'],
        ['toString', SANDBOX, 'wrong-environment'],
        ['sandbox', DEVELOPER, 'verified'],
        ['production', DEVELOPER, 'wrong-environment'],
        ['development', DEVELOPER, 'wrong-environment'],
        ['sandbox', PRODUCTION, 'policy-of-another-environment'],
        ['production', PRODUCTION, 'wrong-environment'],
        ['development', PRODUCTION, 'policy-of-another-environment'],
        ['any', PRODUCTION, 'verified']
    ])('that says %s in %o', async (environment, org, code) => {
        expect((await answerIn(org, { environment })).code).toBe(code);
    });

    it('says of what it was compared with', async () => {
        serveTrust({ tenant: 'any', environment: 'uat' });
        expect((await engine.loadEngine(component)).org).toEqual({
            id: ORG.organizationId,
            kind: 'a sandbox or scratch org',
            compared: { tenant: false, environment: false }
        });
    });

    it('is not taken from configure() either, where it is of another org', async () => {
        const [trust, policy] = await Promise.all(
            ['trust', 'policy'].map((name) => fetch(`/${name}.json`).then((r) => r.text()))
        );
        const checks = engine.configure({ trust, policy: { ...JSON.parse(policy), tenant: OTHER } });
        const { reasons } = await checks.verifyRecord(component, uiApiRecord(sealed()));
        expect(reasons[0].code).toBe('policy-of-another-org');
    });

    it.each([
        [
            'refuses',
            () => Promise.reject({ body: { message: 'You have no access.' } }),
            /You have no access\./
        ],
        ['is not there', () => Promise.resolve(undefined), /It answered nothing\./],
        ['breaks', () => Promise.reject(undefined), /No reason was given\./]
    ])('counts for nothing where Apex %s', async (_name, answer, said) => {
        answerOrg(answer);
        const { trust, reasons } = await engine.verifyRecord(component, uiApiRecord(sealed()));
        expect(trust).toBe('unchecked');
        expect(reasons[0].code).toBe('org-unknown');
        expect(reasons[0].detail).toMatch(said);
        expect(reasons[0].detail).toMatch(/permission set Touchmark Viewer/);
    });

    it('is waited for no longer than all else, and what is missing is named', async () => {
        jest.useFakeTimers();
        answerOrg(() => new Promise(() => {}));
        const verdict = engine.verifyRecord(component, uiApiRecord(sealed()));
        await jest.advanceTimersByTimeAsync(3005);
        expect((await verdict).reasons[0].detail).toMatch(/Still missing: Apex class TouchmarkTrust\./);
    });
});

describe('what JSON would bend', () => {
    it('is not checked as something else, and costs no other record its verdict', async () => {
        const good = uiApiRecord(sealed());
        const bent = (value) => ({ ...good, fields: { ...good.fields, Title: { value } } });
        const cycle = {};
        cycle.self = cycle;
        const records = [bent(NaN), bent(Infinity), bent(new Date(NaN)), bent(7n), cycle, undefined];
        const verdicts = await engine.verifyRecords(component, [...records, good]);
        expect(verdicts.map(({ trust }) => trust)).toEqual([...records.map(() => 'unchecked'), 'verified']);
    });
});

describe('the verdict made without an engine', () => {
    it('says the same as the one that the engine makes of an unreadable record', async () => {
        const made = engine.unchecked({ code: 'record-unreadable', message: 'because' });
        const { disclosure, ...answered } = await engine.verifyRecord(component, null);
        expect(answered.trust).toBe('unchecked');
        expect(made.disclosure).toEqual(disclosure);
        expect([made.profile, made.profileRevision]).toEqual([answered.profile, answered.profileRevision]);
        // Whom the policy says to ask is known to who read the policy.
        const { contacts: asked, ...others } = answered;
        expect(asked.length).toBeGreaterThan(0);
        expect(Object.keys(made).sort()).toEqual(Object.keys({ ...others, disclosure }).sort());
    });
});

describe('an engine that does not start', () => {
    /** Every hindrance ends as a verdict that says "could not check" and why. */
    async function expectUnchecked(code, message) {
        const record = uiApiRecord(sealed());
        const verdict = await engine.verifyRecord(component, record);
        expect(verdict).toMatchObject({
            trust: 'unchecked',
            origin: 'unknown',
            record: { object: 'Contact', id: record.id },
            disclosure: { group: 'could-not-check', trust: 'group.could-not-check', next: 'next.unchecked' }
        });
        expect(verdict.reasons).toEqual([{ code, detail: expect.stringMatching(message) }]);
        expect(Object.isFrozen(verdict)).toBe(true);
        await expect(engine.loadEngine(component)).rejects.toMatchObject({ code });
    }

    /** jsdom fetches no scripts: this answers for the network. */
    function answerScriptElements(event, run = () => {}) {
        jest.spyOn(document.head, 'appendChild').mockImplementation((script) => {
            run();
            script.dispatchEvent(new CustomEvent(event));
        });
    }

    it('says so when the script runs but leaves no global', async () => {
        loadScript.mockImplementation(() => Promise.resolve());
        answerScriptElements('load');
        await expectUnchecked('script-failed', /static resource touchmark .* deploy it/);
    });

    it('says so when the script cannot be loaded either way', async () => {
        loadScript.mockImplementation(() => Promise.reject(new Error('404')));
        answerScriptElements('error');
        await expectUnchecked('script-unreachable', /Content-Security-Policy/);
    });

    it('falls back to a script element where loadScript leaves no global', async () => {
        loadScript.mockImplementation(() => {
            throw new Error('not on this page');
        });
        answerScriptElements('load', () => runScript());
        expect(await engine.verifyRecord(component, uiApiRecord(sealed()))).toMatchObject({
            trust: 'verified'
        });
    });

    it('says so when the global is something else', async () => {
        globalThis.touchmark = {
            createVerifier: () =>
                Promise.resolve({
                    verifyAll: (list) => Promise.resolve(list.map(() => ({ trust: 'verified' })))
                }),
            isVerdict: () => false,
            text: (key) => key
        };
        const verdict = await engine.verifyRecord(component, uiApiRecord(sealed()));
        expect(verdict).toMatchObject({ trust: 'unchecked', reasons: [{ code: 'engine-stopped' }] });
    });

    it('says so when the engine throws', async () => {
        globalThis.touchmark = {
            createVerifier: () =>
                Promise.reject(
                    Object.assign(new Error('The engine failed its self-test.'), { code: 'self-test-failed' })
                ),
            text: (key) => key
        };
        await expectUnchecked('self-test-failed', /failed its self-test/);
    });

    it('says so when the trust files are not there', async () => {
        serveTrust({ status: 404 });
        await expectUnchecked('trust-unreadable', /trust\.json .* answered 404.* top of the archive/);
    });

    it('takes custom metadata where the archive has no trust list', async () => {
        const [trust, policy] = await Promise.all(
            ['trust', 'policy'].map((name) => fetch(`/${name}.json`).then((r) => r.text()))
        );
        serveTrust({ status: 404 });
        material.mockResolvedValue({ trust, policy, registry: null });
        expect(await engine.verifyRecord(component, uiApiRecord(sealed()))).toMatchObject({
            trust: 'verified'
        });
    });

    it('mixes no policy of the archive with a trust list of custom metadata', async () => {
        serveTrust({ status: 404 });
        material.mockResolvedValue({ trust: '{}', policy: null, registry: null });
        await expectUnchecked('trust-unreadable', /Touchmark_Trust__mdt has no trust list with a policy/);
    });

    it('says so when custom metadata cannot be read either', async () => {
        serveTrust({ status: 404 });
        material.mockRejectedValue({ body: { message: 'No access to Apex class TouchmarkTrust.' } });
        await expectUnchecked('trust-unreadable', /No access to Apex class TouchmarkTrust/);
    });

    it('says so when the network is gone', async () => {
        globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('Failed to fetch')));
        await expectUnchecked('trust-unreadable', /could not be fetched \(Failed to fetch\)/);
    });

    it('says so when the policy cannot be used', async () => {
        serveTrust({ tenant: 'somebody' });
        await expectUnchecked(expect.any(String), /policy: tenant: must be an org id/);
    });

    it('ends after three seconds when nothing comes, and names what was missing', async () => {
        jest.useFakeTimers();
        loadScript.mockImplementation(() => new Promise(() => {}));
        const verdict = engine.verifyRecord(component, uiApiRecord(sealed()));
        // A list has a little longer for each of its records.
        await jest.advanceTimersByTimeAsync(3005);
        expect(await verdict).toMatchObject({
            trust: 'unchecked',
            reasons: [
                {
                    code: 'timeout',
                    detail: expect.stringMatching(/Still missing: static resource touchmark\./)
                }
            ]
        });
    });

    it('ends a check that never answers', async () => {
        globalThis.touchmark = {
            createVerifier: () => Promise.resolve({ verifyAll: () => new Promise(() => {}) }),
            isVerdict: () => true,
            text: (key) => key
        };
        jest.useFakeTimers();
        const verdict = engine.verifyRecord(component, uiApiRecord(sealed()));
        // A list has a little longer for each of its records.
        await jest.advanceTimersByTimeAsync(3005);
        expect(await verdict).toMatchObject({ trust: 'unchecked', reasons: [{ code: 'timeout' }] });
    });

    it('is tried again by the next check', async () => {
        serveTrust({ status: 503 });
        await expectUnchecked('trust-unreadable', /answered 503/);
        serveTrust();
        expect(await engine.verifyRecord(component, uiApiRecord(sealed()))).toMatchObject({
            trust: 'verified'
        });
    });
});

describe('a page that refuses WebAssembly', () => {
    const { WebAssembly } = globalThis;

    beforeEach(() => {
        delete globalThis.WebAssembly;
    });

    afterEach(() => {
        globalThis.WebAssembly = WebAssembly;
    });

    it('loads the engine without it, and gets the same verdicts', async () => {
        expect(await engine.verifyRecord(component, uiApiRecord(sealed()))).toMatchObject({
            trust: 'verified'
        });
        expect(loadScript.mock.calls.map(([, resource]) => resource)).toEqual([
            'touchmark',
            'touchmarkFallback'
        ]);
    });

    it('names the static resource that is missing', async () => {
        loadScript.mockImplementation((_component, resource) => {
            if (resource === 'touchmark') runScript();
            return Promise.resolve();
        });
        jest.spyOn(document.head, 'appendChild').mockImplementation((script) => {
            script.dispatchEvent(new CustomEvent('error'));
        });
        const verdict = await engine.verifyRecord(component, uiApiRecord(sealed()));
        expect(verdict).toMatchObject({
            trust: 'unchecked',
            reasons: [
                {
                    code: 'script-unreachable',
                    detail: expect.stringMatching(/static resource touchmarkFallback .* deployed/)
                }
            ]
        });
    });
});

describe('the sample of the static resource touchmarkTrust', () => {
    it('lets nothing pass as verified', async () => {
        const { readFileSync } = require('node:fs');
        const { join } = require('node:path');
        const folder = join(__dirname, '../../../staticresources');
        globalThis.fetch = jest.fn((url) =>
            Promise.resolve({
                ok: true,
                text: () => Promise.resolve(readFileSync(join(folder, url), 'utf8'))
            })
        );
        const verdict = await engine.verifyRecord(component, uiApiRecord(sealed()));
        expect(verdict).toMatchObject({
            trust: 'unchecked',
            reasons: [{ detail: expect.stringMatching(/policy: tenant/) }]
        });
    });
});

describe('the fields to read first', () => {
    const visible = [
        'Id',
        'LastName',
        'Provenance_Seal__c',
        'Provenance_Id__c',
        'Provenance_Salts_Personal__c',
        'Provenance_Reference__c',
        'Synthetic_Data__c',
        'PROVENANCE_SOURCE__c',
        'Test_Row__c'
    ];

    it('are those of the policy, as far as the viewer sees them', async () => {
        serveTrust({ aliases: { isSynthetic: ['Test_Row__c'] } });
        const { fieldsToRead } = await engine.loadEngine(component);
        expect(fieldsToRead(visible)).toEqual(visible.slice(2));
        expect(fieldsToRead(['Provenance_Seal__c', 'LastName'])).toEqual(['Provenance_Seal__c']);
    });

    it('follow names that the policy changes', async () => {
        serveTrust({ fields: { seal: 'Seal__c', companions: 'Salts_*_Tier__c' } });
        const { fieldsToRead } = await engine.loadEngine(component);
        expect(fieldsToRead(['Seal__c', 'Salts_A_Tier__c', 'Provenance_Seal__c'])).toEqual([
            'Seal__c',
            'Salts_A_Tier__c'
        ]);
    });

    it('are found however the policy spells them', async () => {
        serveTrust({ fields: { seal: 'PROVENANCE_SEAL__C', companions: 'provenance_salts_*__C' } });
        const { fieldsToRead } = await engine.loadEngine(component);
        expect(fieldsToRead(visible)).toEqual(visible.filter((name) => /^provenance|^synthetic/i.test(name)));
        const verdict = await engine.verifyRecord(component, uiApiRecord(sealed()));
        expect(verdict.trust).toBe('verified');
    });

    it('must include the seal: hidden and absent would look the same', async () => {
        const { fieldsToRead } = await engine.loadEngine(component);
        expect(() => fieldsToRead(['LastName'])).toThrow(
            /Provenance_Seal__c is not visible .* Touchmark Viewer/
        );
    });
});
