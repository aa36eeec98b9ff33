import { TouchmarkBadge, TouchmarkDetails, TouchmarkProvider, TouchmarkWatermark } from './elements.js';

export * from './elements.js';

/** The provider first, so that it is there to answer when the others are upgraded. */
const elements = {
  'touchmark-provider': TouchmarkProvider,
  'touchmark-badge': TouchmarkBadge,
  'touchmark-details': TouchmarkDetails,
  'touchmark-watermark': TouchmarkWatermark,
} as const;

if (typeof customElements !== 'undefined') {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'touchmark-provider': TouchmarkProvider;
    'touchmark-badge': TouchmarkBadge;
    'touchmark-details': TouchmarkDetails;
    'touchmark-watermark': TouchmarkWatermark;
  }
}
