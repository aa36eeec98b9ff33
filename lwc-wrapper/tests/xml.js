/** The little of XML that the tests ask for. */
const { SaxesParser } = require('saxes');

module.exports = { elementsOf, problemsOf, treeOf };

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

/** The root element, each as `{ name, attributes, text, children }`; `text` is the element's own. */
function treeOf(text) {
    const document = { children: [], text: '' };
    const open = [document];
    parse(text, {
        opentag: ({ name, attributes }) => {
            const element = { name, attributes, text: '', children: [] };
            open.at(-1).children.push(element);
            open.push(element);
        },
        text: (part) => {
            open.at(-1).text += part;
        },
        closetag: () => open.pop()
    });
    return document.children[0];
}

function parse(text, handlers) {
    const parser = new SaxesParser();
    for (const [event, handler] of Object.entries(handlers)) parser.on(event, handler);
    parser.write(text).close();
}
