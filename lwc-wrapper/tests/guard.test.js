/**
 * What the Apex guard knows by heart, held to where it comes from: the methods that record, and the names of declared fields. Apex
 * can read neither the core nor the profile, and nothing here can run Apex.
 */
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');

const read = (path) => readFileSync(join(__dirname, '../..', path), 'utf8');
const APEX = read('lwc-wrapper/force-app/main/default/classes/TouchmarkDeclaration.cls');
const METHODS = read('src/profile/src/method.rs');
const POLICY = read('src/core/src/policy.rs');
const FIELDS = read('lwc-wrapper/force-app/main/default/lwc/touchmarkEngine/recordFields.js');

/** Which aliases say what, in the core's words. */
const ALIASES = {
    FLAG_NAMES: 'IsSynthetic',
    SOURCE_NAMES: 'ProvenanceSource',
    METHOD_NAMES: 'GenerationMethod'
};

/** The texts of a set in Apex. */
function apexSet(apex, name) {
    const [, body] = new RegExp(`Set<String> ${name} = new Set<String>\\{([^}]*)\\}`).exec(apex) ?? [];
    assert.ok(body, `TouchmarkDeclaration.cls has no set ${name}`);
    return Array.from(body.matchAll(/'([^']*)'/g), ([, text]) => text).sort();
}

/** The texts of a list in Rust. */
function rustList(rust, name) {
    const [, body] = new RegExp(`\\b${name}: \\[&str; \\d+\\] = \\[([^\\]]*)\\]`).exec(rust) ?? [];
    assert.ok(body, `method.rs has no list ${name}`);
    return Array.from(body.matchAll(/"([^"]*)"/g), ([, text]) => text).sort();
}

/** The names that the core reads as declared, by what they say. */
function aliases(rust) {
    const [, body] = /static ALIASES: [^=]*= \[([^\]]*)\]/.exec(rust) ?? [];
    assert.ok(body, 'policy.rs has no list ALIASES');
    return Array.from(body.matchAll(/\("(\w+)", Claim::(\w+)\)/g), ([, name, claim]) => ({ name, claim }));
}

test('the methods that record are those of the core, whole', () => {
    const recording = rustList(METHODS, 'RECORDING_METHODS');
    assert.ok(recording.length > 50);
    assert.deepEqual(apexSet(APEX, 'RECORDING_METHODS'), recording);
    for (const making of rustList(METHODS, 'MAKING_METHODS')) assert.ok(!recording.includes(making), making);
});

test('a method is never recognised by its beginning', () => {
    const guard = read('lwc-wrapper/force-app/main/default/classes/TouchmarkGuard.cls');
    for (const apex of [APEX, guard]) assert.doesNotMatch(apex, /startsWith|indexOf|\bLIKE\b/i);
});

test('the names of declared fields are those of the core', () => {
    const known = aliases(POLICY);
    assert.equal(known.length, 7);
    for (const [name, claim] of Object.entries(ALIASES)) {
        const expected = known.filter((alias) => alias.claim === claim).map((alias) => alias.name);
        assert.deepEqual(apexSet(APEX, name), expected.sort());
    }
    // What is only told needs no guard, but has to be read.
    const [, body] = /const CLAIMS = \[([^\]]*)\]/.exec(FIELDS);
    const names = Array.from(body.matchAll(/'([^']*)'/g), ([, name]) => name);
    assert.deepEqual(names.sort(), known.map(({ name }) => name).sort());
});

test('a list with another member, or without one, is found', () => {
    const recording = rustList(METHODS, 'RECORDING_METHODS');
    for (const [from, to] of [
        [/\s*'feeds-other',/, ''],
        ["'other-na'", "'other-na', 'other-synthetic'"],
        ["'feeds-other'", "'feeds-'"],
        ["'feeds-other'", "'Feeds-Other'"]
    ]) {
        const changed = APEX.replace(from, to);
        assert.notEqual(changed, APEX);
        assert.notDeepEqual(apexSet(changed, 'RECORDING_METHODS'), recording);
    }
    assert.throws(() => apexSet(APEX.replace('RECORDING_METHODS', 'METHODS'), 'RECORDING_METHODS'));
});
