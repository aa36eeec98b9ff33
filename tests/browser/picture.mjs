// Pictures that are kept, and how a new one is held to them.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const kept = fileURLToPath(new URL('goldens', import.meta.url));
const out = fileURLToPath(new URL('out/goldens', import.meta.url));

/** Two colours closer than this (0 to 1, as eyes see it) are one: letters are not drawn alike everywhere. */
const COLOUR = 0.15;
/**
 * A picture is looked at in squares of this size. In one that something moved in, many points differ (MOST); one that was
 * tinted otherwise differs as a whole (TINT, of 255). Letters that a machine draws a fifth of a pixel heavier do neither.
 */
const SQUARE = 16;
const MOST = 28;
const TINT = 11;
/** Colours are kept to the nearest multiple: smoothed edges have too many to pack well. */
const STEP = 4;

/**
 * Holds a picture (PNG bytes) to the one of that name in `goldens`. With TOUCHMARK_GOLDENS=write it takes its place.
 * What differs is left in `out/goldens`, beside the new picture.
 */
export async function matchesGolden(name, png) {
  const file = join(kept, `${name}.png`);
  if (process.env.TOUCHMARK_GOLDENS === 'write') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, packed(png));
    return;
  }
  const golden = await readFile(file).catch(() => {
    throw new Error(`${file} is missing: take it with TOUCHMARK_GOLDENS=write, and look at it`);
  });
  const { problem, picture } = difference(golden, png);
  if (!problem) return;
  await mkdir(out, { recursive: true });
  await writeFile(join(out, `${name}.png`), png);
  if (picture) await writeFile(join(out, `${name}.difference.png`), picture);
  assert.fail(
    `${name} is not what it was: ${problem}. Look at tests/browser/out/goldens; if it is meant, TOUCHMARK_GOLDENS=write.`,
  );
}

/** What a person would see differ between two pictures, in words and as a picture; nothing where nothing does. */
export function difference(before, after) {
  const [one, two] = [before, after].map(coarse);
  const { width, height } = one;
  if (width !== two.width || height !== two.height) {
    return { problem: `it measures ${two.width} × ${two.height}, not ${width} × ${height}` };
  }
  const marked = new PNG({ width, height });
  pixelmatch(one.data, two.data, marked.data, width, height, { threshold: COLOUR, diffMask: true });
  for (let y = 0; y < height; y += SQUARE) {
    for (let x = 0; x < width; x += SQUARE) {
      const points = pointsOf(x, y, width, height);
      const moved = points.filter((at) => marked.data[at + 3] > 0).length;
      const tint = Math.max(
        ...[0, 1, 2].map((part) => Math.abs(mean(one, points, part) - mean(two, points, part))),
      );
      if (moved <= MOST && tint <= TINT) continue;
      const problem = `around ${x}, ${y}, ${moved} points differ, and the colour by ${tint.toFixed(1)} of 255`;
      return { problem, picture: PNG.sync.write(marked) };
    }
  }
  return {};
}

/** Where the points of a square begin in the data. */
function pointsOf(left, top, width, height) {
  const points = [];
  for (let y = top; y < Math.min(top + SQUARE, height); y += 1) {
    for (let x = left; x < Math.min(left + SQUARE, width); x += 1) points.push((y * width + x) * 4);
  }
  return points;
}

function mean({ data }, points, part) {
  return points.reduce((sum, at) => sum + data[at + part], 0) / points.length;
}

/** A picture in fewer colours. */
function coarse(png) {
  const picture = PNG.sync.read(png);
  for (let at = 0; at < picture.data.length; at += 1) {
    if (at % 4 < 3) picture.data[at] = Math.min(255, Math.round(picture.data[at] / STEP) * STEP);
  }
  return picture;
}

function packed(png) {
  // No filter, and the plain search for repeats: flat colours pack in half the bytes that way.
  const packing = { filterType: 0, deflateStrategy: 0, deflateLevel: 9 };
  return PNG.sync.write(coarse(png), { colorType: 2, inputColorType: 6, ...packing });
}
