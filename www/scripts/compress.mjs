// Brotli and gzip copies of files, beside them: www/demo/serve.mjs sends whichever a browser takes.

import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.jsonl', '.svg', '.wasm']);

/** Smaller files go in one packet as they are. */
const LEAST = 1024;

/** Above this many bytes the best quality takes minutes, and saves a twentieth. */
const LARGE = 8 << 20;

/** Writes a copy in each coding of every file in a folder that is worth it, those of folders inside included. */
export async function compress(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.has(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    if (await isFresh(path)) continue;
    const bytes = await readFile(path);
    if (bytes.length < LEAST) continue;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 9 : constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
    await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }
}

/** Whether its copies are of this file as it is. */
async function isFresh(path) {
  try {
    const [file, ...copies] = await Promise.all(['', '.br', '.gz'].map((end) => stat(path + end)));
    return copies.every(({ mtimeMs }) => mtimeMs >= file.mtimeMs);
  } catch {
    return false;
  }
}
