//! Which Correlates of War number a state of a record had.

use entente_lexicon::{CodeScheme, Lexicon};
use entente_model::{ActorRef, Date};

/// A Correlates of War number.
pub type Number = u16;

/// The number of a state on a day. A dataset that writes these numbers is taken at its word where the
/// state ever had that number; else the lexicon tells which it had then, or had last.
pub fn number_of(lexicon: &Lexicon, state: &ActorRef, on: Option<Date>) -> Option<Number> {
    let id = state.country.as_deref().unwrap_or(&state.id);
    let written = state.text.trim();
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        let had = lexicon
            .codes_of(id)
            .any(|it| it.scheme == CodeScheme::Cow && it.code == written);
        if had {
            return written.parse().ok();
        }
    }
    number_of_id(lexicon, id, on)
}

/// The number of a state, by its id, on a day; the last that it had where it had none then.
pub(crate) fn number_of_id(lexicon: &Lexicon, id: &str, on: Option<Date>) -> Option<Number> {
    let then = on.and_then(|_| lexicon.code_of(id, CodeScheme::Cow, on));
    then.or_else(|| lexicon.code_of(id, CodeScheme::Cow, None))?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn germany_has_the_number_of_its_day() {
        let lexicon = Lexicon::builtin();
        let germany = |text: &str| ActorRef {
            id: "DEU".into(),
            name: "Germany".into(),
            text: text.into(),
            country: Some("DEU".into()),
            sector: None,
        };
        let on = |day: &str| day.parse().ok();
        assert_eq!(
            number_of(lexicon, &germany("Germany"), on("1970-01-01")),
            Some(260)
        );
        assert_eq!(
            number_of(lexicon, &germany("Germany"), on("2000-01-01")),
            Some(255)
        );
        assert_eq!(
            number_of(lexicon, &germany("260"), on("1990-12-31")),
            Some(260)
        );
        assert_eq!(number_of(lexicon, &germany("7"), None), Some(255));
    }
}
