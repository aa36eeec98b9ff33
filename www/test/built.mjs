import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SAMPLES = 'demo/dist/data/';

/** Where the samples are that were sealed for a day which the calendar gate says it is. */
const { TOUCHMARK_SAMPLES: samples } = process.env;

/** The address of something the build makes; says what makes it when it is not there. */
export function built(path) {
  const url =
    samples && path.startsWith(SAMPLES)
      ? pathToFileURL(join(samples, path.slice(SAMPLES.length)))
      : new URL(`../${path}`, import.meta.url);
  assert.ok(existsSync(url), `${fileURLToPath(url)} is missing: run \`cargo xtask build\` first`);
  return url;
}

function daysFromNow(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '');
}

export const trust = {
  trustBundle: 'crm-trust/1',
  version: 1,
  issued: daysFromNow(-1),
  expires: daysFromNow(1),
  issuers: [],
};

export const policy = { policy: 'crm-policy/1', tenant: 'any', environment: 'sandbox' };
