/** A record as the text that engines read. */
import { messageOf } from '../error.js';
import type { RecordView } from './verdict.js';

/** A record as one line of JSON; where it has none, a line that no engine takes for a record, and what stands in the way. */
export interface Written {
  readonly text: string;
  readonly problem?: string;
}

/** A record as one line. What JSON would leave out or bend crosses as no record at all, and the verdict says what it was. */
export function recordText(record: RecordView | string | undefined): Written {
  if (typeof record === 'string') return { text: oneLine(record) };
  try {
    return { text: strictText(record) };
  } catch (error) {
    return { text: 'null', problem: messageOf(error) };
  }
}

/**
 * A value as JSON that says all of it. `JSON.stringify` leaves out what it has no word for, or writes null: undefined,
 * functions, symbols, NaN, holes, what a Map holds. In a record, absence and null mean something, since both are what a sealed empty field looks
 * like; in a policy, they are a rule that is not set. Throws where anything would be lost, with a message that names the place.
 */
export function strictText(value: unknown): string {
  try {
    return new Writer().write(value);
  } catch (error) {
    if (error instanceof Loss) throw error;
    // A getter that throws, a proxy that was revoked: whatever it is, it shows no value.
    throw new Loss('it holds what cannot be read');
  }
}

/** Why a value has no JSON; the message says where. */
class Loss extends Error {}

/** Far deeper than any record, and than an engine reads. */
const DEEPEST = 64;

/** So many values no record has: what holds the same part many times over has no end otherwise. */
const MOST = 1 << 22;

/** Each member is read once, so that what was looked at is what is written. Prototypes have no say: no `toJSON` is called. */
class Writer {
  /** Names on the way to the value that is being written. */
  readonly #path: (string | number)[] = [];
  readonly #around: object[] = [];
  #count = 0;

  write(value: unknown): string {
    if (++this.#count > MOST) throw this.#loss('too much');
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'boolean':
        return String(value);
      case 'number':
        if (!Number.isFinite(value)) throw this.#loss(String(value));
        return String(value);
      case 'object':
        return value === null ? 'null' : this.#inside(value);
      default:
        throw this.#loss(typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`);
    }
  }

  #inside(value: object): string {
    if (this.#around.includes(value)) throw this.#loss('part of itself');
    if (this.#around.length === DEEPEST) throw this.#loss('nested too deeply');
    this.#around.push(value);
    const text = Array.isArray(value) ? this.#list(value) : this.#object(value);
    this.#around.pop();
    return text;
  }

  #list(list: readonly unknown[]): string {
    // A hole, or a member that has a name and no place in a list.
    if (Object.keys(list).length !== list.length) throw this.#loss('a list with holes, or with names');
    let text = '';
    for (let at = 0; at < list.length; at += 1) {
      this.#path.push(at);
      text += (at === 0 ? '' : ',') + this.write(list[at]);
      this.#path.pop();
    }
    return `[${text}]`;
  }

  #object(object: object): string {
    if (!isPlain(object)) throw this.#loss(`${kindOf(object)}, not a plain object`);
    const members = Object.keys(object);
    const all = Object.getOwnPropertyNames(object);
    // Names that begin otherwise are marks of frameworks; no field has one.
    const hidden = all.length === members.length ? undefined : all.find((name) => isHidden(object, name));
    if (hidden !== undefined) {
      this.#path.push(hidden);
      throw this.#loss('a member that is not enumerable');
    }
    let text = '';
    for (const name of members) {
      this.#path.push(name);
      const written = this.write((object as { readonly [name: string]: unknown })[name]);
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${written}`;
      this.#path.pop();
    }
    return `{${text}}`;
  }

  /** Names the place, and never the value. */
  #loss(what: string): Loss {
    // A name may be of anybody's making.
    const names = this.#path.map((name) => (/^\w{1,80}$/.test(String(name)) ? String(name) : '…'));
    const place = names.length === 0 ? 'it is' : `\`${names.join('.')}\` is`;
    return new Loss(`${place} ${what}, for which JSON has no word`);
  }
}

/** Whether an object has members and nothing else: of this realm or another, or without a prototype. */
function isPlain(object: object): boolean {
  const above: unknown = Object.getPrototypeOf(object);
  if (above === null || above === Object.prototype) return true;
  // Every realm has an `Object.prototype` of its own, and nothing else at the end of a chain has this.
  return (
    Object.getPrototypeOf(above) === null && Object.prototype.hasOwnProperty.call(above, 'isPrototypeOf')
  );
}

function kindOf(object: object): string {
  return object instanceof Date ? 'a date' : 'something with a prototype';
}

function isHidden(object: object, name: string): boolean {
  return /^[A-Za-z]/.test(name) && !Object.prototype.propertyIsEnumerable.call(object, name);
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
