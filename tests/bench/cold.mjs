// A page that has just begun: from the start of this script to the first verdict.
const start = performance.now();
const { trust, policy, record } = globalThis.material;
const { createVerifier } = await import(new URL('./touchmark/dist/index.js', location.href).href);
const verifier = await createVerifier({ trust, policy });
const verdict = await verifier.verify(record);
globalThis.first = { milliseconds: performance.now() - start, trust: verdict.trust };
