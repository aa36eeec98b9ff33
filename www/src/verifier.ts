import type { RecordView, Verdict } from './verdict.js';
import { startEngine, type Engine, type ModuleSource } from './engine.js';
import { TouchmarkError, messageOf } from './error.js';
import { within } from './time.js';
import { accept, unchecked } from './verdicts.js';

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
}

/** Checks records. Never throws for what is in a record: that is what the verdict says. */
export interface Verifier {
  /** A record view, or its JSON text where you have that (text keeps what parsing would lose). */
  verify(record: RecordView | string): Promise<Verdict>;
  /** Verdicts in the order of the records. Works in pieces, so that the page stays responsive. */
  verifyAll(records: readonly (RecordView | string)[], options?: VerifyAllOptions): Promise<Verdict[]>;
}

/** Options of {@link Verifier.verifyAll}. */
export interface VerifyAllOptions {
  /** Called after each piece. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Settles within `timeout` or rejects with a {@link TouchmarkError} that says why and what to do. */
export type CreateVerifier = (options: VerifierOptions) => Promise<Verifier>;

/** The start-up time every promise of this package keeps, unless told otherwise. */
export const TIMEOUT = 3000;

/** A piece is done when it holds this many records or characters, whichever comes first: enough to be worth a crossing,
 * little enough for a frame or two, and never more than a string can hold. */
const PIECE = { records: 256, characters: 1 << 20 };

/** The times an engine can work with: years 0 to 9999, in epoch milliseconds. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** The `createVerifier` of an entry that gets the engine from `source`. */
export function verifierFrom(source: ModuleSource): CreateVerifier {
  return (options) => within(options.timeout ?? TIMEOUT, 'The engine did not start', create(source, options));
}

/** A verifier that answers `unchecked`, for pages where a real one could not be made. */
export function uncheckedVerifier({ code }: TouchmarkError): Verifier {
  const verdict = (): Verdict => unchecked(code, { environment: '', now: Date.now() });
  return {
    verify: () => Promise.resolve(verdict()),
    verifyAll: (records) => Promise.resolve(records.map(verdict)),
  };
}

async function create(source: ModuleSource, options: VerifierOptions): Promise<Verifier> {
  const trust = text(options.trust, 'trust');
  const policy = text(options.policy, 'policy');
  const registry = options.registry === undefined ? undefined : text(options.registry, 'registry');
  const engine = await startEngine(source);
  if (engine.stopped) {
    throw new TouchmarkError(
      'engine-stopped',
      'The engine of this page stopped earlier. Reload the page to start a new one.',
    );
  }
  try {
    return new EngineVerifier(
      engine,
      engine.configure(trust, policy, registry),
      environmentOf(policy),
      options.now,
    );
  } catch (error) {
    throw configError(error);
  }
}

class EngineVerifier implements Verifier {
  readonly #engine: Engine;
  readonly #config: number;
  readonly #environment: string;
  readonly #now: VerifierOptions['now'];

  constructor(engine: Engine, config: number, environment: string, now: VerifierOptions['now']) {
    this.#engine = engine;
    this.#config = config;
    this.#environment = environment;
    this.#now = now;
  }

  async verify(record: RecordView | string): Promise<Verdict> {
    const now = this.#time();
    return this.#ask(
      () => accept(this.#engine.verify(this.#config, recordText(record), now)),
      () => this.#unchecked(now),
    );
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
    const total = records.length;
    const verdicts: Verdict[] = [];
    while (verdicts.length < total) {
      if (verdicts.length > 0) await pause();
      options.signal?.throwIfAborted();
      const lines = pieceFrom(records, verdicts.length);
      const checked = this.#ask(
        () => acceptAll(this.#engine.verifyAll(this.#config, lines.join('\n'), now), lines.length),
        () => lines.map(() => this.#unchecked(now)),
      );
      verdicts.push(...checked);
      options.onProgress?.({ done: verdicts.length, total });
    }
    return verdicts;
  }

  /** What the engine answers; `otherwise`, now and ever after, when it traps. */
  #ask<T>(check: () => T, otherwise: () => T): T {
    if (!this.#engine.stopped) {
      try {
        return check();
      } catch (error) {
        this.#engine.stopped = true;
        console.warn(`touchmark: the engine stopped (${messageOf(error)}). Reload the page to check again.`);
      }
    }
    return otherwise();
  }

  #unchecked(now: number): Verdict {
    return unchecked('engine-stopped', { environment: this.#environment, now });
  }

  #time(): number {
    const now = Number(typeof this.#now === 'function' ? this.#now() : (this.#now ?? Date.now()));
    if (now >= EARLIEST && now <= LATEST) return now;
    throw new TouchmarkError(
      'time-invalid',
      `\`now\` gave ${now}; it must give epoch milliseconds, as Date.now() does, of a year from 0 to 9999.`,
    );
  }
}

function acceptAll(answers: unknown, count: number): Verdict[] {
  if (!Array.isArray(answers) || answers.length !== count) throw new TypeError('the engine lost count');
  return answers.map(accept);
}

/** The records of the next piece, a line each; at least one. */
function pieceFrom(records: readonly (RecordView | string)[], start: number): string[] {
  const lines: string[] = [];
  let characters = 0;
  for (const record of records.slice(start, start + PIECE.records)) {
    const line = recordText(record);
    characters += line.length;
    if (lines.length > 0 && characters > PIECE.characters) break;
    lines.push(line);
  }
  return lines;
}

/** A record as one line. What has no JSON (a cycle, a BigInt, undefined, NaN) crosses as `null`, and the engine says so. */
function recordText(record: RecordView | string): string {
  if (typeof record === 'string') return oneLine(record);
  try {
    const text = JSON.stringify(record) ?? 'null';
    // JSON writes NaN and Infinity as null, which is what a sealed empty field looks like.
    return text.includes('null') && holdsNonFinite(record) ? 'null' : text;
  } catch {
    return 'null';
  }
}

function holdsNonFinite(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNonFinite);
}

/** Text crosses as it came, doubled keys and all. Only its line ends go: to spaces where it is JSON, else to what JSON never is. */
function oneLine(text: string): string {
  if (text === '') return ' ';
  // A lone surrogate would cross as a replacement character, and the engine could not refuse it.
  if (LONE_SURROGATE.test(text)) return 'null';
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, isJson(text) ? ' ' : '\u0001') : text;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
  if (json !== undefined && json !== 'null') return json;
  throw new TouchmarkError(
    `${name}-unreadable`,
    `createVerifier needs \`${name}\` as an object or as JSON text; it was given ${value === null ? 'null' : typeof value}.`,
  );
}

/** The engine's own words: they name the file, the place and the remedy. */
function configError(error: unknown): TouchmarkError {
  const code = (error as { code?: unknown } | null)?.code;
  const known = code === 'too-many-configurations' ? code : 'config-invalid';
  return new TouchmarkError(known, messageOf(error), { cause: error });
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

/** Lets the page draw and answer input between two pieces. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
