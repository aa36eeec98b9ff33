import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { get as download, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { contentSecurityPolicy, serve } from '../demo/serve.mjs';
import { compress } from '../scripts/compress.mjs';

const RECORDS = '{"Id":"003","Name":"Carrie Atkins"}\n'.repeat(100);

let folder;
let server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await mkdir(join(folder, 'site'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'site/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'site/engine.wasm'), '');
  await symlink(join(folder, 'secret.txt'), join(folder, 'site/link.txt'));
  await writeFile(join(folder, 'site/records.jsonl'), RECORDS);
  await writeFile(join(folder, 'site/short.json'), '{}');
  await compress(join(folder, 'site'));
  await writeFile(join(folder, 'site/linked.json'), RECORDS);
  await symlink(join(folder, 'secret.txt'), join(folder, 'site/linked.json.br'));
  await writeFile(join(folder, 'site/changed.json'), RECORDS);
  await writeFile(join(folder, 'site/changed.json.gz'), 'of another day');
  await utimes(join(folder, 'site/changed.json.gz'), 1, 1);
  server = await serve({ root: join(folder, 'site') });
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** The answer to a path sent exactly as written; `fetch` would tidy it first. */
function get(path, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode, headers: response.headers, bytes, body: bytes.toString() });
      });
    })
      .on('error', reject)
      .end();
  });
}

/** What is answered to bytes. */
function raw(bytes) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    let said = '';
    connect({ host: hostname, port })
      .on('data', (chunk) => (said += chunk))
      .on('end', () => resolve(said))
      .on('error', reject)
      .end(bytes);
  });
}

test('serves files with their types and the strict policy', async () => {
  const page = await get('/');
  assert.equal(page.status, 200);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(page.headers['content-security-policy'], contentSecurityPolicy);
  assert.match(contentSecurityPolicy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(contentSecurityPolicy, /unsafe-inline|'unsafe-eval'/);
  assert.equal((await get('/engine.wasm')).headers['content-type'], 'application/wasm');
  assert.equal((await get('/?query#x')).status, 200);
});

test('nothing outside its folder, however it is asked', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    '/site/../../secret.txt',
    '/link.txt',
    '/%00',
    '/%zz',
    '/nothing',
  ]) {
    const { status, body } = await get(path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(body, /secret/, path);
  }
  assert.equal((await get('/', { method: 'POST' })).status, 405);
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test('a file goes in the coding that a browser likes best', async () => {
  const read = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes) => bytes };
  for (const [accepted, coding] of [
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP;Q=0.5', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br; q=0.800, gzip;q=0.8', 'br'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['br;q=0, *;q=0.5', 'gzip'],
    ['*', 'br'],
    ['deflate', 'identity'],
    ['identity, br;q=0.5', 'identity'],
    ['identity;q=0, gzip;q=0.1', 'gzip'],
    ['br;q=0.9999', 'br'],
  ]) {
    const headers = accepted === undefined ? {} : { 'Accept-Encoding': accepted };
    const whole = await get('/records.jsonl', { headers });
    assert.equal(whole.status, 200, accepted);
    assert.equal(whole.headers['content-encoding'] ?? 'identity', coding, accepted);
    assert.equal(whole.headers['content-type'], 'application/jsonl; charset=utf-8');
    assert.equal(whole.headers.vary, 'Accept-Encoding');
    assert.equal(Number(whole.headers['content-length']), whole.bytes.length);
    assert.equal(read[coding](whole.bytes).toString(), RECORDS, accepted);
    const head = await get('/records.jsonl', { headers, method: 'HEAD' });
    assert.equal(head.body, '');
    for (const name of ['content-encoding', 'content-length', 'content-type', 'vary'])
      assert.equal(head.headers[name], whole.headers[name], `${name} of HEAD`);
  }
  for (const accepted of ['identity;q=0', '*;q=0', 'br;q=0, gzip;q=0, *;q=0']) {
    const { status, headers } = await get('/records.jsonl', { headers: { 'Accept-Encoding': accepted } });
    assert.equal(status, 406, accepted);
    assert.equal(headers.vary, 'Accept-Encoding');
  }
});

test('a copy that is a link out, of another day, or not worth it is none', async () => {
  const headers = { 'Accept-Encoding': 'br, gzip' };
  for (const path of ['/linked.json', '/changed.json', '/short.json']) {
    const { status, headers: answered } = await get(path, { headers });
    assert.equal(status, 200, path);
    assert.equal(answered['content-encoding'], undefined, path);
    assert.equal(answered.vary, undefined, path);
  }
  assert.equal((await get('/linked.json.br', { headers })).status, 404);
});

test('nobody by another name than its own, so that no page elsewhere can read what is here', async () => {
  const { port } = new URL(server.url);
  const ask = (host, path = '/') => get(path, { headers: { Host: host } });
  for (const name of ['127.0.0.1', 'localhost', 'LocalHost', '[::1]']) {
    assert.equal((await ask(`${name}:${port}`)).status, 200, name);
  }
  for (const host of [
    `rebound.example:${port}`,
    `127.0.0.1.rebound.example:${port}`,
    `localhost.rebound.example:${port}`,
    `localhost.:${port}`,
    `rebound.example:${port}@127.0.0.1:${port}`,
    `127.0.0.2:${port}`,
    `0.0.0.0:${port}`,
    `[::]:${port}`,
    `2130706433:${port}`,
    '127.0.0.1',
    'localhost',
    `localhost:${Number(port) + 1}`,
    `localhost:${port}0`,
  ]) {
    for (const path of ['/', '/nothing']) {
      const { status, body, headers } = await ask(host, path);
      assert.equal(status, 421, `${host}${path}`);
      assert.match(body, /^Not here: this server is http:\/\/127\.0\.0\.1:/);
      assert.equal(headers['content-security-policy'], contentSecurityPolicy);
    }
  }
  const whole = await ask(`localhost:${port}`, `http://rebound.example:${port}/`);
  assert.equal(whole.status, 421);
  assert.match(await raw('GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 421 /);
});

test('whoever goes away in the middle of a file leaves no file open', async () => {
  // More than any socket takes in one go.
  await writeFile(join(folder, 'site/large.bin'), Buffer.alloc(32 * 1024 * 1024));
  const open = async () => (await readdir('/dev/fd')).length;
  const before = await open();
  const leave = () =>
    new Promise((resolve, reject) => {
      const asked = download(`${server.url}large.bin`, { agent: false }, (response) => {
        response.once('data', () => response.destroy());
        response.once('close', resolve);
      });
      asked.on('error', reject);
    });
  for (let times = 0; times < 40; times += 1) await leave();
  for (let waited = 0; (await open()) > before + 5 && waited < 50; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok((await open()) <= before + 5, `${before} before, ${await open()} after`);
  assert.equal((await get('/index.html')).status, 200);
});
