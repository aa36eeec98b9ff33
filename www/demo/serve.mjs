// Serves the built portal on this machine only: node www/demo/serve.mjs [--port 8737] [--root FOLDER]

import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** Nothing but this page's own files; WebAssembly, but no eval; no text that becomes script. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * What it is called on this machine. A page from elsewhere can point a name of its own here and then read what its own
 * name answers, so no other name is answered.
 */
const names = ['127.0.0.1', 'localhost', '[::1]'];

/** A server for the files under `root`, on 127.0.0.1. Resolves once it listens; port 0 picks a free one. */
export async function serve({ root, port = 0, csp = contentSecurityPolicy }) {
  const home = await realpath(root);
  const server = createServer((request, response) => {
    answer(home, csp, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        // Browsers keep connections open; nothing more is coming on them.
        server.closeAllConnections();
      }),
  };
}

async function answer(home, csp, request, response) {
  response.setHeader('Content-Security-Policy', csp);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-cache');
  if (!isOwnName(request)) {
    response
      .writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' })
      .end(
        `Not here: this server is ${names.map((name) => `http://${name}:${request.socket.localPort}/`).join(', ')}\n`,
      );
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = await find(home, request.url ?? '/');
  if (!file) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  const copies = await copiesOf(home, file);
  if (copies.length > 1) response.setHeader('Vary', 'Accept-Encoding');
  const sent = chosen(copies, request.headers['accept-encoding']);
  if (!sent) {
    response
      .writeHead(406, { 'Content-Type': 'text/plain; charset=utf-8' })
      .end(
        `Not in a coding that was asked for. There are: ${copies.map(({ coding }) => coding).join(', ')}\n`,
      );
    return;
  }
  response.writeHead(200, {
    'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': sent.size,
    ...(sent.coding !== 'identity' && { 'Content-Encoding': sent.coding }),
  });
  if (request.method === 'HEAD') response.end();
  else
    pipeline(createReadStream(sent.path), response, () => {
      // Whoever went away needs no answer, and a file that ends early ends the answer.
    });
}

/** Whether a request asks for this server, by a name it has and its port; one that names a whole address may ask for any. */
function isOwnName({ headers, socket, url }) {
  const host = headers.host?.toLowerCase();
  const port = socket.localPort === 80 ? '' : `:${socket.localPort}`;
  return names.some((name) => host === name + port) && url?.startsWith('/') === true;
}

/** The file behind an address, or null. */
async function find(home, address) {
  try {
    const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
    return await fileAt(home, join(home, path.endsWith('/') ? `${path}index.html` : path));
  } catch {
    return null;
  }
}

/** A file, or null. Resolved before it is judged, so that neither `..` nor a link leads out. */
async function fileAt(home, path) {
  try {
    const real = await realpath(path);
    if (!real.startsWith(home + sep)) return null;
    const found = await stat(real);
    return found.isFile() ? { path: real, size: found.size, changed: found.mtimeMs } : null;
  } catch {
    return null;
  }
}

/** The codings that a file may have a copy in beside it, the smallest first. */
const codings = { br: '.br', gzip: '.gz' };

/** A file in each coding that it has a copy in, then as it is. A copy that is older than the file is of another one. */
async function copiesOf(home, file) {
  const copies = [];
  for (const [coding, end] of Object.entries(codings)) {
    const copy = await fileAt(home, file.path + end);
    if (copy && copy.changed >= file.changed) copies.push({ ...copy, coding });
  }
  return [...copies, { ...file, coding: 'identity' }];
}

/** The copy that a browser likes best (RFC 9110, section 12.5.3), of equals the smallest; undefined where it takes none. */
function chosen(copies, accepted = 'identity') {
  const qualities = new Map();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = parameters.map((text) => /^q=([01](?:\.\d{0,3})?)$/.exec(text)?.[1]).find(Boolean);
    if (name !== '') qualities.set(name === 'x-gzip' ? 'gzip' : name, Number(quality ?? 1));
  }
  // What is not named is refused, except the file as it is, which is the last choice.
  const otherwise = (coding) => qualities.get('*') ?? (coding === 'identity' ? 0.0001 : 0);
  const qualityOf = ({ coding }) => qualities.get(coding) ?? otherwise(coding);
  const best = copies.toSorted((one, other) => qualityOf(other) - qualityOf(one)).at(0);
  return qualityOf(best) > 0 ? best : undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(await realpath(process.argv[1])).href) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8737' },
      root: { type: 'string' },
      'until-stdin-ends': { type: 'boolean', default: false },
    },
  });
  const root = values.root ?? fileURLToPath(new URL('dist', import.meta.url));
  try {
    const { url } = await serve({ root, port: Number(values.port) });
    if (values['until-stdin-ends']) process.stdin.resume().on('end', () => process.exit(0));
    else console.log(`Portal: ${url}`);
  } catch (error) {
    const why = {
      ENOENT: `${root} is not there. Run \`cargo xtask build\` first.`,
      EADDRINUSE: `Port ${values.port} is taken. Give another with --port.`,
    }[error.code];
    console.error(why ?? `The portal could not be served: ${error.message}`);
    process.exit(1);
  }
}
