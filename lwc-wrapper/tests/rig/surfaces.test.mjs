/** What is shown of one record besides the badge: panel, banner, watermark, the flow's guard, and the owner's smoke test. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { labelsIn } from './build.mjs';
import { contactCases, propsOf, sampleApex } from './org.mjs';
import { openRig } from './rig.mjs';

const MADE_UP = 'Contains synthetic data. Synthetic records are not real people or transactions.';
const CLAIMED = 'May contain synthetic or changed data: what records say of themselves is not confirmed.';

const cases = contactCases();
const records = Object.values(cases);
const about = (name, more) => propsOf(cases[name], more);

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const shadow of ['native', 'synthetic']) {
    describe(`in ${shadow} shadow`, () => {
        const open = (t, components, more) => rig.open(t, { components, shadow, org: { records }, ...more });

        test('banner, panel and guard say the same of each record', async (t) => {
            const sections = Object.keys(cases).map((name) => [
                { is: 'c-touchmark-banner', props: about(name) },
                { is: 'c-touchmark-panel', props: about(name) },
                { is: 'c-touchmark-flow-guard', props: about(name, { use: 'testing' }) }
            ]);
            const page = await open(t, sections.flat());
            await page.says(/Not known[^]*No\n/);
            const said = await page.evaluate(() => {
                const texts = (name, inner) =>
                    [...document.querySelectorAll(name)].map(
                        (element) => element.shadowRoot.querySelector(inner)?.textContent ?? ''
                    );
                return {
                    banner: texts('c-touchmark-banner', '[role="note"]'),
                    guard: [...document.querySelectorAll('c-touchmark-flow-guard')].map((element) => {
                        const use = element.shadowRoot.querySelector('c-touchmark-use');
                        return use.shadowRoot.querySelector('.short').textContent;
                    }),
                    panel: [...document.querySelectorAll('c-touchmark-panel')].map((element) => {
                        const mark = element.shadowRoot.querySelector('c-touchmark-mark');
                        return mark.shadowRoot.querySelector('.said').textContent;
                    })
                };
            });
            assert.deepEqual(said, {
                banner: [
                    MADE_UP,
                    `Needs attention${MADE_UP}`,
                    '',
                    `Needs attention${CLAIMED}`,
                    `Needs attention${CLAIMED}`
                ],
                guard: ['Nothing speaks against it', 'No', 'Not known', 'No', 'No'],
                panel: [
                    'Synthetic data · signature valid',
                    'Synthetic data · changed since signing',
                    'Origin not disclosed',
                    'Seal of another record · said to be synthetic',
                    'Signature invalid · said to be synthetic'
                ]
            });
            assert.deepEqual(page.troubles, []);
        });

        test('a verdict that one component hands to another is told from a copy of it', async (t) => {
            const page = await open(t, [
                { is: 'c-rig-region', props: about('sealed') },
                { is: 'c-rig-region', props: about('sealed', { handsVerdictOn: true }) },
                { is: 'c-rig-region', props: about('sealed', { handsVerdictOn: true, copies: true }) }
            ]);
            const text = await page.says(/Synthetic data[^]*Synthetic data[^]*Could not check/);
            assert.equal(text.match(/Watermark over this area: Synthetic data/g).length, 2);
            assert.deepEqual(page.troubles, []);
        });

        test('the watermark comes back when the page takes it out, and no oftener than it must', async (t) => {
            const page = await open(t, [{ is: 'c-rig-region', props: about('sealed') }]);
            await page.says('Watermark over this area');
            const before = await page.evaluate(watermark);
            await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
            assert.equal(
                (await page.evaluate(watermark)).pattern,
                before.pattern,
                'drawn again without a reason'
            );
            await page.evaluate(() => {
                const { shadowRoot } = document.querySelector('c-rig-region');
                const host = shadowRoot.querySelector('c-touchmark-watermark');
                host.shadowRoot.querySelector('.layer').remove();
            });
            await page.until((id) => {
                const { shadowRoot } = document.querySelector('c-rig-region');
                const host = shadowRoot.querySelector('c-touchmark-watermark');
                const pattern = host.shadowRoot.querySelector('.layer pattern');
                return pattern && pattern.id !== id;
            }, before.pattern);
            const restored = await page.evaluate(watermark);
            assert.deepEqual({ ...restored, pattern: '' }, { ...before, pattern: '' });
            assert.equal(restored.clicks, 'none');
            assert.ok(restored.opacity >= 0.08 && restored.opacity <= 0.12);
            assert.ok(restored.covers);
        });

        test('axe finds nothing with all rules on', async (t) => {
            const page = await open(
                t,
                [
                    { is: 'c-touchmark-banner', props: about('altered', { environmentLabel: true }) },
                    { is: 'c-touchmark-panel', props: about('altered') },
                    {
                        is: 'c-touchmark-flow-guard',
                        props: about('sealed', { use: 'scoring', offerAsk: true })
                    },
                    { is: 'c-rig-region', props: about('sealed') },
                    { is: 'c-touchmark-smoke-test', props: { sampleRecordId: cases.sealed.Id } }
                ],
                { slds: false }
            );
            await page.says(/Watermark over this area/);
            await page.says(/\d+ work, \d+ do not/);
            assert.deepEqual(await page.axe(), []);
        });
    });
}

test('a flow is told, and told at once that an answer has ended', async (t) => {
    const page = await rig.open(t, {
        component: 'c-touchmark-flow-guard',
        props: about('sealed', { use: 'testing', stopUnlessAllowed: true }),
        listen: ['lightning__flowattributechange'],
        org: { records }
    });
    await page.says('Nothing speaks against it');
    const told = async () => {
        const pairs = (await page.events()).map(({ detail }) => [
            detail.attributeName,
            detail.attributeValue
        ]);
        return Object.fromEntries(pairs);
    };
    const { checkedAt, ...answer } = await told();
    assert.match(checkedAt, /Z$/);
    assert.deepEqual(answer, {
        answer: 'allowed',
        allowed: true,
        reasons: '',
        owner: 'QA',
        explanation: 'Nothing speaks against it',
        asked: false,
        trust: 'verified',
        origin: 'synthetic'
    });
    const valid = () =>
        page.evaluate(() => document.querySelector('c-touchmark-flow-guard').validate().isValid);
    assert.equal(await valid(), true);
    await page.set(0, { recordId: cases.stripped.Id });
    assert.equal(await valid(), false);
    await page.says('Not known');
    assert.equal((await told()).allowed, false);
    assert.equal(await valid(), false);
});

describe('the rich view', () => {
    const open = (t, more) =>
        rig.open(t, {
            component: 'c-touchmark-rich-panel',
            props: about('altered'),
            org: { records },
            ...more
        });

    test('shows the record’s history by the elements, from the same verdict', async (t) => {
        const page = await open(t);
        await page.says('History of this record');
        const text = await page.text('c-touchmark-rich-panel');
        assert.match(text, /Changed since signing: 1\nMailing city/);
        assert.match(text, /^Where this record comes from\nSynthetic data ·\s+changed since signing/);
        assert.deepEqual(page.troubles, []);
    });

    test('shows the seals that the record had before', async (t) => {
        const { salts, ...before } = JSON.parse(cases.altered.Provenance_Seal__c);
        const apex = { 'TouchmarkHistory.sealsOf': [JSON.stringify(before)] };
        const page = await open(t, { org: { records, apex } });
        await page.says(labelsIn('en').Touchmark_lineage_unlinked);
        assert.ok(Object.keys(salts).length > 0);
        assert.deepEqual(page.troubles, []);
    });

    test('speaks the viewer’s language, from the org’s labels', async (t) => {
        const page = await open(t, { language: 'de' });
        const title = labelsIn('de').Touchmark_lineage_title;
        assert.notEqual(title, labelsIn('en').Touchmark_lineage_title);
        await page.says(title);
        assert.deepEqual(page.troubles, []);
    });

    test('leaves the text where its script does not come', async (t) => {
        const page = await open(t, { org: { records, resources: { touchmarkElements: null } } });
        await page.says(/Changed since signing: MailingCity/i);
        assert.doesNotMatch(await page.text(), /History of this record/);
    });
});

describe('a policy that came along from elsewhere', () => {
    const here = sampleApex()['TouchmarkTrust.org'];

    for (const [name, org, said] of [
        [
            'another org',
            { ...here, organizationId: '00DQx000000zZzZMAU', tenant: 'another' },
            /The policy is for the org 00DQx000000aBcDMAU, and this org is 00DQx000000zZzZMAU\. Put this org/
        ],
        [
            'a sandbox',
            { ...here, isSandbox: false },
            /The policy says that this is sandbox, and this org is no sandbox\. Put this org/
        ],
        [
            'nobody knows where',
            { error: { status: 403, body: { message: 'No access to TouchmarkTrust.' } } },
            /could not be asked of the Apex class TouchmarkTrust: No access to TouchmarkTrust\. Ask/
        ]
    ]) {
        test(`lets nothing pass, and says why: ${name}`, async (t) => {
            const page = await rig.open(t, {
                components: [
                    { is: 'c-touchmark-panel', props: about('sealed') },
                    { is: 'c-touchmark-guard', props: about('sealed', { use: 'testing' }) }
                ],
                org: { records, apex: { 'TouchmarkTrust.org': org } }
            });
            await page.says(said, 'c-touchmark-panel');
            assert.match(await page.text('c-touchmark-panel'), /Could not check/);
            assert.doesNotMatch(await page.text(), /signature valid|Nothing speaks against it/);
            assert.deepEqual(page.troubles, []);
        });
    }
});

describe('the smoke test', () => {
    const open = (t, more) =>
        rig.open(t, {
            component: 'c-touchmark-smoke-test',
            props: { sampleRecordId: cases.sealed.Id, listViewApiName: 'All' },
            org: {
                records,
                lists: { 'Contact/All': { ids: records.map(({ Id }) => Id), label: 'All' } },
                apex: { 'TouchmarkTrust.material': {} }
            },
            ...more
        });

    test('finds that everything works, and which sandbox it is in', async (t) => {
        const page = await open(t);
        const text = await page.says(/\d+ work, \d+ do not/);
        assert.match(text, /work, 0 do not, 1 not tried/);
        assert.match(text, /Sandbox of components\nWorks\n.*Lightning Web Security/);
        assert.match(text, /the WebAssembly engine, which told a good seal from a bad one/);
        assert.match(text, /Content-Security-Policy\nNot tried/);
    });

    test('finds what is refused, and that the second engine is there', async (t) => {
        const page = await open(t, { sandbox: 'maxPerf' });
        const text = await page.says(/\d+ work, \d+ do not/);
        assert.match(text, /\nWebAssembly\nDoes not work/);
        assert.match(text, /First engine \(WebAssembly\)\nDoes not work/);
        assert.match(text, /Second engine \(without WebAssembly\)\nWorks/);
        assert.match(text, /Engine and trust material\nWorks\n.*the second engine/);
    });

    test('finds that there is no sandbox', async (t) => {
        const page = await open(t, { sandbox: 'off' });
        assert.match(
            await page.says(/\d+ work, \d+ do not/),
            /Sandbox of components\nWorks\nNone that shows/
        );
    });
});

/** Runs in the page: what is drawn over the region. */
function watermark() {
    const { shadowRoot } = document.querySelector('c-rig-region');
    const host = shadowRoot.querySelector('c-touchmark-watermark');
    const layer = host.shadowRoot.querySelector('.layer');
    const [over, under] = [layer, host].map((element) => element.getBoundingClientRect());
    return {
        clicks: getComputedStyle(layer).pointerEvents,
        covers: over.width === under.width && over.height === under.height && over.height > 0,
        opacity: Number(getComputedStyle(layer.querySelector('svg')).opacity),
        pattern: layer.querySelector('pattern').id,
        words: layer.querySelector('text').textContent
    };
}
