import { createVerifier } from 'touchmark';

addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
    const { contacts, trust, policy } = await request.json();
    const verifier = await createVerifier({ trust, policy });
    const verdicts = await verifier.verifyAll(contacts);
    const lines = verdicts.map(({ record, origin, trust, fields }) => {
        const altered = fields.filter(({ state }) => state === 'altered').map(({ name }) => name);
        return [record.id, origin, trust, ...altered].join(' ');
    });
    return new Response(lines.join('\n'));
}
