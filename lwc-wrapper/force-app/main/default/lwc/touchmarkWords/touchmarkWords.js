/**
 * Everything that the components say. The texts are custom labels, made by the build from the catalogue that all of
 * touchmark speaks from: an org translates or rewords them in Setup, and each viewer reads their own language.
 *
 *     import { text } from 'c/touchmarkWords';
 *     text('details.issued-by', { name: 'Example Bank plc' }); // "Issued by Example Bank plc"
 */
import { labels, language } from './labels';

/** The language of the texts, for the attribute `lang`: English where the org has no translation for the viewer. */
export { language };

/** All texts by catalogue key, to hand to others that speak from the same catalogue. */
export { labels as catalogue };

/**
 * The text of a catalogue key; the key itself where there is none. `{name}` in it is replaced by the value of that name.
 *
 * @param {string} key
 * @param {object} [values]
 * @returns {string}
 */
export function text(key, values = {}) {
    const words = Object.hasOwn(labels, key) ? labels[key] : key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => {
        return Object.hasOwn(values, name) ? String(values[name]) : whole;
    });
}

/** A text as it stands at the start of a sentence: some begin small, since they usually follow an origin. */
export function sentence(key, values) {
    const words = text(key, values);
    return words.charAt(0).toUpperCase() + words.slice(1);
}
