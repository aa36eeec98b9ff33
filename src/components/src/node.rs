//! The one kind of element that every view is made of, as a Leptos view.
//!
//! Leptos compiles code of its own for every shape of element, and a panel has dozens. Measured on the browser
//! artefact: 97 KB brotli with an element type per shape, 74 KB with type-erased children, 60 KB and less like this,
//! where a view is a small tree of data, drawn and then changed in place by one function each. Its tags, attribute
//! names and order are fixed by the views, so comparing by position is enough.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom as _, RemoveEventHandler, Rndr, types};
use leptos::tachys::view::{Position, PositionState};
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;

use touchmark_words::Language;

use crate::words::Words;

/// A view: draws itself anew whenever a signal that it reads changes.
///
/// Attributes spread onto it have no effect; put it into an element of your own.
pub type View = Arc<Mutex<dyn FnMut() -> Node + Send>>;

/// A view drawn by a function.
pub fn view(draw: impl FnMut() -> Node + Send + 'static) -> View {
    Arc::new(Mutex::new(draw))
}

/// An element, its attributes and what is inside it: plain text and further elements, never markup.
pub struct Node(Box<Parts>);

/// Boxed, so that a view hands a pointer from step to step.
struct Parts {
    tag: &'static str,
    drawing: bool,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Child>,
}

type Listener = Box<dyn FnMut(web_sys::Event) + Send>;

enum Child {
    Text(Cow<'static, str>),
    Node(Node),
}

/// An element of that tag, with a class unless it is empty.
pub(crate) fn node(tag: &'static str, class: impl Into<Cow<'static, str>>) -> Node {
    let parts =
        Parts { tag, drawing: false, attributes: Vec::new(), listeners: Vec::new(), children: Vec::new() };
    let (node, class) = (Node(Box::new(parts)), class.into());
    if class.is_empty() { node } else { node.attribute("class", class) }
}

/// The outermost element of a view, in the language that it will speak: English while the one asked for has no words.
pub(crate) fn root(class: &'static str, language: Language) -> Node {
    let language = if touchmark_words::speaks(language) { language } else { Language::En };
    node("div", class).attribute("lang", language.tag()).attribute("dir", language.dir().as_str())
}

/// An element of a drawing (SVG).
pub(crate) fn drawing(tag: &'static str, class: &'static str) -> Node {
    let mut node = node(tag, class);
    node.0.drawing = true;
    node
}

/// An element that holds words, in their language.
pub(crate) fn spoken(tag: &'static str, class: &'static str, words: Words) -> Node {
    let node = node(tag, class);
    let node = if let Some(lang) = words.lang { node.attribute("lang", lang) } else { node };
    node.text(words.text)
}

impl Node {
    pub(crate) fn attribute(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.attributes.push((name, value.into()));
        self
    }

    pub(crate) fn part(self, part: &'static str) -> Self {
        self.attribute("part", part)
    }

    pub(crate) fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.children.push(Child::Text(text.into()));
        self
    }

    pub(crate) fn child(mut self, child: Node) -> Self {
        self.0.children.push(Child::Node(child));
        self
    }

    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.0.children.extend(children.into_iter().map(Child::Node));
        self
    }

    /// Children with a space between.
    pub(crate) fn spaced(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        for (at, child) in children.into_iter().enumerate() {
            self = if at == 0 { self } else { self.text(" ") }.child(child);
        }
        self
    }

    /// Listens to events of the element itself, from its first drawing on.
    pub(crate) fn on(
        mut self,
        event: &'static str,
        listener: impl FnMut(web_sys::Event) + Send + 'static,
    ) -> Self {
        self.0.listeners.push((event, Box::new(listener)));
        self
    }

    fn write_html(self, html: &mut String) {
        let Parts { tag, attributes, children, .. } = *self.0;
        html.push('<');
        html.push_str(tag);
        for (name, value) in &attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(value, html);
            html.push('"');
        }
        html.push('>');
        for child in children {
            match child {
                Child::Text(text) => escape(&text, html),
                Child::Node(node) => node.write_html(html),
            }
        }
        html.push_str("</");
        html.push_str(tag);
        html.push('>');
    }
}

impl Node {
    /// What is the same stays in the page, and with it focus and an open popover; what is not is drawn in its place.
    fn adopt(self, old: types::Node) -> Drawn {
        let Some(element) =
            types::Element::cast_from(old.clone()).filter(|old| old.local_name() == self.0.tag)
        else {
            let mut drawn = self.build();
            insert_before(&old, &mut drawn);
            Rndr::remove(&old);
            return drawn;
        };
        let Parts { tag, attributes, listeners, children, .. } = *self.0;
        for (name, value) in &attributes {
            if element.get_attribute(name).as_deref() != Some(value) {
                Rndr::set_attribute(&element, name, value);
            }
        }
        let mut next = Rndr::first_child(&element);
        let mut drawn = Vec::with_capacity(children.len());
        for child in children {
            drawn.push(match next.take() {
                Some(old) => {
                    next = Rndr::next_sibling(&old);
                    child.adopt(old, &element)
                }
                None => child.build(&element),
            });
        }
        while let Some(old) = next {
            next = Rndr::next_sibling(&old);
            Rndr::remove(&old);
        }
        let listeners = listen(&element, listeners);
        Drawn { element, tag, attributes, children: drawn, _listeners: listeners }
    }
}

fn listen(
    element: &types::Element,
    listeners: Vec<(&'static str, Listener)>,
) -> Vec<RemoveEventHandler<types::Element>> {
    let listen = |(name, mut listener): (&'static str, Listener)| {
        Rndr::add_event_listener(element, name, Box::new(move |event| listener(event.into())))
    };
    listeners.into_iter().map(listen).collect()
}

/// An attribute of the element that listens to an event, as it is now and not as it was when it was first drawn.
pub(crate) fn attribute_of(event: &web_sys::Event, name: &str) -> Option<String> {
    event.current_target()?.dyn_into::<web_sys::Element>().ok()?.get_attribute(name)
}

fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

impl Render for Node {
    type State = Drawn;

    fn build(self) -> Drawn {
        let Parts { tag, drawing, attributes, listeners, children } = *self.0;
        let element = Rndr::create_element(tag, drawing.then_some("http://www.w3.org/2000/svg"));
        for (name, value) in &attributes {
            Rndr::set_attribute(&element, name, value);
        }
        let listeners = listen(&element, listeners);
        let children = children.into_iter().map(|child| child.build(&element)).collect();
        Drawn { element, tag, attributes, children, _listeners: listeners }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        if self.0.tag != drawn.tag {
            let mut fresh = self.build();
            drawn.insert_before_this(&mut fresh);
            drawn.unmount();
            *drawn = fresh;
            return;
        }
        let Parts { attributes, children, .. } = *self.0;
        for (name, value) in &attributes {
            if !drawn.attributes.iter().any(|(old_name, old)| old_name == name && old == value) {
                Rndr::set_attribute(&drawn.element, name, value);
            }
        }
        for (name, _) in &drawn.attributes {
            if !attributes.iter().any(|(new_name, _)| new_name == name) {
                Rndr::remove_attribute(&drawn.element, name);
            }
        }
        drawn.attributes = attributes;

        let mut old = std::mem::take(&mut drawn.children).into_iter();
        for child in children {
            drawn.children.push(match old.next() {
                Some(old) => child.rebuild(old, &drawn.element),
                None => child.build(&drawn.element),
            });
        }
        old.for_each(|mut gone| gone.unmount());
    }
}

impl Child {
    fn build(self, parent: &types::Element) -> DrawnChild {
        let mut drawn = match self {
            Self::Text(text) => DrawnChild::Text(Rndr::create_text_node(&text), text),
            Self::Node(node) => DrawnChild::Node(node.build()),
        };
        drawn.mount(parent, None);
        drawn
    }

    fn adopt(self, old: types::Node, parent: &types::Element) -> DrawnChild {
        match self {
            Self::Node(node) => DrawnChild::Node(node.adopt(old)),
            Self::Text(text) => {
                let found = types::Text::cast_from(old.clone()).filter(|old| old.data() == text);
                let Some(found) = found else {
                    let fresh = Rndr::create_text_node(&text);
                    Rndr::insert_node(parent, &fresh, Some(&old));
                    Rndr::remove(&old);
                    return DrawnChild::Text(fresh, text);
                };
                DrawnChild::Text(found, text)
            }
        }
    }

    fn rebuild(self, mut old: DrawnChild, parent: &types::Element) -> DrawnChild {
        match (self, &mut old) {
            (Self::Text(text), DrawnChild::Text(node, old)) => {
                if *old != text {
                    Rndr::set_text(node, &text);
                    *old = text;
                }
            }
            (Self::Node(node), DrawnChild::Node(drawn)) => node.rebuild(drawn),
            (child, _) => {
                let mut fresh = child.build(parent);
                old.insert_before_this(&mut fresh);
                old.unmount();
                return fresh;
            }
        }
        old
    }
}

/// A node on the page.
pub struct Drawn {
    element: types::Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<DrawnChild>,
    /// Stops listening when dropped.
    _listeners: Vec<RemoveEventHandler<types::Element>>,
}

enum DrawnChild {
    Text(types::Text, Cow<'static, str>),
    Node(Drawn),
}

impl DrawnChild {
    fn dom(&self) -> &types::Node {
        match self {
            Self::Text(text, _) => text,
            Self::Node(drawn) => &drawn.element,
        }
    }
}

impl Mountable for DrawnChild {
    fn unmount(&mut self) {
        Rndr::remove(self.dom());
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, self.dom(), marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        insert_before(self.dom(), child)
    }

    fn elements(&self) -> Vec<types::Element> {
        match self {
            Self::Text(..) => Vec::new(),
            Self::Node(drawn) => drawn.elements(),
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        Rndr::remove(&self.element);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        insert_before(&self.element, child)
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

fn insert_before(node: &types::Node, child: &mut dyn Mountable) -> bool {
    let Some(parent) = Rndr::get_parent(node).and_then(types::Element::cast_from) else { return false };
    child.mount(&parent, Some(node));
    true
}

impl AddAnyAttr for Node {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attribute: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 64;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        self.write_html(html);
        *position = Position::NextChild;
    }

    /// Takes over what is drawn already: by a server, or as a copy of what was drawn here.
    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Drawn {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let drawn = self.adopt(cursor.current());
        cursor.set(drawn.element.clone().into());
        position.set(Position::NextChild);
        drawn
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use touchmark_words::Text;

    use super::*;

    #[test]
    fn words_in_another_language_than_asked_for_say_so_to_screen_readers() {
        let html = |text| {
            let mut html = String::new();
            spoken("p", "", Words::from_text(Language::De, text)).write_html(&mut html);
            html
        };
        assert_eq!(html(Text { text: "Details", language: Language::De }), "<p>Details</p>");
        assert_eq!(
            html(Text { text: "Seal missing", language: Language::En }),
            "<p lang=\"en\">Seal missing</p>"
        );
    }
}
