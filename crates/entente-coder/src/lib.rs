#![doc = include_str!("../README.md")]

mod attribution;
mod author;
mod circumstances;
mod denials;
pub mod dictionaries;
mod evaluate;
mod events;
mod factuality;
mod figures;
mod labels;
mod likewise;
mod mend;
mod predicates;
mod said;
mod sentence;
mod sides;
mod stances;
mod ties;
mod triage;

use std::collections::{HashMap, HashSet};

use entente_lexicon::{Antecedent, Lexicon, Located, Memory, Scene, place_mentions};
use entente_model::{
    ActorRef, Assertion, BlockKind, Body, Certainty, ContentId, Diagnostic, Document, EventType,
    Evidence, Label, Passage, Place, Polarity, Severity, Span,
};
use entente_text::{
    Coreference, LinkKind, Parse, ParsedSentence, Parser, Phrase, Speech, coreference,
};

pub use crate::attribution::{Attribution, attributions};
pub use crate::evaluate::{
    AttributionCase, AttributionScores, EventScores, MarkedArticle, MarkedAttribution,
    MarkedPhrase, MarkedSentence, MeantScores, MeantTally, Method, PairCase, RelationCase,
    RelationScores, RelationTally, Shared, SpanCase, SpanScores, Tally, TypeScores,
    description_decisions, evaluate_attributions, evaluate_events, evaluate_meant, evaluate_pairs,
    evaluate_relations, evaluate_spans, marked_document, read_marked_sentences, read_pair_cases,
};
pub use crate::events::{Consideration, Outcome};
use crate::factuality::Factuality;
use crate::labels::{Told, ToldEvent};
use crate::mend::Narration;
use crate::predicates::Predicates;
use crate::sentence::Sentence;
pub use crate::sides::{Sides, sides};
pub use crate::ties::{ConsideredTie, TieOutcome};
pub use crate::triage::{
    TriageExample, TriageSource, WorthCoding, train_triage, triage_curve, triage_examples,
};

/// What told an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToldBy {
    /// The tables of predicates and the rules for their arguments.
    Rules,
    /// The encoder's head for events: that something is done, or of which type it is.
    EventHead,
    /// The encoder's head for ties.
    TieHead,
}

impl ToldBy {
    /// Name and version, for the `coder` field of records.
    const fn name(self) -> &'static str {
        match self {
            Self::Rules => concat!("rules/", env!("CARGO_PKG_VERSION")),
            Self::EventHead => concat!("events-head/", env!("CARGO_PKG_VERSION")),
            Self::TieHead => concat!("ties-head/", env!("CARGO_PKG_VERSION")),
        }
    }
}

/// What coding a document gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coded {
    /// The sentences, in the order of the text.
    pub passages: Vec<Passage>,
    /// The assertions, in the order of the text.
    pub assertions: Vec<Assertion>,
    /// What was noticed, with codes `C001` and on, and `T021` where sentences were cut.
    pub diagnostics: Vec<Diagnostic>,
}

/// Something that a sentence says, before its evidence is attached.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The word that says it.
    pub(crate) token: usize,
    pub(crate) body: Body,
    pub(crate) factuality: Factuality,
    pub(crate) told_by: ToldBy,
}

/// A passage with what was made of it, for people who want to see why.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The passage.
    pub passage: Passage,
    /// Whether it is a part of a stretch that is too long for a sentence.
    pub cut: bool,
    /// Its structure.
    pub parse: Parse,
    /// Its actors and places.
    pub scene: Scene,
    /// Its assertions, each with the index of the token that it was read from.
    pub assertions: Vec<(usize, Assertion)>,
    /// The pairs of actors that the encoder's head for events was asked about.
    pub considered: Vec<Consideration>,
    /// The pairs of actors of which the encoder's head for ties sees one.
    pub considered_ties: Vec<ConsideredTie>,
}

/// Reads the sentences of a document and codes them. They are taken in order: a pronoun means
/// what an earlier one named. A sentence that is a question says nothing, and a document that is
/// marked as another language than English gives its passages and a diagnostic.
pub fn code(document: &Document, parser: &dyn Parser, lexicon: &Lexicon) -> Coded {
    if let Some(language) = document.language.as_deref().filter(|code| *code != "en") {
        let sentences = entente_text::sentences_by_block(&document.text, &document.blocks);
        let cut = sentences.iter().filter(|it| it.cut).map(|it| it.span);
        let cut = entente_text::cut_sentences(&document.origin, cut);
        let places = sentences.iter().map(|it| (it.block, it.span));
        return Coded {
            passages: entente_text::passages(document, places),
            assertions: Vec::new(),
            diagnostics: [not_english(document, language)]
                .into_iter()
                .chain(cut)
                .collect(),
        };
    }
    let explained = explain(document, parser, lexicon);
    let cut = explained
        .iter()
        .filter(|it| it.cut)
        .map(|it| it.passage.span);
    let cut = entente_text::cut_sentences(&document.origin, cut);
    let passages = explained.iter().map(|item| item.passage.clone()).collect();
    let mut seen = HashSet::new();
    // What a heading repeats is one assertion less, not one more.
    let told: HashSet<String> = explained
        .iter()
        .filter(|item| item.passage.block != BlockKind::Heading)
        .flat_map(|item| &item.assertions)
        .map(|(_, assertion)| gist(&assertion.body))
        .collect();
    let assertions = explained
        .into_iter()
        .flat_map(|item| {
            let heading = item.passage.block == BlockKind::Heading;
            item.assertions
                .into_iter()
                .map(move |(_, assertion)| (heading, assertion))
        })
        .filter(|(heading, assertion)| !(*heading && told.contains(&gist(&assertion.body))))
        .map(|(_, assertion)| assertion)
        .filter(|assertion| seen.insert(assertion.id.clone()))
        .collect();
    Coded {
        passages,
        assertions,
        diagnostics: cut.into_iter().collect(),
    }
}

/// `C001`: the document is kept, and nothing is coded from it.
fn not_english(document: &Document, language: &str) -> Diagnostic {
    Diagnostic {
        code: "C001",
        severity: Severity::Warning,
        place: Place {
            input: document.origin.clone(),
            ..Place::default()
        },
        message: format!("is not in English (language {language}); nothing is coded from it"),
        hint: Some("translate it first; the original is kept".to_owned()),
    }
}

/// The proposition without its date.
fn gist(body: &Body) -> String {
    match body {
        Body::Event(event) => {
            let ids = |actors: &[entente_model::ActorRef]| {
                actors
                    .iter()
                    .map(|actor| actor.id.as_str())
                    .collect::<Vec<_>>()
                    .join("+")
            };
            format!(
                "{} {} {}",
                event.event_type,
                ids(&event.source),
                ids(&event.target)
            )
        }
        other => other.proposition(),
    }
}

/// Where the places lie that a document names; those that nobody knows are left out.
fn located_places(
    document: &Document,
    lexicon: &Lexicon,
    sentences: &[ParsedSentence],
) -> Vec<(Span, Located)> {
    let text = document.text.as_str();
    let spans = place_mentions(lexicon, text, sentences);
    let located = lexicon.locate(text, &spans, document.publisher.as_deref());
    let known = spans.into_iter().zip(located);
    known
        .filter_map(|(span, place)| Some((span, place?)))
        .collect()
}

/// As [`code`], with everything that led to the assertions.
pub fn explain(document: &Document, parser: &dyn Parser, lexicon: &Lexicon) -> Vec<Explained> {
    let text = document.text.as_str();
    let mut sentences = parser.read(text, &document.blocks, document.published, lexicon);
    let places = sentences
        .iter()
        .map(|sentence| (sentence.block, sentence.span));
    let passages = entente_text::passages(document, places);
    let mut memory =
        Memory::new(document.published).with_places(located_places(document, lexicon, &sentences));
    let mut labels = Told::default();
    let mut narration = Narration::default();
    let mut told_in = None;
    let mut explained = Vec::with_capacity(passages.len());
    let said = said::claims(text, &sentences);
    let parses: Vec<Parse> = sentences
        .iter_mut()
        .map(|sentence| std::mem::take(&mut sentence.parse))
        .collect();
    let links = coreference(text, &parses);
    let later = names_further_on(&links, &parses, text);
    let named = |name: &Phrase| {
        let words = later.get(&(name.sentence, name.head))?;
        let found = lexicon.resolve_phrase(words, document.published, None);
        found.map(|found| found.actor)
    };
    let read = passages.into_iter().zip(sentences).zip(parses);
    let author = author::author(document, lexicon);
    for (index, ((passage, sentence), mut parse)) in read.enumerate() {
        let block = Some(sentence.block);
        if block != told_in {
            narration.paragraph();
            told_in = block;
        }
        let words: Vec<String> = (0..parse.tokens.len())
            .map(|index| parse.word(text, index).to_lowercase())
            .collect();
        narration.date(&mut parse, &words);
        let mut expected = antecedents(&links, index, &explained, &named);
        if let Some(author) = &author {
            author::link(author, &links, (index, &parse), &words, &mut expected);
        }
        memory.expect(expected);
        let word = |index: usize| words[index].clone();
        let scene = mend::read(&mut parse, text, &word, lexicon, &mut memory);
        let mut item = Explained {
            passage,
            cut: sentence.cut,
            parse,
            scene,
            assertions: Vec::new(),
            considered: Vec::new(),
            considered_ties: Vec::new(),
        };
        if !is_question(item.passage.span.of(text)) && item.parse.tokens.len() <= 250 {
            let speech = (0..item.parse.tokens.len()).find_map(|it| links.speech(index, it));
            let speaker = speech.and_then(|it| speaker(it, index, &item, &explained));
            let says = |sentence: &Sentence<'_>, found: &Found| {
                let token = found.token;
                let quoted = links.speech(index, token).and(speaker.clone());
                quoted.or_else(|| said.claimant(found, index, sentence, &explained))
            };
            code_passage(
                document,
                lexicon,
                parser.name(),
                &says,
                &mut item,
                &mut labels,
            );
        }
        explained.push(item);
    }
    explained
}

/// The names that stand further on than what means the same, "A schoolgirl ... she ... Shamima Begum", by
/// sentence and head.
fn names_further_on<'a>(
    links: &Coreference,
    parses: &[Parse],
    text: &'a str,
) -> HashMap<(usize, usize), &'a str> {
    let names = links
        .links()
        .iter()
        .flat_map(|link| link.names.iter().map(move |name| (link, name)));
    names
        .filter(|(link, name)| name.sentence > link.anaphor.sentence)
        .filter_map(|(_, name)| {
            let words = parses.get(name.sentence)?.words(text, name.tokens);
            Some(((name.sentence, name.head), words))
        })
        .collect()
}

/// What the pronouns and descriptions of a sentence are linked to, with whom the sentences before it mean.
/// `named` tells whom a name means by itself.
fn antecedents(
    links: &Coreference,
    sentence: usize,
    read: &[Explained],
    named: &dyn Fn(&Phrase) -> Option<ActorRef>,
) -> Vec<Antecedent> {
    let links = links.links();
    let first = links.partition_point(|link| link.anaphor.sentence < sentence);
    links[first..]
        .iter()
        .take_while(|link| link.anaphor.sentence == sentence)
        .filter(|link| {
            matches!(
                link.kind,
                LinkKind::Pronoun | LinkKind::Speaker | LinkKind::Description
            )
        })
        .map(|link| {
            let mut found = Antecedent {
                anaphor: link.anaphor.head,
                score: link.score,
                ..Antecedent::default()
            };
            for phrase in &link.antecedents {
                if phrase.sentence == sentence {
                    found.here.push(phrase.head);
                } else if let Some(told) = read.get(phrase.sentence) {
                    sentence::extend(&mut found.earlier, told.scene.at(phrase.head).to_vec());
                }
            }
            for phrase in &link.names {
                let told = read.get(phrase.sentence);
                let actors = told.map_or(&[][..], |told| told.scene.at(phrase.head));
                sentence::extend(&mut found.named, actors.to_vec());
                if actors.is_empty() {
                    sentence::extend(&mut found.named, named(phrase).into_iter().collect());
                }
            }
            found
        })
        .collect()
}

/// How sure it must be who says quoted words.
const SURE_SPEAKER: f64 = 0.7;

/// The actor who says quoted words of the sentence `index`, which is `here`.
fn speaker(
    speech: Speech,
    index: usize,
    here: &Explained,
    before: &[Explained],
) -> Option<ActorRef> {
    let told = if speech.sentence == index {
        here
    } else {
        before.get(speech.sentence)?
    };
    let actor = told.scene.at(speech.token).first()?;
    (speech.score >= SURE_SPEAKER).then(|| actor.clone())
}

fn is_question(quote: &str) -> bool {
    quote
        .trim_end_matches(['"', '”', '’', '\'', ')', '*'])
        .ends_with('?')
}

fn code_passage(
    document: &Document,
    lexicon: &Lexicon,
    parser: &str,
    says: &dyn Fn(&Sentence<'_>, &Found) -> Option<ActorRef>,
    item: &mut Explained,
    labels: &mut Told,
) {
    let coder = |told_by: ToldBy| format!("{}+{parser}", told_by.name());
    let by_rules = coder(ToldBy::Rules);
    let sentence = Sentence::new(
        &document.text,
        &item.parse,
        &item.scene,
        Predicates::builtin(),
        lexicon,
    );
    let mut found: Vec<Found> = Vec::new();
    item.considered = events::code(&sentence, &mut found);
    item.considered_ties = ties::code(&sentence, &mut found);
    stances::code(&sentence, &mut labels.issues, &mut found);
    likewise::code(&sentence, &mut found);
    figures::code(&sentence, &mut found);
    for found in &mut found {
        if found.factuality.claimant.is_none() {
            found.factuality.claimant = says(&sentence, found);
        }
        events::speak_for_themselves(&sentence, found);
    }
    found.sort_by_key(|found| found.token);
    let mut seen: HashSet<(String, Option<String>, Polarity)> = HashSet::new();
    for Found {
        token,
        body,
        factuality,
        told_by,
    } in found
    {
        let claimant = factuality.claimant.as_ref().map(|actor| actor.id.clone());
        let key = (full_key(&body), claimant, factuality.polarity);
        if !seen.insert(key) {
            continue;
        }
        let event_type = match &body {
            Body::Event(event) => Some(event.event_type),
            _ => None,
        };
        let assertion = Assertion::new(
            body,
            factuality.claimant,
            factuality.polarity,
            factuality.certainty,
            evidence(document, &item.passage),
            coder(told_by),
        );
        if let Some(event_type) = event_type {
            labels.events.push(ToldEvent {
                lemma: sentence.lemma(token).to_owned(),
                event_type,
                id: assertion.id.clone(),
                passage: item.passage.index,
            });
        }
        item.assertions.push((token, assertion));
    }
    remember_allegations(item, labels);
    for assertion in denied(&sentence, document, &by_rules, item, labels) {
        item.assertions.push(assertion);
    }
    for label in labels::find(&sentence, labels) {
        let noun = label.event.map(|token| sentence.lemma(token).to_owned());
        let Some(about) = event_of(sentence.tables, labels, noun.as_deref(), item.passage.index)
        else {
            continue;
        };
        let assertion = Assertion::new(
            Body::Label(Label {
                about,
                label: label.words,
            }),
            label.claimant,
            label.polarity,
            Certainty::Certain,
            evidence(document, &item.passage),
            &by_rules,
        );
        item.assertions.push((label.token, assertion));
    }
}

/// How many sentences an allegation waits for its denial.
const PATIENCE: u32 = 3;

/// "Tehran denied it", "the accusations, though denied by Tehran": the denier's own word on what
/// somebody else has alleged before.
fn denied(
    sentence: &Sentence<'_>,
    document: &Document,
    coder: &str,
    item: &Explained,
    memory: &Told,
) -> Vec<(usize, Assertion)> {
    let mut found = Vec::new();
    for (token, denier) in denials::find(sentence) {
        for (body, claimant, told) in memory.allegations.iter().rev() {
            let old = item.passage.index.saturating_sub(*told) > PATIENCE;
            let own = claimant.acts_for(&denier.id) || denier.acts_for(&claimant.id);
            let concerns = body.actors().next().is_some_and(|actor| {
                actor.acts_for(&denier.id)
                    || denier.acts_for(&actor.id)
                    || denier.country.is_some() && denier.country == actor.country
            });
            if old || own || !concerns {
                continue;
            }
            let assertion = Assertion::new(
                body.clone(),
                Some(denier.clone()),
                Polarity::Negative,
                Certainty::Certain,
                evidence(document, &item.passage),
                coder,
            );
            found.push((token, assertion));
            break;
        }
    }
    found
}

/// What somebody has said of somebody else, for a denial to come.
fn remember_allegations(item: &Explained, memory: &mut Told) {
    for (_, assertion) in &item.assertions {
        if let (Body::Event(_), Some(claimant), Polarity::Positive) =
            (&assertion.body, &assertion.claimant, assertion.polarity)
        {
            memory
                .allegations
                .push((assertion.body.clone(), claimant.clone(), item.passage.index));
        }
    }
}

/// The proposition with everything that sets two records of one sentence apart.
fn full_key(body: &Body) -> String {
    match body {
        Body::Tie(tie) => format!(
            "{} {}",
            body.proposition(),
            tie.detail.as_deref().unwrap_or_default()
        ),
        Body::Stance(stance) => format!("{} {}", body.proposition(), stance.position),
        Body::Figure(figure) => format!("{} {}", body.proposition(), figure.value),
        _ => body.proposition(),
    }
}

/// The event that a label is about: the last one told by the same noun, or of the type that the noun tells. A
/// general noun or a pronoun means the last deed of this sentence or the two before; words about words come
/// second, and any other noun means at most what this sentence tells.
fn event_of(
    tables: &Predicates,
    memory: &Told,
    noun: Option<&str>,
    passage: u32,
) -> Option<ContentId> {
    let deed = |event_type: EventType| {
        matches!(
            event_type,
            EventType::Assault
                | EventType::Coerce
                | EventType::Sanction
                | EventType::Mobilize
                | EventType::Aid
                | EventType::Agree
                | EventType::Retreat
        )
    };
    let told = || memory.events.iter().rev();
    let near = || told().filter(|told| passage.saturating_sub(told.passage) <= 2);
    let groups = noun.and_then(|noun| tables.event_nouns.get(noun));
    let of_type = |told: &&ToldEvent| {
        let mut groups = groups.into_iter().flatten();
        groups.any(|&group| tables.events[group].event_type == told.event_type)
    };
    let general = noun.is_none_or(|noun| labels::ANY_EVENT.contains(&noun));
    let violent = matches!(noun, Some("incident" | "shooting" | "explosion" | "death"));
    told()
        .find(|told| Some(told.lemma.as_str()) == noun)
        .or_else(|| told().find(of_type))
        .or_else(|| near().find(|told| violent && told.event_type == EventType::Assault))
        .or_else(|| near().find(|told| general && deed(told.event_type)))
        .or_else(|| near().find(|told| general || told.passage == passage))
        .map(|told| told.id.clone())
}

fn evidence(document: &Document, passage: &Passage) -> Evidence {
    Evidence {
        document: document.id.clone(),
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        published: document.published,
        passage: passage.id.clone(),
        start: passage.span.start,
        end: passage.span.end,
        quote: passage.span.of(&document.text).to_owned(),
    }
}
