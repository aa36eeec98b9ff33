import { readFileSync } from 'node:fs';
import { EdgeRuntime } from 'edge-runtime';

const read = (name) => JSON.parse(readFileSync(`${name}.json`, 'utf8'));

const runtime = new EdgeRuntime({ initialCode: readFileSync('out/handler.js', 'utf8') });
const body = JSON.stringify({ contacts: read('contacts'), trust: read('trust'), policy: read('policy') });
const response = await runtime.dispatchFetch('http://localhost/', { method: 'POST', body });
console.log(await response.text());
