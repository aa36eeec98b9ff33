/** Verifiers: what a page makes of trust bundle and policy, and asks for verdicts. */
import type { RecordView, Verdict } from '../verdict/verdict.js';
import { Batch, PieceSize, nextTurn, type Piece, type Problems, type VerifyAllOptions } from './batch.js';
import type { Configuration, Engine, EngineKind } from './engine.js';
import { startEngine, type EngineChoice, type EngineSources } from './start.js';
import { TouchmarkError, messageOf } from '../error.js';
import { baseOf } from './files.js';
import { line, linesOf } from './lines.js';
import { own } from '../own.js';
import type { Platform, WasmModule } from '../platform.js';
import { Stuck, type Pool, type PoolWorker, type Start } from './pool.js';
import { recordText, strictText } from '../verdict/record-text.js';
import { TIMEOUT, within } from '../time.js';
import { accept, madeFor, unchecked } from '../verdict/authenticity.js';
import { moduleOf, type ModuleSource } from './wasm-engine.js';

/** What a verifier needs to know. Objects or JSON text, as you have them. */
export interface VerifierOptions {
  /** Trust bundle (`crm-trust/1`): whose seals this page accepts. */
  trust: object | string;
  /** Policy (`crm-policy/1`): which tenant and environment this page is. Neither has a default. */
  policy: object | string;
  /** Registry (`crm-registry/1`): which records must carry which seal. */
  registry?: object | string | undefined;
  /** Grants (`crm-grants/1`): what approvers have granted, for uses that ask for oversight. */
  grants?: object | string | undefined;
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
   * The engine's `.wasm` file, where it is not beside the script: its address, what a server answered to it, its bytes, or the
   * module that a host compiled (`import module from 'touchmark/wasm/touchmark_wasm_bg.wasm'` on edge servers). A page has one
   * engine: the first that was started.
   */
  wasm?: WasmSource | Promise<WasmSource> | undefined;
  /** The folder that holds a copy of this package's `dist`, for an engine that is not started yet; `setBase` says it for the whole page. */
  base?: string | Platform<'URL'> | undefined;
  /**
   * How many workers share the work of `verifyAll`. `auto` unless given: none for a few hundred records, else all cores
   * but one, four at most. Where a page has no workers or allows none, it does the work itself.
   */
  workers?: number | 'auto' | undefined;
}

/** What the engine can be had from. */
export type WasmSource =
  string | Platform<'URL'> | Platform<'Response'> | ArrayBuffer | ArrayBufferView | WasmModule;

/** Checks records. Never throws for what is in a record: that is what the verdict says. */
export interface Verifier {
  /** What checks the seals here; `none` where nothing could be started, and every verdict is `unchecked`. */
  readonly engine: EngineKind | 'none';
  /** A record view, or its JSON text where you have that (text keeps what parsing would lose). */
  verify(record: RecordView | string): Promise<Verdict>;
  /** Verdicts in the order of the records. Works in pieces, so that the page stays responsive. */
  verifyAll(records: readonly (RecordView | string)[], options?: VerifyAllOptions): Promise<Verdict[]>;
}

/** A verifier that also opens what APIs answer. */
export interface AnswerVerifier extends Verifier {
  /**
   * Checks every record in an answer, as it came: a query or search result, a list view, `getRecords`, a composite or GraphQL
   * answer, pages in one array, child records inside records. Text keeps what parsing would lose.
   */
  verifyAnswer(answer: object | string, options?: VerifyAnswerOptions): Promise<AnswerVerdicts>;
}

/** What an answer does not say, and how to follow its check. */
export interface VerifyAnswerOptions extends VerifyAllOptions {
  /** The object of records that do not name their own, such as those of a GraphQL query with an alias. */
  object?: string | undefined;
}

/** The verdicts on the records of one answer. */
export interface AnswerVerdicts {
  /** In the order of the answer; a child record after the record that it stands in. */
  readonly verdicts: readonly Verdict[];
  /** What was checked, record by record: texts that `verify` takes. */
  readonly records: readonly string[];
  /** What to know of the answer beside its records, in English: pages elsewhere, errors and warnings of the API. */
  readonly notes: readonly string[];
  /** False where the answer says that there is more, or that a part of it failed. */
  readonly isWhole: boolean;
}

/** Settles within `timeout` or rejects with a {@link TouchmarkError} that says why and what to do. */
export type CreateVerifier = (options: VerifierOptions) => Promise<AnswerVerifier>;

/** The times an engine can work with: years 0 to 9999, in epoch milliseconds. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** The `createVerifier` of an entry that gets its engine from `sources`, and may have workers from `pool`. */
export function verifierFrom(sources: EngineSources, pool?: (start: Start) => Pool): CreateVerifier {
  return async (given) => {
    requireOptions(given);
    const options = own(given);
    return within(options.timeout ?? TIMEOUT, 'The engine did not start', create(options, sources, pool));
  };
}

/** Starts the engine of an entry beside whatever else is being fetched: what comes of it, whoever makes a verifier is told. */
export function preparing(sources: EngineSources): () => void {
  return () => {
    startEngine(sources, 'auto').catch(() => {});
  };
}

/** What time it is for each verifier of this page. */
const clocks = new WeakMap<Verifier, () => number>();

/** The time that a verifier checks at now; undefined for an object of the page's own, and where its clock gives none. */
export function timeOf(verifier: Verifier): number | undefined {
  try {
    return clocks.get(verifier)?.();
  } catch {
    return undefined;
  }
}

/** A verifier that answers `unchecked`, for pages where a real one could not be made. */
export function uncheckedVerifier({ code }: TouchmarkError): Verifier {
  const verdictOn = (record: RecordView | string): Verdict => {
    const verdict = unchecked(code, { environment: '', now: Date.now() });
    madeFor(verdict, record);
    return verdict;
  };
  return {
    engine: 'none',
    verify: (record) => Promise.resolve(verdictOn(record)),
    verifyAll: (records) => Promise.resolve(records.map((record) => verdictOn(record))),
  };
}

const OPTIONS = [
  'trust',
  'policy',
  'registry',
  'grants',
  'now',
  'timeout',
  'engine',
  'wasm',
  'base',
  'workers',
];

/** A misspelt option would be a rule that does not hold. */
function requireOptions(options: unknown): asserts options is VerifierOptions {
  const invalid = (problem: string): TouchmarkError =>
    new TouchmarkError('options-invalid', `createVerifier ${problem}`);
  if (typeof options !== 'object' || options === null) throw invalid('needs { trust, policy }.');
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalid(`knows no option "${unknown}". It knows ${OPTIONS.join(', ')}.`);
  const { workers = 'auto', timeout = TIMEOUT, wasm } = own(options as VerifierOptions);
  // Where an engine runs already nobody asks for it, nor for what became of it.
  Promise.resolve(wasm).catch(() => {});
  if (typeof timeout !== 'number' || !(timeout > 0)) {
    throw invalid(`needs a number of milliseconds as \`timeout\`; it was given ${String(timeout)}.`);
  }
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 0)) {
    throw invalid(`needs "auto" or a whole number as \`workers\`; it was given ${String(workers)}.`);
  }
}

async function create(
  options: VerifierOptions,
  sources: EngineSources,
  makePool?: (start: Start) => Pool,
): Promise<AnswerVerifier> {
  const trust = text(options.trust, 'trust');
  const policy = text(options.policy, 'policy');
  const registry = options.registry === undefined ? undefined : text(options.registry, 'registry');
  const grants = options.grants === undefined ? undefined : text(options.grants, 'grants');
  const engine = await startEngine(sources, options.engine ?? 'auto', givenModule(options, sources));
  if (engine.stopped) {
    throw new TouchmarkError(
      'engine-stopped',
      'The engine of this page stopped earlier. Reload the page to start a new one.',
    );
  }
  const configuration = await engine.configure(trust, policy, registry, grants);
  const { problem } = configuration;
  if (problem !== undefined) throw new TouchmarkError('config-invalid', problem);
  const { module } = engine;
  const pool = module && makePool?.({ module, trust, policy, registry, grants });
  return new EngineVerifier(engine, configuration, environmentOf(policy), options, pool);
}

/** The engine that whoever makes a verifier names; undefined where they leave it to the entry. */
function givenModule({ wasm, base }: VerifierOptions, sources: EngineSources): ModuleSource | undefined {
  if (wasm !== undefined) return () => moduleOf(wasm, sources.at);
  if (base === undefined) return undefined;
  const folder = baseOf(base, 'createVerifier');
  return () => sources.wasm(folder);
}

class EngineVerifier implements AnswerVerifier {
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
    clocks.set(this, () => this.#time());
  }

  get engine(): EngineKind {
    return this.#engine.kind;
  }

  async verify(record: RecordView | string): Promise<Verdict> {
    const { text, problem } = recordText(record);
    const problems = new Map(problem === undefined ? [] : [[0, problem]]);
    const [verdict] = (await this.#check(line(text), 1, this.#time(), problems)) as [Verdict];
    madeFor(verdict, record);
    return verdict;
  }

  async verifyAll(
    records: readonly (RecordView | string)[],
    options: VerifyAllOptions = {},
  ): Promise<Verdict[]> {
    const now = this.#time();
    if (!Array.isArray(records)) {
      throw new TouchmarkError(
        'records-not-a-list',
        'verifyAll needs an array of records. Of an answer as it came, such as a query result, verifyAnswer() checks every record; for one record call verify().',
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

  async verifyAnswer(answer: object | string, options: VerifyAnswerOptions = {}): Promise<AnswerVerdicts> {
    const { object, ...how } = own(options);
    const { records, notes, isWhole } = this.#open(answerText(answer), object);
    return { verdicts: await this.verifyAll(records, how), records, notes, isWhole };
  }

  /** Where nothing can be opened any more, the whole is one record that is not checked. */
  #open(answer: string, object: string | undefined): Omit<AnswerVerdicts, 'verdicts'> {
    if (!this.#engine.stopped) {
      try {
        return JSON.parse(this.#engine.openAnswer(answer, object)) as Omit<AnswerVerdicts, 'verdicts'>;
      } catch (error) {
        this.#stop(error);
      }
    }
    return { records: [answer], notes: [], isWhole: false };
  }

  /** Settles pieces of the batch in this page, a task each. */
  async #checkHere(batch: Batch, now: number, isHandedOver = (): boolean => false): Promise<void> {
    for (;;) {
      const start = Date.now();
      const piece = isHandedOver() ? undefined : batch.take(this.#size.characters);
      if (!piece) return;
      batch.settle(piece, await this.#check(piece.lines, piece.positions.length, now, piece.problems));
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
        verdicts = acceptAll(answer.verdicts, piece.positions.length, piece.problems);
        pool.size.learn(piece, answer.milliseconds);
      } catch (error) {
        if (error instanceof Stuck) await this.#isolate(piece, pool, batch, now);
        else batch.giveBack(piece);
        return this.#checkHere(batch, now);
      }
      batch.settle(piece, verdicts);
    }
  }

  /**
   * Settles the records of a piece that a worker stopped at, one by one in other workers, and never in this page: it may be one
   * of them that costs so much, or the machine that slept. The record at which another worker stops is `unchecked`; after
   * a second one, so is the rest.
   */
  async #isolate(piece: Piece, pool: Pool, batch: Batch, now: number): Promise<void> {
    const lines = linesOf(piece.lines);
    let worker: PoolWorker | undefined;
    let strikes = 0;
    for (const [at, position] of piece.positions.entries()) {
      if (batch.isOver) return;
      const problem = piece.problems.get(at);
      const problems: Problems = new Map(problem === undefined ? [] : [[0, problem]]);
      const single = { positions: [position], lines: lines[at] as Uint8Array, problems };
      let verdicts = [this.#unchecked('worker-stopped', now)];
      try {
        if (strikes < STRIKES) {
          worker ??= await pool.spare();
          verdicts = acceptAll((await worker.check(single, now)).verdicts, 1, problems);
        }
      } catch {
        worker = undefined;
        strikes += 1;
      }
      batch.settle(single, verdicts);
    }
  }

  /** What the engine answers to `count` lines; `unchecked`, now and ever after, when it traps. */
  async #check(lines: Uint8Array, count: number, now: number, problems: Problems): Promise<Verdict[]> {
    if (!this.#engine.stopped) {
      try {
        const answer = this.#engine.verifyAll(this.#configuration, lines, now);
        return acceptAll(typeof answer === 'string' ? answer : await answer, count, problems);
      } catch (error) {
        this.#stop(error);
      }
    }
    return Array.from({ length: count }, () => this.#unchecked('engine-stopped', now));
  }

  /** An engine that trapped is not asked again. */
  #stop(error: unknown): void {
    this.#engine.stopped = true;
    console.warn(`touchmark: the engine stopped (${messageOf(error)}). Reload the page to check again.`);
  }

  #unchecked(detail: string, now: number): Verdict {
    return unchecked(detail, { environment: this.#environment, now });
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

/** So many workers may stop at one piece after the first. */
const STRIKES = 2;

function acceptAll(answer: string, count: number, problems: Problems): Verdict[] {
  const verdicts: unknown = JSON.parse(answer);
  if (!Array.isArray(verdicts) || verdicts.length !== count) throw new TypeError('the engine lost count');
  // The engine was handed something that is no record: what it was is known here.
  for (const [at, detail] of problems) {
    const { reasons } = verdicts[at] as { reasons: { code: string; detail?: string }[] };
    for (const reason of reasons) if (reason.code === 'record-unreadable') reason.detail = detail;
  }
  const accepted: Verdict[] = [];
  for (const verdict of verdicts as { uses?: unknown }[]) {
    // The number of an earlier verdict of this answer that has the same.
    if (typeof verdict.uses === 'number') verdict.uses = accepted[verdict.uses]?.uses;
    accepted.push(accept(verdict));
  }
  return accepted;
}

/** An answer as text. What JSON would leave out or bend is no answer: whoever has a parsed one has it from JSON. */
function answerText(answer: object | string): string {
  if (typeof answer === 'string') return answer;
  try {
    return strictText(answer);
  } catch (error) {
    throw new TouchmarkError(
      'answer-unreadable',
      `verifyAnswer: ${messageOf(error)}. Give the answer as it was parsed, or its text.`,
    );
  }
}

function text(value: object | string, name: 'trust' | 'policy' | 'registry' | 'grants'): string {
  if (typeof value === 'string') {
    if (value.trimStart().startsWith('{')) return value;
    throw new TouchmarkError(
      `${name}-unreadable`,
      `\`${name}\` is a text that is not a JSON object (it starts with “${value.slice(0, 24)}”). Give the file's content, not its path.`,
    );
  }
  if (typeof value !== 'object' || (value as object | null) === null) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `createVerifier needs \`${name}\` as an object or as JSON text; it was given ${value === null ? 'null' : typeof value}.`,
    );
  }
  try {
    return strictText(value);
  } catch (error) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `\`${name}\`: ${messageOf(error)}. It would be left out, and with it a rule: correct it, or give the file's text.`,
    );
  }
}

/** Only for verdicts made when the engine is gone; the engine reads the policy itself, strictly. */
function environmentOf(policy: string): string {
  try {
    const { environment } = own(JSON.parse(policy) as { environment?: unknown });
    return typeof environment === 'string' ? environment : '';
  } catch {
    return '';
  }
}
