/**
 * Disclosure beyond the screen: what goes with records into figures, clipboards, files, titles, charts, texts and print.
 * Importing it touches no document. Words come from `wordsFor`.
 */
export { isClean, isOrClaims } from '../disclosure/clean.js';
export { lineOf, tally, type Line, type Tally, type TallyLine } from '../disclosure/tally.js';
export {
  formatSplit,
  splitSum,
  type Amount,
  type Split,
  type SplitFormat,
  type SplitPart,
} from '../disclosure/split.js';
export { summaryLine } from '../disclosure/summary-line.js';
export { copyWithOrigin, type CopyOptions } from '../disclosure/copy.js';
export {
  csvWithOrigin,
  matchesSidecar,
  readSidecar,
  type CsvOptions,
  type Sidecar,
  type SidecarRow,
} from '../disclosure/csv.js';
export { pageContext, type PageContextOptions } from '../disclosure/page-context.js';
export {
  canvasPattern,
  chartPattern,
  seriesLabel,
  type ChartPattern,
  type PatternOptions,
} from '../disclosure/chart.js';
export { markText, readMarks, unmark, type Mark } from '../disclosure/marks.js';
export { printLabels, type PrintOptions } from '../disclosure/print.js';
export { loadWords as wordsFor, type Words } from '../disclosure/words.js';
