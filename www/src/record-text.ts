import type { RecordView } from './verdict.js';

/** A record as one line. What has no JSON (a cycle, a BigInt, undefined, NaN) crosses as `null`, and the engine says so. */
export function recordText(record: RecordView | string | undefined): string {
  if (typeof record === 'string') return oneLine(record);
  try {
    const text = JSON.stringify(record) ?? 'null';
    return text.includes('null') && losesValue(record) ? 'null' : text;
  } catch {
    return 'null';
  }
}

/**
 * Whether JSON has null where there is something: for NaN, Infinity, a date that is none. Null is what a sealed empty
 * field looks like, and a rule that is not set.
 */
export function losesValue(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Number) return losesValue(value.valueOf());
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== 'function') return Object.values(value).some(losesValue);
  const written: unknown = toJSON.call(value, '');
  return written === null || (written !== value && losesValue(written));
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
