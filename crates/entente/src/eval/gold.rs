//! Gold answers of `evaluation/`, and when a record matches one. The format and the rules are
//! in `evaluation/README.md`.

use anyhow::{Result, bail};
use entente_model::{ActorRef, Assertion, Body, DateSpan};
use serde::Deserialize;

/// A gold file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldFile {
    pub(super) article: String,
    pub(super) items: Vec<Item>,
}

/// One or several admissible values.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Texts {
    One(String),
    Any(Vec<String>),
}

impl Texts {
    fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Any(texts) => texts.as_slice(),
        }
        .iter()
        .map(String::as_str)
    }

    fn admits(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.iter()
            .any(|pattern| matches(&pattern.to_lowercase(), &value))
    }

    fn is_any(&self) -> bool {
        self.iter().any(|text| text == "any")
    }
}

/// What an item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Expect {
    Must,
    May,
    Never,
}

/// One gold answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    kind: String,
    #[serde(rename = "type")]
    event_type: Option<Texts>,
    source: Option<Texts>,
    target: Option<Texts>,
    killed: Option<u64>,
    injured: Option<u64>,
    detained: Option<u64>,
    relation: Option<Texts>,
    a: Option<Texts>,
    b: Option<Texts>,
    detail: Option<Texts>,
    actor: Option<Texts>,
    issue: Option<Texts>,
    position: Option<Texts>,
    label: Option<Texts>,
    subject: Option<Texts>,
    measure: Option<Texts>,
    value: Option<f64>,
    unit: Option<Texts>,
    bound: Option<Texts>,
    date: Option<Texts>,
    claimant: Option<Texts>,
    polarity: Option<Texts>,
    certainty: Option<Texts>,
    pub(super) words: String,
    pub(super) expect: Expect,
    #[serde(default)]
    pub(super) one_of: Option<String>,
    #[serde(default)]
    pub(super) group: Option<String>,
}

/// How closely a record must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Without date, claimant, polarity, certainty and toll.
    Core,
    /// With everything.
    Full,
}

/// Whether `value` fits `pattern`, in which `*` stands for any run of characters.
fn matches(pattern: &str, value: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return pattern == value;
    };
    let Some(mut rest) = value.strip_prefix(first) else {
        return false;
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Item {
    /// A short name to show.
    pub(super) fn shown(&self) -> String {
        let mut parts = vec![self.kind.clone()];
        let fields = [
            &self.event_type,
            &self.relation,
            &self.source,
            &self.target,
            &self.a,
            &self.b,
            &self.detail,
            &self.actor,
            &self.position,
            &self.issue,
            &self.label,
            &self.subject,
            &self.measure,
            &self.date,
            &self.claimant,
            &self.polarity,
            &self.certainty,
        ];
        for field in fields.into_iter().flatten() {
            parts.push(field.iter().collect::<Vec<_>>().join("|"));
        }
        if let Some(value) = self.value {
            parts.push(value.to_string());
        }
        for (name, value) in [("killed", self.killed), ("injured", self.injured)] {
            if let Some(value) = value {
                parts.push(format!("{name} {value}"));
            }
        }
        format!("{} — {:?}", parts.join(" "), self.words)
    }

    /// Whether the record answers the item.
    pub(super) fn matches(&self, record: &Assertion, depth: Depth) -> bool {
        if !squeeze(&record.evidence.quote).contains(&squeeze(&self.words))
            || self.kind != record.body.kind()
        {
            return false;
        }
        // A `never` is always compared in full.
        let depth = if self.expect == Expect::Never {
            Depth::Full
        } else {
            depth
        };
        self.matches_body(&record.body, depth)
            && (depth == Depth::Core || self.matches_saying(record))
    }

    fn matches_body(&self, body: &Body, depth: Depth) -> bool {
        let text = |wanted: &Option<Texts>, value: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.admits(value))
        };
        let actor = |wanted: &Option<Texts>, actor: &ActorRef| text(wanted, &actor.id);
        let actors = |wanted: &Option<Texts>, actors: &[ActorRef]| {
            wanted
                .as_ref()
                .is_none_or(|wanted| actors.iter().any(|actor| wanted.admits(&actor.id)))
        };
        let full = depth == Depth::Full;
        match body {
            Body::Event(event) => {
                let toll = event.toll.unwrap_or_default();
                let tolls = [
                    (self.killed, toll.killed),
                    (self.injured, toll.injured),
                    (self.detained, toll.detained),
                ];
                text(&self.event_type, event.event_type.name())
                    && actors(&self.source, &event.source)
                    && actors(&self.target, &event.target)
                    && (!full || self.matches_date(event.date.as_ref()))
                    && (!full
                        || tolls
                            .iter()
                            .all(|(wanted, own)| wanted.is_none() || wanted == own))
            }
            Body::Tie(tie) => {
                let straight = actor(&self.a, &tie.a) && actor(&self.b, &tie.b);
                let turned = !tie.directed && actor(&self.a, &tie.b) && actor(&self.b, &tie.a);
                text(&self.relation, tie.relation.name())
                    && (straight || turned)
                    && self.detail.as_ref().is_none_or(|wanted| {
                        tie.detail
                            .as_ref()
                            .is_some_and(|detail| wanted.admits(detail))
                    })
                    && (!full || self.matches_date(tie.date.as_ref()))
            }
            Body::Stance(stance) => {
                actor(&self.actor, &stance.actor)
                    && text(&self.issue, &stance.issue)
                    && text(&self.position, stance.position.name())
            }
            Body::Label(label) => self.label.as_ref().is_none_or(|wanted| {
                let own = label.label.to_lowercase();
                wanted
                    .iter()
                    .any(|words| own.contains(&words.to_lowercase()))
            }),
            Body::Figure(figure) => {
                let subject = self.subject.as_ref().is_none_or(|wanted| {
                    wanted.admits(&figure.subject.id) || wanted.admits(&figure.subject.name)
                });
                subject
                    && text(&self.measure, &figure.measure)
                    && text(&self.unit, &figure.unit)
                    && text(&self.bound, figure.bound.name())
                    && self
                        .value
                        .is_none_or(|value| (value - figure.value).abs() <= value.abs() * 1e-3)
            }
        }
    }

    fn matches_saying(&self, record: &Assertion) -> bool {
        let strict = self.expect == Expect::Must;
        let polarity = match &self.polarity {
            Some(wanted) => wanted.is_any() || wanted.admits(record.polarity.name()),
            None => record.polarity.name() == "positive",
        };
        let certainty = match &self.certainty {
            Some(wanted) => wanted.is_any() || wanted.admits(record.certainty.name()),
            None => !strict || record.certainty.name() == "certain",
        };
        let claimant = record
            .claimant
            .as_ref()
            .map_or("none", |claimant| claimant.id.as_str());
        let claimant = match &self.claimant {
            Some(wanted) => wanted.is_any() || wanted.admits(claimant),
            None => !strict || claimant == "none",
        };
        polarity && certainty && claimant
    }

    fn matches_date(&self, own: Option<&DateSpan>) -> bool {
        let Some(wanted) = &self.date else {
            return true;
        };
        let Some(own) = own else { return false };
        wanted.iter().any(|text| {
            interval(text).is_ok_and(|(start, end)| {
                start == own.start.map(|day| day.to_string())
                    && end == own.end.map(|day| day.to_string())
            })
        })
    }
}

type Ends = (Option<String>, Option<String>);

/// First and last day of an ISO 8601 date or interval.
pub(super) fn interval(text: &str) -> Result<Ends> {
    if let Some((from, to)) = text.split_once('/') {
        let from = if from == ".." {
            None
        } else {
            interval(from)?.0
        };
        let to = if to == ".." { None } else { interval(to)?.1 };
        return Ok((from, to));
    }
    let numbers: Vec<i16> = text.split('-').map(str::parse).collect::<Result<_, _>>()?;
    let span = match numbers[..] {
        [year] => DateSpan::year(year, text),
        [year, month] => DateSpan::month(year, i8::try_from(month)?, text),
        [year, month, day] => {
            let day = entente_model::Date::new(year, i8::try_from(month)?, i8::try_from(day)?)?;
            Some(DateSpan::day(day, text))
        }
        _ => None,
    };
    let Some(span) = span else {
        bail!("{text:?} is no ISO 8601 date")
    };
    Ok((
        span.start.map(|day| day.to_string()),
        span.end.map(|day| day.to_string()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        assert!(matches("*policem*", "irn-policemen"));
        assert!(matches("zangezur*", "zangezur-corridor"));
        assert!(matches("irn", "irn"));
        assert!(!matches("irn", "irn-people"));
        assert!(matches("*", "whatever"));
    }

    #[test]
    fn dates_are_spans_of_days() {
        let ends = |text| interval(text).expect("a date");
        assert_eq!(ends("2012-02").1.as_deref(), Some("2012-02-29"));
        assert_eq!(ends("2019-01-01/..").1, None);
        assert!(interval("soon").is_err());
    }
}
