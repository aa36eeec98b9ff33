// The palette of the style sheet, with the contrast of each pair of colours, as docs/components.md prints it.

import { readFile } from 'node:fs/promises';

const sheet = new URL('../../src/components/style/touchmark.css', import.meta.url);

/** A row for each tone: text on its surface, and glyph or border on the panel, in light and in dark. */
export async function paletteTable() {
  const css = await readFile(sheet, 'utf8');
  const pair = (token) => {
    const found = new RegExp(`var\\(--touchmark-${token}, light-dark\\((#\\w+), (#\\w+)\\)\\)`).exec(css);
    return found?.slice(1) ?? null;
  };
  const panel = pair('panel');
  const tones = [...css.matchAll(/^\.touchmark-tone-(\w+) \{/gm)].map(([, tone]) => tone);
  const rows = tones.map((tone) => {
    const [ink, mark] = [pair(`${tone}-ink`), pair(`${tone}-mark`)];
    const surface = pair(`${tone}-surface`) ?? panel;
    const cells = [0, 1].flatMap((at) => [
      `${ink[at]} on ${surface[at]}`,
      contrast(ink[at], surface[at]).toFixed(1),
      contrast(mark[at], panel[at]).toFixed(1),
    ]);
    return [tone, ...cells];
  });
  const head = ['tone', 'light: text', ': 1', 'mark', 'dark: text', ': 1', 'mark'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** WCAG 2.2, relative luminance and contrast ratio, of two colours written `#rrggbb`. */
function contrast(one, two) {
  const [light, dark] = [one, two].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
