import { readFileSync } from 'node:fs';
import { createVerifier } from 'touchmark';

const read = (name) => JSON.parse(readFileSync(`${name}.json`, 'utf8'));

const verifier = await createVerifier({ trust: read('trust'), policy: read('policy') });
for (const { record, origin, trust, fields } of await verifier.verifyAll(read('contacts'))) {
  const altered = fields.filter(({ state }) => state === 'altered').map(({ name }) => name);
  console.log(record.id, origin, trust, ...altered);
}
