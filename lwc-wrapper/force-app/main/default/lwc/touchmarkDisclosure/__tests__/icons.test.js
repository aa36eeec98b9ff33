import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import catalogue from '../../../../../../../src/words/catalogue/en.json';
import { iconOf } from '../icons';

const RUST = readFileSync(join(__dirname, '../../../../../../../src/components/src/icon.rs'), 'utf8');

/** `origin.ai-generated` is drawn by `Icon::AiGenerated`. */
function rustIcon(key) {
    const name =
        key === 'badge.flagged'
            ? 'Attention'
            : key.split('.')[1].replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase());
    const [, frame, fill] = new RegExp(`Self::${name}(?:\\(_\\))? => [({\\s]+"([^"]*)",\\s*"([^"]*)"`).exec(
        RUST
    );
    const [, top] =
        new RegExp(`Self::${name}\\(letters\\) .*letters.strokes\\("([\\d.]+)"\\)`).exec(RUST) ?? [];
    const stroke = top ? `${frame}M4.6 ${top}${glyph('A')}M9.2 ${top}${glyph('I')}` : frame;
    return { ...(stroke && { stroke }), ...(fill && { fill }) };
}

/** A letter as strokes. */
function glyph(letter) {
    return new RegExp(`'${letter}' .*=> "([^"]*)"`).exec(RUST)[1];
}

/** Words that say more precisely what others say, and look as they do. */
const SAME = 'group.sealed-for';

const keys = Object.keys(catalogue)
    .filter((key) => (/^(origin|group)\./.test(key) && key !== SAME) || key === 'badge.flagged')
    .concat('badge.signed');

it.each(keys)('%s has the shape of the other components', (key) => {
    expect(iconOf(key)).toEqual(rustIcon(key));
});

it('draws a seal for a named environment as one for another environment', () => {
    expect(iconOf(SAME)).toEqual(rustIcon('group.wrong-environment'));
});

it('tells every state apart by shape', () => {
    expect(new Set(keys.map((key) => iconOf(key).stroke + iconOf(key).fill)).size).toBe(keys.length);
});
