//! Whom the pronouns and descriptions of articles mean, against those whom readers say they mean.

use std::collections::BTreeMap;

use entente_lexicon::Lexicon;
use entente_model::{ActorRef, Date, Document, Span};
use entente_text::{Decision, MarkedActor, MarkedDocument, Parser};
use serde::Deserialize;

use super::spans_in::{blocks, document, heads, span_of, starts};
use crate::{Explained, explain};

/// An article as the sets of labelled news have it.
#[derive(Debug, Clone, Deserialize)]
pub struct MarkedArticle {
    /// Its name.
    #[serde(alias = "doc")]
    pub id: String,
    /// Its text.
    pub text: String,
    /// The day of publication, where it is known.
    #[serde(default)]
    pub date: Option<Date>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
}

/// A sentence of an article of which all actors are marked.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedSentence {
    /// The name of the article.
    pub article: String,
    /// First character and one past the last, in the article.
    pub range: (usize, usize),
    /// The actors.
    pub actors: Vec<MarkedPhrase>,
}

/// A phrase that means an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedPhrase {
    /// First character and one past the last, in the sentence.
    pub range: (usize, usize),
    /// Who is meant, by name: of pronouns and descriptions of which the text tells it.
    pub names: Vec<String>,
    /// Whether nobody is meant whom the text names.
    pub nobody: bool,
}

/// Reads the marks of `training/news`. Lines that are none come back with their numbers, the first line
/// being 1.
pub fn read_marked_sentences(tsv: &str) -> (Vec<MarkedSentence>, Vec<(usize, String)>) {
    let (mut sentences, mut faults) = (Vec::new(), Vec::new());
    for (index, line) in tsv.lines().enumerate() {
        match read_line(line) {
            Some(own) => sentences.push(own),
            None => faults.push((
                index + 1,
                "is not: article, first, last, actors, names, events, separated by tabs".to_owned(),
            )),
        }
    }
    (sentences, faults)
}

/// The sentence of a line; `None` where it is not as it should be.
fn read_line(line: &str) -> Option<MarkedSentence> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [article, first, last, actors, names, _events] = fields[..] else {
        return None;
    };
    let mut phrases = BTreeMap::new();
    for actor in actors.split_whitespace() {
        let (number, range) = actor.split_once(':')?;
        let (first, last) = range.split_once('-')?;
        let phrase = MarkedPhrase {
            range: (first.parse().ok()?, last.parse().ok()?),
            names: Vec::new(),
            nobody: false,
        };
        phrases.insert(number, phrase);
    }
    for meant in names.split(';').map(str::trim).filter(|it| !it.is_empty()) {
        let (number, names) = meant.split_once('=')?;
        let phrase = phrases.get_mut(number)?;
        if names == "-" {
            phrase.nobody = true;
            continue;
        }
        let names = names.replace(" and ", ", ");
        let names = names.split(", ").map(str::trim);
        phrase.names = names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
    }
    Some(MarkedSentence {
        article: article.to_owned(),
        range: (first.parse().ok()?, last.parse().ok()?),
        actors: phrases.into_values().collect(),
    })
}

/// An article with what is marked in it, read, for [`entente_text::train_coreference`]. `None` where nothing
/// is marked in it.
pub fn marked_document(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    article: &MarkedArticle,
    marked: &[MarkedSentence],
) -> Option<MarkedDocument> {
    let own: Vec<&MarkedSentence> = of_article(article, marked).collect();
    if own.is_empty() {
        return None;
    }
    let starts = starts(&article.text);
    let read = parser.read(&article.text, &blocks(&article.text), article.date, lexicon);
    let phrases = own.iter().flat_map(|sentence| {
        let phrases = sentence.actors.iter();
        phrases.filter_map(|phrase| {
            Some(MarkedActor {
                span: sentence.span_of(&starts, phrase)?,
                names: phrase.names.clone(),
                nobody: phrase.nobody,
            })
        })
    });
    Some(MarkedDocument::new(
        article.text.clone(),
        read.into_iter().map(|sentence| sentence.parse).collect(),
        own.iter()
            .filter_map(|sentence| span_of(&starts, sentence.range))
            .collect(),
        phrases.collect(),
        |name| {
            let found = lexicon.resolve_phrase(name, article.date, None)?;
            found.known.then_some(found.actor.id)
        },
    ))
}

fn of_article<'a>(
    article: &'a MarkedArticle,
    marked: &'a [MarkedSentence],
) -> impl Iterator<Item = &'a MarkedSentence> {
    marked.iter().filter(|it| it.article == article.id)
}

impl MarkedSentence {
    /// Where a phrase of it stands in the article, in bytes.
    fn span_of(&self, starts: &[usize], phrase: &MarkedPhrase) -> Option<Span> {
        let (first, last) = phrase.range;
        span_of(starts, (self.range.0 + first, self.range.0 + last))
    }
}

/// How phrases of one kind came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeantTally {
    /// Phrases of which it is marked whom they mean.
    pub marked: usize,
    /// Those that are taken for exactly those who are meant.
    pub right: usize,
    /// Those that are taken for others whom the lexicon knows.
    pub wrong: usize,
}

/// How the phrases of articles came out, by kind: the rest of the marked is taken for nobody, or for
/// somebody unknown.
#[derive(Debug, Clone, Default)]
pub struct MeantScores {
    /// By the kind of phrase.
    pub by_kind: BTreeMap<&'static str, MeantTally>,
    /// What did not come out, with what is meant.
    pub wrong: Vec<String>,
}

impl MeantScores {
    /// All kinds together.
    pub fn all(&self) -> MeantTally {
        let mut all = MeantTally::default();
        for own in self.by_kind.values() {
            all.marked += own.marked;
            all.right += own.right;
            all.wrong += own.wrong;
        }
        all
    }
}

/// Reads each article and compares whom its phrases are taken for. Those are the same of whom the lexicon
/// says so, or whom it does not know and whose names end alike.
pub fn evaluate_meant(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    articles: &[MarkedArticle],
    marked: &[MarkedSentence],
) -> MeantScores {
    let mut scores = MeantScores::default();
    for article in articles {
        let own: Vec<&MarkedSentence> = of_article(article, marked).collect();
        if own.is_empty() {
            continue;
        }
        let coded = explain(&published(article), parser, lexicon);
        let starts = starts(&article.text);
        for sentence in own {
            for phrase in &sentence.actors {
                if let Some(span) = sentence.span_of(&starts, phrase) {
                    scores.compare(article, lexicon, &coded, span, phrase);
                }
            }
        }
    }
    scores
}

/// The article as a document, with what is known of its publication.
fn published(article: &MarkedArticle) -> Document {
    Document {
        publisher: article.publisher.clone(),
        published: article.date,
        ..document(&article.id, &article.text)
    }
}

/// The kind of a phrase by its words; `None` for relative pronouns.
fn kind(phrase: &str) -> Option<&'static str> {
    Some(match phrase.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => "he, she",
        "it" | "its" | "itself" => "it",
        "they" | "them" | "their" | "theirs" | "themselves" => "they",
        "i" | "me" | "my" | "mine" | "myself" => "I",
        "we" | "us" | "our" | "ours" | "ourselves" => "we",
        "who" | "whom" | "whose" | "which" | "that" => return None,
        "you" | "your" | "yours" => "you",
        _ => "a description",
    })
}

impl MeantScores {
    fn compare(
        &mut self,
        article: &MarkedArticle,
        lexicon: &Lexicon,
        coded: &[Explained],
        span: Span,
        marked: &MarkedPhrase,
    ) {
        let names = &marked.names;
        let phrase = span.of(&article.text);
        let kind = match kind(phrase) {
            // What a relative pronoun means is the tree's affair.
            None => return,
            Some(_) if marked.nobody => "nobody named",
            Some(_) if names.is_empty() => return,
            Some(kind) => kind,
        };
        let found = taken_for(coded, span);
        let tally = self.by_kind.entry(kind).or_default();
        tally.marked += 1;
        let each = |name: &String| found.iter().any(|it| means(lexicon, article, it, name));
        let other = |it: &ActorRef| !names.iter().any(|name| means(lexicon, article, it, name));
        let known = |it: &ActorRef| lexicon.actor(&it.id).is_some();
        let right = match marked.nobody {
            true => !found.iter().any(known),
            false => names.iter().all(each) && !found.iter().any(other),
        };
        if right {
            tally.right += 1;
            return;
        }
        tally.wrong += usize::from(found.iter().any(|it| other(it) && known(it)));
        let ids: Vec<&str> = found.iter().map(|it| it.id.as_str()).collect();
        let sentence = coded
            .iter()
            .find(|item| item.passage.span.overlaps(span))
            .map_or("", |item| item.passage.span.of(&article.text));
        self.wrong.push(format!(
            "{}: {phrase:?} [{}] means {}: {sentence}",
            article.id,
            ids.join(", "),
            if marked.nobody {
                "nobody".to_owned()
            } else {
                names.join(", ")
            }
        ));
    }
}

/// The actors of the tokens that head a span.
fn taken_for(coded: &[Explained], span: Span) -> Vec<ActorRef> {
    let heads = heads(coded, span);
    heads
        .flat_map(|(item, head)| item.scene.at(head).iter().cloned())
        .collect()
}

/// Of the descriptions of an article that do not say whose they are, those of which it is marked whom they
/// mean: what `entente_lexicon` asks of each, by class, and what is right.
pub fn description_decisions(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    article: &MarkedArticle,
    marked: &[MarkedSentence],
) -> Vec<(&'static str, Decision)> {
    let own: Vec<&MarkedSentence> = of_article(article, marked).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let coded = explain(&published(article), parser, lexicon);
    let starts = starts(&article.text);
    let phrases = own.iter().flat_map(|sentence| {
        let phrases = sentence.actors.iter();
        phrases.filter_map(|phrase| Some((sentence.span_of(&starts, phrase)?, phrase)))
    });
    let mut decisions = Vec::new();
    for (span, phrase) in phrases.filter(|(_, it)| it.nobody || !it.names.is_empty()) {
        let asked = heads(&coded, span).find_map(|(item, head)| {
            let asked = item.scene.asked().iter();
            asked.into_iter().find(|asked| asked.token == head)
        });
        let Some(asked) = asked else { continue };
        let mut right: Vec<bool> = asked
            .candidates
            .iter()
            .map(|candidate| match (candidate, &phrase.names[..]) {
                (Some(actor), [name]) => means(lexicon, article, actor, name),
                _ => false,
            })
            .collect();
        if !right.contains(&true) {
            right[0] = true;
        }
        decisions.push((
            asked.class,
            Decision {
                candidates: asked.features.clone(),
                right,
            },
        ));
    }
    decisions
}

/// Whether an actor is the one of that name.
fn means(lexicon: &Lexicon, article: &MarkedArticle, actor: &ActorRef, name: &str) -> bool {
    let named = lexicon.resolve_phrase(name, article.date, None);
    if let Some(named) = named.filter(|named| named.known || named.actor.id == actor.id) {
        return named.actor.id == actor.id;
    }
    let last = |text: &str| words(text).last().cloned();
    lexicon.actor(&actor.id).is_none()
        && (last(&actor.name) == last(name) || words(&actor.name) == words(name))
        && actor.name.starts_with(char::is_uppercase)
}

/// The words of a name, folded.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric());
    words
        .filter(|word| !matches!(*word, "" | "the" | "of" | "s"))
        .map(str::to_owned)
        .collect()
}
