/** `touchmark/define`: registers the elements, and tells TypeScript of them. */
import { defineElements } from './tags.js';

import type {
  TouchmarkAskEvent,
  TouchmarkBadge,
  TouchmarkBanner,
  TouchmarkCopyEvent,
  TouchmarkDetails,
  TouchmarkErrorEvent,
  TouchmarkEvidenceEvent,
  TouchmarkGuard,
  TouchmarkFilterEvent,
  TouchmarkHideEvent,
  TouchmarkLineage,
  TouchmarkProvider,
  TouchmarkSummary,
  TouchmarkVerdictEvent,
  TouchmarkWatermark,
} from './elements.js';

export * from './elements.js';

defineElements();

declare global {
  interface HTMLElementEventMap {
    'touchmark-verdict': TouchmarkVerdictEvent;
    'touchmark-error': TouchmarkErrorEvent;
    'touchmark-filter': TouchmarkFilterEvent;
    'touchmark-hide': TouchmarkHideEvent;
    'touchmark-ask': TouchmarkAskEvent;
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
