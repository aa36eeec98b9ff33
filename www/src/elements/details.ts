import { VerdictElement } from './verdict-element.js';

/** `<touchmark-details record='{…}'>fallback</touchmark-details>`: everything a verdict says, as a panel in the page. */
export class TouchmarkDetails extends VerdictElement {
  protected override readonly kind = 'details';
}
