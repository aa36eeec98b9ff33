import type { Verdict } from './verdict.js';

export { accept, isVerdict, unchecked };

/** Verdicts made in this page. Being in here is what an element asks for: no attribute and no literal can get in. */
const made = new WeakSet<object>();

/** Whether this very object was made by an engine of this page. A copy of it was not. */
function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && made.has(value);
}

/** Freezes what an engine answered and remembers it. Only `verifier.ts` may call this. */
function accept(answer: unknown): Verdict {
  // An answer that is not a verdict means that the engine and this package are not of one build.
  if (typeof answer !== 'object' || answer === null || typeof (answer as Verdict).trust !== 'string') {
    throw new TypeError('the engine answered something that is not a verdict');
  }
  freeze(answer);
  made.add(answer);
  return answer as Verdict;
}

/** The verdict for a check that could not be made, with a code that says why. It says nothing about the record. */
function unchecked(detail: string, context: { environment: string; now: number }): Verdict {
  return accept({
    profile: 'crm-seal/1',
    trust: 'unchecked',
    origin: 'unknown',
    flags: [],
    reasons: [{ code: 'engine-unavailable', detail }],
    record: {},
    approvals: [],
    fields: [],
    coverage: { shown: 0, covered: 0, matched: 0 },
    environment: { expected: context.environment, sealed: [] },
    checkedAt: new Date(context.now).toISOString(),
    trustBundle: { version: 0, ageSeconds: 0 },
    // The one row of the core's table that must exist where the core cannot run.
    disclosure: {
      group: 'could-not-check',
      level: 'caution',
      trust: 'group.could-not-check',
      explanation: 'trust.unchecked',
      next: 'next.unchecked',
    },
  } satisfies Verdict);
}

function freeze(value: object): void {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) freeze(member as object);
  }
  Object.freeze(value);
}
