/** How else a page may be looked at: what the browser, the viewer or the language changes. */

/** Twice the letters, as a reader sets them. */
const LARGE = 'html { font-size: 200% } body { font-size: 1rem }';

export const LOOKS = {
    usual: {},
    // The design system that is on npm is light: without it, the components stand on their own colours.
    bare: { slds: false },
    dark: { slds: false, dark: true },
    narrow: { viewport: { width: 320, height: 800 } },
    large: { style: LARGE },
    forced: { media: { forcedColors: 'active', colorScheme: 'dark' } },
    'right-to-left': { direction: 'rtl' },
    german: { language: 'de' },
    'greek-narrow': { language: 'el', viewport: { width: 320, height: 800 } },
    finnish: { language: 'fi' }
};
