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

import type {
  TouchmarkCopyEvent,
  TouchmarkErrorEvent,
  TouchmarkEvidenceEvent,
  TouchmarkHideEvent,
  TouchmarkVerdictEvent,
} from './elements.js';

export * from './elements.js';

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

if (typeof customElements !== 'undefined') {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

declare global {
  interface HTMLElementEventMap {
    'touchmark-verdict': TouchmarkVerdictEvent;
    'touchmark-error': TouchmarkErrorEvent;
    'touchmark-hide': TouchmarkHideEvent;
    'touchmark-copy': TouchmarkCopyEvent;
    'touchmark-evidence': TouchmarkEvidenceEvent;
  }
  interface HTMLElementTagNameMap {
    'touchmark-provider': TouchmarkProvider;
    'touchmark-badge': TouchmarkBadge;
    'touchmark-details': TouchmarkDetails;
    'touchmark-watermark': TouchmarkWatermark;
    'touchmark-banner': TouchmarkBanner;
    'touchmark-summary': TouchmarkSummary;
    'touchmark-guard': TouchmarkGuard;
    'touchmark-lineage': TouchmarkLineage;
  }
}
