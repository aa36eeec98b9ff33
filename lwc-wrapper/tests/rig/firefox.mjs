/**
 * Firefox ESR, by WebDriver, with what the package's browser tests have: only there native async functions of a static
 * resource never settle under Lightning Web Security.
 */
import assert from 'node:assert/strict';
import { launchOther } from '../../../tests/webdriver.mjs';

export class Firefox {
    static async launch() {
        return new Firefox(await launchOther('firefox'));
    }

    constructor(browser) {
        this.browser = browser;
    }

    async open(url, options) {
        const page = await this.browser.open(url, options);
        return {
            ...page,
            click: async (selector) => {
                const place = await page.evaluate((selector) => globalThis.rig.middleOf(selector), selector);
                assert.ok(place, `There is no ${selector} to click`);
                await page.clickAt(place);
            }
        };
    }

    close() {
        return this.browser.close();
    }
}
