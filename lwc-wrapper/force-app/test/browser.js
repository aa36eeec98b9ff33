/** What every browser has, and jsdom has not. */
const { webcrypto } = require('node:crypto');
const { TextDecoder, TextEncoder } = require('node:util');
const { readLabels } = require('./labels');

for (const [name, value] of Object.entries({ TextDecoder, TextEncoder, crypto: webcrypto })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** The custom labels that the build made, in English. */
const labels = readLabels();
for (const [name, value] of labels) {
    jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: value }), {
        virtual: true
    });
}
