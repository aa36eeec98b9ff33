import { tally } from '../disclosure/tally.js';
import { GatheringElement } from './gathering.js';

/**
 * `<touchmark-banner says="synthetic" environment="sandbox">fallback</touchmark-banner>`: what a section or a page holds.
 *
 * Attributes: `says` (words, parted by spaces, of `synthetic`, `ai`, `masked`, `influence`: statements that a page may make,
 * since they only make people more careful), `environment` (named as it is written), `for` (id of an element: says what the
 * badges inside it show), `lang`. Property `verdicts`: the verdicts of a list, in place of `for`. Shows nothing where there is
 * nothing to say; the children stay until that is known. Parts: `banner`, `statement`.
 */
export class TouchmarkBanner extends GatheringElement {
  static override readonly observedAttributes = [
    ...GatheringElement.observedAttributes,
    'says',
    'environment',
  ];

  protected override readonly kind = 'banner';

  protected override viewProps(): object | null {
    const says = (this.getAttribute('says') ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(isKnown)
      .join(' ');
    const environment = this.getAttribute('environment') ?? '';
    const verdicts = this.gathering.verdicts;
    const silent = says === '' && environment === '' && verdicts.length === 0;
    const unknown = !this.gathering.isUsed || this.gathering.pending > 0;
    return silent && unknown ? null : { says, environment, tally: tally(verdicts) };
  }
}

function isKnown(statement: string): boolean {
  return ['synthetic', 'ai', 'masked', 'influence'].includes(statement);
}
