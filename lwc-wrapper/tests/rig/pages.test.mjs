/**
 * Whole pages, as Lightning Experience shows them. With `TOUCHMARK_SCREENSHOTS=FOLDER` a picture of each in each look is
 * left there, with every badge, guard and related list open.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FRAME_STYLE } from './pages/frames.mjs';
import { LOOKS } from './pages/looks.mjs';
import { PAGES } from './pages/pages.mjs';
import { openRig } from './rig.mjs';

const FOLDER = process.env.TOUCHMARK_SCREENSHOTS;

let rig;

before(async () => {
    rig = await openRig();
    if (FOLDER) mkdirSync(FOLDER, { recursive: true });
});

after(() => rig.close());

for (const name of Object.keys(PAGES)) {
    test(`${name}: says so, nothing goes wrong, and axe finds nothing`, async (t) => {
        const page = await open(t, name);
        await page.says(PAGES[name].says);
        await openAll(page);
        assert.deepEqual(page.troubles, []);
        assert.deepEqual(await page.axe(), []);
    });

    test(`${name}: fits a narrow window, without a scroll bar for the whole page`, async (t) => {
        const page = await open(t, name, LOOKS.narrow);
        await page.says(PAGES[name].says);
        await openAll(page);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    });

    if (!FOLDER) continue;
    for (const [look, options] of Object.entries(LOOKS)) {
        test(`${name}: a picture, ${look}`, async (t) => {
            const page = await open(t, name, options);
            await (options.language ? settled(page) : page.says(PAGES[name].says));
            await page.screenshot(join(FOLDER, `${name}.${look}.png`));
            await openAll(page);
            await page.screenshot(join(FOLDER, `${name}.${look}.open.png`));
        });
    }
}

function open(t, name, { style = '', ...options } = {}) {
    const { title, frame, org, components } = PAGES[name];
    return rig.open(t, {
        shadow: 'synthetic',
        frame: frame.replaceAll('{title}', title),
        style: FRAME_STYLE + style,
        org,
        components,
        ...options
    });
}

/** Opens what can be opened on the page, one after the other, and what is folded away inside of it. */
async function openAll(page) {
    const closed = page.page.locator(
        '[class^=c-touchmark] button[aria-expanded=false]:visible, details:not([open]) > summary:visible'
    );
    while ((await closed.count()) > 0) await closed.first().click();
    for (const button of await page.page.locator('tbody tr:nth-child(2) button').all()) await button.click();
    await page.page.mouse.move(0, 0);
}

/** Waits until the page's words stand still: for languages whose words no page here expects. */
async function settled(page) {
    let before;
    let now = await page.text();
    while (before !== now) {
        await page.page.waitForTimeout(1000);
        [before, now] = [now, await page.text()];
    }
}
