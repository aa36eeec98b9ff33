/** Patterns and labels that say in a chart where the data of a series is from. */
import type { Origin } from '../verdict/verdict.js';
import { own } from '../own.js';
import { svg } from '../svg.js';
import type { Platform } from '../platform.js';
import type { Words } from './words.js';

export interface PatternOptions {
  origin: Origin;
  /** Colour of the lines; that of the text around the chart unless given, so that dark and forced colours apply. */
  color?: string | undefined;
}

/** A pattern to fill a series with. */
export interface ChartPattern {
  /** Id of the `<pattern>`, unique in the document. */
  readonly id: string;
  /** For the attribute `fill`: `url(#id)`. */
  readonly fill: string;
  /** Takes the pattern out of the document. */
  remove(): void;
}

/** Side of a tile, in CSS pixels. */
const TILE = 8;

/** One shape for each origin, to be told apart without colour, as strokes over a tile. */
const SHAPES: { readonly [Name in Origin]: readonly string[] } = {
  // Hatched: rising lines, whole across the tile's corners.
  synthetic: ['M-2 2l4-4M0 8l8-8M6 10l4-4'],
  // Dots.
  'ai-generated': ['M2 2h.01M6 6h.01'],
  // Dots above broken lines: no mirror image of another.
  'ai-modified': ['M2 2h.01M6 2h.01', 'M0 6.5h4.5'],
  // Bars, as over blacked-out text.
  masked: ['M0 2h8M0 6h8'],
  // Upright lines.
  unknown: ['M2 0v8M6 0v8'],
  // Plain, as charts usually are.
  recorded: ['M0 4h8'],
};

const WIDTHS: { readonly [Name in Origin]: number } = {
  synthetic: 1.5,
  'ai-generated': 2.5,
  'ai-modified': 1.25,
  masked: 2,
  unknown: 1,
  recorded: TILE,
};

let next = 1;

/**
 * An SVG `<pattern>` for the series of an origin: in the `<defs>` of a chart, or in a hidden drawing of the document that every
 * chart of it can use.
 */
export function chartPattern(
  target: Platform<'Document'> | Platform<'SVGSVGElement'>,
  options: PatternOptions,
): ChartPattern {
  const { origin, color = 'currentColor' } = own(options);
  const page = target.ownerDocument ?? (target as Document);
  const id = `touchmark-pattern-${next++}`;
  const pattern = svg(page, 'pattern', { id, patternUnits: 'userSpaceOnUse', width: TILE, height: TILE });
  for (const d of SHAPES[origin]) {
    pattern.append(
      svg(page, 'path', {
        d,
        fill: 'none',
        stroke: color,
        'stroke-width': WIDTHS[origin],
        'stroke-linecap': origin.startsWith('ai-') ? 'round' : 'butt',
      }),
    );
  }
  const home = target === page ? hiddenDrawing(page) : target;
  const defs = svg(page, 'defs', {});
  defs.append(pattern);
  (home as Element).prepend(defs);
  return {
    id,
    fill: `url(#${id})`,
    remove() {
      defs.remove();
      if (target === page && !(home as Element).firstElementChild) (home as Element).remove();
    },
  };
}

/**
 * The same for a chart on a canvas. A canvas has no living colours: make it again when the theme changes. Under forced colours the
 * lines are the text colour whatever `color` says.
 */
export function canvasPattern(
  context: Platform<'CanvasRenderingContext2D'>,
  options: PatternOptions,
): Platform<'CanvasPattern'> | null {
  const { origin, color } = own(options);
  const { canvas } = context;
  const inherited = getComputedStyle(canvas).color;
  const scale = Math.max(1, Math.round(globalThis.devicePixelRatio || 1));
  const tile = canvas.ownerDocument.createElement('canvas');
  tile.width = tile.height = TILE * scale;
  const drawing = tile.getContext('2d');
  if (!drawing) return null;
  drawing.scale(scale, scale);
  drawing.strokeStyle =
    color === undefined || matchMedia('(forced-colors: active)').matches ? inherited : color;
  drawing.lineWidth = WIDTHS[origin];
  drawing.lineCap = origin.startsWith('ai-') ? 'round' : 'butt';
  for (const d of SHAPES[origin]) drawing.stroke(new Path2D(d));
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}

/** How a legend names a series: "Pipeline (Synthetic data)". The pattern alone says nothing to who does not see it. */
export function seriesLabel(name: string, origin: Origin, words: Words): string {
  return words.fill('chart.series', { name, origin: words.text(`origin.${origin}`) });
}

const DRAWING = 'touchmark-patterns';

/** Without size rather than without display: what is not displayed fills nothing in some browsers. */
function hiddenDrawing(page: Document): Element {
  const found = page.getElementById(DRAWING);
  if (found) return found;
  const drawing = svg(page, 'svg', {
    id: DRAWING,
    width: 0,
    height: 0,
    'aria-hidden': 'true',
    focusable: 'false',
  });
  drawing.style.setProperty('position', 'absolute');
  page.body.append(drawing);
  return drawing;
}
