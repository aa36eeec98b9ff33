//! Metadata files as the platform gives them back, so that a retrieve after a deploy changes nothing: `fullName` first,
//! then by name of element, four spaces for each level.
//!
//! By hand, in 50 lines: the order and layout of the platform would be ours over a library too. What is read is in `metadata.rs`.

/// An element with a text or with elements inside.
pub(crate) struct Element {
    name: &'static str,
    content: Content,
}

enum Content {
    Text(String),
    Elements(Vec<Element>),
}

impl Element {
    pub(crate) fn text(name: &'static str, text: impl ToString) -> Self {
        Self { name, content: Content::Text(text.to_string()) }
    }

    pub(crate) fn group(name: &'static str, elements: impl IntoIterator<Item = Self>) -> Self {
        let mut elements: Vec<Self> = elements.into_iter().collect();
        elements.sort_by_key(|element| (element.name != "fullName", element.name));
        Self { name, content: Content::Elements(elements) }
    }

    /// The file that this is the outermost element of.
    pub(crate) fn file(&self) -> String {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n".to_owned();
        self.write(" xmlns=\"http://soap.sforce.com/2006/04/metadata\"", 0, &mut out);
        out
    }

    fn write(&self, attributes: &str, depth: usize, out: &mut String) {
        let indent = "    ".repeat(depth);
        let Self { name, content } = self;
        match content {
            Content::Text(text) => {
                let text = escaped(text);
                out.push_str(&format!("{indent}<{name}{attributes}>{text}</{name}>\n"));
            }
            Content::Elements(elements) => {
                out.push_str(&format!("{indent}<{name}{attributes}>\n"));
                for element in elements {
                    element.write("", depth + 1, out);
                }
                out.push_str(&format!("{indent}</{name}>\n"));
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
