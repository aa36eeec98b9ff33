/** What every browser has, and jsdom has not. */
const { webcrypto } = require('node:crypto');
const { TextDecoder, TextEncoder } = require('node:util');

for (const [name, value] of Object.entries({ TextDecoder, TextEncoder, crypto: webcrypto })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
