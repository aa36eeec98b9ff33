/** JSON Lines as bytes, which is what engines read. */

const encoder = new TextEncoder();

/** One line. */
export function line(text: string): Uint8Array {
  return encoder.encode(text);
}

/** JSON Lines as bytes. As one long string they would be copied twice more, the second time a character at a time. */
export class Lines {
  #bytes = new Uint8Array(1 << 15);
  #length = 0;

  add(text: string): void {
    // Three bytes at most for each UTF-16 unit, and the line end.
    this.#makeRoom(3 * text.length + 1);
    if (this.#length > 0) this.#bytes[this.#length++] = LINE_END;
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** What was added since the last time. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #makeRoom(wanted: number): void {
    const needed = this.#length + wanted;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** The lines again, one by one. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start <= bytes.length;) {
    const end = bytes.indexOf(LINE_END, start);
    lines.push(bytes.slice(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length + 1 : end + 1;
  }
  return lines;
}

const LINE_END = 0x0a;
