/**
 * The shapes beside the words, by catalogue key: one per origin and state, so that colour is never the only difference.
 * Path data on a 16 × 16 grid, `stroke` drawn as a line and `fill` filled, both in the colour of the text. The letters
 * for AI are the English ones.
 * The same set as the other components'; a test holds it to `src/components/src/icon.rs`.
 */
const ICONS = {
    'origin.synthetic': {
        stroke: 'M5.75 1.75h4.5M6.75 1.75v4.2L2.9 12.4a1.25 1.25 0 0 0 1.1 1.85h8a1.25 1.25 0 0 0 1.1-1.85L9.25 5.95v-4.2',
        fill: 'M5.3 9.5h5.4l1.9 3.3a.5.5 0 0 1-.45.75h-8.3a.5.5 0 0 1-.45-.75z'
    },
    'origin.ai-generated': {
        stroke: 'M3.25 1h9.5A2.25 2.25 0 0 1 15 3.25v9.5A2.25 2.25 0 0 1 12.75 15h-9.5A2.25 2.25 0 0 1 1 12.75v-9.5A2.25 2.25 0 0 1 3.25 1zM4.6 4.5m0 7 2-7 2 7m-3.3-2.4h2.6M9.2 4.5m2 0v7'
    },
    'origin.ai-modified': {
        stroke: 'M1 13.5h14M4.6 2.5m0 7 2-7 2 7m-3.3-2.4h2.6M9.2 2.5m2 0v7'
    },
    'origin.masked': {
        fill: 'M.75 4.7c2.5-1.2 4.8-1.1 7.25.3 2.45-1.4 4.75-1.5 7.25-.3.2 5-1.3 7.6-4.1 7.6-1.7 0-2.2-1.6-3.15-1.6s-1.45 1.6-3.15 1.6c-2.8 0-4.3-2.6-4.1-7.6zM2.7 7.6c1.5-1.7 3.3-1.5 4.3.7-1.5 1.6-3.4 1.3-4.3-.7zM13.3 7.6c-1.5-1.7-3.3-1.5-4.3.7 1.5 1.6 3.4 1.3 4.3-.7z'
    },
    'origin.recorded': {
        stroke: 'M13.75 4c0 1.25-2.6 2.25-5.75 2.25S2.25 5.25 2.25 4 4.85 1.75 8 1.75s5.75 1 5.75 2.25zM2.25 4v8c0 1.25 2.6 2.25 5.75 2.25s5.75-1 5.75-2.25V4M2.25 8c0 1.25 2.6 2.25 5.75 2.25s5.75-1 5.75-2.25'
    },
    'origin.unknown': {
        stroke: 'M4.75 5a3.25 3.25 0 1 1 5 2.75C8.55 8.5 8 9.1 8 10.35',
        fill: 'M9.15 13.6a1.15 1.15 0 1 1-2.3 0 1.15 1.15 0 0 1 2.3 0z'
    },
    'group.verified': { stroke: 'M14.2 7.2A6.25 6.25 0 1 1 11 2.53M5.25 7.5 8 10.25 14.5 3' },
    'group.partly-checked': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z',
        fill: 'M8 1.75a6.25 6.25 0 0 0 0 12.5z'
    },
    'group.changed': { stroke: 'M2.5 5.75h11M2.5 10.25h11M11 2 5 14' },
    'group.wrong-place': {
        stroke: 'M4.75 4.75h9.5v9.5h-9.5zM10.75 1.75h-9v9M7.75 7.75l3.5 3.5M11.25 7.75l-3.5 3.5'
    },
    'group.wrong-environment': {
        stroke: 'M8 14.75s5.25-4.6 5.25-8.5a5.25 5.25 0 0 0-10.5 0c0 3.9 5.25 8.5 5.25 8.5zM6.4 4.65l3.2 3.2M9.6 4.65l-3.2 3.2'
    },
    'group.withdrawn': { stroke: 'M2.25 6.25h7.5a4 4 0 0 1 0 8H5.5M6 2.25l-4 4 4 4' },
    'group.invalid': {
        fill: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM8 6.8 5.6 4.4 4.4 5.6 6.8 8l-2.4 2.4 1.2 1.2L8 9.2l2.4 2.4 1.2-1.2L9.2 8l2.4-2.4-1.2-1.2z'
    },
    'group.unrecognised-issuer': {
        stroke: 'M8.25 5a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM1 14.25c0-2.6 1.9-4.25 4.5-4.25s4.5 1.65 4.5 4.25M10.9 3.3a1.75 1.75 0 1 1 2.6 1.55c-.6.35-.9.65-.9 1.3',
        fill: 'M13.5 8.4a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z'
    },
    'group.no-longer-valid': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM8 4.25V8l2.5 1.75'
    },
    'group.seal-missing': {
        stroke: 'M4.2 3.1 8 1.75l5.25 1.85v4.15c0 1.2-.35 2.25-.9 3.15M11 12.6c-.9.8-2 1.35-3 1.65-2.6-.8-5.25-3-5.25-6.5V4.5M1.75 1.75l12.5 12.5'
    },
    'group.declared': {
        stroke: 'M8.9 1.75h4.6a.75.75 0 0 1 .75.75v4.6L7.6 13.75a1.25 1.25 0 0 1-1.77 0l-3.58-3.58a1.25 1.25 0 0 1 0-1.77z',
        fill: 'M12.1 5a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0z'
    },
    'group.not-disclosed': {
        stroke: 'M5.6 2.23a6.25 6.25 0 0 1 4.8 0M12.42 3.58a6.25 6.25 0 0 1 1.83 4.42M13.77 10.4a6.25 6.25 0 0 1-3.37 3.37M8 14.25a6.25 6.25 0 0 1-4.42-1.83M2.23 10.4a6.25 6.25 0 0 1 0-4.8'
    },
    'group.could-not-check': {
        stroke: 'M3.25 1.75h9.5a1.5 1.5 0 0 1 1.5 1.5v9.5a1.5 1.5 0 0 1-1.5 1.5h-9.5a1.5 1.5 0 0 1-1.5-1.5v-9.5a1.5 1.5 0 0 1 1.5-1.5zM6.1 6.2a1.95 1.95 0 1 1 2.9 1.7c-.65.36-1 .7-1 1.4',
        fill: 'M8.9 11.5a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z'
    },
    'group.checking': { stroke: 'M8 1.75A6.25 6.25 0 1 1 1.75 8' },
    'badge.signed': {
        stroke: 'M1.75 13.5h12.5M2.5 10c2.9-3.3 4.6-6 3.9-7.1-.8-1.1-2.4 1.7-2.2 4.6.2 2.6 1.9 2.7 3.2.2.7-1.3 1.5-1 1.5.1 0 1.5 1 1.9 2 .6.8-1 1.4-.7 1.6 0 .2.5.6.7 1.5.6'
    },
    'badge.flagged': {
        stroke: 'M8 2.1a.9.9 0 0 1 .78.45l5.9 10.3a.9.9 0 0 1-.78 1.35H2.1a.9.9 0 0 1-.78-1.35l5.9-10.3A.9.9 0 0 1 8 2.1zM8 6.25v3.25',
        fill: 'M8.9 11.75a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z'
    }
};

/** Keys that say more precisely what another one says. */
const SAME_AS = { 'group.sealed-for': 'group.wrong-environment' };

/** @returns {{stroke: string, fill?: string}} */
export function iconOf(key) {
    return ICONS[SAME_AS[key] ?? key] ?? ICONS['group.could-not-check'];
}
