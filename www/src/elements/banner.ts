/** `<touchmark-banner>`: what a section or a page holds. */
import { tally } from '../disclosure/tally.js';
import { mayBeUsed } from '../verdict/uses.js';
import { knownWords } from './element.js';
import { GatheringElement } from './gathering.js';

/**
 * `<touchmark-banner says="synthetic" environment="sandbox">fallback</touchmark-banner>`: what a section or a page holds.
 *
 * Shows nothing where there is nothing to say; the children stay until that is known.
 *
 * @attr {string} says - Words, parted by spaces, of `synthetic`, `ai`, `masked`, `influence`: statements that a page may make, since they
 * only make people more careful.
 * @attr {string} use - Name of a use in the policy: says how many of the records may be used for it, the strictest answer first.
 * @attr {string} environment - The environment to name, as it is written.
 * @attr {number} total - How many records there are, checked or not: until all are, it says so.
 * @csspart banner - The whole.
 * @csspart statement - One thing that is said.
 */
export class TouchmarkBanner extends GatheringElement {
  static override readonly observedAttributes = [
    ...GatheringElement.observedAttributes,
    'says',
    'use',
    'environment',
    'total',
  ];

  protected override readonly kind = 'banner';

  /** Name of the use that the banner speaks of, or null. */
  get use(): string | null {
    return this.getAttribute('use');
  }

  set use(use: string | null | undefined) {
    if (use == null) this.removeAttribute('use');
    else this.setAttribute('use', use);
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'use', 'total'];
  }

  protected override viewProps(): object | null {
    const says = knownWords(this, 'says', ['synthetic', 'ai', 'masked', 'influence']).join(' ');
    const environment = this.getAttribute('environment') ?? '';
    const verdicts = this.gathering.verdicts;
    const silent = says === '' && environment === '' && verdicts.length === 0;
    if (silent && (!this.gathering.isUsed || this.gathering.pending > 0)) return null;
    const total = this.countKnown(verdicts.length);
    return { says, environment, tally: tally(verdicts), total, ...this.#answers(verdicts) };
  }

  /** How many there are of each answer. */
  #answers(verdicts: readonly unknown[]): object {
    const { use } = this;
    if (use === null) return {};
    const answers = { allowed: 0, unknown: 0, refused: 0 };
    for (const verdict of verdicts) answers[mayBeUsed(verdict, use).answer] += 1;
    return { use, answers };
  }
}
