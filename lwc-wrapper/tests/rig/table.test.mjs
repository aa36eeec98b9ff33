/** The platform's own datatable with a custom type from the sandbox: what lists of this project are built on. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRig } from './rig.mjs';

const ROWS = [
    { id: '1', name: 'Ann', origin: 'Synthetic data', words: 'sealed' },
    { id: '2', name: 'Bob', origin: 'Origin not disclosed', words: 'no seal' }
];

let rig;

before(async () => {
    rig = await openRig();
});

after(() => rig.close());

for (const shadow of ['native', 'synthetic']) {
    describe(`in ${shadow} shadow`, () => {
        for (const sandbox of ['lws', 'maxPerf']) {
            test(`draws the custom type, and other base components (${sandbox})`, async (t) => {
                const page = await openTable(t, { shadow, sandbox });
                const text = await page.text('c-rig-table');
                for (const words of [
                    'Contacts',
                    'Ann',
                    'Synthetic data',
                    'sealed',
                    'Origin not disclosed',
                    'Again',
                    'A badge'
                ])
                    assert.ok(text.includes(words), `${words} is missing in:\n${text}`);
                assert.deepEqual(page.troubles, []);
            });
        }

        test('is a grid to assistive technology, with the words of the type in its cell', async (t) => {
            const tree = await (await openTable(t, { shadow })).tree();
            const grid = tree.find(({ role }) => role === 'grid');
            assert.equal(grid.name, 'Contacts');
            const cells = tree.filter(({ role }) => role === 'gridcell').map(({ name }) => name);
            assert.ok(
                cells.some((name) => /Synthetic data/.test(name)),
                cells.join('\n')
            );
        });

        test('axe finds nothing with all rules on', async (t) => {
            const page = await openTable(t, { shadow });
            assert.deepEqual(await page.axe(), []);
        });
    });
}

// The platform's own menu opens in WebKitGTK as well, and takes no focus there.
for (const [browser, shadow] of [
    ['chromium', 'native'],
    ['chromium', 'synthetic'],
    ['firefox', 'synthetic']
]) {
    test(`is walked by the arrow keys, and a row action is opened and chosen by the keyboard (${browser}, ${shadow} shadow)`, async (t) => {
        const page = await openTable(t, { browser, shadow });
        for (const [key, words] of [
            ['Tab', /^Ann/],
            ['ArrowRight', /Synthetic data/],
            ['ArrowRight', /Show actions/],
            ['Enter', /Show details/]
        ]) {
            await page.press(key);
            await page.focuses(words);
        }
        await page.press('Enter');
        await page.says('Heard: details of Ann');
    });
}

async function openTable(t, options) {
    const page = await rig.open(t, { component: 'c-rig-table', props: { rows: ROWS }, ...options });
    await page.says('Origin not disclosed');
    return page;
}
