/** The elements by their tags, and their registration. */
import {
  TouchmarkBadge,
  TouchmarkBanner,
  TouchmarkDetails,
  TouchmarkGuard,
  TouchmarkLineage,
  TouchmarkProvider,
  TouchmarkSummary,
  TouchmarkWatermark,
} from './elements.js';

/** The provider first, so that it is there to answer when the others are upgraded. */
const elements = {
  'touchmark-provider': TouchmarkProvider,
  'touchmark-badge': TouchmarkBadge,
  'touchmark-details': TouchmarkDetails,
  'touchmark-watermark': TouchmarkWatermark,
  'touchmark-banner': TouchmarkBanner,
  'touchmark-summary': TouchmarkSummary,
  'touchmark-guard': TouchmarkGuard,
  'touchmark-lineage': TouchmarkLineage,
} as const;

/** Registers every element that the page does not have yet; a server has no place for them. */
export function defineElements(): void {
  if (typeof customElements === 'undefined') return;
  let isSecond = false;
  for (const [name, element] of Object.entries(elements)) {
    const known = customElements.get(name);
    if (!known) customElements.define(name, element);
    else if (known !== element) isSecond = true;
  }
  if (isSecond) {
    console.warn(
      'touchmark is on this page twice, and elements show only what their own copy checked. Import everything from one entry (touchmark/define and touchmark belong together; touchmark/elements-inline stands alone).',
    );
  }
}
