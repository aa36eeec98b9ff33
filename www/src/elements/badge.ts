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
    const size = this.getAttribute('size') ?? '';
    return {
      size: ['cell', 'field', 'header'].includes(size) ? size : 'field',
      interactive: !this.hasAttribute('plain'),
    };
  }
}
