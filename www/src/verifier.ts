import type { RecordView, Verdict } from './verdict.js';
import { Batch, PieceSize, nextTurn, type Progress, type VerifyAllOptions } from './batch.js';
import {
  startEngine,
  type Configuration,
  type Engine,
  type EngineChoice,
  type EngineKind,
  type EngineSources,
} from './engine.js';
import { TouchmarkError, messageOf } from './error.js';
import type { Pool, PoolWorker, Start } from './pool.js';
import { line } from './lines.js';
import { losesValue, recordText } from './record-text.js';
import { TIMEOUT, within } from './time.js';
import { accept, unchecked } from './verdicts.js';

export type { Progress, VerifyAllOptions };

/** What a verifier needs to know. Objects or JSON text, as you have them. */
export interface VerifierOptions {
  /** Trust bundle (`crm-trust/1`): whose seals this page accepts. */
  trust: object | string;
  /** Policy (`crm-policy/1`): which tenant and environment this page is. Neither has a default. */
  policy: object | string;
  /** Registry (`crm-registry/1`): which records must carry which seal. */
  registry?: object | string | undefined;
  /** The time to check at: epoch milliseconds, a `Date`, or a clock. The viewer's clock unless given. */
  now?: number | Date | (() => number) | undefined;
  /** Milliseconds within which `createVerifier` settles. 3000 unless given. */
  timeout?: number | undefined;
  /**
   * What checks the seals: `wasm`, or `fallback`, the same as JavaScript with the browser's own Ed25519. `auto` unless
   * given: the fallback where a page cannot have WebAssembly. Both give the same verdicts.
   */
  engine?: EngineChoice | undefined;
  /**
   * How many workers share the work of `verifyAll`. `auto` unless given: none for a few hundred records, else all cores
   * but one, four at most. Where a page has no workers or allows none, it does the work itself.
   */
  workers?: number | 'auto' | undefined;
}

/** Checks records. Never throws for what is in a record: that is what the verdict says. */
export interface Verifier {
  /** What checks the seals here; `none` where nothing could be started, and every verdict is `unchecked`. */
  readonly engine: EngineKind | 'none';
  /** A record view, or its JSON text where you have that (text keeps what parsing would lose). */
  verify(record: RecordView | string): Promise<Verdict>;
  /** Verdicts in the order of the records. Works in pieces, so that the page stays responsive. */
  verifyAll(records: readonly (RecordView | string)[], options?: VerifyAllOptions): Promise<Verdict[]>;
}

/** Settles within `timeout` or rejects with a {@link TouchmarkError} that says why and what to do. */
export type CreateVerifier = (options: VerifierOptions) => Promise<Verifier>;

/** The times an engine can work with: years 0 to 9999, in epoch milliseconds. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** The `createVerifier` of an entry that gets its engine from `sources`, and may have workers from `pool`. */
export function verifierFrom(sources: EngineSources, pool?: (start: Start) => Pool): CreateVerifier {
  return async (options) => {
    requireOptions(options);
    return within(options.timeout ?? TIMEOUT, 'The engine did not start', create(options, sources, pool));
  };
}

/** A verifier that answers `unchecked`, for pages where a real one could not be made. */
export function uncheckedVerifier({ code }: TouchmarkError): Verifier {
  const verdict = (): Verdict => unchecked(code, { environment: '', now: Date.now() });
  return {
    engine: 'none',
    verify: () => Promise.resolve(verdict()),
    verifyAll: (records) => Promise.resolve(records.map(verdict)),
  };
}

const OPTIONS = ['trust', 'policy', 'registry', 'now', 'timeout', 'engine', 'workers'];

/** A misspelt option would be a rule that does not hold. */
function requireOptions(options: unknown): asserts options is VerifierOptions {
  const invalid = (problem: string): TouchmarkError =>
    new TouchmarkError('options-invalid', `createVerifier ${problem}`);
  if (typeof options !== 'object' || options === null) throw invalid('needs { trust, policy }.');
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`knows no option "${unknown}". It knows ${OPTIONS.join(', ')}.`);
  const { workers = 'auto' } = options as VerifierOptions;
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 0)) {
    throw invalid(`needs "auto" or a whole number as \`workers\`; it was given ${String(workers)}.`);
  }
}

async function create(
  options: VerifierOptions,
  sources: EngineSources,
  makePool?: (start: Start) => Pool,
): Promise<Verifier> {
  const trust = text(options.trust, 'trust');
  const policy = text(options.policy, 'policy');
  const registry = options.registry === undefined ? undefined : text(options.registry, 'registry');
  const engine = await startEngine(sources, options.engine ?? 'auto');
  if (engine.stopped) {
    throw new TouchmarkError(
      'engine-stopped',
      'The engine of this page stopped earlier. Reload the page to start a new one.',
    );
  }
  const configuration = await engine.configure(trust, policy, registry);
  const { problem } = configuration;
  if (problem !== undefined) throw new TouchmarkError('config-invalid', problem);
  const { module } = engine;
  const pool = module && makePool?.({ module, trust, policy, registry });
  return new EngineVerifier(engine, configuration, environmentOf(policy), options, pool);
}

class EngineVerifier implements Verifier {
  readonly #engine: Engine;
  readonly #configuration: Configuration;
  readonly #environment: string;
  readonly #options: VerifierOptions;
  readonly #pool: Pool | undefined;
  readonly #size = new PieceSize();

  constructor(
    engine: Engine,
    configuration: Configuration,
    environment: string,
    options: VerifierOptions,
    pool: Pool | undefined,
  ) {
    this.#engine = engine;
    this.#configuration = configuration;
    this.#environment = environment;
    this.#options = options;
    this.#pool = pool;
  }

  get engine(): EngineKind {
    return this.#engine.kind;
  }

  async verify(record: RecordView | string): Promise<Verdict> {
    const [verdict] = await this.#check(line(recordText(record)), 1, this.#time());
    return verdict as Verdict;
  }

  async verifyAll(
    records: readonly (RecordView | string)[],
    options: VerifyAllOptions = {},
  ): Promise<Verdict[]> {
    const now = this.#time();
    if (!Array.isArray(records)) {
      throw new TouchmarkError(
        'records-not-a-list',
        'verifyAll needs an array of records. Of a REST query result pass `result.records`; for one record call verify().',
      );
    }
    const batch = new Batch(records, options);
    const pool = this.#engine.stopped ? undefined : this.#pool;
    // The page begins at once and hands over to the first worker that is up.
    let isHandedOver = false;
    pool?.open(this.#options.workers ?? 'auto', records.length, (worker) => {
      isHandedOver = true;
      // Two pieces under way: one that the worker checks, one that waits for it.
      for (let lane = 0; lane < 2; lane += 1) void this.#checkIn(worker, pool, batch, now);
    });
    void this.#checkHere(batch, now, () => isHandedOver);
    try {
      return await batch.verdicts;
    } finally {
      pool?.close();
    }
  }

  /** Settles pieces of the batch in this page, a task each. */
  async #checkHere(batch: Batch, now: number, isHandedOver = (): boolean => false): Promise<void> {
    for (;;) {
      const start = Date.now();
      const piece = isHandedOver() ? undefined : batch.take(this.#size.characters);
      if (!piece) return;
      batch.settle(piece, await this.#check(piece.lines, piece.positions.length, now));
      this.#size.learn(piece, Date.now() - start);
      await nextTurn();
    }
  }

  /** Settles pieces of the batch in a worker; when that fails, in this page. */
  async #checkIn(worker: PoolWorker, pool: Pool, batch: Batch, now: number): Promise<void> {
    for (let piece; (piece = batch.take(pool.size.characters));) {
      let verdicts: Verdict[];
      try {
        const answer = await worker.check(piece, now);
        verdicts = acceptAll(answer.verdicts, piece.positions.length);
        pool.size.learn(piece, answer.milliseconds);
      } catch {
        batch.giveBack(piece);
        return this.#checkHere(batch, now);
      }
      batch.settle(piece, verdicts);
    }
  }

  /** What the engine answers to `count` lines; `unchecked`, now and ever after, when it traps. */
  async #check(lines: Uint8Array, count: number, now: number): Promise<Verdict[]> {
    if (!this.#engine.stopped) {
      try {
        const answer = this.#engine.verifyAll(this.#configuration, lines, now);
        return acceptAll(typeof answer === 'string' ? answer : await answer, count);
      } catch (error) {
        this.#engine.stopped = true;
        console.warn(`touchmark: the engine stopped (${messageOf(error)}). Reload the page to check again.`);
      }
    }
    return Array.from({ length: count }, () =>
      unchecked('engine-stopped', { environment: this.#environment, now }),
    );
  }

  #time(): number {
    const given = this.#options.now;
    const now = Number(typeof given === 'function' ? given() : (given ?? Date.now()));
    if (now >= EARLIEST && now <= LATEST) return now;
    throw new TouchmarkError(
      'time-invalid',
      `\`now\` gave ${now}; it must give epoch milliseconds, as Date.now() does, of a year from 0 to 9999.`,
    );
  }
}

function acceptAll(answer: string, count: number): Verdict[] {
  const verdicts: unknown = JSON.parse(answer);
  if (!Array.isArray(verdicts) || verdicts.length !== count) throw new TypeError('the engine lost count');
  return verdicts.map(accept);
}

function text(value: object | string, name: 'trust' | 'policy' | 'registry'): string {
  if (typeof value === 'string') {
    if (value.trimStart().startsWith('{')) return value;
    throw new TouchmarkError(
      `${name}-unreadable`,
      `\`${name}\` is a text that is not a JSON object (it starts with “${value.slice(0, 24)}”). Give the file's content, not its path.`,
    );
  }
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    json = undefined;
  }
  if (json?.includes('null') && losesValue(value)) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `\`${name}\` holds NaN, Infinity or a date that is none. JSON would leave it out, and with it a rule: correct it.`,
    );
  }
  if (json !== undefined && json !== 'null') return json;
  throw new TouchmarkError(
    `${name}-unreadable`,
    `createVerifier needs \`${name}\` as an object or as JSON text; it was given ${value === null ? 'null' : typeof value}.`,
  );
}

/** Only for verdicts made when the engine is gone; the engine reads the policy itself, strictly. */
function environmentOf(policy: string): string {
  try {
    const { environment } = JSON.parse(policy) as { environment?: unknown };
    return typeof environment === 'string' ? environment : '';
  } catch {
    return '';
  }
}
