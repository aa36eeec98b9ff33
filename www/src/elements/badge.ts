/** `<touchmark-badge>`: origin and trust of one record. */
import type { Verdict } from '../verdict/verdict.js';
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-badge record='{…}'>fallback</touchmark-badge>`: origin and trust of one record, with its details in a
 * popover.
 *
 * @attr {'cell' | 'field' | 'header'} [size=field] - How high it is: 24, 28 or 36 pixels.
 * @attr {boolean} plain - Text only: no button, no popover.
 * @attr {boolean} compact - An icon alone, which opens the same details and is announced the same: for tables whose majority is stated once above.
 * @attr {string} field - API name of a field: says what is known of that field and nothing else, with no button, beside an input.
 * @fires touchmark-copy
 * @fires touchmark-evidence
 * @csspart badge - The badge.
 * @csspart origin - What is said of the origin.
 * @csspart trust - What is said of the seal.
 * @csspart claim - What a record says of itself where that is not believed.
 * @csspart flagged - That something needs attention.
 * @csspart popover - What the badge opens: the details.
 * @csspartsof touchmark-details
 */
export class TouchmarkBadge extends VerdictElement {
  static override readonly observedAttributes = [
    ...VerdictElement.observedAttributes,
    'size',
    'plain',
    'compact',
    'field',
  ];

  protected override readonly kind = 'badge';

  /** Whether it is text only. */
  get plain(): boolean {
    return this.hasAttribute('plain');
  }

  set plain(plain: boolean) {
    this.toggleAttribute('plain', plain);
  }

  /** Whether it is an icon alone. */
  get compact(): boolean {
    return this.hasAttribute('compact');
  }

  set compact(compact: boolean) {
    this.toggleAttribute('compact', compact);
  }

  /** API name of the field that it speaks of, or null. */
  get field(): string | null {
    return this.getAttribute('field');
  }

  set field(field: string | null | undefined) {
    if (field == null) this.removeAttribute('field');
    else this.setAttribute('field', field);
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'plain', 'compact', 'field'];
  }

  protected override viewProps(): object {
    const { compact, field } = this;
    return { size: this.#size(), interactive: !this.plain, compact, field: field ?? undefined };
  }

  /** While it is closed, a badge says what its disclosure and the presence of a flag say, and nothing else of a record. */
  protected override faceOf(verdict: Verdict | null): string {
    const { field, compact } = this;
    if (field !== null) {
      const wanted = inLowerCase(field);
      const known = verdict?.fields.find(({ name }) => inLowerCase(name) === wanted);
      return JSON.stringify([field, known?.state, this.#size()]);
    }
    const said = verdict ? [verdict.disclosure, verdict.trust, verdict.origin, verdict.flags.length > 0] : [];
    return JSON.stringify([said, this.#size(), this.plain, compact]);
  }

  #size(): string {
    const size = this.getAttribute('size') ?? '';
    return ['cell', 'field', 'header'].includes(size) ? size : 'field';
  }
}

/** Names of fields are told apart without regard to ASCII case, and to no other. */
function inLowerCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
