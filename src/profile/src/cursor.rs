//! Reading what a tree must hold: a [`Cursor`] gives the members of an object as what they must be, and notes the first one that is
//! not, with its place. Reading goes on after it and its result is thrown away: one way out is a third of the code of a way out
//! at each member, and no reader can forget one.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::iter::Enumerate;
use core::slice::Iter;

use touchmark_json::json::{Number, Object, Value};
use touchmark_json::text::push_place;

/// Where a member is that is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Such as `issuers[0].keys[1].id`; empty for the whole.
    pub path: String,
    /// What is wrong with it, and the remedy; empty where it is missing or of the wrong form, and there is no more to say.
    pub problem: String,
}

/// The first fault that was found.
#[derive(Debug, Default)]
pub struct FirstFault(OnceCell<Box<Fault>>);

impl FirstFault {
    /// What was read, unless there is a fault.
    ///
    /// # Errors
    /// The first fault.
    pub fn unless<T>(self, read: T) -> Result<T, Box<Fault>> {
        match self.0.into_inner() {
            None => Ok(read),
            Some(fault) => Err(fault),
        }
    }

    /// Whether there is one.
    pub fn is_found(&self) -> bool {
        self.0.get().is_some()
    }
}

/// The way from the root, written out only for a fault.
#[derive(Clone, Copy, Debug)]
pub enum Place<'p> {
    /// The whole, by the name it has in paths: mostly none.
    Root(&'p str, &'p FirstFault),
    /// A member of an object.
    Member(&'p Place<'p>, &'p str),
    /// An item of a list that is a member; of the place itself, where the name is empty.
    Item(&'p Place<'p>, &'p str, usize),
}

impl<'p> Place<'p> {
    /// Notes a fault in what stands at this place, unless another was found before.
    #[cold]
    pub fn refuse(&self, problem: &str) {
        self.first_fault().0.get_or_init(|| {
            let mut path = String::new();
            self.write(&mut path);
            Box::new(Fault { path, problem: problem.into() })
        });
    }

    /// As [`Place::refuse`], where something does not hold.
    pub fn require(&self, holds: bool, problem: &str) {
        if !holds {
            self.refuse(problem);
        }
    }

    /// Where faults are noted.
    pub fn first_fault(&self) -> &'p FirstFault {
        match self {
            Self::Root(_, first) => first,
            Self::Member(parent, _) | Self::Item(parent, ..) => parent.first_fault(),
        }
    }

    fn write(&self, out: &mut String) {
        let name = match self {
            Self::Root(name, _) => name,
            Self::Member(parent, name) | Self::Item(parent, name, _) => {
                parent.write(out);
                name
            }
        };
        if !(out.is_empty() || name.is_empty()) {
            out.push('.');
        }
        out.push_str(name);
        if let Self::Item(_, _, at) = self {
            push_place(*at, out);
        }
    }
}

/// One object that is read, and the way to it. `null` is absent.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'v, 'p> {
    place: Place<'p>,
    object: Option<&'v Object<'v>>,
}

impl<'v, 'p> Cursor<'v, 'p> {
    /// Over what stands at a place: a fault, unless it is an object.
    pub fn over(value: &'v Value<'v>, place: Place<'p>) -> Self {
        let object = value.as_object();
        place.require(object.is_some(), "");
        Self { place, object }
    }

    /// Over an object.
    pub fn of(object: &'v Object<'v>, place: Place<'p>) -> Self {
        Self { place, object: Some(object) }
    }

    /// What stands where nothing does: it has no members, and each that must be there is a fault.
    pub fn of_none(place: Place<'p>) -> Self {
        Self { place, object: None }
    }

    /// The same, called by a name of its own in paths, not by the way to it.
    #[must_use]
    pub fn named(self, name: &'p str) -> Self {
        Self { place: Place::Root(name, self.place.first_fault()), ..self }
    }

    /// Where this is.
    pub fn place(&self) -> &Place<'p> {
        &self.place
    }

    /// The object itself.
    pub fn as_object(&self) -> Option<&'v Object<'v>> {
        self.object
    }

    /// The value with that name.
    pub fn get(&self, name: &str) -> Option<&'v Value<'v>> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// Notes a fault in a member; in the object itself, where the name is empty.
    #[cold]
    pub fn refuse(&self, name: &str, problem: &str) {
        Place::Member(&self.place, name).refuse(problem);
    }

    /// As [`Cursor::refuse`], where something does not hold.
    pub fn require_or(&self, name: &str, holds: bool, problem: &str) {
        if !holds {
            self.refuse(name, problem);
        }
    }

    /// Notes a member that is missing or of the wrong form.
    pub fn require(&self, name: &str, holds: bool) {
        if !holds {
            wrong(name, &self.place);
        }
    }

    /// A text that must be there.
    pub fn text(&self, name: &str) -> &'v str {
        let text = self.optional_text(name);
        self.require(name, text.is_some());
        text.unwrap_or_default()
    }

    /// A text that may be absent.
    pub fn optional_text(&self, name: &str) -> Option<&'v str> {
        let value = self.get(name)?;
        self.require(name, value.as_str().is_some());
        value.as_str()
    }

    /// A text that may be absent, as what it says: `read` answers `None` for one that is not of its form.
    pub fn optional<T>(&self, name: &str, read: impl FnOnce(&'v str) -> Option<T>) -> Option<T> {
        let read = read(self.optional_text(name)?);
        self.require(name, read.is_some());
        read
    }

    /// As [`Cursor::optional`], of a text that must be there.
    pub fn required<T>(&self, name: &str, read: impl FnOnce(&'v str) -> Option<T>) -> Option<T> {
        let read = read(self.text(name));
        self.require(name, read.is_some());
        read
    }

    /// As [`Cursor::required`]; what stands in its place is thrown away.
    pub fn parsed<T: Default>(&self, name: &str, read: impl FnOnce(&'v str) -> Option<T>) -> T {
        self.required(name, read).unwrap_or_default()
    }

    /// Texts that must be there, as a list.
    pub fn texts(&self, name: &str) -> Vec<&'v str> {
        let values = self.get(name).and_then(Value::as_array);
        let mut texts = Vec::new();
        self.require(name, values.is_some());
        for value in values.unwrap_or_default() {
            self.require(name, value.as_str().is_some());
            texts.push(value.as_str().unwrap_or_default());
        }
        texts
    }

    /// `true` or `false`, which may be absent.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let value = self.get(name)?;
        self.require(name, value.as_bool().is_some());
        value.as_bool()
    }

    /// A whole number that must be there, 0 or more.
    pub fn count(&self, name: &str) -> u64 {
        let number = self.get(name).and_then(Value::as_number).and_then(Number::to_integer);
        let number = number.and_then(|number| u64::try_from(number).ok());
        self.require(name, number.is_some());
        number.unwrap_or_default()
    }

    /// An object that may be absent.
    pub fn member<'c>(&'c self, name: &'c str) -> Option<Cursor<'v, 'c>> {
        Some(Cursor::over(self.get(name)?, Place::Member(&self.place, name)))
    }

    /// An object that must be there.
    pub fn required_member<'c>(&'c self, name: &'c str) -> Cursor<'v, 'c> {
        self.require(name, self.get(name).is_some());
        let place = Place::Member(&self.place, name);
        self.member(name).unwrap_or(Cursor::of_none(place))
    }

    /// The values of a list; none where it is absent.
    pub fn list(&self, name: &str) -> &'v [Value<'v>] {
        let Some(value) = self.get(name) else { return &[] };
        self.require(name, value.as_array().is_some());
        value.as_array().unwrap_or_default()
    }

    /// The objects of a list; none where it is absent.
    pub fn items<'c>(&'c self, name: &'c str) -> Items<'v, 'c> {
        Items { parent: &self.place, name, values: self.list(name).iter().enumerate() }
    }
}

/// The objects of a list, one after the other.
#[derive(Debug)]
pub struct Items<'v, 'p> {
    parent: &'p Place<'p>,
    name: &'p str,
    values: Enumerate<Iter<'v, Value<'v>>>,
}

impl<'v, 'p> Iterator for Items<'v, 'p> {
    type Item = Cursor<'v, 'p>;

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let (at, value) = self.values.next()?;
        Some(Cursor::over(value, Place::Item(self.parent, self.name, at)))
    }
}

/// Notes a member that is missing or of the wrong form.
#[cold]
#[inline(never)]
fn wrong(name: &str, of: &Place<'_>) {
    Place::Member(of, name).refuse("");
}

/// Takes a text out of an object that is taken apart, so that what is left over can be told; `None` where it is absent, null or
/// empty.
pub fn take_text<'a>(object: &mut Object<'a>, name: &str, place: &Place<'_>) -> Option<Cow<'a, str>> {
    match object.take(name)? {
        Value::String(text) => return Some(text).filter(|text| !text.is_empty()),
        Value::Null => {}
        _ => wrong(name, place),
    }
    None
}

/// Takes an object out.
pub fn take_object<'a>(object: &mut Object<'a>, name: &str, place: &Place<'_>) -> Option<Object<'a>> {
    match object.take(name)? {
        Value::Object(object) => return Some(object),
        _ => wrong(name, place),
    }
    None
}

/// Takes a list out; nothing where it is absent or null.
pub fn take_list<'a>(object: &mut Object<'a>, name: &str, place: &Place<'_>) -> Vec<Value<'a>> {
    match object.take(name) {
        None | Some(Value::Null) => {}
        Some(Value::Array(values)) => return values,
        _ => wrong(name, place),
    }
    Vec::new()
}

/// Takes a list of texts out.
pub fn take_texts<'a>(object: &mut Object<'a>, name: &str, place: &Place<'_>) -> Vec<Cow<'a, str>> {
    let mut texts = Vec::new();
    for value in take_list(object, name, place) {
        match value {
            Value::String(text) => texts.push(text),
            _ => wrong(name, place),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchmark_json::json::parse;

    fn fault(text: &str, read: impl FnOnce(&Cursor<'_, '_>)) -> Option<String> {
        let (value, first) = (parse(text).unwrap(), FirstFault::default());
        read(&Cursor::over(&value, Place::Root("", &first)));
        first.unless(()).err().map(|fault| fault.path)
    }

    #[test]
    fn each_reading_names_what_is_not_of_its_form() {
        type Reading = fn(&Cursor<'_, '_>);
        let readings: [(Reading, &str, &[&str]); 9] = [
            (
                |at| {
                    at.text("m");
                },
                r#""""#,
                &["absent", "null", "1", "[]"],
            ),
            (
                |at| {
                    at.optional_text("m");
                },
                "null",
                &["1", "{}"],
            ),
            (
                |at| {
                    at.optional("m", |text| text.parse::<u8>().ok());
                },
                r#""5""#,
                &[r#""""#, r#""x""#, "5"],
            ),
            (
                |at| {
                    at.parsed("m", |text| text.parse::<u8>().ok());
                },
                r#""5""#,
                &["absent", r#""x""#, "5"],
            ),
            (
                |at| {
                    at.texts("m");
                },
                "[]",
                &["absent", "null", r#""""#, "[1]", "[null]"],
            ),
            (
                |at| {
                    at.flag("m");
                },
                "false",
                &["0", r#""true""#],
            ),
            (
                |at| {
                    at.count("m");
                },
                "5",
                &["absent", "-1", "1.0", r#""5""#],
            ),
            (
                |at| {
                    at.required_member("m");
                },
                "{}",
                &["absent", "null", "[]"],
            ),
            (
                |at| {
                    at.items("m").count();
                },
                "[{}]",
                &["{}", r#""""#],
            ),
        ];
        for (read, good, bad) in readings {
            assert_eq!(fault(&format!(r#"{{"m":{good}}}"#), read), None, "{good}");
            for value in bad {
                let text = if *value == "absent" { "{}".into() } else { format!(r#"{{"m":{value}}}"#) };
                assert_eq!(fault(&text, read).as_deref(), Some("m"), "{value}");
            }
        }
    }

    #[test]
    fn a_fault_has_the_whole_way_and_the_first_one_stands() {
        let found = fault(r#"{"a":[{"b":{"c":1}},{"b":{}}],"d":1}"#, |root| {
            for item in root.items("a") {
                item.required_member("b").text("c");
            }
            root.text("d");
        });
        assert_eq!(found.as_deref(), Some("a[0].b.c"));
        assert_eq!(
            fault("[]", |root| {
                root.optional_text("a");
            })
            .as_deref(),
            Some("")
        );
        assert_eq!(
            fault(r#"{"a":[1]}"#, |root| {
                root.items("a").count();
            })
            .as_deref(),
            Some("a[0]")
        );
        assert_eq!(
            fault("{}", |root| {
                root.required_member("a").text("b");
            })
            .as_deref(),
            Some("a")
        );
    }

    #[test]
    fn what_is_taken_out_is_held_to_its_form_too() {
        for (text, expected) in [
            (r#"{"text":"x","object":{},"texts":["x"]}"#, None),
            (r#"{"text":null,"texts":null}"#, None),
            (r#"{"text":5,"object":[]}"#, Some("text")),
            (r#"{"object":null}"#, Some("object")),
            (r#"{"texts":[5]}"#, Some("texts")),
            (r#"{"texts":"x"}"#, Some("texts")),
        ] {
            let Value::Object(mut object) = parse(text).unwrap() else { panic!("{text}") };
            let first = FirstFault::default();
            let place = Place::Root("", &first);
            take_text(&mut object, "text", &place);
            take_object(&mut object, "object", &place);
            take_texts(&mut object, "texts", &place);
            assert!(object.is_empty());
            assert_eq!(first.unless(()).err().map(|fault| fault.path).as_deref(), expected, "{text}");
        }
    }
}
