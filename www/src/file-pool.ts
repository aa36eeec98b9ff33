import { Pool, type Start } from './pool.js';

/** Workers from the file beside this script. Written so that bundlers see it and copy the file. */
export const filePool = (start: Start): Pool =>
  new Pool(() => new Worker(trusted(new URL('./worker.js', import.meta.url)), { type: 'module' }), start);

/** A page may require that addresses of scripts are vouched for. This one is a constant. */
function trusted(url: URL): URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('touchmark', { createScriptURL: (address) => address });
  return policy.createScriptURL(url.href) as URL;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

interface Policy {
  createScriptURL(address: string): unknown;
}

/** Pages may allow a name to be taken once only. */
let policy: Policy | undefined;
