import {
  createVerifier,
  type Group,
  type RecordView,
  type Verdict,
  type Verifier,
} from '../../src/entries/index.js';

export { checked, GROUPS, type Find, type State, type States };

/**
 * An answer that a check can give. `id` is `trust.origin`, and `.flagged` where there is a flag. What follows a plus tells
 * apart two records that get the same answer.
 */
interface State {
  readonly id: string;
  readonly flagged: boolean;
  readonly verdict: Verdict;
  /** What was checked, and by whom: records of the same rules have the same verifier. */
  readonly record: RecordView;
  readonly verifier: Verifier;
}

type States = readonly State[];

/** The state of that name. */
type Find = (id: string) => State;

/** In the order in which people should learn them. */
const GROUPS: readonly Group[] = [
  'verified',
  'partly-checked',
  'changed',
  'wrong-place',
  'wrong-environment',
  'invalid',
  'unrecognised-issuer',
  'withdrawn',
  'no-longer-valid',
  'seal-missing',
  'declared',
  'not-disclosed',
  'could-not-check',
];

interface Rules {
  readonly trust: object;
  readonly policy: object;
  readonly registry?: object;
  readonly now: number;
}

interface Listed {
  readonly rules: Readonly<Record<string, Rules>>;
  readonly states: readonly {
    readonly id: string;
    readonly rules?: string;
    readonly options?: Rules;
    readonly record: RecordView;
  }[];
}

/** Checks every record of the gallery with a verifier of this page. An answer that its name does not announce is an error. */
async function checked(): Promise<States> {
  const response = await fetch(new URL('../data/gallery.json', document.baseURI));
  if (!response.ok) {
    throw new Error(`data/gallery.json answered ${response.status}. Run \`cargo xtask build\`.`);
  }
  const { rules, states } = (await response.json()) as Listed;
  const verifiers = new Map<Rules, Promise<Verifier>>();
  return Promise.all(
    states.map(async ({ id, record, ...given }) => {
      const options = given.options ?? rules[given.rules ?? ''];
      if (!options) throw new Error(`${id} names no rules`);
      const starting = verifiers.get(options) ?? createVerifier(options);
      verifiers.set(options, starting);
      const verifier = await starting;
      const verdict = await verifier.verify(record);
      const flagged = verdict.flags.length > 0;
      const found = [verdict.trust, verdict.origin, ...(flagged ? ['flagged'] : [])].join('.');
      if (found !== id.split('+')[0]) throw new Error(`${id} was checked, and the answer was ${found}`);
      return { id, flagged, verdict, record, verifier };
    }),
  );
}
