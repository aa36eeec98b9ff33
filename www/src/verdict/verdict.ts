/**
 * What a check of one record answers. Plain JSON, frozen, the same bytes from every engine.
 * Written by hand; `tests/data/golden/*.json` (written by the Rust core) hold it to the truth.
 */
export interface Verdict {
  readonly profile: 'crm-seal/1';
  /** The text of the profile that it was judged by: the day of its last change. */
  readonly profileRevision: string;
  /** Whether the seal holds: the first finding that applies, in the order of profile §5. */
  readonly trust: Trust;
  /** What the record is, as far as anything trustworthy says so. Never merge the two. */
  readonly origin: Origin;
  /**
   * Where `origin` is unknown, what the unsigned flag or a statement that is not believed says of it. It may only make you more
   * careful, never less.
   */
  readonly claimedOrigin?: ClaimedOrigin;
  /**
   * What a surface must allow to take the record for clean (profile §5): it is clean there exactly when the list of what the
   * surface allows contains this. Absent where no surface may. Ask nothing else: neither trust nor flags nor origin.
   */
  readonly cleanAs?: Clean;
  /** Things that never let a verdict pass quietly. */
  readonly flags: readonly Flag[];
  /** Every finding, the one behind `trust` first; none for `verified`. */
  readonly reasons: readonly Reason[];
  readonly record: { readonly object?: string; readonly id?: string; readonly uuid?: string };
  readonly seal?: { readonly id?: string; readonly envelope: 'vc' | 'jws' | 'tlog' };
  /** Present once the signature holds. `name` comes from the trust bundle, never from the seal. */
  readonly issuer?: { readonly id: string; readonly name?: string; readonly verificationMethod: string };
  /** Stated by the issuer; present once signature and issuer hold. Strings are stripped of invisible characters. */
  readonly claims?: Claims;
  /** Who else signed the statement and is listed for it. Names come from the trust bundle. */
  readonly approvals: readonly { readonly id: string; readonly name?: string; readonly at?: string }[];
  /** Where the statement is logged, once the log's signature holds. `index` is a decimal number as text. */
  readonly log?: {
    readonly origin: string;
    readonly index: string;
    readonly witnesses: readonly { readonly name: string; readonly at: string }[];
  };
  /** What unsigned fields of the record say, under the names that existing schemas use. Never proof of anything. */
  readonly declared?: {
    readonly isSynthetic?: boolean;
    readonly provenanceSource?: string;
    readonly generationMethod?: string;
    readonly confidenceScore?: string;
    readonly created?: string;
  };
  /** One entry per covered or shown field, sorted by name; empty until signature, issuer, status and binding hold. */
  readonly fields: readonly FieldResult[];
  /** `shown`: fields visible in the view; `covered`: of those, covered by the seal; `matched`: of those, unchanged. */
  readonly coverage: { readonly shown: number; readonly covered: number; readonly matched: number };
  /** Where the page says it is, and where the seal says the record belongs. */
  readonly environment: { readonly expected: string; readonly sealed: readonly string[] };
  /** The time the check used, as RFC 3339 in UTC. */
  readonly checkedAt: string;
  readonly trustBundle: { readonly version: number; readonly ageSeconds: number; readonly expires?: string };
  /** What may be said, as keys into the catalogue: origin first, trust second. */
  readonly disclosure: Disclosure;
  /** For what the policy says that the record may be used, by the policy's names; absent where it names no use. Ask `mayBeUsed`. */
  readonly uses?: { readonly [name: string]: Decision };
  /** How the policy says to reach whoever answers for the record, the seal, or the data of the page: `mailto:`, `https://` or `tel:`. */
  readonly contacts?: readonly { readonly name: string; readonly address: string }[];
}

/** Whether a record may be used for something. */
export interface Decision {
  /** `allowed`: nothing speaks against it. `unknown`: a person decides, or nothing is done. */
  readonly answer: 'allowed' | 'unknown' | 'refused';
  /** Every reason that applies (docs/uses.md); none for `allowed`. */
  readonly reasons: readonly UseReason[];
  /** Who answers for the use, as the policy says. */
  readonly owner?: string;
  /** The grant that covers the record, where the use asks for one. */
  readonly grant?: Grant;
}

/** A person's yes to a use, which counts for the record. */
export interface Grant {
  /** `urn:uuid:…` */
  readonly id: string;
  readonly approver: { readonly id: string; readonly name?: string };
  /** Why, in the approver's words. */
  readonly reason: string;
  readonly until: string;
}

export type UseReason =
  | 'use-not-named'
  | 'use-prohibited'
  | 'origin-not-listed'
  | 'seal-fails'
  | 'record-changed'
  | 'flagged'
  | 'not-proved'
  | 'unsealed-refused'
  | 'unsealed-unknown'
  | 'environment-not-listed'
  | 'retention-passed'
  | 'other-purposes'
  | 'grant-missing'
  | 'grant-not-trusted'
  | 'grant-revoked'
  | 'grant-out-of-scope'
  | 'grant-not-in-force'
  | 'claims-missing'
  | 'not-clean';

export type Trust =
  | 'malformed'
  | 'unsupported'
  | 'invalid'
  | 'untrusted-issuer'
  | 'revoked'
  | 'superseded'
  | 'wrong-record'
  | 'wrong-environment'
  | 'altered'
  | 'not-yet-valid'
  | 'expired'
  | 'unapproved'
  | 'verified-partial'
  | 'verified'
  | 'missing-expected-seal'
  | 'declared-unsigned'
  | 'unsealed'
  | 'unchecked';

export type Origin = 'synthetic' | 'ai-generated' | 'ai-modified' | 'masked' | 'recorded' | 'unknown';

/** What a surface may allow: an origin, or records that nobody said anything of. */
export type Clean = Exclude<Origin, 'unknown'> | 'unsealed';

/** What may be claimed of a record without being believed. */
export type ClaimedOrigin = Exclude<Origin, 'unknown' | 'recorded'>;

export type FieldState = 'match' | 'altered' | 'unreadable' | 'withheld' | 'salt-missing' | 'uncovered';

export type Flag =
  | 'label-contradiction'
  | 'claims-inconsistent'
  | 'status-unknown'
  | 'reference-mismatch'
  | 'companion-ignored'
  | 'retention-passed'
  | 'not-comparable'
  | 'claims-missing'
  | 'test-key';

export interface Reason {
  /** Stable kebab-case code, listed in docs/reasons.md. */
  readonly code: string;
  /** Where or what: a member path, a field name, a date. Never a field's value. */
  readonly detail?: string;
}

export interface FieldResult {
  readonly name: string;
  readonly state: FieldState;
  readonly hint?: 'unicode-equivalent';
}

export interface Claims {
  readonly isSynthetic: boolean;
  readonly provenanceSource: string;
  readonly created: string;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly digitalSourceType?: string;
  readonly generationMethod?: string;
  readonly generator?: {
    readonly name?: string;
    readonly version?: string;
    readonly algorithm?: string;
    readonly parametersDigest?: string;
  };
  readonly purpose: readonly string[];
  readonly prohibitedUse: readonly string[];
  readonly responsibleEntity?: string;
  readonly retainUntil?: string;
  readonly confidenceScore?: string;
  /** What the record was made from: addresses or names. */
  readonly derivedFrom: readonly string[];
  /** Id of the seal that this one replaces. */
  readonly previousSeal?: string;
  /** When the statement was signed, as its proof says. */
  readonly sealedAt?: string;
  readonly fieldOrigins: readonly { readonly name: string; readonly origin: string }[];
}

export interface Disclosure {
  readonly group: Group;
  readonly level: Level;
  /** Catalogue key of the origin to say first; absent where the state overrides every origin label. */
  readonly origin?: string;
  /** Catalogue key of the trust to say second (or alone). */
  readonly trust: string;
  /** What `{environment}` in the words of `trust` stands for, where they have it. */
  readonly environment?: string;
  /** Catalogue key of what is said of the record without being believed; said after the trust. */
  readonly claim?: string;
  /** What is known of the issuer; present where `issuer` is. Nothing but `recognised` may be ticked. */
  readonly issuer?: 'recognised' | 'unrecognised' | 'withdrawn' | 'not-checked';
  /** Catalogue key of the sentence that explains it. */
  readonly explanation: string;
  /** Catalogue key of the next step. */
  readonly next: string;
}

export type Group =
  | 'verified'
  | 'partly-checked'
  | 'changed'
  | 'wrong-place'
  | 'wrong-environment'
  | 'invalid'
  | 'unrecognised-issuer'
  | 'withdrawn'
  | 'no-longer-valid'
  | 'seal-missing'
  | 'declared'
  | 'not-disclosed'
  | 'could-not-check';

/** How loud: `quiet` (verified recorded data), `notice`, `caution`, `alert`. */
export type Level = 'quiet' | 'notice' | 'caution' | 'alert';

/** A record view: the plain form, or a record as one of Salesforce's APIs shows it. `docs/records.md` has an example of each. */
export type RecordView =
  | PlainView
  | UiApiView
  | RestView
  | Pick<RestView, 'attributes'>
  | TreeView
  | GraphQlView
  | ApexView
  | ChangeEventView
  | ChangeEventDelivery
  | { data: ChangeEventDelivery; channel?: string };

/** What the caller of an API knows and the record does not say. */
interface Asked {
  /** Object API name, where the shape does not have it. */
  object?: string;
  /** Fields that were asked for, from an API that drops nulls: where one is absent, it is null. */
  queried?: readonly string[];
}

/** Also for a row of a Bulk CSV (texts, the empty one is null) and for whatever flat record has `Id` among its fields. */
export interface PlainView {
  object: string;
  id?: string | null;
  uuid?: string | null;
  fields: { [apiName: string]: unknown };
  /** Field names that were asked for from an API that drops nulls. */
  queried?: readonly string[];
  seal?: string | null;
  companions?: readonly string[];
}

/** UI API and `getRecord`. */
export interface UiApiView extends Asked {
  apiName: string;
  id: string;
  fields: { [apiName: string]: { value: unknown; displayValue?: unknown } };
}

/** REST query results and sObject resources. */
export interface RestView extends Asked {
  attributes: { type: string; url?: string };
  [apiName: string]: unknown;
}

/** A record of an sObject tree file, before it is loaded. */
export interface TreeView extends Asked {
  attributes: { type: string; referenceId: string };
  [apiName: string]: unknown;
}

/** A node of a GraphQL answer, with the name of its object, which is the key above `edges`. */
export interface GraphQlView extends Asked {
  node: { Id?: string; [apiName: string]: unknown };
}

/** What an `@AuraEnabled` method returns; `object` and `queried` come from whoever wrote the query. */
export interface ApexView extends Asked {
  Id: string;
  [apiName: string]: unknown;
}

/** The payload of a Change Data Capture event. */
export interface ChangeEventView {
  ChangeEventHeader: {
    entityName: string;
    recordIds: readonly string[];
    changeType: string;
    changeOrigin?: string;
    changedFields?: readonly string[];
    nulledFields?: readonly string[];
    diffFields?: readonly string[];
    [name: string]: unknown;
  };
  [apiName: string]: unknown;
}

interface ChangeEventDelivery {
  payload: ChangeEventView;
  [name: string]: unknown;
}
