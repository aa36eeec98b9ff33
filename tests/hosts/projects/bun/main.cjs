const { readFileSync } = require('node:fs');
const { createVerifier } = require('touchmark');

const read = (name) => JSON.parse(readFileSync(`${name}.json`, 'utf8'));

createVerifier({ trust: read('trust'), policy: read('policy') }).then(async (verifier) => {
    for (const { record, origin, trust, fields } of await verifier.verifyAll(read('contacts'))) {
        const altered = fields.filter(({ state }) => state === 'altered').map(({ name }) => name);
        console.log(record.id, origin, trust, ...altered);
    }
});
