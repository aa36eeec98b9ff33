/**
 * The shapes beside the words, by catalogue key: one per origin and state, so that colour is never the only difference.
 * Path data on a 16 × 16 grid, `stroke` drawn as a line and `fill` filled, both in the colour of the text.
 * The same set as the other components'; a test holds it to `src/components/src/icon.rs`.
 */
const ICONS = {
    'origin.synthetic': {
        stroke: 'M5.75 1.75h4.5M6.75 1.75v4.2L2.9 12.4a1.25 1.25 0 0 0 1.1 1.85h8a1.25 1.25 0 0 0 1.1-1.85L9.25 5.95v-4.2',
        fill: 'M5.3 9.5h5.4l1.9 3.3a.5.5 0 0 1-.45.75h-8.3a.5.5 0 0 1-.45-.75z'
    },
    'origin.ai-generated': {
        stroke: 'M3.5 1.75h9a1.75 1.75 0 0 1 1.75 1.75v9a1.75 1.75 0 0 1-1.75 1.75h-9a1.75 1.75 0 0 1-1.75-1.75v-9A1.75 1.75 0 0 1 3.5 1.75zM4.4 11 6.7 5 9 11M5.2 9.1h3M11.4 5v6'
    },
    'origin.ai-modified': { stroke: 'M2.5 10.25 5.5 2l3 8.25M3.5 7.5h4M12 2v8.25M2 13.75h2.5M6.75 13.75H14' },
    'origin.masked': { stroke: 'M2 3.5h12M2 12.5h7', fill: 'M2 6.25h12v3.5H2z' },
    'origin.recorded': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z',
        fill: 'M10.75 8a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0z'
    },
    'origin.unknown': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM6.1 6.4a1.95 1.95 0 1 1 2.9 1.7c-.65.36-1 .7-1 1.4',
        fill: 'M8.9 11.6a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z'
    },
    'group.verified': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM5.1 8.2l2.1 2.1 3.8-4.3'
    },
    'group.partly-checked': {
        stroke: 'M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z',
        fill: 'M8 1.75a6.25 6.25 0 0 0 0 12.5z'
    },
    'group.changed': { stroke: 'M2.5 5.75h11M2.5 10.25h11M11 2 5 14' },
    'group.wrong-place': {
        stroke: 'M8 14.75s5.25-4.6 5.25-8.5a5.25 5.25 0 0 0-10.5 0c0 3.9 5.25 8.5 5.25 8.5zM6.4 4.65l3.2 3.2M9.6 4.65l-3.2 3.2'
    },
    'group.invalid': {
        stroke: 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5'
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
    'badge.flagged': {
        stroke: 'M8 2.1a.9.9 0 0 1 .78.45l5.9 10.3a.9.9 0 0 1-.78 1.35H2.1a.9.9 0 0 1-.78-1.35l5.9-10.3A.9.9 0 0 1 8 2.1zM8 6.25v3.25',
        fill: 'M8.9 11.75a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z'
    }
};

/** @returns {{stroke: string, fill?: string}} */
export function iconOf(key) {
    return ICONS[key] ?? ICONS['group.could-not-check'];
}
