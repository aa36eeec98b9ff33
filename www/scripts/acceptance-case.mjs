// An acceptance case in the product's own words.

import { signedRegistry } from './signed-registry.mjs';

const DAY = 86_400_000;

/** What `createVerifier` and `verify` are given for a case. */
export function questionOf({ view, restrictedSalts, policy, expect, ...rest }) {
  only('case', rest, ['id', 'note', 'seal']);
  only('view', view, ['object', 'recordId', 'externalId', 'fields', 'queried']);
  // An expectation that nobody reads would pass unseen.
  only('expect', expect, ['verdict', 'origin', 'fields', 'flags', 'reasons', 'claimedOrigin']);
  const { object, recordId: id, externalId: uuid, fields, queried } = view;
  return {
    options: { ...material(policy, view), now: Date.parse(policy.now) },
    record: {
      ...given({ object, id, uuid, fields, queried }),
      // A case without the member is a view that does not show the field; null is an empty one.
      ...('seal' in rest && { seal: rest.seal }),
      ...(restrictedSalts && { companions: [restrictedSalts] }),
    },
  };
}

/** Trust bundle, policy and registry of a case. */
function material(policy, view) {
  const { now, trusted, approvers, logs, revokedKeys, statusBits, ...others } = policy;
  const { registryContains, registryCurrentSeal, ...rules } = others;
  only('policy', rules, [
    ...['tenant', 'environment', 'requiredFields', 'approvals', 'acceptUnknownStatus', 'allowTestKeys'],
  ]);
  const time = (offset) => new Date(Date.parse(now) + offset).toISOString();
  const people = (list = []) =>
    list.map(({ issuer, id = issuer, keys, ...rest }) => {
      only('policy.trusted', rest, []);
      return { id, keys: keys.map((key) => ({ publicKeyMultibase: key })) };
    });
  const status = Object.entries(statusBits ?? {});
  const { registry, trusted: keeper } = signedRegistry({
    org: rules.tenant,
    listed: listed(view, registryContains, registryCurrentSeal),
    date: time(-DAY),
    expires: time(DAY),
  });
  return {
    trust: {
      trustBundle: 'crm-trust/1',
      version: 1,
      issued: time(-DAY),
      expires: time(DAY),
      issuers: people(trusted),
      approvers: people(approvers),
      logs: logs ?? [],
      registries: [keeper],
      revocations: (revokedKeys ?? []).map((key) => ({ key, reason: 'compromised' })),
      status: Object.fromEntries(status.map(([entry, bit]) => [entry, bit ? 'revoked' : 'valid'])),
    },
    policy: { policy: 'crm-policy/1', ...given(rules) },
    registry,
  };
}

/** What the registry lists. Where nothing says with which seal, any will do: the record carries none. */
function listed({ object, recordId: id }, isListed, currentSeal) {
  const seal = currentSeal ?? (isListed ? 'urn:uuid:00000000-0000-4000-8000-000000000000' : undefined);
  if (seal === undefined) return [];
  if (!object || !id) throw new Error('the registry lists a record that the view does not name');
  return [{ object, id, seal }];
}

/** The members that say something. */
function given(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null));
}

function only(what, object, known) {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other !== undefined) throw new Error(`${what} has a member that conform does not know: ${other}`);
}
