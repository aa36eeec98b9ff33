/** The little of XML that the tests ask for. */
const { SaxesParser } = require('saxes');

module.exports = { elementsOf, problemsOf };

/** Why a text is not well-formed XML; empty when it is. */
function problemsOf(text) {
    const problems = [];
    parse(text, { error: (error) => problems.push(error.message) });
    return problems;
}

/** The texts of all elements of that name, in document order. */
function elementsOf(text, name) {
    const found = [];
    let open;
    parse(text, {
        opentag: (tag) => {
            if (tag.name === name) open = '';
        },
        text: (part) => {
            if (open !== undefined) open += part;
        },
        closetag: (tag) => {
            if (tag.name !== name) return;
            found.push(open);
            open = undefined;
        }
    });
    return found;
}

function parse(text, handlers) {
    const parser = new SaxesParser();
    for (const [event, handler] of Object.entries(handlers)) parser.on(event, handler);
    parser.write(text).close();
}
