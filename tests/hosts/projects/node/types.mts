import { readFileSync } from 'node:fs';
import { createVerifier, type Verdict } from 'touchmark';

const read = (name: string) => readFileSync(`${name}.json`, 'utf8');

export async function verdicts(): Promise<readonly Verdict[]> {
    const verifier = await createVerifier({ trust: read('trust'), policy: read('policy') });
    return verifier.verifyAll(JSON.parse(read('contacts')));
}
