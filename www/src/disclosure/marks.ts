/** Ids of seals inside a text, in characters that nothing shows. */
import { TouchmarkError } from '../error.js';
import { own } from '../own.js';

/** A seal's id found in a text, and where: the index at which its mark begins. */
export interface Mark {
  readonly sealId: string;
  readonly at: number;
}

/**
 * A mark is a word joiner, which nothing shows and no glyph reacts to, and a variation selector for each byte: two that
 * announce it, the sixteen of the id, four of a checksum. Selectors on their own base change no letter and no emoji.
 */
const BASE = '\u2060';
const ANNOUNCED = [0x74, 0x6d];
const LENGTH = ANNOUNCED.length + 16 + 4;

/** Sixteen selectors are on the basic plane, the other 240 are not: each is one code point. */
const SELECTORS = '[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]';
const MARKS = new RegExp(
  `${BASE}?${ANNOUNCED.map((byte) => selector(byte)).join('')}${SELECTORS}{0,${LENGTH - ANNOUNCED.length}}`,
  'gu',
);

/** Words between two marks: a sentence or two, so that most excerpts hold one. */
const EVERY = 16;

/**
 * Puts a seal's id into a text, invisibly, after the first word and again every sixteen words. For texts that people copy and
 * paste; never for a field's value: it is another value then, to every seal, search and comparison. A text that holds
 * this id is answered as it is. Throws a `TouchmarkError` (`seal-id-invalid`) for what is no UUID.
 */
export function markText(text: string, sealId: string, options: { every?: number } = {}): string {
  const { every = EVERY } = own(options);
  const mark = markOf(sealId);
  if (text === '' || text.includes(mark)) return text;
  const step = Math.max(1, Math.floor(every) || EVERY);
  let words = 0;
  const marked = text.replace(/\S+/gu, (word) => {
    const isDue = words % step === 0;
    words += 1;
    return isDue ? word + mark : word;
  });
  return words === 0 ? text + mark : marked;
}

/** The marks in a text, in order. A mark that is torn or changed is none. */
export function readMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const { 0: found, index } of text.matchAll(MARKS)) {
    const sealId = idOf(found);
    if (sealId !== undefined) marks.push({ sealId, at: index });
  }
  return marks;
}

/** The text as it was, torn marks taken out too. */
export function unmark(text: string): string {
  return text.replace(MARKS, '');
}

function markOf(sealId: string): string {
  const match =
    /^(?:urn:uuid:)?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i.exec(
      String(sealId),
    );
  if (!match) {
    throw new TouchmarkError(
      'seal-id-invalid',
      'markText needs the id of a seal as a verdict has it, "urn:uuid:…".',
    );
  }
  const hex = match.slice(1).join('');
  const id = Array.from({ length: 16 }, (_, index) => parseInt(hex.slice(2 * index, 2 * index + 2), 16));
  return BASE + [...ANNOUNCED, ...id, ...checksum(id)].map(selector).join('');
}

function idOf(mark: string): string | undefined {
  const bytes = [...mark.replace(BASE, '')].map(byteOf);
  if (bytes.length !== LENGTH) return undefined;
  const id = bytes.slice(ANNOUNCED.length, -4);
  if (checksum(id).some((byte, index) => byte !== bytes[LENGTH - 4 + index])) return undefined;
  const hex = id.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

function selector(byte: number): string {
  return String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16);
}

function byteOf(selector: string): number {
  const point = selector.codePointAt(0) ?? 0;
  return point >= 0xe0100 ? point - 0xe0100 + 16 : point - 0xfe00;
}

/** CRC-32 (ISO-HDLC), big-endian: it tells torn from whole, and proves nothing. */
function checksum(bytes: readonly number[]): number[] {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  crc = ~crc;
  return [24, 16, 8, 0].map((shift) => (crc >>> shift) & 0xff);
}
