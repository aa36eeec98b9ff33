/** Whether this browser knows addresses that are vouched for (Trusted Types), whether or not the page requires them. */
export function isVouchedFor(): boolean {
  return 'trustedTypes' in globalThis;
}

/** The address of a script of this package, vouched for where a page requires it (Trusted Types). It is a constant. */
export function vouchedFor(url: URL): URL {
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
