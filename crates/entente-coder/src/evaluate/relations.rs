//! How two entities of a document stand, against relations that people marked between them.

use std::collections::{BTreeMap, BTreeSet};

use entente_lexicon::{Half, Lexicon};
use entente_model::{ActorRef, Body, Document, EventType, Polarity, Relation, Span};
use entente_text::Parser;
use serde::Deserialize;

use super::spans_in::{document, heads, span_of, starts};
use crate::{Explained, explain};

/// Entities and relations of less confidence were proposed and rejected.
const CONFIDENCE: f64 = 0.5;

/// A document with its entities and what is marked between them.
#[derive(Debug, Clone, Deserialize)]
pub struct RelationCase {
    /// Its name; decides the half.
    pub doc: String,
    /// Its text.
    pub text: String,
    /// Its headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default, rename = "folder")]
    pub publisher: Option<String>,
    entities: Vec<MarkedEntity>,
    relations: Vec<MarkedRelation>,
}

#[derive(Debug, Clone, Deserialize)]
struct MarkedEntity {
    id: String,
    start: usize,
    end: usize,
    confidence: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct MarkedRelation {
    #[serde(rename = "type")]
    name: String,
    a: String,
    b: String,
    confidence: f64,
}

impl RelationCase {
    /// The half it belongs to.
    pub fn half(&self) -> Half {
        Half::of(&self.doc)
    }
}

/// The relations that are compared; of the others nothing is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Allies,
    Fighting,
    Likes,
    Dislikes,
}

impl Standing {
    fn of(name: &str) -> Option<Self> {
        match name {
            "AlliesOf" => Some(Self::Allies),
            "FightingAgainst" => Some(Self::Fighting),
            "Likes" => Some(Self::Likes),
            "Dislikes" => Some(Self::Dislikes),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Allies => "AlliesOf",
            Self::Fighting => "FightingAgainst",
            Self::Likes => "Likes",
            Self::Dislikes => "Dislikes",
        }
    }

    fn is_mutual(self) -> bool {
        matches!(self, Self::Allies | Self::Fighting)
    }
}

/// Marked relations found, and coded records that answer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RelationTally {
    /// Relations marked, each pair of entities once.
    pub gold: usize,
    /// Of those, found.
    pub right: usize,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct RelationScores {
    /// By the name of the relation.
    pub by_name: BTreeMap<&'static str, RelationTally>,
    /// Records coded between two marked entities, each pair once.
    pub found: usize,
    /// Of those, the ones that answer a marked relation.
    pub answering: usize,
    /// What was missed and what answers nothing.
    pub wrong: Vec<String>,
}

impl RelationScores {
    /// All relations together.
    pub fn all(&self) -> RelationTally {
        self.by_name
            .values()
            .fold(RelationTally::default(), |all, own| RelationTally {
                gold: all.gold + own.gold,
                right: all.right + own.right,
            })
    }

    /// Of the relations marked, the share that is found.
    pub fn recall(&self) -> f64 {
        let all = self.all();
        all.right as f64 / all.gold.max(1) as f64
    }

    /// Of the records coded between marked entities, the share that answers.
    pub fn precision(&self) -> f64 {
        self.answering as f64 / self.found.max(1) as f64
    }

    /// The harmonic mean of both; 0 where nothing is right.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

/// An entity as marked, with whom the coder takes it for.
struct Entity {
    words: String,
    ids: BTreeSet<String>,
    sure: bool,
}

impl Entity {
    /// What sets it apart from another: who it is, or its words.
    fn key(&self) -> &str {
        self.ids.first().unwrap_or(&self.words)
    }

    fn is(&self, actor: &ActorRef) -> bool {
        self.ids.contains(&actor.id) || covers(&self.words, &actor.text)
    }
}

/// Words that are no part of a name.
const LITTLE: &[&str] = &[
    "the", "a", "an", "of", "and", "its", "our", "their", "his", "her", "s",
];

fn content_words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric());
    words
        .filter(|word| !word.is_empty() && !LITTLE.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether all words of one are among the other's.
fn covers(a: &str, b: &str) -> bool {
    let (a, b) = (content_words(a), content_words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// Something coded between two actors, with the relations that it may stand for.
struct Record {
    standings: &'static [Standing],
    a: ActorRef,
    b: ActorRef,
    name: String,
    quote: String,
}

/// The relations that an event may stand for.
fn of_event(event_type: EventType) -> &'static [Standing] {
    match event_type {
        EventType::Assault => &[Standing::Fighting],
        EventType::Cooperate | EventType::Aid => &[Standing::Allies],
        EventType::Support => &[Standing::Allies, Standing::Likes],
        EventType::Accuse | EventType::Reject | EventType::Sanction | EventType::Threaten => {
            &[Standing::Dislikes]
        }
        _ => &[],
    }
}

/// The relations that a tie may stand for.
fn of_tie(relation: Relation) -> &'static [Standing] {
    match relation {
        Relation::Alliance | Relation::Partnership | Relation::Patronage => &[Standing::Allies],
        Relation::Rivalry | Relation::Threat => &[Standing::Fighting, Standing::Dislikes],
        _ => &[],
    }
}

/// Codes each document and compares what stands between its entities.
///
/// A marked relation is found when a record that may stand for it is coded between its entities, either
/// way round where it is mutual. Records that are denied, and those of which a side is no marked entity,
/// are not counted. Entities are the same as an actor where the coder takes them for it, or where all
/// words of one are among the other's.
pub fn evaluate_relations(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    cases: &[RelationCase],
) -> RelationScores {
    let mut scores = RelationScores::default();
    for case in cases {
        let document = Document {
            title: case.title.clone(),
            publisher: case.publisher.clone(),
            ..document(&case.doc, &case.text)
        };
        let coded = explain(&document, parser, lexicon);
        scores.compare(case, &coded);
    }
    scores
}

/// Whom the coder takes the words at `span` for: the actors of the token that heads them.
fn ids(coded: &[Explained], span: Span) -> BTreeSet<String> {
    let actors = heads(coded, span).flat_map(|(item, head)| item.scene.at(head));
    actors.map(|actor| actor.id.clone()).collect()
}

/// What is coded between two actors, each pair and kind once.
fn records(coded: &[Explained], text: &str) -> Vec<Record> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for item in coded {
        for (_, assertion) in &item.assertions {
            if assertion.polarity == Polarity::Negative {
                continue;
            }
            let (standings, name, pairs) = match &assertion.body {
                Body::Event(event) => {
                    let targets = event.target.iter();
                    let pairs = targets.flat_map(|b| event.source.iter().map(move |a| (a, b)));
                    let name = event.event_type.to_string();
                    (of_event(event.event_type), name, pairs.collect())
                }
                Body::Tie(tie) => {
                    let name = tie.relation.to_string();
                    (of_tie(tie.relation), name, vec![(&tie.a, &tie.b)])
                }
                _ => continue,
            };
            for (a, b) in pairs {
                let mut key = [a.id.clone(), b.id.clone()];
                if standings.iter().all(|standing| standing.is_mutual()) {
                    key.sort();
                }
                if !standings.is_empty() && seen.insert((standings, key)) {
                    found.push(Record {
                        standings,
                        a: a.clone(),
                        b: b.clone(),
                        name: name.clone(),
                        quote: item.passage.span.of(text).to_owned(),
                    });
                }
            }
        }
    }
    found
}

impl RelationScores {
    fn compare(&mut self, case: &RelationCase, coded: &[Explained]) {
        let starts = starts(&case.text);
        let mut entities: BTreeMap<&str, Entity> = BTreeMap::new();
        for marked in &case.entities {
            let Some(span) = span_of(&starts, (marked.start, marked.end)) else {
                continue;
            };
            let entity = Entity {
                words: span.of(&case.text).to_lowercase(),
                ids: ids(coded, span),
                sure: marked.confidence >= CONFIDENCE,
            };
            entities.insert(marked.id.as_str(), entity);
        }
        let mut gold: BTreeMap<(Standing, [&str; 2]), (&Entity, &Entity)> = BTreeMap::new();
        for relation in &case.relations {
            let sides = entities
                .get(relation.a.as_str())
                .zip(entities.get(relation.b.as_str()));
            let (Some(standing), Some((a, b))) = (Standing::of(&relation.name), sides) else {
                continue;
            };
            if relation.confidence < CONFIDENCE {
                continue;
            }
            let mut key = [a.key(), b.key()];
            if standing.is_mutual() {
                key.sort_unstable();
            }
            gold.entry((standing, key)).or_insert((a, b));
        }
        let records = records(coded, &case.text);
        let answers = |record: &Record, standing: Standing, (a, b): (&Entity, &Entity)| {
            let forth = a.is(&record.a) && b.is(&record.b);
            let back = standing.is_mutual() && a.is(&record.b) && b.is(&record.a);
            record.standings.contains(&standing) && (forth || back)
        };
        for (&(standing, _), &sides) in &gold {
            let tally = self.by_name.entry(standing.name()).or_default();
            tally.gold += 1;
            if records
                .iter()
                .any(|record| answers(record, standing, sides))
            {
                tally.right += 1;
            } else {
                let (a, b) = (&sides.0.words, &sides.1.words);
                self.wrong
                    .push(format!("missed {} [{a}] [{b}]", standing.name()));
            }
        }
        let marked = |actor: &ActorRef| {
            let mut sure = entities.values().filter(|entity| entity.sure);
            sure.any(|entity| entity.is(actor))
        };
        for record in records
            .iter()
            .filter(|record| marked(&record.a) && marked(&record.b))
        {
            self.found += 1;
            let answering = gold
                .iter()
                .any(|(&(standing, _), &sides)| answers(record, standing, sides));
            if answering {
                self.answering += 1;
            } else {
                self.wrong.push(format!(
                    "extra  {} [{}] [{}]: {}",
                    record.name, record.a.text, record.b.text, record.quote
                ));
            }
        }
    }
}
