/** How the tests read a page: through shadow roots and slots. Bundled into the host. */

/**
 * The first element that matches, or the whole page. A space in the selector reaches into shadow roots too.
 *
 * @param {string} [selector] such as `c-touchmark-badge .details`
 */
export function find(selector) {
    if (!selector) return document.body;
    let scopes = [document];
    for (const part of selector.split(' ')) scopes = scopes.flatMap((scope) => allIn(scope, part));
    return scopes[0];
}

/** The visible text of what `find` finds, in reading order; blocks on lines of their own. `null` where there is nothing. */
export function readText(selector) {
    const start = find(selector);
    return start ? textOf(start) : null;
}

/** What has the focus, however deep: its label where it has one, else its text. */
export function readFocus() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.getAttribute('aria-label') ?? textOf(element);
}

/** The middle of an element, brought into view, for a pointer. */
export function middleOf(selector) {
    const element = find(selector);
    if (!element) return null;
    element.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
}

function allIn(scope, selector) {
    const root = scope.shadowRoot ?? scope;
    const light = scope === root ? [] : Array.from(scope.querySelectorAll('*'));
    return [...root.querySelectorAll('*'), ...light].flatMap((element) => [
        ...(element.matches(selector) ? [element] : []),
        ...(element.shadowRoot ? allIn(element, selector) : [])
    ]);
}

function childrenOf(node) {
    const assigned = node.tagName === 'SLOT' ? node.assignedNodes({ flatten: true }) : [];
    return assigned.length > 0 ? assigned : Array.from((node.shadowRoot ?? node).childNodes);
}

/** The visible text of an element, as `readText` gives it. */
export function textOf(element) {
    const parts = [];
    const visit = (node) => {
        if (node.nodeType === Node.TEXT_NODE) parts.push(node.data.replace(/\s+/g, ' '));
        if (node.nodeType !== Node.ELEMENT_NODE || /^(script|style|template)$/i.test(node.tagName)) return;
        const { display, visibility } = getComputedStyle(node);
        if (display === 'none' || visibility === 'hidden') return;
        const edge = /^(inline|contents)/.test(display) ? '' : '\n';
        parts.push(edge);
        childrenOf(node).forEach(visit);
        parts.push(edge);
    };
    visit(element);
    return parts
        .join('')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .join('\n');
}
