/** Chromium, by Playwright, with what the package's browser tests have. */
import { accessibilityTree, axe, launch, open } from '../../../tests/browser/harness.mjs';

export class Chromium {
    static async launch() {
        return new Chromium(await launch());
    }

    constructor(browser) {
        this.browser = browser;
    }

    async open(url, options) {
        const { page, context, troubles } = await open(this.browser, url, options);
        return {
            page,
            troubles,
            evaluate: (work, value) => page.evaluate(work, value),
            press: (key) => page.keyboard.press(key),
            click: (selector) => page.locator(selector).first().click(),
            axe: () => axe(page),
            tree: () => accessibilityTree(page),
            screenshot: (path) => page.screenshot({ path, fullPage: true }),
            close: () => context.close()
        };
    }

    close() {
        return this.browser.close();
    }
}
