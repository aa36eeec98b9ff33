/** The element classes. Importing them touches no document, so a server may; `touchmark/define` registers them. */
export { TouchmarkBadge } from './elements/badge.js';
export { TouchmarkDetails } from './elements/details.js';
export { TouchmarkProvider } from './elements/provider.js';
export { TouchmarkWatermark } from './elements/watermark.js';
export type { ElementState, TouchmarkVerdictEvent } from './elements/verdict-element.js';
export { observe, type Observation, type ObserveOptions } from './observe.js';
export { use } from './context.js';
