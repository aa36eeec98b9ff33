/** What `cargo xtask build` made: the static resources, and contacts that the command line sealed. Tests use the real ones. */
const { existsSync, readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { described } = require('./describe');

const PROJECT = join(__dirname, '../..');
const DATA = join(PROJECT, '../www/demo/dist/data');
const script = (resource) => join(PROJECT, `force-app/main/default/staticresources/${resource}.js`);

// Checked on import: later, a missing file would pass for one of the failures that the components are made to survive.
for (const file of [
    ...['touchmark', 'touchmarkFallback'].map(script),
    ...['contacts', 'trust', 'policy'].map((name) => join(DATA, `${name}.json`))
]) {
    if (!existsSync(file)) {
        throw new Error(
            `${relative(join(PROJECT, '..'), file)} is missing: run \`cargo xtask build\` first.`
        );
    }
}

module.exports = { contacts, contactInfo, runScript, serveTrust, uiApiRecord };

/** Runs a static resource as a page does: a classic script, in the global scope. */
function runScript(resource = 'touchmark') {
    (0, eval)(readFileSync(script(resource), 'utf8'));
}

/**
 * Serves the trust material of the build where the static resource `touchmarkTrust` would be.
 *
 * @param {object} [changed] Members to change in `policy.json`, or `{ status }` to answer with that status
 */
function serveTrust({ status = 200, ...policy } = {}) {
    const files = {
        trust: () => read('trust.json'),
        policy: () => JSON.stringify({ ...JSON.parse(read('policy.json')), ...policy }),
        registry: () => '{"registry":"crm-registry/1"}',
        grants: () => '{"useGrants":"crm-grants/1","grants":[]}'
    };
    globalThis.fetch = jest.fn((url) => {
        const [, name] = /\/(\w+)\.json$/.exec(url);
        return Promise.resolve({ ok: status === 200, status, text: () => Promise.resolve(files[name]()) });
    });
}

/** The sample contacts as a REST query gives them: sealed where somebody labelled them. */
function contacts() {
    return JSON.parse(read('contacts.json')).records;
}

/**
 * A row of a REST query as the UI API gives the same record.
 *
 * @param {string[]} [fields] Fields asked for, such as `Contact.LastName`; all unless given
 */
function uiApiRecord(
    { attributes: { type }, ...row },
    fields = Object.keys(row).map((name) => `${type}.${name}`)
) {
    const asked = Object.entries(row).filter(([name]) => fields.includes(`${type}.${name}`));
    const values = asked.map(([name, value]) => [name, { displayValue: null, value: uiApiValue(value) }]);
    return { apiName: type, childRelationships: {}, id: row.Id, fields: Object.fromEntries(values) };
}

/** Date-times: `+0000` in REST, `Z` in the UI API. */
function uiApiValue(value) {
    return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, '$1Z') : value;
}

/** What `getObjectInfo` says of Contact to a viewer who may see everything but `hidden`. */
function contactInfo(hidden = []) {
    const names = Object.keys(contacts()[0]).filter((name) => name !== 'attributes');
    return { apiName: 'Contact', fields: described(names, hidden) };
}

function read(name) {
    return readFileSync(join(DATA, name), 'utf8');
}
