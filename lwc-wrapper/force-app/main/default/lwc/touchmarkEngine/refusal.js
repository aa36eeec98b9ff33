/**
 * A wire's error as the cause of `unchecked`: what could not be read, and everything that the platform says of it.
 *
 * @param {string} what
 * @param {object} error As a wire, or an Apex method, gives it
 * @returns {{code: string, message: string}}
 */
export function refusal(what, error) {
    const said = [error.body].flat().filter(Boolean).flatMap(messagesIn);
    const reasons =
        said.length > 0 ? [...new Set(said)] : [error.message ?? error.statusText ?? 'no reason given'];
    return {
        code: 'record-unreadable',
        message: `${what}: ${reasons.join(' ')} Check your access, or ask your administrator.`,
        // The platform refused this time, and may not the next.
        mayPass: true
    };
}

/** The UI API says in `output` what it has against which field, Apex beside its message. */
function messagesIn({ message, output, pageErrors, fieldErrors }) {
    const ofFields = [output?.fieldErrors, fieldErrors].flatMap((byField) => Object.entries(byField ?? {}));
    return [
        message,
        ...[output?.errors, pageErrors].flatMap((errors) => errors ?? []).map((one) => one.message),
        ...ofFields.flatMap(([field, errors]) =>
            errors.map((one) => one.message && `${one.fieldLabel ?? field}: ${one.message}`)
        )
    ].filter(Boolean);
}
