import { runScript } from '../../build';

/** As on the platform: runs the script, and resolves even where it threw. */
export const loadScript = jest.fn((_component, resource) => {
    runScript(resource);
    return Promise.resolve();
});

export const loadStyle = jest.fn(() => Promise.resolve());
