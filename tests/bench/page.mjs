// What runs in the page: the sides, and what only a page can tell of time and memory.
import { base64url } from 'jose';
import { prepareSides } from './sides.mjs';

globalThis.bench = { prepare, run, tampered, growth, collect, crossing, longest };

/** Every Wasm memory of this page, to see how large they became. */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...parameters) {
    super(...parameters);
    if (this.exports.memory) memories.push(this.exports.memory);
  }
};

let sides;
let material;

/** Loads the records and makes all sides ready; nothing of this is timed. */
async function prepare(workers) {
  const json = async (name) => (await fetch(`./data/${name}.json`)).json();
  const [vc, jws, tlog, trust, policy] = await Promise.all(
    ['vc', 'jws', 'tlog', 'trust', 'policy'].map(json),
  );
  const records = { vc: vc.records, jws: jws.records, tlog: tlog.records };
  const { createVerifier } = await import(new URL('./touchmark/dist/index.js', location.href).href);
  material = { records, trust, policy, createVerifier };
  sides = await prepareSides({ ...material, digest, workers });
  return Object.keys(sides);
}

async function digest(ascii) {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ascii));
  return base64url.encode(new Uint8Array(hash));
}

function run(name, range) {
  return sides[name].run(range);
}

function tampered(name, count) {
  return sides[name].tampered(count);
}

/** `count` records in one call; above what there is, the same ones again. The verdicts are kept until the next call. */
async function growth(envelope, count, options) {
  const { records, trust, policy, createVerifier } = material;
  const verifier = await createVerifier({ trust, policy, workers: 0, ...options });
  const some = Array.from({ length: count }, (_, at) => records[envelope][at % records[envelope].length]);
  growth.kept = undefined;
  const start = performance.now();
  growth.kept = await verifier.verifyAll(some);
  const milliseconds = performance.now() - start;
  const verified = growth.kept.filter(({ trust }) => trust === 'verified').length;
  return { milliseconds, verified, wasmBytes: wasmBytes() };
}

/** Leaves nothing on the heap that is not held. Asynchronous, so that the stack holds nothing either. */
async function collect() {
  for (let turn = 0; turn < 3; turn += 1) await globalThis.gc({ type: 'major', execution: 'async' });
}

const wasmBytes = () => Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength));

/** The engine alone, text to text, all records in one crossing: its time, and how large its memory became. */
async function crossing(envelope) {
  const { records, trust, policy } = material;
  const glue = await import(new URL('./engine/touchmark_wasm.js', location.href).href);
  if (!crossing.configuration) {
    const bytes = await (await fetch('./engine/touchmark_wasm_bg.wasm')).arrayBuffer();
    glue.initSync({ module: await WebAssembly.compile(bytes) });
    crossing.memory = memories.at(-1);
    crossing.configuration = glue.configure(JSON.stringify(trust), JSON.stringify(policy));
  }
  const text = records[envelope].map((record) => JSON.stringify(record)).join('\n');
  const lines = new TextEncoder().encode(text);
  const start = performance.now();
  const answer = glue.verify_all(crossing.configuration, lines, Date.now());
  const milliseconds = performance.now() - start;
  const verified = JSON.parse(answer).filter(({ trust }) => trust === 'verified').length;
  return {
    milliseconds,
    verified,
    batchBytes: lines.byteLength,
    wasmBytes: crossing.memory.buffer.byteLength,
  };
}

/** The tasks above 50 ms while all records are verified, and how long a timer had to wait at most. */
async function longest(envelope) {
  const tasks = [];
  const observer = new PerformanceObserver((list) => {
    tasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask' });
  const { trust, policy, createVerifier, records } = material;
  const verifier = await createVerifier({ trust, policy, workers: 0 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  tasks.length = 0;
  let [last, wait] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    wait = Math.max(wait, now - last);
    last = now;
  }, 4);
  const verdicts = await verifier.verifyAll(records[envelope]);
  clearInterval(timer);
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  return { tasks, wait, verified: verdicts.filter(({ trust }) => trust === 'verified').length };
}
