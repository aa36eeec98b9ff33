/** The element classes. Importing them touches no document, so a server may; `touchmark/define` registers them. */
export { TouchmarkBadge } from '../elements/badge.js';
export { TouchmarkBanner } from '../elements/banner.js';
export { TouchmarkDetails } from '../elements/details.js';
export { TouchmarkGuard, type TouchmarkAskEvent } from '../elements/guard.js';
export { TouchmarkLineage } from '../elements/lineage.js';
export { TouchmarkProvider, type TouchmarkErrorEvent } from '../elements/provider.js';
export {
  TouchmarkSummary,
  type SummarySums,
  type TouchmarkFilterEvent,
  type TouchmarkHideEvent,
} from '../elements/summary.js';
export { TouchmarkWatermark } from '../elements/watermark.js';
export type { Evidence, TouchmarkCopyEvent, TouchmarkEvidenceEvent } from '../elements/evidence.js';
export type { ElementState } from '../asking/asking.js';
export type { TouchmarkVerdictEvent } from '../elements/announcing.js';
export { observe, type Observation, type ObserveOptions } from '../elements/observation.js';
export { use, type UseOptions } from '../asking/context.js';
export { setBase } from '../engine/files.js';
