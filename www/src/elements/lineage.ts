/** `<touchmark-lineage>`: the history of a record. */
import type { Verdict } from '../verdict/verdict.js';
import { contradict } from '../verdict/record-ids.js';
import { genuine } from '../verdict/authenticity.js';
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-lineage record='{…}'>fallback</touchmark-lineage>`: the history of a record as a timeline, newest first.
 *
 * A seal that is named and not among the earlier ones says so, as does one among them that no newer seal names.
 *
 * @csspart lineage - The list.
 * @csspart entry - One seal.
 */
export class TouchmarkLineage extends VerdictElement {
  protected override readonly kind = 'lineage';

  #earlier: readonly Verdict[] = [];

  /**
   * Verdicts on earlier seals of the record, in any order, made by a verifier of this page; others are refused, and those on another
   * record left out.
   */
  get earlier(): readonly Verdict[] {
    return this.#earlier;
  }

  set earlier(verdicts: Iterable<Verdict> | null | undefined) {
    const given = [...(verdicts ?? [])];
    this.#earlier = given.map(genuine).filter((verdict) => verdict !== undefined);
    if (this.#earlier.length < given.length) {
      console.warn('<touchmark-lineage> refused a verdict that was not made by a verifier of this page.');
    }
    this.redraw();
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'earlier'];
  }

  protected override viewProps(): object {
    // What was handed over for the record before is no history of the one that has come.
    const current = this.verdict?.record ?? {};
    return { verdicts: this.#earlier.filter(({ record }) => !contradict(record, current)) };
  }
}
