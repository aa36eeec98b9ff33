/** Every metadata file, element by element, against the schema of the Metadata API. */
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { describe, test } = require('node:test');
const { PROJECT, metadataFiles } = require('./metadataFiles.js');
const { faultsOf } = require('./metadataSchema.js');

const field = (body) =>
    `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>A__c</fullName>${body}</CustomField>`;

const region = (items) =>
    `<FlexiPage><flexiPageRegions>${items}<name>main</name><type>Region</type></flexiPageRegions>` +
    '<masterLabel>A</masterLabel><template><name>t</name></template><type>RecordPage</type></FlexiPage>';

/** What each fault is, in a file that is good otherwise, and how it is reported. */
const PLANTED = [
    [
        'an unknown element',
        'A.field-meta.xml',
        field('<type>Date</type><colour>red</colour>'),
        /colour: no such/
    ],
    ['a wrong boolean', 'A.field-meta.xml', field('<type>Date</type><unique>yes</unique>'), /unique: "yes"/],
    ['a wrong number', 'A.field-meta.xml', field('<length>1e3</length><type>Text</type>'), /length: "1e3"/],
    ['a wrong choice', 'A.field-meta.xml', field('<type>Txt</type>'), /type: "Txt" is not a FieldType/],
    ['a field without a type', 'A.field-meta.xml', field('<label>A</label>'), /type: missing/],
    ['a text field without a length', 'A.field-meta.xml', field('<type>Text</type>'), /length: missing/],
    [
        'a formula that is no text field',
        'A.field-meta.xml',
        field('<formula>1</formula><type>Number</type><digits>2</digits>'),
        /digits: no such/
    ],
    [
        'an element twice',
        'A.field-meta.xml',
        field('<label>A</label><label>B</label><type>Date</type>'),
        /label: there more/
    ],
    [
        'text beside elements',
        'A.field-meta.xml',
        field('loose<type>Date</type>'),
        /text where elements belong/
    ],
    [
        'elements in a value',
        'A.field-meta.xml',
        field('<type>Date</type><label><b/></label>'),
        /value belongs/
    ],
    [
        'a missing element',
        'A.cls-meta.xml',
        '<ApexClass><status>Active</status></ApexClass>',
        /apiVersion: missing/
    ],
    ['a file of another type', 'A.cls-meta.xml', '<ApexTrigger/>', /holds a ApexClass/],
    [
        'a list in two pieces',
        'A.flexipage-meta.xml',
        region('<itemInstances/><mode>Replace</mode><itemInstances/>'),
        /itemInstances: not beside/
    ],
    [
        'a fault deep inside',
        'A.flexipage-meta.xml',
        region(
            '<itemInstances><componentInstance><identifier>a</identifier></componentInstance></itemInstances>'
        ),
        /itemInstances\.componentInstance\.componentName: missing/
    ],
    [
        'a value of no type',
        'A.md-meta.xml',
        '<CustomMetadata><values><field>A__c</field><value>a</value></values></CustomMetadata>',
        /xsi:type/
    ]
];

describe('every metadata file keeps to the schema', () => {
    const files = metadataFiles();

    for (const file of files) {
        test(file, () => {
            assert.deepEqual(faultsOf(file, readFileSync(join(PROJECT, file), 'utf8')), []);
        });
    }

    test('there are some', () => assert.ok(files.length > 30, String(files.length)));
});

describe('a planted fault is found', () => {
    for (const [name, file, text, expected] of PLANTED) {
        test(name, () => {
            const faults = faultsOf(file, text);
            assert.equal(faults.length, 1, faults.join('\n'));
            assert.match(faults[0], expected);
        });
    }

    test('a file of no known type', () => {
        assert.throws(() => faultsOf('A.nonsense-meta.xml', '<A/>'), /no metadata type/);
    });
});
