import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { contentSecurityPolicy, serve } from '../demo/serve.mjs';

let folder;
let server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await mkdir(join(folder, 'site'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'site/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'site/engine.wasm'), '');
  await symlink(join(folder, 'secret.txt'), join(folder, 'site/link.txt'));
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
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
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
