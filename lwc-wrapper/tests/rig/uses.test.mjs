/** "May this record be used for …?" under Lightning Web Security: answers as natively, ways to a person, and the keyboard. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { useCases } from '../../../www/scripts/use-cases.mjs';
import { contactCases, propsOf, sampleTrust } from './org.mjs';
import { openRig } from './rig.mjs';

const cases = contactCases();
const records = Object.values(cases);
const about = (name, more) => propsOf(cases[name], more);

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

/** Each verdict that has other answers than those before it, as the package makes them, with what is decided natively. */
async function decided() {
    const { createVerifier } = await import('touchmark');
    const kinds = new Map();
    for (const { id, options, record, uses } of await useCases()) {
        const verdict = await (await createVerifier(options)).verify(record);
        kinds.set(JSON.stringify([verdict.trust, uses]), { id, verdict: JSON.stringify(verdict), uses });
    }
    return [...kinds.values()];
}

for (const sandbox of ['lws', 'maxPerf']) {
    test(`the flow guard answers as natively, in the sandbox ${sandbox}`, async (t) => {
        const component = 'c-touchmark-flow-guard';
        const page = await rig.open(t, {
            component,
            props: about('sealed', { use: 'testing' }),
            sandbox,
            org: { records }
        });
        await page.says('Nothing speaks against it');
        const rows = await decided();
        assert.ok(rows.length > 50, `${rows.length}`);
        const wrong = await page.evaluate((rows) => {
            const guard = document.querySelector('c-touchmark-flow-guard');
            const record = guard.shadowRoot.querySelector('c-touchmark-record');
            const wrong = [];
            for (const { id, verdict, uses } of rows) {
                const detail = { verdict: JSON.parse(verdict), labels: {} };
                record.dispatchEvent(new CustomEvent('verdict', { detail }));
                for (const [use, expected] of Object.entries(uses)) {
                    guard.use = use;
                    const found = [guard.answer, guard.reasons.replaceAll(', ', ' '), guard.owner];
                    if (String(found) !== String(expected))
                        wrong.push(`${id}, ${use}: ${found}, natively ${expected}`);
                }
            }
            return wrong;
        }, rows);
        assert.deepEqual(wrong, []);
        assert.deepEqual(
            page.troubles.filter((trouble) => !/blob:.*not-found/.test(trouble)),
            []
        );
    });
}

const SURFACES = ['c-touchmark-guard', 'c-touchmark-banner'].flatMap((component) =>
    ['native', 'synthetic'].map((shadow) => [component, shadow])
);

for (const [component, shadow] of SURFACES) {
    describe(`${component} in ${shadow} shadow`, () => {
        const open = (t, name, props, more) =>
            rig.open(t, {
                component,
                props: about(name, props),
                shadow,
                org: { records },
                ...more
            });

        test('says why, and the keyboard asks a person', async (t) => {
            const page = await open(t, 'sealed', { use: 'scoring' }, { listen: ['touchmarkask'] });
            const text = await page.says('Ask a person');
            for (const words of ['for “scoring”?', 'No', 'takes no records of this origin', 'Risk'])
                assert.ok(text.includes(words), words);
            await page.press('Tab');
            assert.match(await page.focus(), /Ask a person/);
            await page.press('Enter');
            await page.says('Nothing was passed on from this page.');
            const [{ detail }] = await page.events();
            assert.deepEqual(detail.record, { object: 'Contact', id: cases.sealed.Id });
            assert.deepEqual(detail.decision.reasons, ['origin-not-listed']);
            assert.deepEqual(page.troubles, []);
        });

        test('axe finds nothing with all rules on', async (t) => {
            const page = await open(t, 'altered', { use: 'testing' }, { slds: false });
            await page.says('Ask a person');
            assert.deepEqual(await page.axe(), []);
        });

        test('a screen reader is told the answer, and that there is a button', async (t) => {
            const page = await open(t, 'stripped', { use: 'testing' });
            await page.says('Ask a person');
            const tree = await page.tree();
            assert.ok(tree.some(({ role, name }) => role === 'button' && name === 'Ask a person'));
            assert.ok(tree.some(({ role }) => role === 'status'));
        });
    });
}

test('in Firefox the guard says the same', async (t) => {
    const page = await rig.open(t, {
        component: 'c-touchmark-guard',
        props: about('sealed', { use: 'testing' }),
        browser: 'firefox',
        org: { records }
    });
    await page.says('Nothing speaks against it');
});

test('an org whose policy names no use refuses, and says who can name it', async (t) => {
    const page = await rig.open(t, {
        component: 'c-touchmark-guard',
        props: about('sealed', { use: 'testing' }),
        org: { records, resources: sampleTrust(null) }
    });
    await page.says('The policy names no such use.');
    await page.says('can name the use in its policy');
});
