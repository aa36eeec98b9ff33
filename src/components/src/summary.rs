//! The summary: how many records of a list say what.

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{Tally, TallyLine};
use touchmark_words::{Language, text};

use crate::details::toned;
use crate::face::{Tone, joined};
use crate::icon::Icon;
use crate::intl::number;
use crate::node::{Node, View, attribute_of, drawing, node, root, spoken, view};
use crate::tally::Drawn as _;
use crate::words::Words;

/// A figure and what it is made of, every amount already written as people read it: "€4.2 M".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The whole.
    pub total: String,
    /// The parts to name, with what may be said of the records behind each; `count` is of no account.
    pub parts: Vec<(TallyLine, String)>,
}

/// Counts the records of a list by what may be said of each: "Synthetic data: 312 · Origin not disclosed: 88 / 400".
///
/// What needs attention stands first. Where one state covers more than four fifths of a list that has been checked, it is
/// said once above ("Unless marked otherwise: …") and the list names the exceptions. While `total` is more than has been
/// counted, the summary says how far the check is.
///
/// With `hide`, a switch "Hide synthetic records" is shown as long as there are records that are synthetic, or said to be. It
/// sets the signal and calls `on_hide`; hiding rows is the page's part. While it is on, "Hidden: 312" stays in view.
///
/// With `chosen`, the counts are toggle buttons over a bar of their shares (decoration; the buttons tell all of it), so that the list
/// can be narrowed to one line: they set the signal to the [key](TallyLine::key) of a line, or to nothing, and call `on_choose`.
/// Narrowing is the page's part. "Shown: 12 / 400" stays in view, and is announced.
///
/// The counts are a list named "Records by origin and seal"; the switch is a `<button role="switch">` of at least 24 px.
/// One polite live region says the counts when all records have been checked, and not while they are; again only when
/// they have changed. Parts are `summary`, `main`, `counts`, `choice`, `bar`, `shown`, `sums`, `hide` and `hidden`.
///
/// ```
/// use leptos::prelude::*;
/// use touchmark_components::{Summary, SummaryProps, Tally};
///
/// fn above_the_list(tally: Signal<Tally>, hide: RwSignal<bool>) -> impl IntoView {
///     // In `view!`: <Summary tally total=Some(1_200) hide/>
///     Summary(SummaryProps::builder().tally(tally).total(Some(1_200)).hide(hide).build())
/// }
/// ```
#[component]
pub fn Summary(
    /// What has been counted so far.
    #[prop(into)]
    tally: Signal<Tally>,
    /// How many records there are, checked or not; as many as were counted where it is `None` or less than that.
    #[prop(into, optional)]
    total: Signal<Option<u64>>,
    /// A figure that is made of these records.
    #[prop(into, optional)]
    sums: Signal<Option<Sums>>,
    /// Whether synthetic records are hidden. Without it there is no switch.
    #[prop(optional)]
    hide: Option<RwSignal<bool>>,
    /// Called after the switch was used, with whether synthetic records are to be hidden now.
    #[prop(optional)]
    on_hide: Option<Callback<bool>>,
    /// Key of the line that the list is narrowed to. Without it nothing can be chosen.
    #[prop(optional)]
    chosen: Option<RwSignal<Option<String>>>,
    /// Called after a line was chosen, or none, with its key.
    #[prop(optional)]
    on_choose: Option<Callback<Option<String>>>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
) -> View {
    view(move || {
        let choice = chosen.map(|chosen| Choice {
            chosen: chosen.get(),
            click: Some(Arc::new(move |key: Option<String>| {
                let now = key.filter(|key| chosen.with_untracked(|chosen| chosen.as_ref() != Some(key)));
                chosen.set(now.clone());
                if let Some(on_choose) = on_choose {
                    on_choose.run(now);
                }
            })),
        });
        let switch = hide.map(|hide| Switch {
            hidden: hide.get(),
            click: Some(Box::new(move || {
                let now = !hide.get_untracked();
                hide.set(now);
                if let Some(on_hide) = on_hide {
                    on_hide.run(now);
                }
            })),
        });
        tally
            .with(|tally| sums.with(|sums| draw(tally, total.get(), sums.as_ref(), choice, switch, language)))
    })
}

/// A summary, once.
pub fn draw(
    tally: &Tally,
    total: Option<u64>,
    sums: Option<&Sums>,
    choice: Option<Choice>,
    switch: Option<Switch>,
    language: Language,
) -> Node {
    let checked = tally.total();
    let total = total.unwrap_or_default().max(checked);
    let counts = Counts::of(tally, total, choice, language);
    // Nothing while something is unknown, then what the list says: it is read like any other text, and must not be of old.
    let announced = match &counts.shown {
        Some(shown) => shown.text.clone(),
        None if checked == total && total > 0 => counts.sentence(),
        None => String::new(),
    };
    // Each of these is always there, so that what changes around the switch leaves it alone.
    root("touchmark touchmark-summary", language)
        .part("summary")
        .child(counts.above())
        .child(counts.bar())
        .child(counts.list(language))
        .child(node("div", "touchmark-shown").children(counts.shown()))
        .child(node("div", "touchmark-sums").children(sums.map(|sums| sums_of(sums, language))))
        .child(node("div", "touchmark-hiding").children(switch_of(tally, switch, language)))
        .child(node("p", "touchmark-spoken").attribute("role", "status").text(announced))
}

/// The line that a list is narrowed to.
pub struct Choice {
    /// Its key; nothing where all of the list is shown.
    pub chosen: Option<String>,
    /// Called with the key of the line whose button is used, or with none; nothing where somebody else listens to it.
    pub click: Option<Choose>,
}

/// What choosing a line does.
pub type Choose = Arc<dyn Fn(Option<String>) + Send + Sync>;

/// What is said of how many, worked out.
struct Counts {
    /// Said above the list.
    main: Option<Words>,
    progress: Option<Words>,
    lines: Vec<(TallyLine, Words)>,
    /// How many are shown, where the list is narrowed.
    shown: Option<Words>,
    total: u64,
    choice: Option<Choice>,
}

impl Counts {
    fn of(tally: &Tally, total: u64, choice: Option<Choice>, language: Language) -> Self {
        let (checked, lines) = (tally.total(), tally.lines());
        let total_words = number(language, total);
        let fill = |key: &str, label: &str, count: u64| {
            let count = number(language, count);
            Words::fill(language, key, &[("label", label), ("count", &count), ("total", &total_words)])
        };
        let usual = tally.usual(total).filter(|_| checked == total).and_then(|at| lines.get(at));
        let main = match usual {
            Some(line) => {
                let key = if line.count == total { "summary.all" } else { "summary.unless-marked" };
                Some(fill(key, &line.words(language).text, line.count))
            }
            None if total == 0 => Some(Words::of(language, "summary.none")),
            None => None,
        };
        // What can be chosen is there to be chosen, though it was said above.
        let is_listed =
            |line: &&TallyLine| choice.is_some() || usual.is_none_or(|usual| !std::ptr::eq(usual, *line));
        // Where one line is said of all the others, or the end is not known, a share of the whole would mislead.
        let is_share = choice.is_none() && usual.is_none() && checked == total;
        let key = if is_share { "summary.count-of" } else { "summary.count" };
        let lines: Vec<_> = lines
            .iter()
            .filter(is_listed)
            .map(|line| (*line, fill(key, &line.words(language).text, line.count)))
            .collect();
        let chosen = choice.as_ref().and_then(|choice| choice.chosen.as_deref());
        let shown = chosen.map(|key| {
            let count = tally.count(|line| line.key() == key);
            fill("summary.shown", "", count)
        });
        let progress = (checked < total).then(|| fill("summary.checking", "", checked));
        Self { main, progress, lines, shown, total, choice }
    }

    fn above(&self) -> Node {
        let main = self.main.clone().map(|words| spoken("p", "touchmark-main", words).part("main"));
        let progress = self.progress.clone().map(|words| {
            node("p", "touchmark-progress").child(Icon::Checking.draw()).child(spoken("span", "", words))
        });
        node("div", "touchmark-above").children(main).children(progress)
    }

    fn list(&self, language: Language) -> Node {
        // Without the role, some readers take a list without bullets for no list.
        let list = node("ul", "touchmark-counts")
            .part("counts")
            .attribute("role", "list")
            .attribute("aria-label", text(language, "summary.label"));
        let Some(choice) = &self.choice else {
            return list.children(self.lines.iter().map(|(line, words)| {
                told(toned("li", "", line.tone()), Some(line.icon(language)), words.clone())
            }));
        };
        let count = number(language, self.total);
        let all = (
            String::new(),
            Tone::Undisclosed,
            None,
            Words::fill(language, "summary.all-of-them", &[("count", &count)]),
        );
        let lines = self
            .lines
            .iter()
            .map(|(line, words)| (line.key(), line.tone(), Some(line.icon(language)), words.clone()));
        list.children(std::iter::once(all).chain(lines).map(|(key, tone, icon, words)| {
            let is_chosen = choice.chosen.as_deref().unwrap_or_default() == key;
            let button = toned("button", "touchmark-choice", tone)
                .part("choice")
                .attribute("type", "button")
                .attribute("data-key", key)
                .attribute("aria-pressed", if is_chosen { "true" } else { "false" });
            let button = match choice.click.clone() {
                Some(click) => button.on("click", move |event| {
                    click(attribute_of(&event, "data-key").filter(|key| !key.is_empty()))
                }),
                None => button,
            };
            node("li", "").child(told(button, icon, words))
        }))
    }

    /// The shares of the whole, in the order of the buttons that tell them.
    fn bar(&self) -> Node {
        let share = |line: &TallyLine| {
            let tenths = line.count.saturating_mul(1000).checked_div(self.total).unwrap_or_default();
            format!("{}.{}%", tenths / 10, tenths % 10)
        };
        let lines = self.lines.iter().filter(|_| self.choice.is_some());
        node("div", "touchmark-bar").part("bar").attribute("aria-hidden", "true").children(
            // Not by style, which a strict page refuses.
            lines.map(|(line, _)| {
                drawing("svg", "")
                    .attribute("class", line.tone().class())
                    .attribute("width", share(line))
                    .attribute("height", "100%")
            }),
        )
    }

    fn shown(&self) -> Option<Node> {
        self.shown.clone().map(|words| spoken("p", "", words).part("shown"))
    }

    fn sentence(&self) -> String {
        let lines = self.lines.iter().map(|(_, words)| &words.text);
        joined(". ", self.main.iter().map(|words| &words.text).chain(lines))
    }
}

/// Words behind their icon.
fn told(node: Node, icon: Option<Icon>, words: Words) -> Node {
    node.children(icon.map(Icon::draw)).child(spoken("span", "", words))
}

/// "€4.2 M, of which €1.1 M is “Synthetic data”"
fn sums_of(sums: &Sums, language: Language) -> Node {
    let parts = sums.parts.iter().map(|(line, amount)| {
        let label = line.words(language);
        Words::fill(language, "summary.sum-part", &[("label", &label.text), ("amount", amount)]).text
    });
    let parts = joined(", ", parts);
    let words = if parts.is_empty() {
        Words { text: sums.total.clone(), lang: None }
    } else {
        Words::fill(language, "summary.sum-of", &[("total", &sums.total), ("parts", &parts)])
    };
    spoken("p", "", words).part("sums")
}

/// The switch "Hide synthetic records".
pub struct Switch {
    /// Whether it is on.
    pub hidden: bool,
    /// What it does; nothing where somebody else listens to it.
    pub click: Option<Box<dyn FnMut() + Send>>,
}

/// The switch, and what it does now. None where there is nothing to hide.
fn switch_of(tally: &Tally, switch: Option<Switch>, language: Language) -> Vec<Node> {
    let count = tally.count(TallyLine::is_synthetic);
    // What hides goes on saying so, though there is nothing left to hide: it must not go from under a finger.
    let Some(Switch { hidden, click }) = switch.filter(|switch| count > 0 || switch.hidden) else {
        return Vec::new();
    };
    let button = spoken("button", "touchmark-switch", Words::of(language, "summary.hide-synthetic"))
        .part("hide")
        .attribute("type", "button")
        .attribute("role", "switch")
        .attribute("aria-checked", if hidden { "true" } else { "false" });
    let button = match click {
        Some(mut click) => button.on("click", move |_| click()),
        None => button,
    };
    let mut drawn = vec![button];
    if hidden {
        let count = number(language, count);
        let words = Words::fill(language, "summary.hidden", &[("count", &count)]);
        drawn.push(spoken("span", "touchmark-count", words).part("hidden"));
    }
    drawn
}
