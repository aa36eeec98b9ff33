/**
 * Whole pages, as Lightning Experience shows them. With `TOUCHMARK_SCREENSHOTS=FOLDER` a picture of each is left there,
 * one with every badge open besides.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LOOKS } from './pages/frames.mjs';
import { PAGES } from './pages/pages.mjs';
import { openRig } from './rig.mjs';

const FOLDER = process.env.TOUCHMARK_SCREENSHOTS;

let rig;

before(async () => {
    rig = await openRig();
    if (FOLDER) mkdirSync(FOLDER, { recursive: true });
});

after(() => rig.close());

for (const [name, { title, frame, says, org, components }] of Object.entries(PAGES)) {
    test(`${name}: says so, nothing goes wrong, and axe finds nothing`, async (t) => {
        const page = await rig.open(t, {
            shadow: 'synthetic',
            frame: frame.replaceAll('{title}', title),
            style: LOOKS,
            org,
            components
        });
        await page.says(says);
        await picture(page, name);
        for (const button of await page.page.locator('c-touchmark-badge button').all()) await button.click();
        await picture(page, `${name}-open`);
        assert.deepEqual(page.troubles, []);
        assert.deepEqual(await page.axe(), []);
    });
}

async function picture(page, name) {
    if (FOLDER) await page.screenshot(join(FOLDER, `${name}.png`));
}
