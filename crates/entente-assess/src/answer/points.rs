//! Contributions as points for a reader: what one sentence says both ways is one point, and one
//! sentence is quoted once.

use entente_model::{Assertion, Body};

use super::{Piece, Point, piece};
use crate::describe;
use crate::weigh::{Contribution, Term};

/// The points of contributions, strongest first. Their contributions are summed, never changed.
pub(super) fn points(contributions: &[Contribution<'_>]) -> Vec<Point> {
    let mut groups: Vec<Vec<&Contribution<'_>>> = Vec::new();
    for contribution in contributions {
        let same = groups.iter_mut().find(|group| {
            group
                .first()
                .is_some_and(|first| is_one_sentence(first, contribution))
        });
        match same {
            Some(group) => group.push(contribution),
            None => groups.push(vec![contribution]),
        }
    }
    let mut points: Vec<Point> = groups.iter().map(|group| point(group)).collect();
    points.sort_by(|x, y| y.contribution.abs().total_cmp(&x.contribution.abs()));
    points
}

/// Whether one sentence says both, of one kind and to one effect.
fn is_one_sentence(one: &Contribution<'_>, other: &Contribution<'_>) -> bool {
    let (Some((x, _)), Some((y, _))) = (one.parts.first(), other.parts.first()) else {
        return false;
    };
    one.term == other.term
        && matches!(one.term, Term::Direct | Term::Incident)
        && (one.value > 0.0) == (other.value > 0.0)
        && is_told_with(x, y)
}

/// Whether one sentence tells two things of one kind, each as much as the other.
pub(super) fn is_told_with(one: &Assertion, other: &Assertion) -> bool {
    let kind = |assertion: &Assertion| match &assertion.body {
        Body::Event(event) => event.event_type.name(),
        Body::Tie(tie) => tie.relation.name(),
        body => body.kind(),
    };
    kind(one) == kind(other)
        && one.polarity == other.polarity
        && one.evidence.document == other.evidence.document
        && one.evidence.quote == other.evidence.quote
}

/// One point of what a sentence says: the first that has a date, "each other" where it says it
/// both ways.
fn point(group: &[&Contribution<'_>]) -> Point {
    let firsts = || {
        group
            .iter()
            .filter_map(|contribution| contribution.parts.first())
            .map(|(assertion, _)| *assertion)
    };
    let dated = firsts().find(|assertion| describe::date_told(assertion).is_some());
    let first = dated.or_else(|| firsts().next());
    let own = group.first().and_then(|one| one.what.clone());
    let both_ways =
        first.and_then(|first| firsts().find_map(|other| describe::both_ways(first, other)));
    Point {
        date: first
            .filter(|_| own.is_none())
            .and_then(describe::date_told),
        what: own
            .or(both_ways)
            .or_else(|| first.map(describe::sentence))
            .unwrap_or_default(),
        basis: group.first().map_or("", |one| one.term.name()),
        contribution: group.iter().map(|one| one.value).sum(),
        evidence: pieces(
            group
                .iter()
                .flat_map(|one| &one.parts)
                .map(|(assertion, value)| piece(assertion, *value)),
        ),
        sources: Vec::new(),
    }
}

/// Pieces with each sentence once, its contributions summed; what moves nothing stands last.
pub(super) fn pieces(all: impl Iterator<Item = Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::new();
    for piece in all {
        let same = kept
            .iter_mut()
            .find(|known| known.document == piece.document && known.quote == piece.quote);
        match same {
            Some(known) => known.contribution += piece.contribution,
            None => kept.push(piece),
        }
    }
    kept.sort_by_key(|piece| piece.contribution == 0.0);
    kept
}

#[cfg(test)]
mod tests {
    use entente_model::{EventType, Relation};

    use crate::answer::YesNo;
    use crate::answer::tests::{ask, check};
    use crate::testing::{event, tie};

    #[test]
    fn what_a_sentence_says_both_ways_is_one_point() {
        let quote = "Iran and Azerbaijan fear each other.";
        let world = [
            tie(Relation::Threat, "IRN", "AZE", quote).done(),
            tie(Relation::Threat, "AZE", "IRN", quote).done(),
            event(EventType::Accuse, "AZE", "IRN", quote).done(),
        ];
        let answer = check("Are Iran and Azerbaijan allies?", &world, YesNo::No);
        let shown: Vec<&str> = answer.contra.iter().map(|x| x.what.as_str()).collect();
        assert_eq!(
            shown,
            [
                "Azerbaijan and Iran fear each other",
                "Azerbaijan accused or criticised Iran"
            ]
        );
        assert_eq!(answer.contra[0].evidence.len(), 1);
        let fought = [
            event(EventType::Assault, "IRN", "ISR", "They fought.").done(),
            event(EventType::Assault, "ISR", "IRN", "They fought.").done(),
        ];
        let timeline = ask("What happened between Iran and Israel?", &fought).timeline;
        assert_eq!(timeline.len(), 1);
        assert!(timeline[0].what.ends_with("attacked each other"));
    }
}
