const WORDS = { works: 'works', fails: 'DOES NOT WORK', untried: 'not tried' };

/** The run as plain text, to send to somebody. */
export function reportOf(rows) {
    const lines = rows.map(({ title, result, found, remedy }) =>
        [`${title}: ${WORDS[result]}`, found && `    ${found}`, remedy && `    What to do: ${remedy}`]
            .filter(Boolean)
            .join('\n')
    );
    return [`Touchmark smoke test, ${new Date().toISOString()}`, ...lines].join('\n');
}
