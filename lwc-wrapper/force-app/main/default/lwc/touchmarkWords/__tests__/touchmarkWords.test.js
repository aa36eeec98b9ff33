import catalogue from '../../../../../../../src/words/catalogue/en.json';
import { language, sentence, text } from '../touchmarkWords';

it('says every text of the catalogue', () => {
    for (const [key, words] of Object.entries(catalogue)) expect([key, text(key)]).toEqual([key, words]);
    expect(language).toBe('en');
});

it('fills in values, in one pass, and leaves a placeholder without a value', () => {
    expect(text('details.issued-by', { name: '{id} Bank' })).toBe('Issued by {id} Bank');
    expect(text('details.issued-by')).toBe('Issued by {name}');
    expect(text('details.issued-by', Object.create({ name: 'inherited' }))).toBe('Issued by {name}');
});

it('answers a key that it does not know with the key', () => {
    expect(text('no.such-key')).toBe('no.such-key');
    expect(text('constructor')).toBe('constructor');
});

it('begins a sentence with a capital', () => {
    expect(text('group.verified')).toBe('signature valid');
    expect(sentence('group.verified')).toBe('Signature valid');
});
