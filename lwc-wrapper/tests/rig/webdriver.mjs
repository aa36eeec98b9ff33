/**
 * Firefox ESR and WebKitGTK, by WebDriver, with what the package's browser tests have. Only in Firefox native async functions of a
 * static resource never settle under Lightning Web Security; WebKit's cryptography is the nearest to Safari's that there is here.
 */
import assert from 'node:assert/strict';
import { launchOther } from '../../../tests/webdriver.mjs';

export class WebDriver {
    /** @param {'firefox'|'webkit'} name */
    static async launch(name) {
        return new WebDriver(await launchOther(name));
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
