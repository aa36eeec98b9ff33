import { readFile } from 'node:fs/promises';
import { createVerifier } from 'touchmark';

export const dynamic = 'force-dynamic';

export async function GET() {
  const read = (name: string) => readFile(`public/${name}.json`, 'utf8');
  const verifier = await createVerifier({ trust: await read('trust'), policy: await read('policy') });
  const verdicts = await verifier.verifyAll(JSON.parse(await read('contacts')));
  const lines = verdicts.map(({ record, origin, trust, fields }) => {
    const altered = fields.filter(({ state }) => state === 'altered').map(({ name }) => name);
    return [record?.id, origin, trust, ...altered].join(' ');
  });
  return new Response(lines.join('\n'));
}
