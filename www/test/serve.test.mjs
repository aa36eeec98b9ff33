import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
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
function get(path, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, method, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
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
  assert.equal((await get('/', 'POST')).status, 405);
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
});
