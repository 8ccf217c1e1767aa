//! What claimants disagree on: one proposition said to be so and not so, one event called by
//! different names, and an accusation with its denial.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{Assertion, Body, Certainty, ContentId, Event, EventType, Level, Polarity};
use serde::Serialize;

use crate::answer::{Piece, Who, percent, piece, who};
use crate::describe;

/// A disagreement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contested {
    /// What it is about, in a few words.
    pub proposition: String,
    /// Those who say so, or who use the first of the names.
    pub says: Vec<Voice>,
    /// Those who say otherwise.
    pub denies: Vec<Voice>,
    /// What the answer would be, were the first believed, and were the others; `None` where the question
    /// has no probability.
    pub if_believed: Option<[Believed; 2]>,
    /// The assertions of either side.
    #[serde(skip)]
    pub(crate) of_sides: [Vec<ContentId>; 2],
}

/// An answer under a supposition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Believed {
    /// The probability of a yes; of the level, where it is asked how two stand.
    pub probability: f64,
    /// That level.
    pub level: Option<Level>,
}

impl Contested {
    /// What is contested, and what becomes of the answer by whom one believes.
    pub fn words(&self) -> String {
        let what = &self.proposition;
        let Some([so, otherwise]) = self.if_believed else {
            return what.clone();
        };
        let told = |it: Believed| match it.level {
            Some(level) => format!("{}, {}", level.words(), percent(it.probability)),
            None => percent(it.probability),
        };
        let (so, otherwise) = (told(so), told(otherwise));
        if so == otherwise {
            format!("{what} (the answer is the same by either: {so})")
        } else {
            format!("{what} (if so: {so}; if not: {otherwise})")
        }
    }

    /// The assertions as they would be, were one of the sides (0 or 1) believed: what it says is so, and
    /// nobody says otherwise.
    pub(crate) fn believing(&self, side: usize, assertions: &[Assertion]) -> Vec<Assertion> {
        let [believed, other] = if side == 0 { [0, 1] } else { [1, 0] };
        let kept = assertions
            .iter()
            .filter(|it| !self.of_sides[other].contains(&it.id));
        let taken = kept.map(|it| {
            let mut it = it.clone();
            if self.of_sides[believed].contains(&it.id) {
                it.claimant = None;
                it.certainty = Certainty::Certain;
            }
            it
        });
        taken.collect()
    }
}

/// The ids of assertions.
fn ids(assertions: &[&Assertion]) -> Vec<ContentId> {
    assertions.iter().map(|it| it.id.clone()).collect()
}

/// One voice in a disagreement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// Who; `None` when the document says it itself.
    pub claimant: Option<Who>,
    /// Whether it is said to be so or not so.
    pub polarity: Polarity,
    /// What the event is called, for labels.
    pub label: Option<String>,
    /// The sentence.
    pub evidence: Piece,
}

fn voice(assertion: &Assertion) -> Voice {
    let label = match &assertion.body {
        Body::Label(label) => Some(label.label.clone()),
        _ => None,
    };
    Voice {
        claimant: assertion.claimant.as_ref().map(who),
        polarity: assertion.polarity,
        label,
        evidence: piece(assertion, 0.0),
    }
}

/// Whose voice it is, as a key.
fn speaker(assertion: &Assertion) -> &str {
    assertion.claimant.as_ref().map_or("", |claimant| {
        // A minister speaks for the state: they do not disagree with themselves.
        match &claimant.country {
            Some(country) if claimant.acts_for(country) => country.as_str(),
            _ => claimant.id.as_str(),
        }
    })
}

/// The disagreements among assertions, most voices first.
pub(crate) fn contested(assertions: &[&Assertion]) -> Vec<Contested> {
    let each = assertions.iter().copied();
    let mut found = propositions(each.clone());
    found.extend(labels(each.clone()));
    found.extend(denials(each));
    found.sort_by_key(|contested| std::cmp::Reverse(contested.says.len() + contested.denies.len()));
    found
}

/// The disagreements among the assertions that are of concern, with the labels of events among
/// them, and the events that labels among them are about.
pub(crate) fn contested_where<'a>(
    all: impl Iterator<Item = &'a Assertion>,
    concerns: impl Fn(&'a Assertion) -> bool,
) -> Vec<Contested> {
    let all: Vec<(&Assertion, bool)> = all
        .map(|assertion| (assertion, concerns(assertion)))
        .collect();
    let of_concern = || {
        all.iter()
            .filter(|(_, of_concern)| *of_concern)
            .map(|(assertion, _)| *assertion)
    };
    let mut events: BTreeSet<&str> = of_concern()
        .filter(|assertion| matches!(assertion.body, Body::Event(_)))
        .map(|assertion| assertion.id.as_str())
        .collect();
    events.extend(of_concern().filter_map(|assertion| match &assertion.body {
        Body::Label(label) => Some(label.about.as_str()),
        _ => None,
    }));
    let kept: Vec<&Assertion> = all
        .iter()
        .filter(|(assertion, of_concern)| {
            *of_concern
                || match &assertion.body {
                    Body::Label(label) => events.contains(label.about.as_str()),
                    Body::Event(_) => events.contains(assertion.id.as_str()),
                    _ => false,
                }
        })
        .map(|(assertion, _)| *assertion)
        .collect();
    contested(&kept)
}

fn propositions<'a>(assertions: impl Iterator<Item = &'a Assertion>) -> Vec<Contested> {
    let mut groups: BTreeMap<String, Vec<&Assertion>> = BTreeMap::new();
    for assertion in assertions {
        if !matches!(assertion.body, Body::Label(_) | Body::Figure(_)) {
            groups
                .entry(assertion.body.proposition())
                .or_default()
                .push(assertion);
        }
    }
    groups
        .into_values()
        .filter_map(|group| disagreement(&group))
        .collect()
}

/// A disagreement where different speakers are on either side.
fn disagreement(group: &[&Assertion]) -> Option<Contested> {
    let side = |polarity: Polarity| -> Vec<&Assertion> {
        group
            .iter()
            .copied()
            .filter(|assertion| assertion.polarity == polarity)
            // What might be is neither claimed nor denied.
            .filter(|assertion| assertion.certainty != Certainty::Hypothetical)
            .collect()
    };
    let (says, denies) = (side(Polarity::Positive), side(Polarity::Negative));
    let apart = says
        .iter()
        .any(|one| denies.iter().any(|other| speaker(one) != speaker(other)));
    // Where the document says both in its own voice there is no other claimant.
    if !apart {
        return None;
    }
    Some(Contested {
        proposition: describe::proposition(says.first()?),
        says: distinct(&says),
        denies: distinct(&denies),
        if_believed: None,
        of_sides: [ids(&says), ids(&denies)],
    })
}

/// One voice for each speaker and quote.
fn distinct(assertions: &[&Assertion]) -> Vec<Voice> {
    let mut seen = BTreeSet::new();
    assertions
        .iter()
        .filter(|assertion| seen.insert((speaker(assertion), assertion.evidence.quote.as_str())))
        .map(|assertion| voice(assertion))
        .collect()
}

fn labels<'a>(assertions: impl Iterator<Item = &'a Assertion> + Clone) -> Vec<Contested> {
    // One event is told in several documents, under several ids: they meet in its proposition.
    let events: BTreeMap<&str, &Assertion> = assertions
        .clone()
        .filter(|assertion| matches!(assertion.body, Body::Event(_)))
        .map(|assertion| (assertion.id.as_str(), assertion))
        .collect();
    let mut groups: BTreeMap<String, Vec<&Assertion>> = BTreeMap::new();
    for assertion in assertions {
        // What the document itself calls it is description; a dispute on words is between
        // those who claim.
        if let Body::Label(label) = &assertion.body
            && assertion.claimant.is_some()
        {
            let key = events.get(label.about.as_str()).map_or_else(
                || label.about.as_str().to_owned(),
                |event| event.body.proposition(),
            );
            groups.entry(key).or_default().push(assertion);
        }
    }
    let words = |assertion: &Assertion| match &assertion.body {
        Body::Label(label) => crate::topic::stems(&label.label),
        _ => BTreeSet::new(),
    };
    groups
        .into_values()
        .filter_map(|group| {
            let first = *group.first()?;
            let agrees = |other: &&&Assertion| {
                let alike = !words(first).is_disjoint(&words(other));
                alike == (other.polarity == first.polarity)
            };
            let (says, denies): (Vec<&Assertion>, Vec<&Assertion>) =
                group.iter().copied().partition(|other| agrees(&other));
            let apart = says
                .iter()
                .any(|one| denies.iter().any(|other| speaker(one) != speaker(other)));
            if !apart {
                return None;
            }
            let Body::Label(label) = &first.body else {
                return None;
            };
            let what = match events.get(label.about.as_str()) {
                Some(event) => format!("what to call it: {}", describe::proposition(event)),
                None => "what to call it".to_owned(),
            };
            Some(Contested {
                proposition: what,
                says: distinct(&says),
                denies: distinct(&denies),
                if_believed: None,
                of_sides: [ids(&says), ids(&denies)],
            })
        })
        .collect()
}

/// An accusation, and the accused contradicting the accuser in the same document and month.
fn denials<'a>(assertions: impl Iterator<Item = &'a Assertion> + Clone) -> Vec<Contested> {
    let of_type = |event_type: EventType| {
        assertions
            .clone()
            .filter_map(move |assertion| match &assertion.body {
                Body::Event(event)
                    if event.event_type == event_type
                        && assertion.polarity == Polarity::Positive =>
                {
                    Some((assertion, event))
                }
                _ => None,
            })
    };
    let mut found: Vec<Contested> = Vec::new();
    // Looked at once only: of imported events there are thousands of both.
    let denying: Vec<(&Assertion, &Event)> = of_type(EventType::Reject)
        .filter(|(denial, _)| {
            crate::topic::stems(&denial.evidence.quote).contains(&crate::topic::stem("denied"))
        })
        .collect();
    for (accusation, accused) in of_type(EventType::Accuse) {
        let denials: Vec<&Assertion> = denying
            .iter()
            .filter(|(denial, rejected)| {
                denial.evidence.document == accusation.evidence.document
                    && denial.evidence.start >= accusation.evidence.start
                    && denial
                        .evidence
                        .start
                        .saturating_sub(accusation.evidence.end)
                        < 400
                    && rejected
                        .source
                        .iter()
                        .any(|one| accused.target.iter().any(|two| one.id == two.id))
            })
            .map(|(denial, _)| *denial)
            .collect();
        let repeated = found.iter().any(|known| {
            known
                .says
                .iter()
                .any(|says| says.evidence.quote == accusation.evidence.quote)
        });
        if !denials.is_empty() && !repeated {
            found.push(Contested {
                proposition: describe::proposition(accusation),
                says: distinct(&[accusation]),
                denies: distinct(&denials),
                if_believed: None,
                of_sides: [ids(&[accusation]), ids(&denials)],
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use entente_model::Relation;

    use super::*;
    use crate::testing::{event, label, tie};

    #[test]
    fn claim_and_denial_of_one_proposition() {
        let claim = tie(Relation::Patronage, "IRN", "houthis", "The US says so.")
            .by("USA")
            .done();
        let denial = tie(Relation::Patronage, "IRN", "houthis", "Iran says no.")
            .by("IRN")
            .negative()
            .done();
        let found = contested(&[&claim, &denial]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].proposition, "Iran backs Houthis");
        assert_eq!((found[0].says.len(), found[0].denies.len()), (1, 1));
    }

    #[test]
    fn labels_of_one_event() {
        let attack = event(EventType::Assault, "gunman", "AZE", "A gunman attacked.").done();
        let terror = label(&attack, "terrorist act", "Baku: terrorist act.")
            .by("AZE")
            .done();
        let again = label(&attack, "act of terrorism", "Again.")
            .by("TUR")
            .done();
        let personal = label(&attack, "personal matter", "Tehran: personal.")
            .by("IRN")
            .done();
        let found = contested(&[&attack, &terror, &again, &personal]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].says.len(), found[0].denies.len()), (2, 1));
        assert_eq!(found[0].denies[0].label.as_deref(), Some("personal matter"));
    }

    #[test]
    fn agreement_is_not_contested() {
        let one = tie(Relation::Alliance, "TUR", "AZE", "One.").done();
        let two = tie(Relation::Alliance, "AZE", "TUR", "Two.")
            .by("TUR")
            .done();
        assert_eq!(contested(&[&one, &two]), vec![]);
    }
}
