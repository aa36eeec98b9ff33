/** The XML files: well-formed, within the platform's limits, and true to each other. No schema of theirs is public. */
const assert = require('node:assert/strict');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { describe, test } = require('node:test');
const { elementsOf, problemsOf } = require('./xml.js');

const SOURCE = join(__dirname, '../force-app/main/default');
const FIELDS = join(SOURCE, 'objects/Contact/fields');

/** Pages that a component may be offered on, as far as this project uses them. */
const TARGETS = [
    'lightning__AppPage',
    'lightning__HomePage',
    'lightning__RecordPage',
    'lightningCommunity__Page',
    'lightningCommunity__Default'
];

/** Targets whose components can have properties. */
const CONFIGURABLE = [
    'lightning__AppPage',
    'lightning__HomePage',
    'lightning__RecordPage',
    'lightningCommunity__Default'
];

/** Characters that the platform allows an element, by file type and element. */
const LIMITS = [
    ['field-meta.xml', 'description', 1000],
    ['field-meta.xml', 'inlineHelpText', 510],
    ['field-meta.xml', 'label', 40],
    ['permissionset-meta.xml', 'description', 255],
    ['permissionset-meta.xml', 'label', 80],
    ['resource-meta.xml', 'description', 255]
];

const files = readdirSync(SOURCE, { recursive: true }).filter((file) => file.endsWith('-meta.xml'));
const read = (file) => readFileSync(join(SOURCE, file), 'utf8');

describe('every file', () => {
    for (const file of files) {
        test(`${file} is well-formed and in the metadata namespace`, () => {
            const problems = problemsOf(read(file));
            assert.deepEqual(problems, []);
            assert.match(
                read(file),
                /^<\?xml version="1\.0" encoding="UTF-8" ?\?>\n<\w+ xmlns="http:\/\/soap\.sforce\.com\/2006\/04\/metadata">/
            );
        });

        test(`${file} keeps to the platform's lengths`, () => {
            for (const [type, element, limit] of LIMITS.filter(([type]) => file.endsWith(type))) {
                for (const text of elementsOf(read(file), element))
                    assert.ok(text.length <= limit, `${type} ${element}: ${text.length} > ${limit}`);
            }
        });
    }

    test('a broken file is found', () => {
        assert.notDeepEqual(problemsOf('<a><b></a>'), []);
        assert.notDeepEqual(problemsOf('<a>'), []);
    });
});

describe('components', () => {
    for (const file of files.filter((name) => name.endsWith('.js-meta.xml'))) {
        const text = read(file);
        // A bundle of styles alone has no script.
        const module = file.replace('-meta.xml', '');
        const script = existsSync(join(SOURCE, module)) ? read(module) : '';

        test(`${file} is offered on known pages only`, () => {
            const targets = elementsOf(text, 'target');
            assert.deepEqual(
                targets.filter((target) => !TARGETS.includes(target)),
                []
            );
            assert.equal(elementsOf(text, 'isExposed')[0], String(targets.length > 0));
            for (const [, list] of text.matchAll(/<targetConfig targets="([^"]*)"/g)) {
                for (const target of list.split(','))
                    assert.ok(targets.includes(target) && CONFIGURABLE.includes(target), target);
            }
        });

        test(`${file} offers properties that the component has, each with a label and a description`, () => {
            for (const [property] of text.matchAll(/<property [^>]*>/g)) {
                const [, name] = / name="(\w+)"/.exec(property);
                assert.match(script, new RegExp(`@api\\s+(get )?${name}\\b`));
                assert.match(property, / label="[^"]{3,}"/);
                assert.match(property, / description="[^"]{10,}"/);
            }
        });
    }
});

describe('fields of Contact', () => {
    const names = readdirSync(FIELDS).map((file) => basename(file, '.field-meta.xml'));

    test('are named as their files, described, and explained to people', () => {
        for (const name of names) {
            const text = read(`objects/Contact/fields/${name}.field-meta.xml`);
            assert.equal(elementsOf(text, 'fullName')[0], name);
            for (const element of ['description', 'inlineHelpText', 'label', 'securityClassification'])
                assert.equal(elementsOf(text, element).length, 1, `${name}: ${element}`);
        }
    });

    test('hold what the profile asks for', () => {
        const seal = read('objects/Contact/fields/Provenance_Seal__c.field-meta.xml');
        assert.deepEqual(
            [elementsOf(seal, 'type')[0], elementsOf(seal, 'length')[0]],
            ['LongTextArea', '131072']
        );
        const id = read('objects/Contact/fields/Provenance_Id__c.field-meta.xml');
        for (const [element, value] of [
            ['type', 'Text'],
            ['length', '36'],
            ['externalId', 'true'],
            ['unique', 'true'],
            ['caseSensitive', 'false']
        ]) {
            assert.equal(elementsOf(id, element)[0], value, element);
        }
    });

    test('are each readable through a permission set, salts through the tier alone', () => {
        const granted = (file) =>
            elementsOf(read(`permissionsets/${file}.permissionset-meta.xml`), 'field').map((field) =>
                field.replace('Contact.', '')
            );
        const salts = names.filter((name) => name.startsWith('Provenance_Salts_'));
        assert.deepEqual(
            granted('Touchmark_Viewer').sort(),
            names.filter((name) => !salts.includes(name)).sort()
        );
        assert.deepEqual(granted('Touchmark_Personal_Tier'), ['Provenance_Salts_Personal__c']);
        assert.deepEqual(granted('Touchmark_Sealer').sort(), [...names].sort());
        for (const file of ['Touchmark_Viewer', 'Touchmark_Personal_Tier']) {
            assert.ok(
                elementsOf(read(`permissionsets/${file}.permissionset-meta.xml`), 'editable').every(
                    (value) => value === 'false'
                ),
                file
            );
        }
    });
});

describe('static resources', () => {
    const meta = (name) => read(`staticresources/${name}.resource-meta.xml`);

    test('are public, since guests of a site check seals too', () => {
        for (const name of ['touchmark', 'touchmarkFallback', 'touchmarkTrust'])
            assert.deepEqual(elementsOf(meta(name), 'cacheControl'), ['Public']);
        for (const name of ['touchmark', 'touchmarkFallback'])
            assert.deepEqual(elementsOf(meta(name), 'contentType'), ['application/javascript']);
        assert.deepEqual(elementsOf(meta('touchmarkTrust'), 'contentType'), ['application/zip']);
    });

    test('carry no private key', () => {
        const folder = join(SOURCE, 'staticresources/touchmarkTrust');
        for (const file of readdirSync(folder)) {
            assert.ok(!/PRIVATE KEY-----|"d"\s*:/.test(readFileSync(join(folder, file), 'utf8')), file);
        }
        assert.ok(existsSync(join(folder, 'README.txt')));
    });
});
