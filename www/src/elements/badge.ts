import type { Verdict } from '../verdict.js';
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-badge record='{…}'>fallback</touchmark-badge>`: origin and trust of one record, with its details in a
 * popover.
 *
 * Attributes: `record` (JSON), `size` (`cell`, `field` or `header`), `plain` (text only: no button, no popover).
 */
export class TouchmarkBadge extends VerdictElement {
  static override readonly observedAttributes = [...VerdictElement.observedAttributes, 'size', 'plain'];

  protected override readonly kind = 'badge';

  protected override viewProps(): object {
    return { size: this.#size(), interactive: !this.hasAttribute('plain') };
  }

  /** While it is closed, a badge says what its disclosure and the presence of a flag say, and nothing else of a record. */
  protected override faceOf(verdict: Verdict | null): string {
    const said = verdict ? [verdict.disclosure, verdict.trust, verdict.origin, verdict.flags.length > 0] : [];
    return JSON.stringify([said, this.#size(), this.hasAttribute('plain')]);
  }

  #size(): string {
    const size = this.getAttribute('size') ?? '';
    return ['cell', 'field', 'header'].includes(size) ? size : 'field';
  }
}
