import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The address of something the build makes; says what makes it when it is not there. */
export function built(path) {
  const url = new URL(`../${path}`, import.meta.url);
  assert.ok(existsSync(url), `${fileURLToPath(url)} is missing: run \`cargo xtask build\` first`);
  return url;
}

export const trust = {
  trustBundle: 'crm-trust/1',
  version: 1,
  issued: '2026-01-01T00:00:00Z',
  expires: '2036-01-01T00:00:00Z',
  issuers: [],
};

export const policy = { policy: 'crm-policy/1', tenant: 'any', environment: 'sandbox' };
