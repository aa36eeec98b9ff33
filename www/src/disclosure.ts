/**
 * Disclosure beyond the screen: what goes with records into figures, clipboards, files, titles, charts, texts and print.
 * Importing it touches no document. Words come from `wordsFor`.
 */
export { tally, type Tally, type TallyLine } from './disclosure/tally.js';
export {
  formatSplit,
  splitSum,
  type Amount,
  type Split,
  type SplitFormat,
  type SplitPart,
} from './disclosure/split.js';
export { loadWords as wordsFor, type Words } from './words.js';
