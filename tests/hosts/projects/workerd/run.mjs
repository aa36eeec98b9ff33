import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';

const read = (name) => JSON.parse(readFileSync(`${name}.json`, 'utf8'));

const worker = new Miniflare({ modules: true, scriptPath: 'out/worker.js', compatibilityDate: '2025-10-01' });
const body = JSON.stringify({ contacts: read('contacts'), trust: read('trust'), policy: read('policy') });
const response = await worker.dispatchFetch('http://localhost/', { method: 'POST', body });
console.log(await response.text());
await worker.dispose();
