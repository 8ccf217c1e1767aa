//! The tables of `lexicon/predicates/`: which words report events, ties, stances, labels and
//! speech, and where their arguments stand.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use entente_model::{EventType, Position, Relation, Sector};
use entente_text::{Token, Upos};
use serde::Deserialize;

/// A group of words that report one type of event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventGroup {
    #[serde(rename = "type")]
    pub(crate) event_type: EventType,
    #[serde(default)]
    pub(crate) mode: Option<String>,
    #[serde(default)]
    pub(crate) cameo: Option<String>,
    #[serde(default)]
    pub(crate) mutual: bool,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    pub(crate) target: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    pub(crate) nouns_to: Vec<String>,
    /// Sectors of those who do it by these verbs; anybody's where empty.
    #[serde(default)]
    pub(crate) by: Vec<Sector>,
}

/// A group of words that tell one relation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TieGroup {
    pub(crate) relation: Relation,
    /// `other` where the noun's owner is `a`.
    #[serde(default)]
    a: Option<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    pub(crate) to: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
}

impl TieGroup {
    /// Whether the one who fills the noun is `b` in the record.
    pub(crate) fn other_is_a(&self) -> bool {
        self.a.as_deref() == Some("other")
    }
}

/// A group of words that put something into somebody's mouth or mind.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpeechGroup {
    /// The certainty with which the claimant says it; `None` where it is no claim.
    #[serde(default)]
    pub(crate) claim: Option<entente_model::Certainty>,
    #[serde(default)]
    pub(crate) negative: bool,
    #[serde(default)]
    pub(crate) attitude: bool,
    #[serde(default)]
    pub(crate) object_control: bool,
    #[serde(default)]
    pub(crate) denies: bool,
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "the group only keeps its words from the others' effect"
    )]
    factive: bool,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    object_control_of: Vec<String>,
}

/// Words that attribute something to somebody; see the comments in `speech.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributionTable {
    pub(crate) clause: HashSet<String>,
    pub(crate) no_clause: HashSet<String>,
    pub(crate) infinitive: HashSet<String>,
    pub(crate) object: HashSet<String>,
    pub(crate) quoting: HashSet<String>,
    pub(crate) addressing: HashSet<String>,
    pub(crate) object_acts: HashSet<String>,
    pub(crate) thought: HashSet<String>,
    pub(crate) seeming: HashSet<String>,
    pub(crate) naming: HashSet<String>,
    pub(crate) chains: HashSet<String>,
    pub(crate) carrying: HashSet<String>,
    pub(crate) nouns: HashSet<String>,
    pub(crate) adjectives: HashSet<String>,
    /// Verbs by preposition, as they are written.
    #[serde(rename = "under")]
    by_preposition: BTreeMap<String, Vec<String>>,
    /// Prepositions by verb.
    #[serde(skip)]
    pub(crate) under: HashMap<String, Vec<String>>,
}

/// A group of words for being for or against something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StanceGroup {
    pub(crate) position: Position,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    pub(crate) to: Vec<String>,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
}

/// Verbs that report no event under certain nouns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sense {
    pub(crate) verbs: HashSet<String>,
    pub(crate) objects: HashSet<String>,
    /// The preposition under which the nouns stand; `None` where they are the verb's objects.
    #[serde(default)]
    pub(crate) under: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelGroup {
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    amounting: Vec<String>,
}

/// A verb of an event group, with the particle or object that makes it one.
#[derive(Debug)]
pub(crate) struct EventVerb {
    pub(crate) group: usize,
    pub(crate) particle: Option<String>,
    /// Nouns of which the object must be one; empty where any will do.
    pub(crate) objects: Vec<String>,
}

/// The tables, indexed by lemma. Part of speech is the caller's to check.
#[derive(Debug, Default)]
pub(crate) struct Predicates {
    pub(crate) events: Vec<EventGroup>,
    pub(crate) event_verbs: HashMap<String, Vec<EventVerb>>,
    pub(crate) event_nouns: HashMap<String, Vec<usize>>,
    pub(crate) senses: Vec<Sense>,
    pub(crate) ties: Vec<TieGroup>,
    pub(crate) tie_nouns: HashMap<String, Vec<usize>>,
    pub(crate) tie_verbs: HashMap<String, Vec<usize>>,
    pub(crate) tie_adjectives: HashMap<String, Vec<usize>>,
    pub(crate) speech: Vec<SpeechGroup>,
    pub(crate) speech_verbs: HashMap<String, Vec<usize>>,
    pub(crate) speech_nouns: HashMap<String, usize>,
    pub(crate) attitude_adjectives: HashMap<String, usize>,
    pub(crate) attribution: AttributionTable,
    pub(crate) object_control: Vec<String>,
    pub(crate) stances: Vec<StanceGroup>,
    pub(crate) stance_verbs: HashMap<String, Vec<usize>>,
    pub(crate) stance_nouns: HashMap<String, Vec<usize>>,
    pub(crate) label_verbs: Vec<String>,
    /// Verbs between an event and what it is said to be: "constitute".
    pub(crate) amounting: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    event: Vec<EventGroup>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SenseFile {
    sense: Vec<Sense>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TieFile {
    tie: Vec<TieGroup>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeechFile {
    speech: Vec<SpeechGroup>,
    attribution: AttributionTable,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StanceFile {
    stance: Vec<StanceGroup>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelFile {
    label: Vec<LabelGroup>,
}

impl SpeechGroup {
    /// Whether its words put what they govern forward as so, for their subject.
    pub(crate) fn asserts(&self) -> bool {
        self.claim.is_some() && !self.negative && !self.object_control
    }
}

impl Predicates {
    /// The tables that are compiled in.
    pub(crate) fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Predicates> = LazyLock::new(|| {
            // The files are ours and a test reads them: a mistake in one never ships.
            Predicates::read().unwrap_or_default()
        });
        &BUILTIN
    }

    /// Whether a verb says of its object what it did: "accused A of sending".
    pub(crate) fn accuses(&self, lemma: &str) -> bool {
        self.speech_verbs.get(lemma).is_some_and(|groups| {
            groups
                .iter()
                .any(|&group| self.speech[group].object_control)
        })
    }

    /// Whether a verb's subject claims that what the verb governs is so: "said", "confirmed".
    pub(crate) fn claims(&self, lemma: &str) -> bool {
        let mut groups = self.speech_verbs.get(lemma).into_iter().flatten();
        groups.any(|&group| self.speech[group].asserts())
    }

    /// Whether the word, as a lemma, tells an event, a tie, a stance or a label, or denies one.
    /// `others` are the forms and lemmas of the whole sentence: a verb that wants a particle or
    /// one of certain objects tells nothing without it, nor a noun without its adjective.
    pub(crate) fn tells(&self, lemma: &str, others: &HashSet<String>) -> bool {
        let has = |phrase: &String| {
            let first = phrase.split(' ').next().unwrap_or_default();
            others.contains(first)
        };
        let has_any = |phrases: &[String]| phrases.is_empty() || phrases.iter().any(has);
        let event = self.event_verbs.get(lemma).is_some_and(|verbs| {
            verbs
                .iter()
                .any(|verb| verb.particle.iter().all(has) && has_any(&verb.objects))
        });
        let tie = [&self.tie_nouns, &self.tie_verbs, &self.tie_adjectives]
            .into_iter()
            .filter_map(|table| table.get(lemma))
            .flatten()
            .any(|&group| {
                let needs = &self.ties[group].needs;
                // Lists of words stand elsewhere under these names.
                let listed = |need: &String| need == "goods" || need == "armed group";
                has_any(needs) || needs.iter().any(listed)
            });
        let stance = [&self.stance_nouns, &self.stance_verbs]
            .into_iter()
            .filter_map(|table| table.get(lemma))
            .flatten()
            .any(|&group| has_any(&self.stances[group].needs));
        let label = self.label_verbs.iter().chain(&self.amounting);
        let denies = |&group: &usize| self.speech[group].denies;
        event
            || tie
            || stance
            || self.event_nouns.contains_key(lemma)
            || label.into_iter().any(|verb| verb == lemma)
            || self
                .speech_verbs
                .get(lemma)
                .is_some_and(|groups| groups.iter().any(denies))
    }

    /// The verb of which `word` is a form in -s or -ed, where the tables know it.
    pub(crate) fn verb_of(&self, word: &str) -> Option<String> {
        let stems = ["s", "es", "d", "ed"].map(|ending| word.strip_suffix(ending));
        stems.into_iter().flatten().find_map(|stem| {
            let known = self.event_verbs.contains_key(stem)
                || self.speech_verbs.contains_key(stem)
                || self.stance_verbs.contains_key(stem)
                || self.tie_verbs.contains_key(stem);
            known.then(|| stem.to_owned())
        })
    }

    /// The lemma of a token as the tables spell it. A lemma that no table knows is tried with a
    /// final e, which rules of inflection cannot always restore ("rebuk").
    pub(crate) fn spelling(&self, token: &Token) -> String {
        let known = |lemma: &str| {
            self.event_verbs.contains_key(lemma)
                || self.speech_verbs.contains_key(lemma)
                || self.stance_verbs.contains_key(lemma)
                || self.tie_verbs.contains_key(lemma)
                || self
                    .label_verbs
                    .iter()
                    .chain(&self.amounting)
                    .any(|verb| verb == lemma)
        };
        if token.upos == Upos::Verb && !known(&token.lemma) {
            let restored = format!("{}e", token.lemma);
            if known(&restored) {
                return restored;
            }
            // "travelled", as the British write it.
            let single = token
                .lemma
                .strip_suffix('l')
                .filter(|lemma| lemma.ends_with('l'));
            if let Some(single) = single.filter(|lemma| known(lemma)) {
                return single.to_owned();
            }
        }
        // Plurals that treebanks hold for words of their own.
        match (token.upos, token.lemma.as_str()) {
            (Upos::Noun, "troops") => "troop".to_owned(),
            (Upos::Noun, "supplies") => "supply".to_owned(),
            (Upos::Noun, "goods") => "good".to_owned(),
            _ => token.lemma.clone(),
        }
    }

    fn read() -> Result<Self, toml::de::Error> {
        let events: EventFile =
            toml::from_str(include_str!("../../../lexicon/predicates/events.toml"))?;
        let senses: SenseFile =
            toml::from_str(include_str!("../../../lexicon/predicates/senses.toml"))?;
        let ties: TieFile = toml::from_str(include_str!("../../../lexicon/predicates/ties.toml"))?;
        let speech: SpeechFile =
            toml::from_str(include_str!("../../../lexicon/predicates/speech.toml"))?;
        let stances: StanceFile =
            toml::from_str(include_str!("../../../lexicon/predicates/stances.toml"))?;
        let labels: LabelFile =
            toml::from_str(include_str!("../../../lexicon/predicates/labels.toml"))?;
        let mut tables = Self {
            events: events.event,
            senses: senses.sense,
            ties: ties.tie,
            speech: speech.speech,
            attribution: speech.attribution,
            stances: stances.stance,
            amounting: labels
                .label
                .iter()
                .flat_map(|group| group.amounting.clone())
                .collect(),
            label_verbs: labels
                .label
                .into_iter()
                .flat_map(|group| group.verbs)
                .collect(),
            ..Self::default()
        };
        tables.index();
        Ok(tables)
    }

    fn index(&mut self) {
        for (group, entry) in self.events.iter().enumerate() {
            for verb in &entry.verbs {
                let (verb, objects) = match verb.split_once(" <") {
                    Some((verb, objects)) => {
                        let objects = objects.trim_end_matches('>').split('|');
                        (verb, objects.map(str::to_owned).collect())
                    }
                    None => (verb.as_str(), Vec::new()),
                };
                let (lemma, particle) = match verb.split_once('_') {
                    Some((lemma, particle)) => (lemma, Some(particle.to_owned())),
                    None => (verb, None),
                };
                let verb = EventVerb {
                    group,
                    particle,
                    objects,
                };
                self.event_verbs
                    .entry(lemma.to_owned())
                    .or_default()
                    .push(verb);
            }
            for noun in &entry.nouns {
                self.event_nouns
                    .entry(noun.clone())
                    .or_default()
                    .push(group);
            }
        }
        for (group, entry) in self.ties.iter().enumerate() {
            for (words, table) in [
                (&entry.nouns, &mut self.tie_nouns),
                (&entry.verbs, &mut self.tie_verbs),
                (&entry.adjectives, &mut self.tie_adjectives),
            ] {
                for word in words {
                    table.entry(word.clone()).or_default().push(group);
                }
            }
        }
        for (group, entry) in self.speech.iter().enumerate() {
            for verb in &entry.verbs {
                self.speech_verbs
                    .entry(verb.clone())
                    .or_default()
                    .push(group);
            }
            for noun in &entry.nouns {
                self.speech_nouns.entry(noun.clone()).or_insert(group);
            }
            for adjective in &entry.adjectives {
                self.attitude_adjectives.insert(adjective.clone(), group);
            }
            if entry.claim.is_some() && !entry.object_control {
                let verbs = entry.verbs.iter().cloned();
                self.attribution.clause.extend(verbs);
            }
            self.object_control
                .extend(entry.object_control_of.iter().cloned());
            if entry.object_control {
                self.object_control.extend(entry.verbs.iter().cloned());
            }
        }
        for (preposition, verbs) in &self.attribution.by_preposition {
            for verb in verbs {
                let own = self.attribution.under.entry(verb.clone()).or_default();
                own.push(preposition.clone());
            }
        }
        for (group, entry) in self.stances.iter().enumerate() {
            for verb in &entry.verbs {
                self.stance_verbs
                    .entry(verb.clone())
                    .or_default()
                    .push(group);
            }
            for noun in &entry.nouns {
                self.stance_nouns
                    .entry(noun.clone())
                    .or_default()
                    .push(group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        let tables = Predicates::read().expect("well-formed tables");
        assert!(tables.event_verbs.len() > 250);
        let every = EventType::ALL.iter();
        for event_type in every {
            assert!(
                tables
                    .events
                    .iter()
                    .any(|group| group.event_type == *event_type),
                "no words for {event_type}"
            );
        }
        for relation in Relation::ALL {
            assert!(
                tables.ties.iter().any(|group| group.relation == *relation),
                "{relation}"
            );
        }
    }
}
