//! Mends a parse with what the names in it tell: a parser that knows words only takes "Hezbollah
//! in Lebanon and the Houthis" for two places.

use entente_lexicon::{Scene, Sort};
use entente_model::{DateSpan, Sector};
use entente_text::{Parse, Upos};

/// Mends the coordination of places and actors.
pub(crate) fn mend(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) {
    for index in 0..parse.tokens.len() {
        if parse.tokens[index].deprel != "conj" {
            continue;
        }
        let Some(place) = parse.tokens[index].head else { continue };
        if let Some(actor) = fellow(parse, scene, place, index, words) {
            parse.tokens[index].head = Some(actor);
        }
    }
}

/// The actor before `place` that `conj`, coordinated with the place by the parser, belongs with.
fn fellow(
    parse: &Parse,
    scene: &Scene,
    place: usize,
    conj: usize,
    words: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let located = parse
        .children_by(place, "case")
        .any(|case| matches!(words(case).as_str(), "in" | "of" | "from" | "at"));
    let prepositional = parse.children_by(conj, "case").next().is_some();
    if !located || prepositional || scene.place(place).is_none() || scene.place(conj).is_some() {
        return None;
    }
    let is_group = scene.sort(conj) == Sort::Name
        && scene.at(conj).iter().all(|actor| actor.sector.is_some_and(|sector| sector != Sector::Gov));
    let is_name = parse.tokens[conj].upos == Upos::Propn && scene.at(conj).is_empty();
    if !is_group && !is_name {
        return None;
    }
    // The nearest actor before the place that is no place itself.
    (0..place).rev().take(8).find(|&before| {
        scene.sort(before) == Sort::Name
            && scene.place(before).is_none()
            && parse.ancestors(conj).all(|above| above != before || above == place)
            && !parse.ancestors(before).any(|above| above == conj)
    })
}

/// The year that a text tells of: "In February 2019 ... Indian aircraft bombed a target on 26
/// February." A day and month without a year belong to it, not to the document's own year.
#[derive(Debug, Default)]
pub(crate) struct Narration {
    year: Option<i16>,
}

const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

impl Narration {
    /// A new paragraph tells its own time.
    pub(crate) fn paragraph(&mut self) {
        self.year = None;
    }

    /// Dates the days and months of a sentence that give no year, and notes the year that it
    /// gives.
    pub(crate) fn date(&mut self, parse: &mut Parse) {
        for time in &mut parse.times {
            let year_named = has_year(&time.date.text);
            if year_named {
                // "since 2011" and "from 2011 to 2014" tell no single time.
                if let (Some(start), Some(end)) = (time.date.start, time.date.end) {
                    self.year = (start.year() == end.year()).then_some(start.year()).or(self.year);
                }
            } else if let Some(year) = self.year
                && names_a_month(&time.date.text)
            {
                renew(&mut time.date, year);
            }
        }
    }
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4)
}

fn names_a_month(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| {
        word.starts_with(char::is_uppercase) && MONTHS.contains(&word.to_lowercase().as_str())
    })
}

/// Puts a day or month into another year; a span whose ends lie in different years stays.
fn renew(date: &mut DateSpan, year: i16) {
    let (Some(start), Some(end)) = (date.start, date.end) else { return };
    if start.year() != end.year() {
        return;
    }
    let (first, last) = (start.with().year(year).build(), end.with().year(year).build());
    if let (Ok(first), Ok(last)) = (first, last) {
        let whole_month = start.day() == 1 && end == end.last_of_month();
        date.start = Some(first);
        date.end = Some(if whole_month { last.last_of_month() } else { last });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_year_are_of_the_year_that_is_told_of() {
        let day = |text: &str| text.parse().ok();
        let mut date = DateSpan { start: day("2025-02-26"), end: day("2025-02-26"), text: "on 26 February".into() };
        renew(&mut date, 2019);
        assert_eq!(date.start, day("2019-02-26"));
        assert!(names_a_month("on 26 February") && !names_a_month("they may"));
        assert!(has_year("In May 2023") && !has_year("on 26 February"));
    }
}
