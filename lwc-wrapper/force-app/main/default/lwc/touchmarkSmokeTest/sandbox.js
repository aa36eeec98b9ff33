/**
 * In which sandbox this code runs, as far as can be told from inside. There is no documented way to ask, so this goes by what
 * each of them is known to do.
 */
export function sandboxOf() {
    // Locker hands out wrappers, and these say so.
    if (/^Secure(Window|Element|Object)/.test(String(globalThis))) return 'Lightning Locker.';
    const refusal = refusalOf(() => {
        // Lightning Web Security lets nobody watch the head of a page.
        const observer = new MutationObserver(() => undefined);
        observer.observe(document.head, { childList: true });
        observer.disconnect();
    });
    if (/Lightning Web Security/.test(refusal)) return `Yes, by its own words: ${refusal}`;
    return refusal ? `Unknown: ${refusal}` : 'None that shows.';
}

function refusalOf(attempt) {
    try {
        attempt();
        return '';
    } catch (error) {
        return error.message;
    }
}
