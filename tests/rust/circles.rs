//! No circle of files inside a crate: what a file is built on does not need the file. Read from the paths in the sources,
//! outside of their tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use touchmark_tests::room;

/// Crates by their folder, with the circles that are still in them: none may be added, and one that was opened goes from
/// here as well.
const CRATES: [(&str, &[&[&str]]); 11] = [
    ("core", &[]),
    ("profile", &[]),
    ("seal", &[]),
    ("cli", &[]),
    ("components", &[]),
    ("json", &[]),
    ("words", &[]),
    ("cases", &[]),
    ("scan", &[]),
    ("wasm", &[]),
    ("wasm-ui", &[]),
];

#[test]
fn no_crate_has_a_circle_of_files_but_those_that_are_known() {
    for (name, known) in CRATES {
        let graph = graph(&sources(&room("../src").join(name).join("src")));
        let found = circles(&graph);
        let walks: Vec<_> = found.iter().map(|circle| walk(&graph, circle)).collect();
        assert_eq!(
            found, known,
            "src/{name}: left are the circles of files that were found, as {walks:?}, right those that are known. Open a new \
             one; take one that is gone out of the list"
        );
    }
}

/// The check finds what is there, in each way that a source can name another.
#[test]
fn a_circle_is_seen_however_a_file_names_another() {
    for (a, b) in [
        ("use crate::b::B;", "use crate::a::A;"),
        ("use crate::{c, b::{B, C as D}};", "use super::a::A;"),
        ("fn a() -> u8 { crate::b::b() }", "use crate::a;"),
        ("fn a() { println!(\"{}\", crate::b::B) }", "fn b(a: super::a::A) {}"),
        ("use crate::b::codes;", "macro_rules! codes { () => {} }\npub(crate) use codes; use crate::a::A;"),
        // By the name that the root gives on.
        ("use crate::B;", "use crate::a::A;"),
    ] {
        let found = circles(&graph(&crate_of(a, b)));
        assert_eq!(found, [["a.rs", "b.rs"]], "{a} {b}");
    }
}

#[test]
fn a_circle_is_named_as_it_runs() {
    let sources = [("lib.rs", "mod a; mod b; mod c;"), ("a.rs", "use crate::b;"), ("b.rs", "use crate::c;")];
    let mut sources: Sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    sources.insert("c.rs".to_owned(), "use crate::a;".to_owned());
    let graph = graph(&sources);
    let found = circles(&graph);
    assert_eq!(found, [["a.rs", "b.rs", "c.rs"]]);
    assert_eq!(walk(&graph, &found[0]), "a.rs → b.rs → c.rs → a.rs");
}

/// A parent that its child uses, and that uses the child.
#[test]
fn a_folder_and_what_is_in_it_can_be_a_circle_too() {
    let sources = |parent: &str, child: &str| -> Sources {
        [("main.rs", "mod a;"), ("a.rs", parent), ("a/b.rs", child)]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into()
    };
    for parent in ["mod b; use b::B;", "mod b; use self::b::B;", "mod b; fn a() { b::b() }"] {
        assert_eq!(circles(&graph(&sources(parent, "use super::A;"))), [["a.rs", "a/b.rs"]], "{parent}");
        assert_eq!(circles(&graph(&sources(parent, ""))), NONE, "{parent}");
    }
    // To list a child is not to use it, and siblings may know each other's folder.
    assert_eq!(circles(&graph(&sources("mod b;", "use super::A;"))), NONE);
}

#[test]
fn what_only_tests_and_words_name_is_no_circle() {
    for b in [
        "",
        "// use crate::a::A;",
        "/// See [`crate::a::A`].\nstruct B;",
        "const B: &str = \"crate::a::A\";",
        "#[cfg(test)]\nmod tests { use crate::a::A; }",
        "#[cfg(test)]\nuse crate::a::A;",
        "#[cfg(all(test, unix))]\n#[expect(dead_code)]\nfn b() { crate::a::a() }",
        "use other::crate_::a;",
        "use crate::b::B as C;",
    ] {
        assert_eq!(circles(&graph(&crate_of("use crate::b::B;", b))), NONE, "{b}");
    }
}

const NONE: [[&str; 0]; 0] = [];

fn crate_of(a: &str, b: &str) -> Sources {
    let root = "mod a; mod b; mod c; pub use b::B;";
    [("lib.rs", root), ("a.rs", a), ("b.rs", b), ("c.rs", "")]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into()
}

/// The texts of a crate's files, by their path below `src`.
type Sources = BTreeMap<String, String>;
/// Which files a file names.
type Graph = BTreeMap<String, BTreeSet<String>>;
/// A path through modules, from the root of the crate.
type Names = Vec<String>;

fn sources(folder: &Path) -> Sources {
    fn read(folder: &Path, below: &str, found: &mut Sources) {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            let name = format!("{below}{}", path.file_name().expect("named").to_string_lossy());
            if path.is_dir() {
                read(&path, &format!("{name}/"), found);
            } else if name.ends_with("/tests.rs") {
                // A module of tests, which no other file uses.
            } else if name.ends_with(".rs") {
                found.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    let mut found = Sources::new();
    read(folder, "", &mut found);
    found
}

fn graph(sources: &Sources) -> Graph {
    let root = ["lib.rs", "main.rs"].into_iter().find(|root| sources.contains_key(*root)).expect("a root");
    let mut modules: BTreeMap<Names, Module> = BTreeMap::new();
    let mut waiting = vec![(Names::new(), root.to_owned())];
    while let Some((names, file)) = waiting.pop() {
        let text = &sources[&file];
        let module = Module::read(file, text);
        for child in &module.children {
            let mut names = names.clone();
            names.push(child.clone());
            waiting.push((names.clone(), path_of(&names, sources)));
        }
        modules.insert(names, module);
    }
    assert_eq!(modules.len(), sources.len(), "files that no module declares, of {:?}", sources.keys());
    let edges = modules.iter().map(|(names, module)| {
        let named = module.paths.iter().filter_map(|path| resolve(&modules, names, path, 0));
        (module.file.clone(), named.filter(|file| *file != module.file).collect())
    });
    edges.collect()
}

/// The file of a module.
fn path_of(names: &Names, sources: &Sources) -> String {
    let path = names.join("/");
    let paths = [format!("{path}.rs"), format!("{path}/mod.rs")];
    paths.into_iter().find(|path| sources.contains_key(path)).unwrap_or_else(|| panic!("no file of {path}"))
}

/// The file that has what a path names, seen from a module; `None` in another crate.
fn resolve(modules: &BTreeMap<Names, Module>, from: &Names, path: &[String], depth: usize) -> Option<String> {
    let mut names = match path.first()?.as_str() {
        "crate" => Names::new(),
        "self" | "super" => from.clone(),
        child if modules[from].children.contains(child) => from.clone(),
        _ => return None,
    };
    let mut rest = path.iter().skip(usize::from(matches!(path[0].as_str(), "crate" | "self"))).peekable();
    while rest.next_if(|name| *name == "super").is_some() {
        names.pop()?;
    }
    while let Some(child) = rest.next_if(|name| modules[&names].children.contains(*name)) {
        names.push(child.clone());
    }
    let module = &modules[&names];
    // What the module only gives on stands elsewhere; `use name` alone is a macro of its own.
    let given = rest.peek().and_then(|name| module.given.get(*name));
    if let Some(given) = given.filter(|given| given.len() > 1 && depth < 8) {
        let path: Vec<_> = given.iter().cloned().chain(rest.skip(1).cloned()).collect();
        return resolve(modules, &names, &path, depth + 1);
    }
    Some(module.file.clone())
}

/// What a source says of others.
struct Module {
    file: String,
    children: BTreeSet<String>,
    /// Every path that it names.
    paths: Vec<Names>,
    /// Names that it has from elsewhere, and their paths.
    given: BTreeMap<String, Names>,
}

impl Module {
    fn read(file: String, text: &str) -> Self {
        let mut module = Self { file, children: BTreeSet::new(), paths: Vec::new(), given: BTreeMap::new() };
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", module.file));
        module.walk(&tokens.into_iter().collect::<Vec<_>>());
        module
    }

    fn walk(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Punct(hash) if hash.as_char() == '#' && is_test(tokens.get(at)) => {
                    let is_end =
                        |token: &TokenTree| is_punct(token, ';') || is_group(token, Delimiter::Brace);
                    at += tokens[at..].iter().position(is_end).map_or(tokens.len(), |end| end + 1);
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = tokens[at..].iter().position(|token| is_punct(token, ';'));
                    let end = at + end.unwrap_or(tokens.len() - at);
                    self.imports(&tokens[at..end], &[]);
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let [TokenTree::Ident(name), end, ..] = &tokens[at..]
                        && is_punct(end, ';')
                    {
                        self.children.insert(name.to_string());
                    }
                }
                TokenTree::Ident(word) => {
                    let mut path = vec![word.to_string()];
                    while let [first, second, TokenTree::Ident(name), ..] = &tokens[at..]
                        && is_punct(first, ':')
                        && is_punct(second, ':')
                    {
                        path.push(name.to_string());
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.paths.push(path);
                    }
                }
                TokenTree::Group(group) => self.walk(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// What a tree of `use` brings, below a path.
    fn imports(&mut self, tree: &[TokenTree], above: &[String]) {
        for branch in tree.split(|token| is_punct(token, ',')) {
            let mut path = above.to_vec();
            let mut called = None;
            let mut tokens = branch.iter();
            while let Some(token) = tokens.next() {
                match token {
                    TokenTree::Ident(word) if word == "as" => {
                        called = tokens.next().map(TokenTree::to_string)
                    }
                    // `{self, …}` is the path itself.
                    TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                    TokenTree::Ident(word) => path.push(word.to_string()),
                    TokenTree::Group(group) => {
                        self.imports(&group.stream().into_iter().collect::<Vec<_>>(), &path);
                        path.clear();
                    }
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
            if let Some(name) = called.or_else(|| path.last().cloned()) {
                self.given.insert(name, path.clone());
                self.paths.push(path);
            }
        }
    }
}

/// Whether an attribute keeps what follows for tests.
fn is_test(attribute: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = attribute else { return false };
    let text = group.stream().to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// The sets of files that all need each other.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|file| (file.as_str(), reached_from(graph, file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        if others.contains(file) {
            let mutual = others.iter().copied().filter(|other| reached[other].contains(file));
            circles.insert(mutual.map(str::to_owned).collect::<Vec<_>>());
        }
    }
    circles.into_iter().collect()
}

fn reached_from<'g>(graph: &'g Graph, file: &str) -> BTreeSet<&'g str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = graph[file].iter().map(String::as_str).collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(graph[next].iter().map(String::as_str));
        }
    }
    reached
}

/// The shortest way through a circle back to its first file, as arrows.
fn walk(graph: &Graph, circle: &[String]) -> String {
    let start = circle[0].as_str();
    let mut ways = vec![vec![start]];
    loop {
        let mut longer = Vec::new();
        for way in &ways {
            for next in &graph[*way.last().expect("a way")] {
                if next == start {
                    return way.iter().chain([&start]).copied().collect::<Vec<_>>().join(" → ");
                }
                if circle.contains(next) && !way.contains(&next.as_str()) {
                    longer.push(way.iter().copied().chain([next.as_str()]).collect());
                }
            }
        }
        ways = longer;
    }
}
