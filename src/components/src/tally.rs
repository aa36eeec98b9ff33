//! How a line of a tally is drawn.

use touchmark::{Level, TallyLine};
use touchmark_words::{Language, look_up, sentence};

use crate::face::Tone;
use crate::icon::Icon;
use crate::words::Words;

/// Shape, colours and words of a line.
pub(crate) trait Drawn {
    fn icon(&self, language: Language) -> Icon;
    fn tone(&self) -> Tone;
    fn words(&self, language: Language) -> Words;
}

impl Drawn for TallyLine {
    fn icon(&self, language: Language) -> Icon {
        // Never by colour alone: what is louder than its words has a shape that says so.
        if self.is_raised() {
            return Icon::Attention;
        }
        self.origin.map_or_else(|| Icon::of_group(self.group), |origin| Icon::of_origin(origin, language))
    }

    fn tone(&self) -> Tone {
        let of_level = match self.level {
            Level::Alert => Tone::Invalid,
            Level::Caution => Tone::Caution,
            _ => Tone::Undisclosed,
        };
        self.origin.filter(|_| !self.needs_attention()).map_or(of_level, Tone::of_origin)
    }

    fn words(&self, language: Language) -> Words {
        let mut words = Words { text: String::new(), lang: None };
        for key in self.label() {
            if words.text.is_empty() {
                words = Words::of(language, &key);
                words.text = sentence(&words.text);
            } else if let Some(found) = look_up(language, &key) {
                words.text.push_str(" · ");
                words.text.push_str(found.text);
            }
        }
        words
    }
}
