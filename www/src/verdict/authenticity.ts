/** Which verdicts an engine of this page made, and on which records. */
import type { Claims, Decision, Disclosure, FieldResult, Reason, RecordView, Verdict } from './verdict.js';
import { bare, shielded } from '../own.js';
import { idsOf, nameSame, type Ids } from './record-ids.js';
import said from './unchecked.json' with { type: 'json' };

/** Verdicts made in this page. Being in here is what an element asks for: no attribute and no literal can get in. */
const made = new WeakSet<object>();

/** Whether this very object was made by an engine of this page. A copy of it was not. */
export function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && made.has(value);
}

/** By this, a proxy around a verdict answers with the verdict. */
const SELF = Symbol('touchmark verdict');

/**
 * The verdict itself, where this is one that an engine of this page made, or a proxy that the state of a framework put around one
 * (Svelte's `$state`); undefined for all else. Read from what it answers, and from nothing that may stand before it.
 */
export function genuine(value: unknown): Verdict | undefined {
  if (isVerdict(value)) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    // What only inherits from a verdict is something else.
    if (!Object.prototype.hasOwnProperty.call(value, SELF)) return undefined;
    const inner: unknown = (value as { [SELF]: () => unknown })[SELF]();
    return isVerdict(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}

/** Freezes what an engine answered and remembers it. Only `verifier.ts` may call this. */
export function accept(answer: unknown): Verdict {
  // An answer that is not a verdict means that the engine and this package are not of one build.
  if (typeof answer !== 'object' || answer === null || typeof (answer as Verdict).trust !== 'string') {
    throw new TypeError('the engine answered something that is not a verdict');
  }
  shield(answer as Verdict);
  Object.defineProperty(answer, SELF, bare({ value: () => answer }));
  freeze(answer);
  made.add(answer);
  return answer as Verdict;
}

/** The verdicts on each record that is an object, and what is left of one that is a text. Neither keeps the other. */
const onObject = new WeakMap<object, WeakSet<Verdict>>();
const onText = new WeakMap<Verdict, number>();

/** Remembers which record a verdict is on. Only those who had it checked may call this. */
export function madeFor(verdict: Verdict, record: unknown): void {
  if (typeof record === 'string') {
    onText.set(verdict, fingerprint(record));
  } else if (typeof record === 'object' && record !== null) {
    const verdicts = onObject.get(record) ?? new WeakSet();
    onObject.set(record, verdicts.add(verdict));
  }
}

/**
 * Whether a verdict is on this record: it was made for the very object or text, or both name the same record. Whoever answers an
 * element may answer with a genuine verdict on another record, and a record that names nothing is not known by its ids.
 */
export function isOn(verdict: Verdict, record: RecordView | string): boolean {
  const isMadeFor =
    typeof record === 'string'
      ? onText.get(verdict) === fingerprint(record)
      : onObject.get(record)?.has(verdict);
  return isMadeFor === true || nameSame(verdict.record as Ids, idsOf(record));
}

/** Tells one text from another (cyrb53): against mix-ups, not against somebody who looks for two that are alike. */
function fingerprint(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** The verdict for a check that could not be made, with a code that says why. It says nothing about the record. */
export function unchecked(detail: string, context: { environment: string; now: number }): Verdict {
  return accept({
    ...asWritten(),
    reasons: [{ code: 'engine-unavailable', detail }],
    environment: { expected: context.environment, sealed: [] },
    checkedAt: new Date(context.now).toISOString(),
  });
}

/** A copy of what the core says without an engine (a test holds the file to it): what is accepted is frozen. */
function asWritten(): Verdict {
  const copied = Object.entries(said).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'object') return [name, value];
    return [name, Array.isArray(value) ? [...(value as unknown[])] : { ...value }];
  });
  return Object.fromEntries(copied) as Verdict;
}

function freeze(value: object): void {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) freeze(member as object);
  }
  Object.freeze(value);
}

/** Names of the members that may be absent. */
type Optional<Of> = { [Name in keyof Of]-?: object extends Pick<Of, Name> ? Name : never }[keyof Of];

/** All of them, and no others: a member that is new in `verdict.ts` is missed by the compiler here. */
function optional<Of>(names: { readonly [Name in Optional<Of>]: true }): readonly string[] {
  return Object.keys(names);
}

const MAY_LACK = {
  verdict: optional<Verdict>({
    claimedOrigin: true,
    cleanAs: true,
    seal: true,
    issuer: true,
    claims: true,
    log: true,
    declared: true,
    uses: true,
    contacts: true,
  }),
  decision: optional<Decision>({ owner: true, grant: true }),
  record: optional<Verdict['record']>({ object: true, id: true, uuid: true }),
  seal: optional<NonNullable<Verdict['seal']>>({ id: true }),
  issuer: optional<NonNullable<Verdict['issuer']>>({ name: true }),
  claims: optional<Claims>({
    validUntil: true,
    digitalSourceType: true,
    generationMethod: true,
    generator: true,
    responsibleEntity: true,
    retainUntil: true,
    confidenceScore: true,
    previousSeal: true,
    sealedAt: true,
  }),
  generator: optional<NonNullable<Claims['generator']>>({
    name: true,
    version: true,
    algorithm: true,
    parametersDigest: true,
  }),
  declared: optional<NonNullable<Verdict['declared']>>({
    isSynthetic: true,
    provenanceSource: true,
    generationMethod: true,
    confidenceScore: true,
    created: true,
  }),
  trustBundle: optional<Verdict['trustBundle']>({ expires: true }),
  disclosure: optional<Disclosure>({ origin: true, environment: true, claim: true, issuer: true }),
  reason: optional<Reason>({ detail: true }),
  approval: optional<Verdict['approvals'][number]>({ at: true, name: true }),
  field: optional<FieldResult>({ hint: true }),
};

/** What is not said of a record is not said by anybody's prototype either. */
function shield(verdict: Verdict): void {
  const { record, trustBundle, disclosure, reasons, approvals, fields } = verdict;
  const { seal, issuer, claims, declared, uses = {} } = shielded(verdict, MAY_LACK.verdict);
  // What another verdict has as well is as it must be.
  for (const decision of Object.isFrozen(uses) ? [] : Object.values(uses)) {
    const { grant } = shielded(decision, MAY_LACK.decision);
    if (grant) shielded(grant.approver, MAY_LACK.approval);
  }
  shielded(record, MAY_LACK.record);
  shielded(trustBundle, MAY_LACK.trustBundle);
  shielded(disclosure, MAY_LACK.disclosure);
  for (const reason of reasons) shielded(reason, MAY_LACK.reason);
  for (const approval of approvals) shielded(approval, MAY_LACK.approval);
  for (const field of fields) shielded(field, MAY_LACK.field);
  if (seal) shielded(seal, MAY_LACK.seal);
  if (issuer) shielded(issuer, MAY_LACK.issuer);
  if (declared) shielded(declared, MAY_LACK.declared);
  const generator = claims && shielded(claims, MAY_LACK.claims).generator;
  if (generator) shielded(generator, MAY_LACK.generator);
}
