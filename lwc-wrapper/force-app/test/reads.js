/**
 * How often components look at what a wire gave them. Under Lightning Web Security each look goes through the membrane of the
 * sandbox; Jest has none, so an afternoon of them would pass for nothing. Counted, they show, whatever the machine.
 */

/**
 * The same data, counting each property that is read of it, however deep.
 *
 * @returns {{data: object, reads: () => number}}
 */
export function counted(value) {
    let count = 0;
    const wrapped = new WeakMap();
    const wrap = (part) => {
        if (part === null || typeof part !== 'object') return part;
        if (!wrapped.has(part)) {
            const get = (target, name) => {
                if (typeof name === 'string') count += 1;
                return wrap(target[name]);
            };
            wrapped.set(part, new Proxy(part, { get }));
        }
        return wrapped.get(part);
    };
    return { data: wrap(value), reads: () => count };
}

/** What it costs to go through it all once. */
export function onceThrough(value) {
    const { data, reads } = counted(value);
    JSON.stringify(data);
    return reads();
}
