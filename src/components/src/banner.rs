//! The banner: what a section or a page holds, said once at its head.

use leptos::prelude::*;
use touchmark::{Answer, Group, Level, Origin, Tally, TallyLine, Verdict};
use touchmark_words::{Language, sentence, text};

use crate::details::toned;
use crate::face::Tone;
use crate::icon::Icon;
use crate::intl::number;
use crate::node::{Node, View, root, spoken, view};
use crate::words::Words;

/// Says what a section or a page holds: "Contains synthetic data. Synthetic records are not real people or transactions."
///
/// What it says is the sum of two sources. `synthetic`, `ai`, `masked`, `influence` and `environment` are statements of
/// the page; they need no proof, since they only make people more careful. A `tally` speaks for itself: of synthetic,
/// AI-made and masked records that there are some, and how many of how many; of records that need attention, how many. What
/// records are said to be, without being believed, is told as that: a trust list that is out of date takes no warning away.
/// Beside any of it, of how many nobody said anything. While `total` is more than has been counted, how far the check is, and
/// no shares of a whole that is not known.
/// With `answers`, whether the records may be used for something comes first: how many are refused, not known, and may be.
/// Where there is nothing to say nothing is shown, not even a frame.
///
/// A banner is a `role="note"` with a name ("Origin"; "Needs attention" or "Environment" if it is about nothing else);
/// each statement is a paragraph with an icon. It fires no events and cannot be dismissed: what it says stays true. The
/// root carries `data-level`; parts are `banner` and `statement`.
///
/// ```
/// use leptos::prelude::*;
/// use touchmark_components::{Banner, BannerProps, Tally};
///
/// fn head_of_list(tally: Signal<Tally>) -> impl IntoView {
///     // In `view!`: <Banner tally environment="sandbox".to_owned()/>
///     Banner(BannerProps::builder().tally(tally).environment("sandbox".to_owned()).build())
/// }
/// ```
#[component]
pub fn Banner(
    /// What the list holds; an empty one says nothing.
    #[prop(into, optional)]
    tally: Signal<Tally>,
    /// How many records there are, checked or not; as many as were counted where it is `None` or less than that.
    #[prop(into, optional)]
    total: Signal<Option<u64>>,
    /// States that there is synthetic data.
    #[prop(into, optional)]
    synthetic: Signal<bool>,
    /// States that there is AI-generated content.
    #[prop(into, optional)]
    ai: Signal<bool>,
    /// States that there is masked data.
    #[prop(into, optional)]
    masked: Signal<bool>,
    /// States that recommendations here were learnt from simulated patterns.
    #[prop(into, optional)]
    influence: Signal<bool>,
    /// The environment to name, such as `sandbox`; an empty text names none.
    #[prop(into, optional)]
    environment: Signal<String>,
    /// For what the records may be used, as [`Answers::of`] counts; nothing is said of a use without.
    #[prop(into, optional)]
    answers: Signal<Option<Answers>>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
) -> View {
    view(move || {
        let stated = Statements {
            synthetic: synthetic.get(),
            ai: ai.get(),
            masked: masked.get(),
            influence: influence.get(),
            environment: environment.get(),
        };
        tally.with(|tally| draw(tally, total.get(), &stated, answers.read().as_ref(), language))
    })
}

/// What a page states of its own accord.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the props of `Banner` of these names")]
pub struct Statements {
    pub synthetic: bool,
    pub ai: bool,
    pub masked: bool,
    pub influence: bool,
    pub environment: String,
}

/// How many records may be used for something, by the policy of their checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the answers of these names")]
pub struct Answers {
    /// The use that was asked about.
    pub name: String,
    pub refused: u64,
    pub unknown: u64,
    pub allowed: u64,
}

impl Answers {
    /// Counts what each verdict says of a use.
    pub fn of<'v>(name: &str, verdicts: impl IntoIterator<Item = &'v Verdict>) -> Self {
        let mut answers = Self { name: name.to_owned(), ..Self::default() };
        for verdict in verdicts {
            *match verdict.may_be_used(name).answer {
                Answer::Allowed => &mut answers.allowed,
                Answer::Unknown => &mut answers.unknown,
                _ => &mut answers.refused,
            } += 1;
        }
        answers
    }

    /// The strictest first; none that counts nothing.
    fn counted(&self) -> impl Iterator<Item = (Answer, u64)> {
        [(Answer::Refused, self.refused), (Answer::Unknown, self.unknown), (Answer::Allowed, self.allowed)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
    }
}

/// The statements about origins.
const ORIGINS: [(&str, &[Origin]); 3] = [
    ("banner.synthetic", &[Origin::Synthetic]),
    ("banner.ai", &[Origin::AiGenerated, Origin::AiModified]),
    ("banner.masked", &[Origin::Masked]),
];

/// What must be known, and so may be claimed, in the order of the origins above.
const CLAIMS: [Origin; 4] = [Origin::Synthetic, Origin::AiGenerated, Origin::AiModified, Origin::Masked];

/// A banner, once.
pub fn draw(
    tally: &Tally,
    total: Option<u64>,
    stated: &Statements,
    answers: Option<&Answers>,
    language: Language,
) -> Node {
    let Statements { synthetic, ai, masked, influence, environment } = stated;
    let checked = tally.total();
    let total = total.unwrap_or_default().max(checked);
    let count = Counting { language, total: number(language, total), is_whole: checked == total };
    let mut said = Vec::new();
    let mut name = "details.environment";

    let attention = tally.count(TallyLine::needs_attention);
    let level = if attention > 0 { tally.level() } else { Level::Notice };
    if let Some(statement) = answers.and_then(|answers| of_use(answers, language)) {
        said.push(statement);
        name = "details.origin";
    }
    if attention > 0 {
        // How serious it is has a shape, and not a colour alone.
        let (icon, tone) = match level {
            Level::Alert => (Icon::Invalid, Tone::Invalid),
            _ => (Icon::Attention, Tone::Caution),
        };
        said.push(statement(icon, tone, count.words(text(language, "summary.flagged"), attention)));
        name = "summary.flagged";
    }
    for ((key, origins), stated) in ORIGINS.into_iter().zip([synthetic, ai, masked]) {
        let counts = origins.iter().filter_map(|&origin| {
            let label = text(language, &["origin.", origin.code()].concat());
            count.draw(label, tally.count(|line| line.origin == Some(origin)))
        });
        let counts: Vec<Node> = counts.collect();
        let Some(&origin) = origins.first().filter(|_| *stated || !counts.is_empty()) else { continue };
        let words = Words::of(language, key);
        said.push(
            statement(Icon::of_origin(origin, language), Tone::of_origin(origin), words).children(counts),
        );
        name = "details.origin";
    }
    let claims = CLAIMS.into_iter().filter_map(|origin| {
        let label = sentence(text(language, &["claim.", origin.code()].concat()));
        Some((origin, count.draw(&label, tally.count(|line| line.claim == Some(origin)))?))
    });
    let (claimed, counts): (Vec<Origin>, Vec<Node>) = claims.unzip();
    if let Some(&origin) = claimed.first() {
        let words = Words::of(language, "banner.claimed");
        said.push(
            statement(Icon::of_origin(origin, language), Tone::of_origin(origin), words).children(counts),
        );
        name = "details.origin";
    }
    // By itself no news: a page without seals has no banner. Beside others, what is not counted above is taken for real.
    let undisclosed = tally.count(|line| line.group == Group::NotDisclosed);
    if undisclosed > 0 && !said.is_empty() {
        let label = sentence(text(language, "group.not-disclosed"));
        said.push(statement(Icon::NotDisclosed, Tone::Undisclosed, count.words(&label, undisclosed)));
    }
    if !count.is_whole && !said.is_empty() {
        let checked = number(language, checked);
        let words = Words::fill(language, "banner.so-far", &[("count", &checked), ("total", &count.total)]);
        said.push(statement(Icon::Checking, Tone::Undisclosed, words));
    }
    if *influence {
        let words = Words::of(language, "banner.influence");
        said.push(statement(Icon::Synthetic, Tone::Synthetic, words));
        name = "details.origin";
    }
    if !environment.is_empty() {
        let words = Words::fill(language, "banner.environment", &[("environment", environment)]);
        said.push(statement(Icon::Declared, Tone::Undisclosed, words));
    }
    if said.is_empty() {
        return root("touchmark", language).attribute("hidden", "");
    }
    root("touchmark touchmark-banner", language)
        .part("banner")
        .attribute("role", "note")
        .attribute("aria-label", text(language, name))
        .attribute("data-level", level.code())
        .children(said)
}

/// "May these records be used for “credit-scoring”? No: 3 / 12"
fn of_use(answers: &Answers, language: Language) -> Option<Node> {
    let (strictest, _) = answers.counted().next()?;
    let (icon, tone) = match strictest {
        Answer::Allowed => (Icon::Match, Tone::Undisclosed),
        Answer::Unknown => (Icon::CouldNotCheck, Tone::Caution),
        _ => (Icon::Invalid, Tone::Invalid),
    };
    let total = number(language, answers.refused + answers.unknown + answers.allowed);
    let count = Counting { language, total, is_whole: true };
    let counts = answers
        .counted()
        .filter_map(|(answer, number)| count.draw(text(language, &["use.", answer.code()].concat()), number));
    let words = Words::fill(language, "use.of-list", &[("purpose", &answers.name)]);
    Some(statement(icon, tone, words).children(counts))
}

fn statement(icon: Icon, tone: Tone, words: Words) -> Node {
    toned("p", "touchmark-statement", tone)
        .part("statement")
        .child(icon.draw())
        .child(spoken("span", "", words))
}

/// How many records are of each origin that people must know of, or are said to be: "Synthetic data: 787 / 1200".
pub(crate) fn origins_of(tally: &Tally, language: Language) -> Vec<String> {
    let count = Counting { language, total: number(language, tally.total()), is_whole: true };
    let said = |key: &str, counts: &dyn Fn(&TallyLine) -> bool| {
        let number = tally.count(counts);
        (number > 0).then(|| count.words(&sentence(text(language, key)), number).text)
    };
    let known = CLAIMS
        .iter()
        .map(|&origin| said(&["origin.", origin.code()].concat(), &|line| line.origin == Some(origin)));
    let claimed = CLAIMS
        .iter()
        .map(|&origin| said(&["claim.", origin.code()].concat(), &|line| line.claim == Some(origin)));
    known.chain(claimed).flatten().collect()
}

/// How counts are written: "Synthetic data: 12 / 240", and without a whole while that is not known.
struct Counting {
    language: Language,
    total: String,
    is_whole: bool,
}

impl Counting {
    fn words(&self, label: &str, count: u64) -> Words {
        let Self { language, ref total, is_whole } = *self;
        let values = [("label", label), ("count", &*number(language, count)), ("total", total)];
        Words::fill(language, if is_whole { "banner.count" } else { "summary.count" }, &values)
    }

    /// None where there is nothing to count.
    fn draw(&self, label: &str, count: u64) -> Option<Node> {
        (count > 0).then(|| spoken("span", "touchmark-count", self.words(label, count)))
    }
}
