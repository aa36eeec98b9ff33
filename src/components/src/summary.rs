//! The summary: how many records of a list say what.

use leptos::prelude::*;
use touchmark::{Tally, TallyLine};
use touchmark_words::{Language, text};

use crate::details::toned;
use crate::face::joined;
use crate::icon::Icon;
use crate::intl::number;
use crate::node::{Node, View, node, root, spoken, view};
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
/// The counts are a list named "Records by origin and seal"; the switch is a `<button role="switch">` of at least 24 px.
/// One polite live region says the counts when all records have been checked, and not while they are; again only when
/// they have changed. Parts are `summary`, `main`, `counts`, `sums`, `hide` and `hidden`.
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
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
) -> View {
    view(move || {
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
        tally.with(|tally| sums.with(|sums| draw(tally, total.get(), sums.as_ref(), switch, language)))
    })
}

/// A summary, once.
pub fn draw(
    tally: &Tally,
    total: Option<u64>,
    sums: Option<&Sums>,
    switch: Option<Switch>,
    language: Language,
) -> Node {
    let checked = tally.total();
    let total = total.unwrap_or_default().max(checked);
    let counts = Counts::of(tally, total, language);
    // Nothing while something is unknown, then what the list says: it is read like any other text, and must not be of old.
    let announced = if checked == total && total > 0 { counts.sentence() } else { String::new() };
    // Each of these is always there, so that what changes around the switch leaves it alone.
    root("touchmark touchmark-summary", language)
        .part("summary")
        .child(counts.above())
        .child(counts.list(language))
        .child(node("div", "touchmark-sums").children(sums.map(|sums| sums_of(sums, language))))
        .child(node("div", "touchmark-hiding").children(switch_of(tally, switch, language)))
        .child(node("p", "touchmark-spoken").attribute("role", "status").text(announced))
}

/// What is said of how many, worked out.
struct Counts {
    /// Said above the list.
    main: Option<Words>,
    progress: Option<Words>,
    lines: Vec<(TallyLine, Words)>,
}

impl Counts {
    fn of(tally: &Tally, total: u64, language: Language) -> Self {
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
        let listed: Vec<&TallyLine> =
            lines.iter().filter(|line| usual.is_none_or(|usual| !std::ptr::eq(usual, *line))).collect();
        // Where one line is said of all the others, or the end is not known, a share of the whole would mislead.
        let is_share = usual.is_none() && checked == total;
        let key = if is_share { "summary.count-of" } else { "summary.count" };
        let lines = listed.into_iter().map(|line| (*line, fill(key, &line.words(language).text, line.count)));
        Self {
            main,
            progress: (checked < total).then(|| fill("summary.checking", "", checked)),
            lines: lines.collect(),
        }
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
        list.children(self.lines.iter().map(|(line, words)| {
            toned("li", "", line.tone()).child(line.icon(language).draw()).child(spoken(
                "span",
                "",
                words.clone(),
            ))
        }))
    }

    fn sentence(&self) -> String {
        let lines = self.lines.iter().map(|(_, words)| &words.text);
        joined(". ", self.main.iter().map(|words| &words.text).chain(lines))
    }
}

/// "€4.2 M, of which Synthetic data: €1.1 M"
fn sums_of(sums: &Sums, language: Language) -> Node {
    let parts = sums.parts.iter().map(|(line, amount)| {
        let label = line.words(language);
        Words::fill(language, "summary.sum", &[("label", &label.text), ("amount", amount)]).text
    });
    let parts = joined(" · ", parts);
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
    let Some(Switch { hidden, click }) = switch.filter(|_| count > 0) else { return Vec::new() };
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
