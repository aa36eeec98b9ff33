/**
 * Hears what the page's Content-Security-Policy refuses from now on.
 *
 * @returns {{heard: string[], deaf: string, stop: Function}} `deaf` says why nothing can be heard
 */
export function hearViolations() {
    const heard = [];
    const hear = ({ violatedDirective, blockedURI }) => heard.push(`${violatedDirective} (${blockedURI})`);
    try {
        document.addEventListener('securitypolicyviolation', hear);
    } catch (error) {
        // Lightning Web Security keeps these events to the page itself.
        return { heard, deaf: error.message, stop: () => undefined };
    }
    return { heard, deaf: '', stop: () => document.removeEventListener('securitypolicyviolation', hear) };
}
