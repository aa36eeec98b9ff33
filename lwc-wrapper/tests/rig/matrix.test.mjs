/**
 * Every kind of record, to viewers who may see more or less of it: the same words in every browser, in both modes of the sandbox,
 * in both kinds of shadow. In Chromium at every change; in the others all of it where TOUCHMARK_RIG is `all`, else a part.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PROFILES, sealedKinds } from './kinds.mjs';
import { sampleTrust } from './org.mjs';
import { openRig } from './rig.mjs';

const VALID = 'Synthetic data · signature valid';
const PARTLY = 'Synthetic data · partly checked';
const CHANGED = 'Synthetic data · changed since signing';
const DECLARED = 'Synthetic data · declared, not signed';
const INVALID = 'Signature invalid · said to be synthetic · needs attention';
const ELSEWHERE = 'Seal of another record · said to be synthetic';
const NOT_DISCLOSED = 'Origin not disclosed';
const UNCHECKED = 'Could not check';

/** Whoever sees a covered field, but not its salt, cannot tell whether it was changed, nor who took the salt away. */
const attention = (words) => `${words} · needs attention`;

/** A change in what is hidden cannot be seen, and is not claimed. */
const hiding = (whole, part) => ({
    everything: whole,
    personal: part,
    salts: attention(part),
    declared: part
});

/**
 * What is said of each kind, by what its viewer may see. What is not named here says the same as to who sees everything; to nobody
 * is anything said without the seal.
 */
const SAID = {
    good: hiding(VALID, PARTLY),
    'good, as a JWS': hiding(VALID, PARTLY),
    'good, in a log': hiding(VALID, PARTLY),
    'good, in a status list': hiding(VALID, PARTLY),
    'good, sealed as the UI API gave it': hiding(VALID, PARTLY),
    'good, masked': hiding('Masked data · signature valid', 'Masked data · partly checked'),
    'tampered, open field': { everything: CHANGED, salts: attention(CHANGED) },
    'tampered, personal field': { ...hiding(CHANGED, PARTLY), declared: CHANGED },
    'tampered, markup': { everything: CHANGED, salts: attention(CHANGED) },
    'flag unticked': { everything: attention(CHANGED), declared: PARTLY },
    'stripped, everything': { everything: NOT_DISCLOSED },
    'stripped, seal only': { everything: attention(DECLARED), declared: attention(NOT_DISCLOSED) },
    'stripped, flag left': { everything: DECLARED, declared: NOT_DISCLOSED },
    moved: { everything: ELSEWHERE },
    cloned: { everything: ELSEWHERE },
    // Its statement can still be read, so it is said what it says, and that nobody vouches for it.
    'byte flipped': { everything: INVALID },
    'cut at 255': { everything: INVALID, declared: attention('Signature invalid') },
    'claims edited': { everything: INVALID, declared: attention('Signature invalid') },
    'sealed for production': { everything: 'Synthetic data · sealed for production' },
    'other tenant': { everything: ELSEWHERE },
    'issuer unknown': { everything: 'Issuer not recognised · said to be synthetic' },
    expired: {
        everything: 'Synthetic data · seal not in force',
        salts: attention('Synthetic data · seal not in force')
    },
    revoked: { everything: 'Seal withdrawn · said to be synthetic' }
};

const said = (profile) => (words) => (profile === 'seal' ? UNCHECKED : (words[profile] ?? words.everything));

const ALL = process.env.TOUCHMARK_RIG === 'all';
const CELLS = ['chromium', 'firefox', 'webkit'].flatMap((browser) =>
    ['native', 'synthetic'].flatMap((shadow) =>
        ['lws', 'maxPerf'].map((sandbox) => ({ browser, shadow, sandbox }))
    )
);

/** At every change: of the other browsers, what differs most, to who sees everything. */
const isAsked = ({ browser, shadow, sandbox }, profile) =>
    ALL ||
    browser === 'chromium' ||
    (profile === 'everything' && (shadow === 'native') === (sandbox === 'lws'));

let kinds;
let rig;

before(async () => {
    kinds = sealedKinds();
    rig = await openRig();
});

after(() => rig.close());

test('there is a word for each kind', () => {
    assert.deepEqual(Object.keys(SAID), Object.keys(kinds.records));
});

for (const browser of new Set(CELLS.map(({ browser }) => browser))) {
    test(`what goes wrong in ${browser} is told: a violation of the policy, an error that nobody catches`, async (t) => {
        const page = await rig.open(t, { browser, components: [] });
        await page.evaluate(() => {
            const script = document.createElement('script');
            script.textContent = 'globalThis.planted = true';
            document.head.append(script);
            Promise.reject(new Error('planted'));
            setTimeout(() => {
                throw new Error('planted');
            });
        });
        await page.until(() => globalThis.rigFaults.length === 3);
        const faults = (await page.faults()).join('\n');
        for (const words of [/violation of script-src/, /unhandled: .*planted/, /uncaught: .*planted/])
            assert.match(faults, words);
    });
}

for (const cell of CELLS) {
    const profiles = Object.keys(PROFILES).filter((profile) => isAsked(cell, profile));
    if (profiles.length === 0) continue;
    describe(Object.values(cell).join(', '), () => {
        for (const profile of profiles) {
            const hidden = PROFILES[profile];
            test(
                hidden.length > 0 ? `to who does not see ${hidden.join(', ')}` : 'to who sees everything',
                async (t) => {
                    const page = await openBadges(t, { ...cell, org: { hidden } });
                    assert.deepEqual(await readBadges(page), mapped(SAID, said(profile)));
                    assert.deepEqual([...page.troubles, ...(await page.faults())], []);
                    assert.equal(await page.evaluate(() => typeof globalThis.planted), 'undefined');
                }
            );
        }
    });
}

/** A page with a badge for each kind, once each has its verdict. */
async function openBadges(t, { org, ...cell }) {
    const page = await rig.open(t, {
        ...cell,
        components: Object.values(kinds.records).map(({ Id }) => ({
            is: 'c-touchmark-badge',
            props: { recordId: Id, objectApiName: 'Contact' }
        })),
        org: {
            records: Object.values(kinds.records),
            resources: { ...sampleTrust(), 'touchmarkTrust/trust.json': kinds.trust },
            ...org
        }
    });
    await page.until(() =>
        globalThis.rig.elements.every((badge) => !/^(Checking…|$)/.test(globalThis.rig.textOf(badge)))
    );
    return page;
}

/** The words of each badge's button, less those that it can be opened. */
async function readBadges(page) {
    const texts = await page.texts();
    const words = texts.map((text) => text.split('\n. Details')[0].replaceAll('\n', ' '));
    return Object.fromEntries(Object.keys(kinds.records).map((kind, at) => [kind, words[at]]));
}

function mapped(table, change) {
    return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
}
