/** `<touchmark-details>`: everything that a verdict says. */
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-details record='{…}'>fallback</touchmark-details>`: everything a verdict says, as a panel in the page.
 *
 * @fires touchmark-copy
 * @fires touchmark-evidence
 * @csspart details - The panel of details.
 * @csspart face - Origin and trust, as a badge says them.
 * @csspart facts - What is stated, in a line.
 * @csspart changes - The fields that need a look.
 * @csspart next - What to do next.
 * @csspart more - What else there is to say of the record, folded up.
 * @csspart auditors - Codes for auditors, folded up.
 * @csspart actions - The row of buttons.
 * @csspart copy - The button "Copy as text".
 * @csspart download - The button "Download evidence".
 * @csspart told - What came of a button.
 */
export class TouchmarkDetails extends VerdictElement {
  protected override readonly kind = 'details';
}
