/**
 * On a slow network: whatever comes later than a start may take ends in a verdict, once it is there, on the page that is open.
 * In Chromium at every change; in the other browsers too where TOUCHMARK_RIG is `all`.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactCases, sampleTrust } from './org.mjs';
import { openRig } from './rig.mjs';

/** Milliseconds that a resource takes; a start takes 3 seconds at most. */
const LATE = 4000;

const TRUST = Object.keys(sampleTrust());
const SCRIPTS = { lws: ['touchmark'], maxPerf: ['touchmark', 'touchmarkFallback'] };

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const browser of process.env.TOUCHMARK_RIG === 'all' ? ['chromium', 'firefox', 'webkit'] : ['chromium'])
    // Waiting costs nothing, so in Chromium all wait together; a driver has one page at a time.
    describe(`in ${browser}`, { concurrency: browser === 'chromium' }, () => {
        for (const [sandbox, scripts] of Object.entries(SCRIPTS)) {
            const each = [...scripts, ...TRUST];
            for (const [what, names, milliseconds] of [
                ['each resource', each, LATE],
                ...each.map((name) => [name, [name], LATE]),
                // Each in time, and too late together.
                ['each script a little', scripts, LATE / 2]
            ]) {
                if (names.length * milliseconds < LATE) continue;
                test(`what came too late is taken when it is there: ${what} (${sandbox})`, async (t) => {
                    const late = Object.fromEntries(names.map((name) => [name, milliseconds]));
                    const page = await openLate(t, { browser, sandbox, late });
                    await page.says('Could not check', 'c-touchmark-badge');
                    await page.says('signature valid', 'c-touchmark-badge');
                    await page.says('All 1 records: Synthetic data', 'c-touchmark-summary');
                    assert.deepEqual([...page.troubles, ...(await page.faults())], []);
                });
            }
        }
    });

test('what never comes is not waited for: nothing is said to be checked', async (t) => {
    const page = await openLate(t, { late: { touchmark: 30_000 } });
    await page.says('Could not check', 'c-touchmark-badge');
    await page.says('Could not check', 'c-touchmark-summary');
});

/** A record and a list of it, on a page whose resources are late. */
function openLate(t, { late, ...cell }) {
    const { sealed } = contactCases();
    return rig.open(t, {
        ...cell,
        components: [
            { is: 'c-touchmark-badge', props: { recordId: sealed.Id, objectApiName: 'Contact' } },
            { is: 'c-touchmark-summary', props: { objectApiName: 'Contact', listViewApiName: 'All' } }
        ],
        org: {
            records: [sealed],
            lists: { 'Contact/All': { ids: [sealed.Id], label: 'All' } },
            late,
            // What came late is there, although this browser keeps nothing that it fetched.
            maxAge: 0
        }
    });
}
