//! The one kind of element that most of a view is made of.
//!
//! Leptos compiles code of its own for every shape of element, and a panel has dozens: drawn that way, the browser
//! artefact is half as large again. An element that carries no more than a class, a part and a language has one
//! shape here, whatever its tag; those that do more (buttons, popovers, drawings) are built where they are used.

use leptos::html;
use leptos::prelude::*;

use crate::face::Words;

/// An element with a class, and perhaps a part and a language.
pub(crate) struct Node {
    tag: &'static str,
    class: &'static str,
    tone: &'static str,
    part: Option<&'static str>,
    lang: Option<&'static str>,
    children: Vec<AnyView>,
}

/// An element of that tag and class.
pub(crate) fn node(tag: &'static str, class: &'static str) -> Node {
    Node { tag, class, tone: "", part: None, lang: None, children: Vec::new() }
}

/// An element that holds words, in their language.
pub(crate) fn spoken(tag: &'static str, class: &'static str, words: Words) -> Node {
    let mut node = node(tag, class).text(words.text);
    node.lang = words.lang;
    node
}

impl Node {
    /// A second class.
    pub(crate) fn tone(mut self, class: &'static str) -> Self {
        self.tone = class;
        self
    }

    pub(crate) fn part(mut self, part: &'static str) -> Self {
        self.part = Some(part);
        self
    }

    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        self.view(text.into().into_any())
    }

    pub(crate) fn child(self, child: Node) -> Self {
        self.view(child.draw())
    }

    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children.into_iter().map(Node::draw));
        self
    }

    pub(crate) fn view(mut self, view: AnyView) -> Self {
        self.children.push(view);
        self
    }

    /// The element. Attributes are always in the same order, so that drawing it anew changes only what differs.
    pub(crate) fn draw(self) -> AnyView {
        let class = match (self.class, self.tone) {
            ("", "") => None,
            (class, "") | ("", class) => Some(class.to_owned()),
            (class, tone) => Some([class, " ", tone].concat()),
        };
        html::custom(self.tag)
            .attr("class", class)
            .attr("part", self.part)
            .attr("lang", self.lang)
            .child(self.children)
            .into_any()
    }
}
