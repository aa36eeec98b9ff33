/**
 * Who tells of which record. A page may show a record in several places, and a screen reader should hear of it once: the first
 * that came tells what all of them have to say, the same thing once.
 */

/** Those who tell, by what they tell of, in the order in which they came. */
const tellers = new Map();

/** A sentence that another one may follow. */
const ENDS = /[.!?…。]$/u;

/**
 * Joins those who tell of something.
 *
 * @param {string|symbol} subject
 * @param {Function} tell Is told what to say: the words, or `undefined` where another one says them
 * @returns {{say: Function, leave: Function}} `say` takes a list of sentences; `undefined` while they are not known
 */
export function join(subject, tell) {
    const teller = { tell, sentences: undefined };
    tellers.set(subject, [...(tellers.get(subject) ?? []), teller]);
    retell(subject);
    return {
        say(sentences) {
            teller.sentences = sentences;
            retell(subject);
        },
        leave() {
            const others = tellers.get(subject).filter((other) => other !== teller);
            if (others.length > 0) tellers.set(subject, others);
            else tellers.delete(subject);
            retell(subject);
        }
    };
}

function retell(subject) {
    const [first, ...others] = tellers.get(subject) ?? [];
    first?.tell(wordsOf([first, ...others]));
    for (const { tell } of others) tell(undefined);
}

/** Nothing before all of them know: what is read out must not be half of it, and not be of old. */
function wordsOf(all) {
    if (all.some(({ sentences }) => sentences === undefined)) return '';
    const said = [...new Set(all.flatMap(({ sentences }) => sentences))];
    return said
        .map((words, at) => (at === said.length - 1 || ENDS.test(words) ? words : `${words}.`))
        .join(' ');
}
