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
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
