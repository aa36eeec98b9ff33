/** A shape per group, so that colour is never the only difference. Drawn with a line of the text's colour. */
const CIRCLE = 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z';
const CROSS = 'M6 6l4 4M10 6l-4 4';
const DASHED = '2.4 2.3';

const ICONS = {
    verified: { outline: CIRCLE, mark: 'M5.3 8.2l2 2L10.8 6' },
    'partly-checked': { outline: CIRCLE, mark: 'M8 2v12M6.1 2.6v10.8M4.3 3.6v8.8M2.8 5.5v5' },
    changed: { outline: 'M8 1.8L14.7 13.6H1.3Z', mark: 'M8 6.2v3.4M8 11.6v.1' },
    'wrong-place': { outline: 'M8 1.3L14.7 8 8 14.7 1.3 8Z', mark: 'M5.4 8h5M8.4 5.9L10.5 8l-2.1 2.1' },
    invalid: { outline: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z', mark: CROSS },
    'unrecognised-issuer': {
        outline:
            'M3.2 2h9.6A1.2 1.2 0 0 1 14 3.2v9.6a1.2 1.2 0 0 1-1.2 1.2H3.2A1.2 1.2 0 0 1 2 12.8V3.2A1.2 1.2 0 0 1 3.2 2Z',
        mark: 'M6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.6.3-.9.6-.9 1.2M8 11.3v.1'
    },
    'no-longer-valid': { outline: CIRCLE, mark: 'M8 4.6V8l2.4 1.5' },
    'seal-missing': { outline: CIRCLE, dashes: DASHED, mark: CROSS },
    declared: { outline: 'M2 3.5h7L14 8l-5 4.5H2Z', mark: 'M9 8v.1' },
    'not-disclosed': { outline: CIRCLE, dashes: DASHED },
    'could-not-check': { outline: CIRCLE, mark: 'M5.2 8h5.6' },
    checking: { mark: 'M3.5 8v.1M8 8v.1M12.5 8v.1' }
};

/** @returns {{outline?: string, mark?: string, dashes?: string}} path data on a 16 × 16 grid */
export function iconOf(group) {
    return ICONS[group] ?? ICONS['could-not-check'];
}
