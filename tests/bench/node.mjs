// The sides in Node, driven by bench.mjs over IPC: [method, ...parameters] in, an answer or an error out.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareSides } from './sides.mjs';

let sides;

const methods = {
  async prepare(site) {
    const json = async (name) => JSON.parse(await readFile(join(site, 'data', `${name}.json`), 'utf8'));
    const [vc, jws, tlog, trust, policy] = await Promise.all(
      ['vc', 'jws', 'tlog', 'trust', 'policy'].map(json),
    );
    const records = { vc: vc.records, jws: jws.records, tlog: tlog.records };
    const entry = pathToFileURL(join(site, 'touchmark/dist/node.js')).href;
    const { createVerifier } = await import(entry);
    const digest = (ascii) => createHash('sha256').update(ascii).digest('base64url');
    sides = await prepareSides({ records, trust, policy, createVerifier, digest, workers: {} });
    return Object.keys(sides);
  },
  run: (name, range) => sides[name].run(range),
  tampered: (name, count) => sides[name].tampered(count),
};

process.on('message', ([method, ...parameters]) => {
  methods[method](...parameters).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: error.stack }),
  );
});
