/** The XML files: well-formed, within the platform's limits, and true to each other. No schema of theirs is public. */
const assert = require('node:assert/strict');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { describe, test } = require('node:test');
const prettier = require('prettier');
const { elementsOf, problemsOf } = require('./xml.js');

const SOURCE = join(__dirname, '../force-app/main/default');

/** Objects that `cargo xtask build` has `touchmark salesforce fields` write. */
const OBJECTS = ['Account', 'Case', 'Contact', 'Lead', 'Opportunity'];

/** Pages that a component may be offered on, as far as this project uses them. */
const TARGETS = [
    'analytics__Dashboard',
    'lightning__AppPage',
    'lightning__FlowScreen',
    'lightning__HomePage',
    'lightning__RecordAction',
    'lightning__RecordPage',
    'lightning__UtilityBar',
    'lightningCommunity__Page',
    'lightningCommunity__Default'
];

/** Targets whose components can have properties. */
const CONFIGURABLE = [
    'analytics__Dashboard',
    'lightning__AppPage',
    'lightning__FlowScreen',
    'lightning__HomePage',
    'lightning__RecordAction',
    'lightning__RecordPage',
    'lightning__UtilityBar',
    'lightningCommunity__Default'
];

/** Characters that the platform allows an element, by file type and element. */
const LIMITS = [
    ['customPermission-meta.xml', 'description', 255],
    ['customPermission-meta.xml', 'label', 80],
    ['field-meta.xml', 'description', 1000],
    ['field-meta.xml', 'formula', 3900],
    ['field-meta.xml', 'inlineHelpText', 510],
    ['field-meta.xml', 'label', 40],
    ['listView-meta.xml', 'label', 40],
    ['permissionset-meta.xml', 'description', 255],
    ['permissionset-meta.xml', 'label', 80],
    ['reportType-meta.xml', 'description', 255],
    ['reportType-meta.xml', 'label', 50],
    ['resource-meta.xml', 'description', 255],
    ['validationRule-meta.xml', 'description', 255],
    ['validationRule-meta.xml', 'errorMessage', 255]
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
                /^<\?xml version="1\.0" encoding="UTF-8" ?\?>\n<\w+ xmlns="http:\/\/soap\.sforce\.com\/2006\/04\/metadata"[ >]/
            );
        });

        test(`${file} keeps to the platform's lengths`, () => {
            // The label of a picklist's value has room for 255 characters.
            const own = read(file).replace(/<valueSet>[^]*<\/valueSet>/, '');
            for (const [type, element, limit] of LIMITS.filter(([type]) => file.endsWith(type))) {
                for (const text of elementsOf(own, element))
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

for (const object of OBJECTS) {
    describe(`fields of ${object}`, () => {
        const folder = join(SOURCE, 'objects', object, 'fields');
        assert.ok(
            existsSync(folder),
            `${folder} is written by \`cargo xtask build --only lwc\`: run it first`
        );
        const names = readdirSync(folder).map((file) => basename(file, '.field-meta.xml'));
        const field = (name) => read(`objects/${object}/fields/${name}.field-meta.xml`);
        const assertElements = (text, expected) => {
            for (const [element, value] of Object.entries(expected))
                assert.deepEqual(elementsOf(text, element), [value], element);
        };

        test('are named as their files, described, and explained to people', () => {
            for (const name of names) {
                const text = field(name);
                assert.equal(elementsOf(text, 'fullName')[0], name);
                for (const element of ['description', 'inlineHelpText', 'securityClassification'])
                    assert.equal(elementsOf(text, element).length, 1, `${name}: ${element}`);
            }
        });

        test('hold what the profile asks for', () => {
            assertElements(field('Provenance_Seal__c'), { type: 'LongTextArea', length: '131072' });
            assertElements(field('Provenance_Reference__c'), { type: 'Text', length: '255' });
            assertElements(field('Provenance_Id__c'), {
                type: 'Text',
                length: '36',
                externalId: 'true',
                unique: 'true',
                caseSensitive: 'false'
            });
            assertElements(field('Generation_Method__c'), { type: 'Picklist', restricted: 'false' });
            for (const name of ['Algorithm_Version__c', 'Intended_Purpose__c', 'Responsible_Entity__c'])
                assertElements(field(name), { type: 'Text', length: '255' });
            assertElements(field('Retain_Until__c'), { type: 'Date' });
            assertElements(field('Provenance_Salts_Personal__c'), {
                type: 'LongTextArea',
                length: '32768',
                complianceGroup: 'PII',
                securityClassification: 'Restricted'
            });
        });

        test('have their history kept where history can show it', () => {
            const tracked = names.filter((name) => elementsOf(field(name), 'trackHistory')[0] === 'true');
            const shown = (name) => !['LongTextArea', undefined].includes(typeOf(field(name)));
            assert.deepEqual(tracked, names.filter(shown));
            assert.ok(tracked.length <= 20, 'the platform tracks 20 fields of an object');
            assertElements(read(`objects/${object}/${object}.object-meta.xml`), { enableHistory: 'true' });
        });

        test('that are formulas read nothing that a formula cannot, and say that it is declared only', () => {
            const text = field('Declared_Origin__c');
            const [formula] = elementsOf(text, 'formula');
            for (const [name] of formula.matchAll(/\w+__c/g)) {
                assert.ok(names.includes(name), name);
                assert.notEqual(elementsOf(field(name), 'type')[0], 'LongTextArea', name);
            }
            assert.match(elementsOf(text, 'label')[0], /declared only/);
            assert.match(formula, /not checked/);
        });

        test('are each readable through a permission set, salts through the tier alone', () => {
            const granted = (file) =>
                permissions(file)
                    .filter(([name]) => name.startsWith(`${object}.`))
                    .map(([name, editable]) => [name.replace(`${object}.`, ''), editable]);
            const isSalt = (name) => name.startsWith('Provenance_Salts_');
            const readOnly = (kept) => kept.map((name) => [name, 'false']);
            assert.deepEqual(granted('Touchmark_Viewer'), readOnly(names.filter((name) => !isSalt(name))));
            assert.deepEqual(granted('Touchmark_Personal_Tier'), readOnly(['Provenance_Salts_Personal__c']));
            assert.deepEqual(
                granted('Touchmark_Sealer'),
                names.map((name) => [name, String(name !== 'Declared_Origin__c')])
            );
        });

        test('are what list views, rules and the report type name', () => {
            const parts = files.filter(
                (file) =>
                    new RegExp(`^objects/${object}/(listViews|validationRules)/`).test(file) ||
                    file === `reportTypes/Touchmark_${object}.reportType-meta.xml`
            );
            assert.equal(parts.length, 7);
            for (const file of parts) {
                for (const [name] of read(file).matchAll(/\b\w+__c\b/g))
                    assert.ok(names.includes(name), `${file}: ${name}`);
            }
        });
    });
}

describe('the rule that a tick says how the record was made', () => {
    const NAME = 'Touchmark_Complete_Declaration';
    const rule = read(`objects/Contact/validationRules/${NAME}.validationRule-meta.xml`);
    const whole = {
        Synthetic_Data__c: true,
        Provenance_Source__c: 'urn:example:pipeline',
        Generation_Method__c: 'simulations-na',
        Confidence_Score__c: 0,
        Provenance_Reference__c: null
    };
    const bare = {
        ...whole,
        Provenance_Source__c: '',
        Generation_Method__c: null,
        Confidence_Score__c: null
    };
    const sealed = { Provenance_Reference__c: 'urn:uuid:0f8fad5b.abc' };
    const CASES = [
        ['new, and says nothing more', null, bare, true],
        ['new without a source', null, { ...whole, Provenance_Source__c: null }, true],
        ['new without a method', null, { ...whole, Generation_Method__c: '' }, true],
        ['new without a confidence', null, { ...whole, Confidence_Score__c: null }, true],
        ['new and complete', null, whole, false],
        ['new and not ticked', null, { ...bare, Synthetic_Data__c: false }, false],
        ['new, loaded with its seal', null, { ...bare, ...sealed }, false],
        ['ticked now', { ...bare, Synthetic_Data__c: false }, bare, true],
        ['unticked now', bare, { ...bare, Synthetic_Data__c: false }, false],
        ['its source emptied', whole, { ...whole, Provenance_Source__c: null }, true],
        ['its method emptied', whole, { ...whole, Generation_Method__c: null }, true],
        ['its confidence emptied', whole, { ...whole, Confidence_Score__c: null }, true],
        ['of before the rule, edited elsewhere', bare, bare, false],
        ['with a seal, edited', { ...whole, ...sealed }, { ...bare, ...sealed }, false]
    ];
    const differences = (formula) =>
        CASES.filter(([, before, after, fires]) => holds(formula, before, after, false) !== fires);

    test('is there, and off until an administrator turns it on', () => {
        assert.deepEqual(elementsOf(rule, 'active'), ['false']);
        for (const name of ['Touchmark_Keep_Seal_Reference', 'Touchmark_Keep_Synthetic_Flag']) {
            const other = read(`objects/Contact/validationRules/${name}.validationRule-meta.xml`);
            assert.deepEqual(elementsOf(other, 'active'), ['true']);
        }
    });

    test('asks of what is declared anew, and of nobody who loads sealed records', () => {
        const [formula] = elementsOf(rule, 'errorConditionFormula');
        assert.deepEqual(differences(formula), []);
        for (const [name, before, after] of CASES)
            assert.equal(holds(formula, before, after, true), false, name);
    });

    test('would ask too much or too little with any part of it gone', () => {
        const [formula] = elementsOf(rule, 'errorConditionFormula');
        const parts = [...formula.matchAll(/IS[A-Z]+\((?:TEXT\(\w+\)|\w*)\)|^\w+/g)];
        assert.equal(parts.length, 10);
        for (const { 0: part, index } of parts) {
            const [before, after] = [formula.slice(0, index), formula.slice(index + part.length)];
            const changed = ['true', 'false'].map((value) => before + value + after);
            assert.ok(
                changed.some((text) => differences(text).length > 0),
                part
            );
        }
    });

    test('names the fields that it asks for as people see them', () => {
        const [message] = elementsOf(rule, 'errorMessage');
        for (const name of ['Provenance_Source__c', 'Generation_Method__c', 'Confidence_Score__c']) {
            const field = read(`objects/Contact/fields/${name}.field-meta.xml`);
            assert.ok(message.includes(elementsOf(field, 'label')[0]), name);
        }
    });
});

/** What the condition of a rule answers, of a record before and after a change: the platform's operators are JavaScript's. */
function holds(formula, before, after, mayReplace) {
    const isBlank = (value) => value === null || value === '';
    const calls = {
        ISNEW: () => before === null,
        ISCHANGED: (name) => before !== null && before[name] !== after[name],
        ISBLANK: (name) => isBlank(after[name]),
        NOT: (value) => !value,
        permission: () => mayReplace,
        field: (name) => after[name]
    };
    const code = formula
        .replace(/TEXT\((\w+__c)\)/g, '$1')
        .replace(/\$Permission\.\w+/g, 'calls.permission()')
        .replace(/\b(ISBLANK|ISCHANGED)\((\w+__c)\)/g, "calls.$1('$2')")
        .replace(/(?<!['\w])(\w+__c)\b/g, "calls.field('$1')")
        .replace(/(?<![.\w])(ISNEW|NOT)\(/g, 'calls.$1(');
    assert.match(code, /^[\w\s.'()&|]+$/, 'an operator that is not known here');
    return new Function('calls', `return ${code};`)(calls);
}

describe('what the command line writes', () => {
    const generated = files.filter(
        (file) =>
            OBJECTS.includes(file.split(/[/\\]/)[1]) || /^(permissionsets|reportTypes|customP)/.test(file)
    );

    test('is formatted as the rest of the project', async () => {
        assert.ok(generated.length > 80);
        for (const file of generated) {
            const options = await prettier.resolveConfig(join(SOURCE, file));
            assert.ok(await prettier.check(read(file), { ...options, filepath: file }), file);
        }
    });

    test('would not be, were it written otherwise', async () => {
        const options = await prettier.resolveConfig(join(SOURCE, generated[0]));
        const text = read(generated[0]).replace(' ?>', '?>');
        assert.equal(await prettier.check(text, { ...options, filepath: generated[0] }), false);
    });

    test('lets nobody but the sealer replace seals', () => {
        for (const file of generated.filter((name) => name.startsWith('permissionsets')))
            assert.equal(/Touchmark_Replace_Seals/.test(read(file)), /Touchmark_Sealer/.test(file), file);
    });
});

/** Pairs of field and whether it may be edited; each is readable. */
function permissions(file) {
    const text = read(`permissionsets/${file}.permissionset-meta.xml`);
    const editable = elementsOf(text, 'editable');
    assert.ok(elementsOf(text, 'readable').every((value) => value === 'true'));
    return elementsOf(text, 'field').map((name, at) => [name, editable[at]]);
}

/** The type of a field that holds something; none of a formula. */
function typeOf(text) {
    return elementsOf(text, 'formula').length > 0 ? undefined : elementsOf(text, 'type')[0];
}

describe('static resources', () => {
    const meta = (name) => read(`staticresources/${name}.resource-meta.xml`);

    test('are public, since guests of a site check seals too', () => {
        for (const name of ['touchmark', 'touchmarkFallback', 'touchmarkTrust'])
            assert.deepEqual(elementsOf(meta(name), 'cacheControl'), ['Public']);
        for (const name of ['touchmark', 'touchmarkFallback'])
            assert.deepEqual(elementsOf(meta(name), 'contentType'), ['application/javascript']);
        assert.deepEqual(elementsOf(meta('touchmarkTrust'), 'contentType'), ['application/zip']);
        assert.deepEqual(elementsOf(meta('touchmarkNotices'), 'contentType'), ['text/plain']);
    });

    test('carry no private key', () => {
        const folder = join(SOURCE, 'staticresources/touchmarkTrust');
        for (const file of readdirSync(folder)) {
            assert.ok(!/PRIVATE KEY-----|"d"\s*:/.test(readFileSync(join(folder, file), 'utf8')), file);
        }
        assert.ok(existsSync(join(folder, 'README.txt')));
    });
});
