/** Which module of the Lightning project may use which: those of the rows above its own, and no others. */
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { bundleNames, filesOf } = require('./bundles.js');

/** The ground first. A module uses what stands in the rows before its own. */
const ROWS = {
    ground: ['touchmarkStyle', 'touchmarkWords'],
    /** What verdicts are and say; nothing of it draws. */
    facts: ['touchmarkEngine', 'touchmarkDisclosure'],
    /** What wholes have in common beside a verdict. */
    common: ['touchmarkAgain', 'touchmarkStatus'],
    said: ['touchmarkAccount'],
    lists: ['touchmarkRows', 'touchmarkTally'],
    /** Without a user interface: they read records and hand on verdicts. */
    readers: ['touchmarkRecord', 'touchmarkRecords'],
    shapes: ['touchmarkMark'],
    parts: ['touchmarkCell', 'touchmarkDetails', 'touchmarkUse'],
    wholes: ['touchmarkCounts', 'touchmarkDatatable'],
    /** What an admin places. */
    pages: [
        ...[
            'touchmarkBadge',
            'touchmarkBanner',
            'touchmarkFlowGuard',
            'touchmarkGuard',
            'touchmarkPanel',
            'touchmarkRelatedList'
        ],
        ...['touchmarkSmokeTest', 'touchmarkSummary', 'touchmarkTable', 'touchmarkTile', 'touchmarkWatermark']
    ],
    /** The same in other places. */
    elsewhere: ['touchmarkAction', 'touchmarkDashboard', 'touchmarkRichPanel']
};

/** The bundles that a bundle's files name: in scripts, styles and templates. */
function usedIn(files) {
    const used = Object.values(files).flatMap((text) => [
        ...[...text.matchAll(/(?:from|import) '@?c\/(\w+)'/g)].map(([, name]) => name),
        ...[...text.matchAll(/<c-([a-z-]+)/g)].map(([, tag]) =>
            tag.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
        )
    ]);
    return [...new Set(used)];
}

/** What is wrong: "touchmarkWords uses touchmarkEngine". */
function faultsOf(bundles, rows = Object.values(ROWS)) {
    const rowOf = (name) => rows.findIndex((row) => row.includes(name));
    return Object.entries(bundles).flatMap(([name, files]) => {
        if (rowOf(name) < 0) return [`${name} stands in no row of tests/modules.test.js`];
        return usedIn(files)
            .filter((other) => other !== name && rowOf(other) >= rowOf(name))
            .map((other) => `${name} uses ${other}`);
    });
}

describe('the modules', () => {
    const bundles = Object.fromEntries(bundleNames().map((name) => [name, filesOf(name)]));

    test('use what stands in the rows above them', () => {
        assert.ok(Object.keys(bundles).length > 20);
        assert.deepEqual(faultsOf(bundles), []);
        assert.ok(usedIn(bundles.touchmarkPanel).includes('touchmarkDetails'), 'templates are looked at');
        assert.ok(usedIn(bundles.touchmarkDetails).includes('touchmarkStyle'), 'styles are looked at');
    });

    for (const [kind, file, text] of [
        ['a script', 'touchmarkWords.js', "import { loadEngine } from 'c/touchmarkEngine';"],
        [
            'a template',
            'touchmarkWords.html',
            '<template><c-touchmark-engine></c-touchmark-engine></template>'
        ],
        ['a style', 'touchmarkWords.css', "@import 'c/touchmarkEngine';"]
    ]) {
        test(`are found out by ${kind} that uses what stands below`, () => {
            assert.deepEqual(faultsOf({ ...bundles, touchmarkWords: { [file]: text } }), [
                'touchmarkWords uses touchmarkEngine'
            ]);
        });
    }

    test('each have a row', () => {
        assert.deepEqual(faultsOf({ touchmarkNew: {} }), [
            'touchmarkNew stands in no row of tests/modules.test.js'
        ]);
    });
});
