/**
 * Names that Apex knows by heart, held to where they come from: the fields that the command line writes, and the files that the core
 * reads. Apex can read neither, and nothing here can run Apex.
 */
const assert = require('node:assert/strict');
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { describe, test } = require('node:test');
const { elementsOf } = require('./xml.js');

const PROJECT = join(__dirname, '..');
const SOURCE = join(PROJECT, 'force-app/main/default');
const read = (path) => readFileSync(join(PROJECT, path), 'utf8');
const apex = (name) => read(`force-app/main/default/classes/${name}.cls`);

const MAPPING =
    'lead-conversion/main/default/LeadConvertSettings/LeadConvertSettings.LeadConvertSetting-meta.xml';
const declared = new Set(elementsOf(read(MAPPING), 'inputField').map((name) => name.toLowerCase()));
const written = readdirSync(join(SOURCE, 'objects/Contact/fields')).map((file) =>
    file.replace('.field-meta.xml', '').toLowerCase()
);

/** The texts of a set or of one constant. */
function textsIn(code, name) {
    const [, body] = new RegExp(`\\b${name} = ([^;]*);`).exec(code) ?? [];
    assert.ok(body, `no ${name}`);
    return Array.from(body.matchAll(/'([^']*)'/g), ([, text]) => text);
}

function faultsOfFields(code) {
    const known = [
        ...textsIn(code, 'KEPT_NAMES'),
        ...['SEAL_NAME', 'REFERENCE_NAME'].flatMap((name) => textsIn(code, name)),
        ...textsIn(code, 'DECLARED_NAMES'),
        ...written.filter((name) => name.startsWith(textsIn(code, 'COMPANIONS')[0])),
        // A formula: nobody fills it in.
        'declared_origin__c'
    ];
    return [
        ...written.filter((name) => !known.includes(name)),
        ...known.filter((name) => !written.includes(name)),
        ...textsIn(code, 'DECLARED_NAMES').filter((name) => !declared.has(name)),
        ...[...declared].filter((name) => !textsIn(code, 'DECLARED_NAMES').includes(name))
    ];
}

/** Members that the schemas of the files do not have, and the place of a note's end. */
function faultsOfEnds(code) {
    const schemas = ['trust-bundle', 'registry'].map((name) => read(`../docs/schemas/${name}.json`)).join();
    const asked = [
        ...Array.from(code.matchAll(/\.get\('(\w+)'\)/g), ([, name]) => name),
        /getText\(\) == '(\w+)'/.exec(code)[1]
    ];
    const [, lines] = /let \[(kind, tenant[^\]]*)\] = lines/.exec(read('../src/core/src/registry.rs'));
    const at = lines.split(', ').indexOf('expires');
    const [, said] = /END_OF_NOTE = (\d)/.exec(code);
    assert.ok(asked.length >= 5);
    return [
        ...asked.filter((name) => !schemas.includes(`"${name}"`)),
        ...(Number(said) === at ? [] : [`the note's end is line ${at}`])
    ];
}

describe('Apex knows', () => {
    test('every field that is written, and which of them declare', () => {
        assert.ok(written.length > 12 && declared.size === 9);
        assert.deepEqual(faultsOfFields(apex('TouchmarkFields')), []);
    });

    test('the members of the trust files, and where a note ends', () => {
        assert.deepEqual(faultsOfEnds(apex('TouchmarkExpiry')), []);
    });

    test('fields to watch that are written', () => {
        const ofSeal = ['SEAL_NAME', 'REFERENCE_NAME', 'KEPT_NAMES'].flatMap((name) =>
            textsIn(apex('TouchmarkFields'), name)
        );
        const watched = [...new Set([...textsIn(apex('TouchmarkChangeAudit'), 'WATCHED'), ...ofSeal])];
        assert.ok(watched.length > 5);
        assert.deepEqual(
            watched.filter((name) => !written.includes(name)),
            []
        );
    });

    test('the permission set and the notification that it names', () => {
        const reminder = apex('TouchmarkExpiryReminder');
        for (const [folder, pattern] of [
            ['permissionsets', /PermissionSet\.Name = '(\w+)'/],
            ['notificationtypes', /DeveloperName = '(\w+)'/]
        ]) {
            const [, name] = pattern.exec(reminder);
            const files = readdirSync(join(SOURCE, folder));
            assert.ok(
                files.some((file) => file.startsWith(`${name}.`)),
                name
            );
        }
    });
});

describe('what Apex knows wrongly is found', () => {
    for (const [name, faults, from, to] of [
        ['a field too few', faultsOfFields, /\s*'retain_until__c',/, ''],
        ['a field too many', faultsOfFields, "'synthetic_data__c'", "'synthetic_data__c', 'title'"],
        ['a field of the seal that is declared', faultsOfFields, 'provenance_reference__c', 'reference__c'],
        ['a member of another name', faultsOfEnds, "get('expires')", "get('expiresAt')"],
        ['another line of the note', faultsOfEnds, 'END_OF_NOTE = 5', 'END_OF_NOTE = 4']
    ]) {
        test(name, () => {
            const code = apex(faults === faultsOfFields ? 'TouchmarkFields' : 'TouchmarkExpiry');
            const changed = code.replace(from, to);
            assert.notEqual(changed, code);
            assert.notDeepEqual(faults(changed), []);
        });
    }
});
