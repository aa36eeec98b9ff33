// Which edge cases of Ed25519 other implementations accept, as the table in docs/ed25519.md has it.
//
//     node tests/interop/ed25519/disagreements.mjs
//
// Asks Node's two interfaces, the WebCrypto of a Chromium named by CHROMIUM_PATH, and whichever of the npm packages
// below can be found from the working directory. Fails when a WebCrypto, asked admissible checks under keys of prime order
// only, does not answer as this project's verifier does.

import { existsSync, readFileSync } from 'node:fs';
import { createPublicKey, verify, webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));
const checks = vectors.map(({ key, message, signature }) => [key, message, signature].map(bytes));

const columns = new Map([['touchmark', vectors.map((vector) => vector.holds)]]);
for (const name of ['verify_strict', 'dalek verify', 'RFC 8032, cofactor', 'ZIP 215']) {
  columns.set(
    name,
    vectors.map((vector) => vector[name]),
  );
}

/** What an implementation that throws means is no. */
async function ask(name, answer) {
  const answers = [];
  for (const check of checks) {
    try {
      answers.push((await answer(...check)) === true);
    } catch {
      answers.push(false);
    }
  }
  columns.set(name, answers);
}

const spki = Buffer.from('302a300506032b6570032100', 'hex');
await ask(`Node crypto (OpenSSL ${process.versions.openssl})`, (key, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([spki, key]), format: 'der', type: 'spki' }),
    signature,
  ),
);

await ask(`Node WebCrypto (${process.version})`, async (key, message, signature) => {
  const imported = await webcrypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  return webcrypto.subtle.verify('Ed25519', imported, signature, message);
});

if (process.env.CHROMIUM_PATH) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  // WebCrypto needs a secure context; nothing leaves this machine.
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('https://disagreements.test/');
  const rows = checks.map((check) => check.map((part) => [...part]));
  const answers = await page.evaluate(async (rows) => {
    const { subtle } = globalThis.crypto;
    const answers = [];
    for (const row of rows) {
      const [key, message, signature] = row.map((numbers) => Uint8Array.from(numbers));
      const answer = subtle
        .importKey('raw', key, 'Ed25519', false, ['verify'])
        .then((imported) => subtle.verify('Ed25519', imported, signature, message));
      answers.push(await answer.catch(() => false));
    }
    return answers;
  }, rows);
  columns.set(`Chromium WebCrypto (${browser.version().split('.')[0]})`, answers);
  await browser.close();
}

const require = createRequire(join(process.cwd(), 'package.json'));
async function askPackage(name, entry, using) {
  let module, version;
  try {
    module = await import(pathToFileURL(require.resolve(entry)));
    const [folder] = require.resolve.paths(name).filter((path) => existsSync(join(path, name)));
    version = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;
  } catch {
    return;
  }
  for (const [label, answer] of Object.entries(await using(module))) {
    await ask(`${label} ${version}`, answer);
  }
}

await askPackage('@noble/curves', '@noble/curves/ed25519.js', ({ ed25519 }) => ({
  '@noble/curves': (key, message, signature) => ed25519.verify(signature, message, key),
  '@noble/curves, zip215: false': (key, message, signature) =>
    ed25519.verify(signature, message, key, { zip215: false }),
}));
await askPackage('@noble/ed25519', '@noble/ed25519', (noble) => ({
  '@noble/ed25519': (key, message, signature) => (noble.verifyAsync ?? noble.verify)(signature, message, key),
}));
await askPackage('tweetnacl', 'tweetnacl', ({ default: nacl }) => ({
  tweetnacl: (key, message, signature) => nacl.sign.detached.verify(message, signature, key),
}));
await askPackage('libsodium-wrappers', 'libsodium-wrappers', async ({ default: sodium }) => {
  await sodium.ready;
  return {
    'libsodium-wrappers': (key, message, signature) =>
      sodium.crypto_sign_verify_detached(signature, message, key),
  };
});

const classes = [...new Set(vectors.map((vector) => vector.class))];
const cell = (answers, name) => {
  const own = answers.filter((_, at) => vectors[at].class === name);
  const yes = own.filter(Boolean).length;
  return yes === own.length ? 'yes' : yes === 0 ? 'no' : `${yes} of ${own.length}`;
};
const line = (cells) => console.log(`| ${cells.join(' | ')} |`);
line(['accepts', ...columns.keys()]);
line(['---', ...[...columns.keys()].map(() => '---')]);
for (const name of classes) {
  line([name, ...[...columns.values()].map((answers) => cell(answers, name))]);
}

for (const [name, answers] of columns) {
  if (!name.includes('WebCrypto')) continue;
  const wrong = vectors.filter(
    ({ admissible, prime, holds }, at) => (admissible && prime && answers[at]) !== holds,
  );
  for (const { class: kind, key, message, signature } of wrong) {
    console.error(`${name} differs on an admissible check: ${kind}: ${key} ${message} ${signature}`);
    process.exitCode = 1;
  }
}
