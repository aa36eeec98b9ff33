const SVG = 'http://www.w3.org/2000/svg';

/** Width of a character of 14 px text, and the room between tiles, in pixels: generous, for no glyph is measured. */
const CHARACTER = 9;
const GAP = 72;

let drawn = 0;

/**
 * A line of text, tiled: one pattern of real text fills any region, however large, with two text nodes. Printers draw it, where
 * they would leave out a background image.
 *
 * Made by hand and not by a template, which could not name the pattern: with synthetic shadow roots, IDs change.
 *
 * @param {string} line
 * @returns {SVGElement}
 */
export function drawTiles(line) {
    drawn += 1;
    const id = `touchmark-watermark-${drawn}`;
    const width = line.length * CHARACTER + GAP;
    return node('svg', { width: '100%', height: '100%', opacity: 0.1 }, [
        node(
            'pattern',
            {
                id,
                width: width * 2,
                height: 160,
                patternUnits: 'userSpaceOnUse',
                patternTransform: 'rotate(-24)'
            },
            [words(line, 0, 40), words(line, width, 120)]
        ),
        node('rect', { width: '100%', height: '100%', fill: `url(#${id})` })
    ]);
}

function words(line, x, y) {
    return node('text', { x, y, fill: 'currentColor', 'font-size': 14, 'font-weight': 600 }, [line]);
}

function node(name, attributes, children = []) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}
