//! "Iran-backed", "Iranian-backed militia", "Russian-sponsored": patron and client.

use entente_model::{ActorRef, Certainty, Polarity, Relation};

use super::Telling;
use crate::Found;
use crate::factuality::Factuality;
use crate::sentence::Sentence;

/// Codes the participle at `index`, if it is one of backing.
pub(super) fn code(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let word = sentence.lower(index);
    let backing = matches!(
        word.rsplit('-').next().unwrap_or_default(),
        "backed" | "sponsored" | "supported" | "funded" | "armed" | "allied" | "aligned"
    );
    let Some(head) = sentence
        .head(index)
        .filter(|_| backing && sentence.deprel(index) == "amod")
    else {
        return;
    };
    let patrons = patrons(sentence, index);
    // "Turkish-backed rebels and the Iraqi army": the participle belongs to the noun it stands before.
    let mut clients = sentence.scene.at(head).to_vec();
    if clients.is_empty() {
        clients = sentence.actors(&[head]);
    }
    clients.retain(|actor| !patrons.iter().any(|patron| patron.id == actor.id));
    if clients.is_empty() && sentence.scene.role(head).is_some() {
        clients.push(sentence.as_written(head, None));
    }
    // It is taken for granted, whatever becomes of the clause, and whoever says the rest.
    let aside = sentence.parse.quotation_of(index).is_none();
    let factuality = Factuality {
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        claimant: sentence.factuality(head, None).claimant.filter(|_| !aside),
        aside,
    };
    let telling = Telling {
        token: index,
        via: None,
        relation: Relation::Patronage,
        factuality: &factuality,
    };
    for patron in &patrons {
        for client in &clients {
            telling.record(sentence, patron, client, found);
        }
    }
}

fn patrons(sentence: &Sentence<'_>, index: usize) -> Vec<ActorRef> {
    let hyphened = index
        .checked_sub(2)
        .filter(|_| sentence.lower(index - 1) == "-")
        .map(|first| sentence.scene.at(first).to_vec())
        .filter(|actors| !actors.is_empty());
    hyphened.unwrap_or_else(|| {
        sentence
            .parse
            .children(index)
            .flat_map(|child| sentence.scene.at(child).to_vec())
            .collect()
    })
}
