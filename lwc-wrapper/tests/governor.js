/**
 * What Apex asks of the platform in one transaction, read off its source: queries, and statements that write. The parser is
 * Salesforce's own, as `prettier-plugin-apex` has it.
 */
module.exports = { costsOf, faultsOf, readClasses };

/** Calls of the platform that count as a query, or as a statement that writes. */
const QUERY =
    /^database\.(query|querywithbinds|countquery|countquerywithbinds|getquerylocator)$|^search\.query$/;
const STATEMENT = /^database\.(insert|update|upsert|delete|undelete|merge)$|^eventbus\.publish$/;

/** How a limit is stated in the comment of a class: "- `keep()`: 1 query, 1 DML statement". */
const STATED = /- `(\w+)\(\)`: (\d+) quer(?:y|ies)( for each object)?, (\d+) DML statements?\b/g;

/**
 * @param {Record<string, string>} sources Apex by name of class
 * @returns {Promise<object>} By name: its comment, each class in it, and every method with what that does
 */
async function readClasses(sources) {
    const { parsers } = await import('prettier-plugin-apex');
    const read = Object.entries(sources).map(async ([name, source]) => {
        const options = { parser: 'apex', apexStandaloneParser: 'native', originalText: source };
        const tree = await parsers.apex.parse(source, options);
        const classes = nodesIn(tree, /\.ClassDecl$/).map((node, at) => classOf(node, at === 0, source));
        return [
            name,
            { comment: classes[0].comment, classes, methods: classes.flatMap((one) => one.methods) }
        ];
    });
    return Object.fromEntries(await Promise.all(read));
}

/** What is wrong: unstated or wrong limits, work in a loop, classes without sharing that do not say why. */
function faultsOf(classes) {
    return Object.entries(classes).flatMap(([name, read]) => [
        ...sharingFaults(read),
        ...loopFaults(name, read, classes),
        ...limitFaults(name, read, classes)
    ]);
}

/** Queries and statements of a method, with all that it calls in these classes; `each` where a loop repeats a query. */
function costsOf(classes, name, method, seen = []) {
    const key = `${name}.${method}`.toLowerCase();
    const total = { queries: 0, statements: 0, each: false };
    if (seen.includes(key)) return total;
    // Overloads are taken together: which of them is meant, the types would say.
    for (const { acts } of classes[name].methods.filter((one) => one.name === method.toLowerCase())) {
        for (const act of acts) {
            if (act.kind === 'query') total.queries += 1;
            if (act.kind === 'statement') total.statements += 1;
            const called = act.kind === 'call' ? targetOf(classes, name, act.name) : undefined;
            const inner = called ? costsOf(classes, ...called, [...seen, key]) : undefined;
            total.queries += inner?.queries ?? 0;
            total.statements += inner?.statements ?? 0;
            total.each ||=
                (act.isInLoop && (act.kind === 'query' || inner?.queries > 0)) || inner?.each === true;
        }
    }
    return total;
}

/** An inner class has no sharing of the class around it. */
function sharingFaults({ classes }) {
    return classes
        .filter(({ isOuter, methods }) => isOuter || methods.some(({ acts }) => acts.some(isWork)))
        .filter(({ sharing, comment }) => sharing !== 'with' && !/without sharing/i.test(comment))
        .map(({ name }) => `${name} is not "with sharing", and its comment does not say why`);
}

function isWork({ kind }) {
    return kind !== 'call';
}

function loopFaults(name, { comment, methods }, classes) {
    return methods.flatMap(({ name: method, acts }) =>
        acts.flatMap((act) => {
            if (!act.isInLoop) return [];
            const called = act.kind === 'call' ? targetOf(classes, name, act.name) : undefined;
            const cost = called ? costsOf(classes, ...called) : { queries: 0, statements: 0 };
            const isQuery = act.kind === 'query' || cost.queries > 0;
            const isStatement = act.kind === 'statement' || cost.statements > 0;
            if (isStatement) return [`${name}.${method} writes in a loop`];
            return isQuery && !/for each object/.test(comment) ? [`${name}.${method} queries in a loop`] : [];
        })
    );
}

function limitFaults(name, { comment, methods }, classes) {
    const stated = Array.from(comment.matchAll(STATED), ([, method, queries, each, statements]) => ({
        method: method.toLowerCase(),
        said: `${queries} queries${each ?? ''}, ${statements} statements`
    }));
    const entries = [...new Set(methods.filter(({ isEntry }) => isEntry).map((method) => method.name))];
    const faults = entries.flatMap((method) => {
        const { queries, statements, each } = costsOf(classes, name, method);
        const found = `${queries} queries${each ? ' for each object' : ''}, ${statements} statements`;
        const said = stated.find((one) => one.method === method)?.said;
        if (said === found) return [];
        return said || queries + statements > 0
            ? [`${name}.${method}: ${found}; stated: ${said ?? 'nothing'}`]
            : [];
    });
    const unknown = stated.filter(({ method }) => !entries.includes(method));
    if (!/^ \* Governor limits/m.test(comment)) faults.push(`${name}: its comment states no governor limits`);
    return [
        ...faults,
        ...unknown.map(({ method }) => `${name}: states limits of ${method}, which it does not have`)
    ];
}

/** The class and method of ours that a call means, such as `TouchmarkTrust.material`; undefined for the platform's. */
function targetOf(classes, name, call) {
    const [method, owner] = call.split('.').reverse();
    const other = Object.keys(classes).find((one) => one.toLowerCase() === owner) ?? name;
    return classes[other].methods.some((one) => one.name === method) ? [other, method] : undefined;
}

function classOf(node, isOuter, source) {
    const { value: name } = node.name;
    const before = source.slice(0, source.search(new RegExp(`\\bclass ${name}\\b`)));
    const members = node.members.map(({ methodDecl }) => methodDecl).filter(Boolean);
    return {
        name,
        isOuter,
        sharing: /WithSharing/.test(kindsOf(node)) ? 'with' : undefined,
        comment: before.slice(Math.max(0, before.lastIndexOf('/**'))),
        methods: members.map((method) => {
            const isConstructor = method.name.value.toLowerCase() === name.toLowerCase();
            return {
                name: isConstructor ? constructorOf(name) : method.name.value.toLowerCase(),
                isEntry: isOuter && !isConstructor && /(Public|Global)Modifier/.test(kindsOf(method)),
                acts: actsIn(method.stmnt)
            };
        })
    };
}

/** A name that no method has. */
function constructorOf(name) {
    return `new ${name.toLowerCase()}`;
}

function kindsOf({ modifiers }) {
    return modifiers.map((modifier) => modifier['@class']).join();
}

/** What a piece of code does, in order: queries, statements, and calls of methods and constructors. */
function actsIn(node, isInLoop = false) {
    if (typeof node !== 'object' || node === null) return [];
    if (Array.isArray(node)) return node.flatMap((one) => actsIn(one, isInLoop));
    const isLoop = /Stmnt\$(ForLoop|WhileLoop|DoLoop)$/.test(node['@class'] ?? '');
    const inner = Object.entries(node).flatMap(([key, value]) =>
        // What a loop runs over is asked for once.
        actsIn(value, isInLoop || (isLoop && key !== 'forControl'))
    );
    return [...actOf(node).map((act) => ({ ...act, isInLoop })), ...inner];
}

function actOf(node) {
    const kind = (node['@class'] ?? '').split('.').at(-1);
    if (/^Expr\$(Soql|Sosl)Expr$/.test(kind)) return [{ kind: 'query' }];
    if (/^Stmnt\$Dml/.test(kind)) return [{ kind: 'statement' }];
    if (kind === 'NewObject$NewStandard') {
        const names = dotted(node.type.names).split('.');
        return [{ kind: 'call', name: `${names.at(-2) ?? names[0]}.${constructorOf(names.at(-1))}` }];
    }
    if (kind !== 'Expr$MethodCallExpr') return [];
    const name = dotted(node.names);
    if (QUERY.test(name)) return [{ kind: 'query' }];
    return [STATEMENT.test(name) ? { kind: 'statement' } : { kind: 'call', name }];
}

function dotted(names) {
    return names.map(({ value }) => value.toLowerCase()).join('.');
}

function nodesIn(node, pattern) {
    if (typeof node !== 'object' || node === null) return [];
    const inner = Object.values(node).flatMap((value) => nodesIn(value, pattern));
    return pattern.test(node['@class'] ?? '') ? [node, ...inner] : inner;
}
