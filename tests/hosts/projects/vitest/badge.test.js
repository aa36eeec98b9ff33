import { readFile } from 'node:fs/promises';
import { createVerifier } from 'touchmark';
import 'touchmark/define';
import { expect, test } from 'vitest';

const read = async (name) => JSON.parse(await readFile(`${name}.json`, 'utf8'));

test('badges say what is true', async () => {
    const provider = document.createElement('touchmark-provider');
    provider.verifier = await createVerifier({ trust: await read('trust'), policy: await read('policy') });
    document.body.append(provider);
    const said = [];
    for (const contact of await read('contacts')) {
        const badge = document.createElement('touchmark-badge');
        badge.record = contact;
        provider.append(badge);
        await expect.poll(() => badge.state).not.toBe('checking');
        said.push([badge.verdict.origin, badge.verdict.trust]);
    }
    expect(said).toEqual([
        ['synthetic', 'verified'],
        ['synthetic', 'altered'],
    ]);
});
