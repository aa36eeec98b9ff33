/**
 * What may have to be said before the engine, which carries the catalogue, is there. Held to the catalogue
 * (`src/words/catalogue/en.json`) by a test: change a text there, then here.
 */
export const words = {
    'group.checking': 'Checking…',
    'group.could-not-check': 'Could not check',
    'trust.unchecked': 'The check could not be made, so nothing is known either way.',
    'next.unchecked': 'Try again in a moment. If this message stays, tell your administrator.',
    'details.checking': 'The check is still running.',
    'details.next': 'What to do next',
    'details.reasons': 'Findings',
    'details.title': 'Details'
};
