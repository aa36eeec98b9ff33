/** `<touchmark-badge>`: origin and trust of one record. */
import type { Verdict } from '../verdict/verdict.js';
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-badge record='{…}'>fallback</touchmark-badge>`: origin and trust of one record, with its details in a
 * popover.
 *
 * @attr {'cell' | 'field' | 'header'} [size=field] - How high it is: 24, 28 or 36 pixels.
 * @attr {boolean} plain - Text only: no button, no popover.
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
  static override readonly observedAttributes = [...VerdictElement.observedAttributes, 'size', 'plain'];

  protected override readonly kind = 'badge';

  /** Whether it is text only. */
  get plain(): boolean {
    return this.hasAttribute('plain');
  }

  set plain(plain: boolean) {
    this.toggleAttribute('plain', plain);
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'plain'];
  }

  protected override viewProps(): object {
    return { size: this.#size(), interactive: !this.plain };
  }

  /** While it is closed, a badge says what its disclosure and the presence of a flag say, and nothing else of a record. */
  protected override faceOf(verdict: Verdict | null): string {
    const said = verdict ? [verdict.disclosure, verdict.trust, verdict.origin, verdict.flags.length > 0] : [];
    return JSON.stringify([said, this.#size(), this.plain]);
  }

  #size(): string {
    const size = this.getAttribute('size') ?? '';
    return ['cell', 'field', 'header'].includes(size) ? size : 'field';
  }
}
