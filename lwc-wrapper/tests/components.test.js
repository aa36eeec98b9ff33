/** What the Salesforce CLI would deploy: everything that is meant to be, and nothing that names what is not there. */
const assert = require('node:assert/strict');
const { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join, relative } = require('node:path');
const { after, describe, test } = require('node:test');
const { ComponentSet } = require('@salesforce/source-deploy-retrieve');
const { PROJECT, filesOfProject, metadataFiles, packageDirectories } = require('./metadataFiles.js');
const { bundleNames, filesOf: filesOfBundle } = require('./bundles.js');
const { elementsOf } = require('./xml.js');

/** What stays here on purpose: the tests of components, and what these run with. */
const STAYS = [/\/__tests__\//, /^force-app\/test\//];

/** The components that are written by hand and have no other test of their number. */
const BY_HAND = {
    CustomApplication: ['Touchmark'],
    CustomMetadata: ['Touchmark_Purpose.Customer_Contact', 'Touchmark_Purpose.Testing'],
    CustomNotificationType: ['Touchmark_Expiry'],
    CustomTab: ['Touchmark'],
    FlexiPage: ['Touchmark', 'Touchmark_Contact_Record_Page'],
    LeadConvertSettings: ['LeadConvertSettings'],
    PlatformEventChannelMember: ['ChangeEvents_ContactChangeEvent']
};

const components = resolve(packageDirectories());
const namesOf = (type) =>
    components
        .filter((component) => component.type.name === type)
        .map(({ fullName }) => fullName)
        .sort();

describe('the Salesforce CLI', () => {
    test('deploys every file but those that stay here', () => {
        const deployed = new Set(filesOf(components, PROJECT));
        const left = filesOfProject().filter((file) => !deployed.has(file));
        assert.deepEqual(
            left.filter((file) => !STAYS.some((pattern) => pattern.test(file))),
            []
        );
        assert.ok(left.length > 0, 'tests are left out');
    });

    test('makes one component of each metadata file', () => {
        const described = new Set(components.flatMap(({ xml }) => (xml ? [relative(PROJECT, xml)] : [])));
        assert.deepEqual([...described].sort(), metadataFiles());
    });

    test('finds the classes, triggers, bundles and samples by name', () => {
        const named = (pattern) =>
            metadataFiles()
                .filter((file) => pattern.test(file))
                .map((file) => basename(file).split('.')[0])
                .sort();
        assert.deepEqual(namesOf('ApexClass'), named(/\.cls-meta\.xml$/));
        assert.deepEqual(namesOf('ApexTrigger'), named(/\.trigger-meta\.xml$/));
        assert.deepEqual(namesOf('LightningComponentBundle'), named(/\.js-meta\.xml$/));
        for (const [type, names] of Object.entries(BY_HAND)) assert.deepEqual(namesOf(type), names);
    });
});

describe('what a file names is in the project', () => {
    const pages = metadataFiles().filter((name) => name.endsWith('.flexipage-meta.xml'));

    test('the components of pages', () => {
        const bundles = namesOf('LightningComponentBundle');
        for (const file of pages) {
            const own = elementsOf(read(file), 'componentName').filter((name) => !name.includes(':'));
            assert.ok(own.length > 0, file);
            assert.deepEqual(
                own.filter((name) => !bundles.includes(name)),
                [],
                file
            );
        }
    });

    test('a banner stands above the actions, which are live before a verdict is there', () => {
        const placedOn = (file) => elementsOf(read(file), 'componentName');
        // A page of an app is of no record.
        const ofRecords = pages.filter((file) => placedOn(file).includes('force:highlightsPanel'));
        assert.deepEqual(
            ofRecords.map((file) => basename(file).split('.')[0]),
            ['Touchmark_Contact_Record_Page']
        );
        for (const file of ofRecords) {
            const placed = placedOn(file);
            assert.ok(placed.includes('touchmarkBanner'), file);
            assert.ok(placed.indexOf('touchmarkBanner') < placed.indexOf('force:highlightsPanel'), file);
        }
    });

    test('no component that checks a seal hangs on a field that anybody may edit', () => {
        for (const file of pages) {
            for (const [instance] of read(file).matchAll(/<componentInstance>[^]*?<\/componentInstance>/g)) {
                const [name] = elementsOf(instance, 'componentName');
                const isHidden = instance.includes('<visibilityRule>');
                assert.ok(!(isHidden && name.startsWith('touchmark')), `${file}: ${name}`);
            }
        }
    });

    test('the fields by which pages show and hide, and the facets that tabs open', () => {
        // A page of an app shows no record.
        for (const file of pages.filter((page) => read(page).includes('<sobjectType>'))) {
            const [object] = elementsOf(read(file), 'sobjectType');
            const rules = elementsOf(read(file), 'leftValue');
            assert.ok(rules.length > 0, file);
            for (const rule of rules) {
                const [, field] = /^\{!Record\.(\w+)\}$/.exec(rule);
                assert.ok(namesOf('CustomField').includes(`${object}.${field}`), rule);
            }
            for (const operator of elementsOf(read(file), 'operator'))
                assert.match(operator, /^(EQUAL|NE|CONTAINS|GT|GE|LT|LE)$/);
            const values = elementsOf(read(file), 'value');
            for (const [, facet] of read(file).matchAll(/<name>(\w+)<\/name>\s*<type>Facet</g))
                assert.ok(values.includes(facet), `${file}: nothing opens ${facet}`);
        }
    });

    test('the page of the tab, the tab of the app, and both in a permission set', () => {
        const named = (type, element, folder) =>
            metadataFiles()
                .filter((name) => name.includes(`/${folder}/`))
                .flatMap((file) => elementsOf(read(file), element))
                .filter((name) => !namesOf(type).includes(name));
        assert.deepEqual(named('FlexiPage', 'flexiPage', 'tabs'), []);
        assert.deepEqual(named('CustomTab', 'tabs', 'applications'), []);
        assert.deepEqual(named('CustomTab', 'tab', 'permissionsets'), []);
        assert.deepEqual(named('CustomApplication', 'application', 'permissionsets'), []);
        const [administrator] = metadataFiles().filter((name) => name.includes('/Touchmark_Administrator.'));
        assert.deepEqual(elementsOf(read(administrator), 'tab'), ['Touchmark']);
        assert.deepEqual(elementsOf(read(administrator), 'application'), ['Touchmark']);
        assert.deepEqual(elementsOf(read(administrator), 'apexClass'), ['TouchmarkExpiry']);
        assert.deepEqual(elementsOf(read(administrator), 'fieldPermissions'), []);
    });

    test('the properties that pages give components are theirs, and those that they need', () => {
        for (const file of pages) assert.deepEqual(wrongProperties(read(file)), [], file);
        const planted = read(pages.find((file) => file.includes('/Touchmark.')))
            .replace('<name>offerHiding<', '<name>offersHiding<')
            .replace('<name>amountField<', '<name>label<')
            .replaceAll('touchmarkSummary', 'touchmarkBadge');
        assert.deepEqual(wrongProperties(planted), [
            'touchmarkBadge is not for a AppPage',
            'touchmarkTile lacks amountField',
            'touchmarkTable has no offersHiding'
        ]);
    });

    test('the classes of permission sets', () => {
        for (const file of metadataFiles().filter((name) => name.endsWith('.permissionset-meta.xml'))) {
            const classes = elementsOf(read(file), 'apexClass');
            assert.deepEqual(
                classes.filter((name) => !namesOf('ApexClass').includes(name)),
                [],
                file
            );
        }
    });

    test('the fields of custom metadata', () => {
        for (const name of namesOf('CustomMetadata')) {
            const file = `force-app/main/default/customMetadata/${name}.md-meta.xml`;
            const type = `${name.split('.')[0]}__mdt`;
            for (const field of elementsOf(read(file), 'field'))
                assert.ok(namesOf('CustomField').includes(`${type}.${field}`), `${file}: ${field}`);
        }
    });
});

describe('what hangs on more than the platform promises', () => {
    /** Bundles for a Beta feature and for a place that not every edition has. */
    const OPTIONAL = readdirSync(join(PROJECT, 'optional/main/default/lwc')).sort();
    const tagOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const bundles = Object.fromEntries(bundleNames().map((name) => [name, filesOfBundle(name)]));
    const NEEDS = [
        /lwc:external/,
        ...OPTIONAL.flatMap((name) => [new RegExp(name), new RegExp(tagOf(name))])
    ];

    /** The bundles that cannot do without it: "touchmarkBadge: touchmarkRichPanel". */
    const needs = (all) =>
        Object.entries(all)
            .filter(([name]) => !OPTIONAL.includes(name))
            .flatMap(([name, files]) =>
                NEEDS.filter((pattern) => pattern.test(Object.values(files).join('\n'))).map(
                    ({ source }) => `${name}: ${source}`
                )
            );

    test('is needed by no other component, page or permission set', () => {
        assert.deepEqual(needs(bundles), []);
        for (const file of metadataFiles().filter(
            (name) => !OPTIONAL.some((one) => name.includes(`/${one}/`))
        ))
            assert.doesNotMatch(read(file), new RegExp(`\\b(${OPTIONAL.join('|')})\\b`), file);
        const planted = {
            'badge.html': '<template><c-touchmark-rich-panel></c-touchmark-rich-panel></template>'
        };
        assert.deepEqual(needs({ ...bundles, touchmarkBadge: planted }), [
            'touchmarkBadge: touchmark-rich-panel'
        ]);
    });

    test('is in a package directory of its own, which whoever deploys the other does not deploy', () => {
        const named = resolve([join(PROJECT, 'force-app')]).map(({ fullName }) => fullName);
        assert.deepEqual(
            OPTIONAL.filter((name) => named.includes(name)),
            []
        );
        assert.deepEqual(OPTIONAL, ['touchmarkDashboard', 'touchmarkRichPanel']);
    });
});

describe('what code names of the schema is in the project', () => {
    const fields = () => namesOf('CustomField');
    const importsOf = (name) =>
        Object.values(filesOfBundle(name)).flatMap((text) =>
            [...text.matchAll(/'@salesforce\/schema\/([\w.]+)'/g)].map(([, field]) => field)
        );

    test('by import, so that a rename or a deletion meets resistance', () => {
        for (const name of ['touchmarkEngine', 'touchmarkSmokeTest'])
            assert.ok(importsOf(name).includes('Contact.Provenance_Seal__c'), name);
        const imported = bundleNames().flatMap(importsOf);
        assert.deepEqual(
            imported.filter((field) => !fields().includes(field)),
            []
        );
    });
});

describe('a planted file is found', () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchmark-components-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(PROJECT, 'force-app/main/default/classes'), join(folder, 'classes'), { recursive: true });

    test('that the CLI does not take', () => {
        // An upper-case suffix: no component, no error, and never deployed.
        writeFileSync(join(folder, 'classes/Left.CLS'), 'public class Left {}');
        const deployed = filesOf(resolve([folder]), folder);
        assert.ok(deployed.includes('classes/TouchmarkGuard.cls'));
        assert.ok(!deployed.includes('classes/Left.CLS'));
    });
});

/** What a page gives its components that they do not take, or does not give them. */
function wrongProperties(page) {
    const target = `lightning__${elementsOf(page, 'type').at(-1)}`;
    const instances = Array.from(
        page.matchAll(/<componentInstance>[^]*?<\/componentInstance>/g),
        ([xml]) => xml
    );
    return instances.flatMap((instance) => {
        const [name] = elementsOf(instance, 'componentName');
        if (name.includes(':')) return [];
        const bundle = read(`force-app/main/default/lwc/${name}/${name}.js-meta.xml`);
        if (!bundle.includes(`<target>${target}</target>`))
            return [`${name} is not for a ${target.slice('lightning__'.length)}`];
        const pattern = new RegExp(`<targetConfig targets="[^"]*${target}[^]*?</targetConfig>`);
        const properties = (pattern.exec(bundle)?.[0] ?? '').match(/<property [^>]*>/g) ?? [];
        const offered = properties.map((property) => / name="(\w+)"/.exec(property)[1]);
        const needed = offered.filter((_, at) => properties[at].includes('required="true"'));
        const given = elementsOf(instance, 'name');
        return [
            ...needed
                .filter((property) => !given.includes(property))
                .map((property) => `${name} lacks ${property}`),
            ...given
                .filter((property) => !offered.includes(property))
                .map((property) => `${name} has no ${property}`)
        ];
    });
}

/** The components in these folders, parts of components included. */
function resolve(folders) {
    const whole = ComponentSet.fromSource(folders).getSourceComponents().toArray();
    // The fields of an object with a file of its own come as its children.
    return whole.flatMap((component) => [component, ...component.getChildren()]);
}

function filesOf(found, root) {
    return found
        .flatMap((component) => [component.xml, ...component.walkContent()])
        .filter(Boolean)
        .map((file) => relative(root, file));
}

function read(file) {
    return readFileSync(join(PROJECT, file), 'utf8');
}
