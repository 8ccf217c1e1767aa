//! Who says it, whether it is so, and how surely: from a predicate up the tree to the root.

use entente_model::{ActorRef, Certainty, Polarity};
use entente_text::Upos;

use crate::predicates::SpeechGroup;
use crate::sentence::Sentence;

/// Who says a proposition, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Factuality {
    pub(crate) claimant: Option<ActorRef>,
    pub(crate) polarity: Polarity,
    pub(crate) certainty: Certainty,
    /// Whether it is told by the way, of something that somebody's words are about: "said that the rebels, who hold
    /// the town". Unless it is quoted, the document tells it.
    pub(crate) aside: bool,
}

/// Adverbs that tell how surely.
const POSSIBLE: &[&str] = &[
    "allegedly",
    "reportedly",
    "perhaps",
    "possibly",
    "maybe",
    "purportedly",
    "supposedly",
    "ostensibly",
];
const PROBABLE: &[&str] = &[
    "probably",
    "likely",
    "apparently",
    "seemingly",
    "presumably",
    "evidently",
];

/// Adjectives that tell how surely, on a noun: "alleged support".
const POSSIBLE_ADJECTIVES: &[&str] = &[
    "alleged",
    "possible",
    "reported",
    "suspected",
    "supposed",
    "perceived",
    "purported",
    "claimed",
];
const HYPOTHETICAL_ADJECTIVES: &[&str] = &[
    "potential",
    "future",
    "planned",
    "proposed",
    "prospective",
    "would-be",
    "hypothetical",
    "feared",
    "aspiring",
];

/// Words before "to" under which something is not yet done.
const STILL_TO_COME: &[&str] = &[
    "due",
    "set",
    "about",
    "expected",
    "scheduled",
    "poised",
    "likely",
    "going",
    "reluctant",
    "unwilling",
];

/// Conjunctions under which nothing is said to be so.
const CONDITIONS: &[&str] = &[
    "if", "unless", "should", "lest", "whether", "provided", "in case", "until",
];

fn weaker(a: Certainty, b: Certainty) -> Certainty {
    a.max(b)
}

/// What somebody has written or found out, which speaks for its author.
fn is_report(lemma: &str) -> bool {
    matches!(
        lemma,
        "report"
            | "investigation"
            | "inquiry"
            | "study"
            | "survey"
            | "probe"
            | "review"
            | "statement"
            | "communique"
    )
}

impl Sentence<'_> {
    /// The factuality of what the predicate at `index` says. `via` is the light verb that
    /// carries it, where there is one.
    pub(crate) fn factuality(&self, index: usize, via: Option<usize>) -> Factuality {
        let mut found = Factuality {
            claimant: None,
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            aside: false,
        };
        let mut negative = self.is_negated(index);
        found.certainty = weaker(found.certainty, self.modality(index));
        let start = match via {
            Some(via) => {
                negative ^= self.is_negated(via);
                found.certainty = weaker(found.certainty, self.modality(via));
                self.judge_children(via, &mut found);
                if self.lemma(via) == "describe" {
                    // It carries the noun, and it is somebody's word.
                    self.judge_link(index, via, false, &mut found, &mut negative);
                }
                via
            }
            None => index,
        };
        self.judge_children(index, &mut found);
        let mut below = start;
        let mut steps = 0;
        // "to mourn the man who was killed by them": he was, whatever the sentence is about.
        let mut presupposed = false;
        // "said that the rebels, who hold the town, had fled": that they hold it, nobody is said to say.
        let mut aside = false;
        // "its close ties", "Turkish reliance": what is owned is taken for granted, whatever
        // might become of it; only who says so matters further up.
        let granted = via.is_none() && self.is_noun(index) && !self.owners(index).is_empty();
        // A noun in its own right ("the attack on X drew...") is judged by itself.
        while let Some(above) = self.head(below) {
            steps += 1;
            if steps > 12 {
                break;
            }
            let before = (found.claimant.is_some(), found.certainty, negative);
            let deprel = self.deprel(below);
            let clausal = matches!(
                deprel,
                "ccomp"
                    | "xcomp"
                    | "advcl"
                    | "acl"
                    | "parataxis"
                    | "csubj"
                    | "acl:relcl"
                    | "advcl:relcl"
                    | "ccomp:obj"
                    | "dep"
                    | "csubj:pass"
            );
            let nominal = matches!(
                deprel,
                "obj"
                    | "nmod"
                    | "obl"
                    | "nsubj"
                    | "nsubj:pass"
                    | "appos"
                    | "compound"
                    | "amod"
                    | "nmod:poss"
                    | "obl:agent"
            );
            if deprel == "conj" {
                // Modals reach over coordination: "may attack and kill".
                let own_subject = self
                    .parse
                    .children(below)
                    .any(|child| self.deprel(child).starts_with("nsubj"));
                if !own_subject && self.is_verb(below) {
                    found.certainty = weaker(found.certainty, self.modality_of_auxiliaries(above));
                }
                self.judge_children(above, &mut found);
                // "announced that it was settled, but Seoul disowned it": what comes behind is the document's own.
                let mut coordinators = self.parse.children_by(below, "cc");
                let but = coordinators
                    .any(|it| self.lower(it) == "but" && it > 0 && self.lower(it - 1) == ",");
                if but && own_subject && self.parse.quotation_of(index).is_none() {
                    break;
                }
            } else if clausal || nominal {
                self.judge_link(below, above, clausal, &mut found, &mut negative);
            }
            if aside && !before.0 && self.parse.quotation_of(index).is_none() {
                found.claimant = None;
                found.aside = true;
            }
            if (granted && steps > 1 || presupposed) && found.claimant.is_some() == before.0 {
                (found.certainty, negative) = (before.1, before.2);
            }
            // "the men accused of killing him" are accused, too.
            aside |= deprel == "acl:relcl";
            presupposed |= aside
                || deprel == "advcl" && self.has_come(below)
                || deprel == "acl" && self.parse.children_by(below, "mark").next().is_none();
            below = above;
        }
        if let Some(claimant) = self.quoted_by(index)
            && found.claimant.is_none()
        {
            found.claimant = Some(claimant);
        }
        if negative {
            found.polarity = Polarity::Negative;
        }
        found
    }

    /// "urged restraint after police fired at them", "refused to stand by him as he crushed it": they did, whatever the clause is part of.
    fn has_come(&self, clause: usize) -> bool {
        let mut marks = self.parse.children_by(clause, "mark");
        let word = self.lower(clause);
        let past = word != *self.lemma(clause) && !word.ends_with("ing") && !word.ends_with('s');
        let told = |mark: usize| match self.lower(mark).as_str() {
            "after" => true,
            "as" | "because" | "since" | "while" => self
                .children_where(clause, |it| it.starts_with("nsubj"))
                .next()
                .is_some(),
            _ => false,
        };
        past && marks.any(told) && self.modality(clause) == Certainty::Certain
    }

    /// The link from `below` to the word `above` that governs it.
    fn judge_link(
        &self,
        below: usize,
        above: usize,
        clausal: bool,
        found: &mut Factuality,
        negative: &mut bool,
    ) {
        let deprel = self.deprel(below);
        let marks: Vec<String> = self
            .parse
            .children_by(below, "mark")
            .map(|mark| self.lower(mark))
            .collect();
        if deprel == "advcl" {
            // "until the United Nations arranged a truce": it did.
            let came = marks == ["until"]
                && self.lower(below).ends_with("ed")
                && self.parse.children_by(below, "aux").next().is_none();
            if !came && marks.iter().any(|mark| CONDITIONS.contains(&mark.as_str())) {
                found.certainty = weaker(found.certainty, Certainty::Hypothetical);
            } else if marks.iter().any(|mark| mark == "to")
                && !matches!(self.lemma(above), "use" | "fight" | "help")
            {
                // "in order to": a purpose is not yet a deed; but what was used to do it has done it.
                found.certainty = weaker(found.certainty, Certainty::Hypothetical);
            } else if marks
                .iter()
                .any(|mark| matches!(mark.as_str(), "without" | "instead" | "rather"))
            {
                *negative = !*negative;
            }
        }
        if matches!(deprel, "advcl" | "acl" | "xcomp" | "obl")
            && self.lemma(above) == "stop"
            && marks.iter().any(|mark| mark == "of")
        {
            // "stopped short of condemning"
            let mut short = self.parse.children(above);
            *negative ^= short.any(|child| self.lower(child) == "short");
        }
        if marks.iter().any(|mark| mark == "whether") {
            found.certainty = weaker(found.certainty, Certainty::Possible);
        }
        if self.is_event_noun(below) {
            self.judge_likelihood(below, above, found, negative);
        }
        let content = matches!(
            deprel,
            "ccomp"
                | "xcomp"
                | "parataxis"
                | "acl"
                | "obj"
                | "obl"
                | "nmod"
                | "advcl"
                | "csubj"
                | "dep"
                | "nsubj:pass"
        );
        if !content {
            if clausal && deprel != "acl:relcl" {
                found.certainty = weaker(found.certainty, self.modality_of_auxiliaries(above));
            }
            return;
        }
        let gerund = deprel == "advcl" && self.lower(below).ends_with("ing");
        if gerund
            && marks
                .iter()
                .all(|mark| matches!(mark.as_str(), "while" | "by"))
        {
            // "should help while suspending": both ought to be.
            found.certainty = weaker(found.certainty, self.modality_of_auxiliaries(above));
        }
        // "has never stopped asking": it goes on.
        let goes_on = matches!(self.lemma(above), "stop" | "cease" | "quit")
            && self.is_negated(above)
            && matches!(deprel, "xcomp" | "advcl" | "ccomp")
            && self.lower(below).ends_with("ing");
        if goes_on {
            (found.certainty, *negative) = (Certainty::Certain, false);
            return;
        }
        if deprel == "xcomp" && self.lemma(above) == "have" {
            // "has yet to": it has not.
            let mut yet = self.parse.children_by(above, "advmod");
            *negative ^= yet.any(|adverb| self.lower(adverb) == "yet");
        }
        if deprel == "csubj" && marks.iter().any(|mark| mark == "to") && !self.is_verb(above) {
            // "It is important to have": it is not said that one has.
            found.certainty = weaker(found.certainty, Certainty::Hypothetical);
        }
        let groups = self.speech_groups(above);
        for group in groups {
            if self.governs(group, below, above, deprel, &marks) {
                self.apply(group, below, above, deprel, found, negative);
                break;
            }
        }
        // "must confirm that he was killed": he was.
        let put_forward = deprel == "ccomp"
            && self
                .speech_groups(above)
                .into_iter()
                .any(SpeechGroup::asserts);
        if clausal
            && !put_forward
            && !matches!(deprel, "advcl" | "parataxis")
            && found.claimant.is_none()
        {
            found.certainty = weaker(found.certainty, self.modality_of_auxiliaries(above));
        }
    }

    /// "a war between them is unlikely", "think a war unlikely": how likely is what a noun tells.
    fn judge_likelihood(
        &self,
        noun: usize,
        above: usize,
        found: &mut Factuality,
        negative: &mut bool,
    ) {
        let adjective = match self.deprel(noun) {
            "nsubj" => Some(above),
            "obj" => self
                .children_where(above, |deprel| matches!(deprel, "xcomp" | "ccomp"))
                .find(|&it| it > noun),
            _ => None,
        };
        if let Some(adjective) = adjective.filter(|&it| self.upos(it) == Upos::Adj) {
            self.apply_likelihood(adjective, found, negative);
        }
    }

    /// What an adjective of likelihood says of its proposition; whether it is one.
    fn apply_likelihood(
        &self,
        adjective: usize,
        found: &mut Factuality,
        negative: &mut bool,
    ) -> bool {
        let (certainty, contrary) = match self.lemma(adjective) {
            "possible" | "conceivable" => (Certainty::Possible, false),
            "likely" | "probable" => (Certainty::Probable, false),
            "unlikely" | "improbable" => (Certainty::Probable, true),
            "impossible" | "unthinkable" => (Certainty::Certain, true),
            _ => return false,
        };
        *negative ^= self.is_negated(adjective) != contrary;
        found.certainty = weaker(found.certainty, certainty);
        true
    }

    /// Whether a word of attitude on the way up from `below` to the predicate `top` governs what stands below it.
    pub(crate) fn is_wished(&self, from: usize, top: usize) -> bool {
        let path: Vec<usize> = self.parse.ancestors(from).collect();
        let mut links = path.windows(2).take_while(|link| link[0] != top);
        links.any(|link| {
            let (below, above) = (link[0], link[1]);
            let marks = self.parse.children_by(below, "mark");
            let marks: Vec<String> = marks.map(|mark| self.lower(mark)).collect();
            let deprel = self.deprel(below);
            let mut groups = self.speech_groups(above).into_iter();
            let wishes = |group: &SpeechGroup| {
                group.attitude && self.governs(group, below, above, deprel, &marks)
            };
            // Who is wanted or sought is an object, and not a deed.
            self.is_verb(below) && groups.any(wishes)
        })
    }

    /// The groups of words of speech and attitude that a word is in.
    pub(crate) fn speech_groups(&self, index: usize) -> Vec<&SpeechGroup> {
        let lemma = self.lemma(index);
        let tables = self.tables;
        match self.upos(index) {
            Upos::Verb | Upos::Aux => {
                let particle = self
                    .particle(index)
                    .map(|particle| format!("{lemma}_{particle}"));
                let groups = particle
                    .and_then(|lemma| tables.speech_verbs.get(&lemma))
                    .or_else(|| tables.speech_verbs.get(lemma));
                groups
                    .into_iter()
                    .flatten()
                    .map(|&group| &tables.speech[group])
                    .collect()
            }
            Upos::Noun => tables
                .speech_nouns
                .get(lemma)
                .map(|&group| &tables.speech[group])
                .into_iter()
                .collect(),
            Upos::Adj => tables
                .attitude_adjectives
                .get(lemma)
                .map(|&group| &tables.speech[group])
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a word of speech or attitude takes `below` as its content.
    fn governs(
        &self,
        group: &SpeechGroup,
        below: usize,
        above: usize,
        deprel: &str,
        marks: &[String],
    ) -> bool {
        if self.is_verb(above) {
            // "feels emboldened to attack" says nothing.
            if group.claim.is_some() && self.lemma(above) == "feel" && deprel == "xcomp" {
                return false;
            }
            if group.object_control {
                // "accused A of sending", "praised A for helping"
                let of = marks.iter().any(|mark| mark == "of" || mark == "for");
                let cases = self.cases(below);
                let by_case = cases.iter().any(|case| case == "of" || case == "for");
                return of && matches!(deprel, "advcl" | "acl" | "xcomp" | "ccomp" | "obl")
                    || by_case && deprel.starts_with("obl");
            }
            if group.attitude {
                return match deprel {
                    "xcomp" | "ccomp" => true,
                    "obj" | "obl" => {
                        deprel == "obj"
                            || self
                                .cases(below)
                                .iter()
                                .any(|case| case == "for" || case == "on")
                    }
                    _ => false,
                };
            }
            if group.denies {
                return deprel == "xcomp"
                    || deprel == "advcl"
                        && marks.iter().any(|mark| mark == "from" || mark == "to");
            }
            if group.claim.is_some() && group.negative {
                return matches!(deprel, "ccomp" | "xcomp" | "obj");
            }
            if group.claim.is_some() {
                return match deprel {
                    "ccomp" | "parataxis" => true,
                    "xcomp" => {
                        // "claimed to have arrested"; not "seen as", "called it".
                        marks.iter().any(|mark| mark == "to")
                    }
                    "obl" => {
                        // "spoke of a pact"; "describe Armenia as Iran's ally"
                        let case = match self.lemma(above) {
                            "speak" | "complain" | "warn" => "of",
                            "describe" => "as",
                            _ => return false,
                        };
                        self.cases(below).iter().chain(marks).any(|own| own == case)
                    }
                    "obj" => matches!(self.lemma(above), "allege" | "claim"),
                    _ => false,
                };
            }
            return false;
        }
        match deprel {
            // A participle describes the noun ("a plan drawn up by"); its content is marked.
            "acl" => marks
                .iter()
                .any(|mark| matches!(mark.as_str(), "to" | "of" | "that")),
            "ccomp" | "xcomp" | "csubj" => !marks.iter().any(|mark| mark == "when"),
            // "interested in ousting"
            "advcl" => self.upos(above) == Upos::Adj && marks.iter().any(|mark| mark == "in"),
            "nmod" => self
                .cases(below)
                .iter()
                .any(|case| matches!(case.as_str(), "of" | "for" | "to" | "in")),
            _ => false,
        }
    }

    fn apply(
        &self,
        group: &SpeechGroup,
        below: usize,
        above: usize,
        deprel: &str,
        found: &mut Factuality,
        negative: &mut bool,
    ) {
        if group.denies {
            *negative = !*negative;
            return;
        }
        if group.attitude {
            // "was able to bomb": it did.
            let came_true = matches!(self.lemma(above), "able" | "unable")
                && self
                    .parse
                    .children_by(above, "cop")
                    .any(|be| matches!(self.lower(be).as_str(), "was" | "were"));
            if came_true {
                *negative ^= self.is_negated(above) != (self.lemma(above) == "unable");
                return;
            }
            // "It is possible that": as sure as the word is.
            let mut marks = self.parse.children_by(below, "mark");
            if marks.any(|mark| self.lower(mark) == "that")
                && self.apply_likelihood(above, found, negative)
            {
                return;
            }
            // "does not seek to join", "rules out a visit"
            *negative ^= self.is_negated(above) != group.negative;
            found.certainty = weaker(found.certainty, Certainty::Hypothetical);
            return;
        }
        let Some(certainty) = group.claim else { return };
        let denied = self.is_negated(above);
        if group.negative && deprel == "obj" && !self.is_verb(below) && !self.is_event_noun(below) {
            return;
        }
        if group.negative {
            *negative = !*negative;
        } else if denied {
            // "did not say that": nothing is claimed.
            found.certainty = weaker(found.certainty, Certainty::Hypothetical);
        }
        found.certainty = weaker(found.certainty, certainty);
        if found.claimant.is_some() {
            return;
        }
        match self.speaker(above) {
            Some(speaker) => found.claimant = Some(speaker),
            // "is said to", "is believed to": nobody in particular.
            None if self.is_passive(above) => {
                let thought = matches!(
                    self.lemma(above),
                    "think" | "believe" | "see" | "consider" | "expect"
                );
                let hearsay = if thought {
                    Certainty::Probable
                } else {
                    Certainty::Possible
                };
                found.certainty = weaker(found.certainty, hearsay);
            }
            None => {}
        }
    }

    pub(crate) fn is_event_noun(&self, index: usize) -> bool {
        self.tables.event_nouns.contains_key(self.lemma(index))
    }

    /// Who speaks: the subject of a verb, the owner of a noun.
    pub(crate) fn speaker(&self, word: usize) -> Option<ActorRef> {
        let tokens = if self.is_verb(word) {
            if self.is_passive(word) {
                self.children_where(word, |deprel| deprel == "obl:agent")
                    .chain(self.obliques(word, &["by"]))
                    .collect()
            } else {
                self.subjects(word)
            }
        } else {
            let owners = self.owners(word);
            if owners.is_empty() {
                self.light_verb(word)
                    .map(|verb| self.subjects(verb))
                    .unwrap_or_default()
            } else {
                owners
            }
        };
        if let Some(actor) = self.actors(&tokens).into_iter().next() {
            return Some(actor);
        }
        self.described_speaker(*tokens.first()?)
    }

    /// A speaker who is described, or has a name that nobody knows, as written; a thing does not speak.
    pub(crate) fn described_speaker(&self, token: usize) -> Option<ActorRef> {
        // "a report by Amnesty International found"
        if is_report(self.lemma(token)) {
            let mut whose = self.owners(token);
            whose.extend(self.obliques(token, &["of", "from"]));
            if let Some(author) = self.actors(&whose).into_iter().next() {
                return Some(author);
            }
        }
        // "his office said"
        if matches!(self.lemma(token), "office" | "cabinet" | "team") {
            return self.actors_or_owners(&[token]).into_iter().next();
        }
        let named = |at: usize| self.parse.mentions.iter().any(|mention| mention.head == at);
        // "his mother Diane"
        let beside = ["appos", "flat", "compound"].map(|deprel| {
            let mut names = self.parse.children_by(token, deprel);
            names.find(|&name| named(name))
        });
        if let Some(name) = beside
            .into_iter()
            .flatten()
            .next()
            .filter(|_| !named(token))
        {
            let known = self.scene.at(name).first().cloned();
            return known.or_else(|| Some(self.as_written(name, None)));
        }
        let describes = self.is_noun(token) && (self.scene.role(token).is_some() || named(token));
        describes.then(|| self.as_written(token, None))
    }

    /// Speech that hangs under the predicate: "X attacked, officials said", "as Y noted",
    /// "according to Z".
    fn judge_children(&self, index: usize, found: &mut Factuality) {
        for child in self.parse.children(index) {
            let deprel = self.deprel(child);
            if deprel.starts_with("obl") || deprel.starts_with("nmod") {
                let cases = self.cases(child);
                let by = cases.iter().any(|case| {
                    matches!(
                        case.as_str(),
                        "according to" | "in the words of" | "according"
                    )
                });
                if by && found.claimant.is_none() {
                    found.claimant = self
                        .actors_or_owners(&[child])
                        .into_iter()
                        .next()
                        .or_else(|| Some(self.as_written(child, None)));
                }
                continue;
            }
            if !matches!(deprel, "parataxis" | "advcl") || !self.is_verb(child) {
                continue;
            }
            let as_clause = deprel == "advcl"
                && self
                    .parse
                    .children_by(child, "mark")
                    .any(|mark| self.lower(mark) == "as");
            let speech = self
                .speech_groups(child)
                .into_iter()
                .any(SpeechGroup::asserts);
            let has_content = self
                .children_where(child, |deprel| deprel == "ccomp")
                .next()
                .is_some();
            if speech
                && !has_content
                && (deprel == "parataxis" || as_clause)
                && found.claimant.is_none()
            {
                found.claimant = self.speaker(child);
                found.certainty = weaker(found.certainty, self.modality_of_adverbs(child));
            }
        }
    }

    /// The speaker of the quotation that holds `index`, where a verb of speech outside it has
    /// the quotation's words as its content.
    fn quoted_by(&self, index: usize) -> Option<ActorRef> {
        let quotation = self.parse.quotation_of(index)?;
        let (first, end) = quotation.tokens;
        if end - first < 3 {
            return None; // a term in quotation marks
        }
        let verbs = (0..self.len()).filter(|at| !(first..end).contains(at) && self.is_verb(*at));
        verbs
            .filter(|&verb| {
                self.speech_groups(verb)
                    .into_iter()
                    .any(|group| group.claim.is_some())
                    && self
                        .children_where(verb, |deprel| deprel == "ccomp")
                        .all(|content| (first..end).contains(&content))
            })
            .min_by_key(|&verb| {
                if verb >= end {
                    verb - end
                } else {
                    first - verb
                }
            })
            .and_then(|verb| self.speaker(verb))
    }

    /// Whether the word itself is negated.
    pub(crate) fn is_negated(&self, index: usize) -> bool {
        self.parse.children(index).any(|child| {
            let word = self.lower(child);
            let deprel = self.deprel(child);
            let negation = matches!(
                word.as_str(),
                "not" | "n't" | "n’t" | "never" | "neither" | "nor" | "hardly"
            );
            let only = self.len() > child + 1
                && word == "not"
                && matches!(self.lower(child + 1).as_str(), "only" | "just" | "merely");
            match deprel {
                "advmod" | "cc" | "cc:preconj" | "neg" => {
                    let yet =
                        word == "yet" && self.len() > child + 1 && self.lower(child + 1) == "to";
                    let almost =
                        self.is_verb(index) && matches!(word.as_str(), "nearly" | "almost");
                    (negation && !only || yet || almost || self.is_no_longer(child))
                        && self.is_near(index, child)
                }
                "det" => matches!(word.as_str(), "no" | "neither"),
                "case" => matches!(word.as_str(), "without"),
                // "at no point", "in no way"
                "obl" => {
                    let none = matches!(
                        word.as_str(),
                        "point" | "time" | "way" | "circumstances" | "means"
                    );
                    let mut determiners = self.parse.children_by(child, "det");
                    none && determiners.any(|it| self.lower(it) == "no")
                }
                "nsubj" | "obj" | "nsubj:pass" => {
                    matches!(word.as_str(), "nobody" | "none" | "no-one")
                }
                _ => false,
            }
        }) || self
            .children_where(index, |deprel| matches!(deprel, "obj" | "nsubj"))
            .any(|child| {
                // "no state has signed", "neither Togo nor Benin has signed"
                let mut none = self.parse.children(child).filter(|&it| {
                    matches!(self.deprel(it), "det" | "cc:preconj" | "advmod" | "cc")
                });
                self.is_verb(index)
                    && none.any(|it| matches!(self.lower(it).as_str(), "no" | "neither"))
            })
    }

    fn is_near(&self, index: usize, child: usize) -> bool {
        index.abs_diff(child) <= 6
    }

    /// "no longer demands"
    fn is_no_longer(&self, adverb: usize) -> bool {
        let before = adverb.checked_sub(1).map(|before| self.lower(before));
        self.lower(adverb) == "longer" && before.as_deref() == Some("no")
    }

    /// How surely, by the word's auxiliaries, adverbs and adjectives.
    fn modality(&self, index: usize) -> Certainty {
        if self.is_still_to_come(index)
            || self.is_unreal(index)
            || self.is_ahead(index)
            || self.is_to_be(index)
            || self.is_an_aim(index)
        {
            return Certainty::Hypothetical;
        }
        let adjectives = self
            .children_where(index, |deprel| deprel == "amod")
            .map(|child| {
                let word = self.lower(child);
                if HYPOTHETICAL_ADJECTIVES.contains(&word.as_str()) {
                    Certainty::Hypothetical
                } else if POSSIBLE_ADJECTIVES.contains(&word.as_str()) {
                    Certainty::Possible
                } else {
                    Certainty::Certain
                }
            });
        adjectives.fold(
            weaker(
                self.modality_of_auxiliaries(index),
                self.modality_of_adverbs(index),
            ),
            weaker,
        )
    }

    /// "Had Greece not dropped its veto", "Were Turkey to withdraw": a condition told by its order.
    fn is_unreal(&self, index: usize) -> bool {
        let mut subjects = self.children_where(index, |it| it.starts_with("nsubj"));
        let mut auxiliaries =
            self.children_where(index, |it| matches!(it, "aux" | "aux:pass" | "cop"));
        let (Some(subject), Some(auxiliary)) = (subjects.next(), auxiliaries.next()) else {
            return false;
        };
        let opens = auxiliary
            .checked_sub(1)
            .is_none_or(|before| matches!(self.lower(before).as_str(), "," | ";" | "but" | "and"));
        let word = self.lower(auxiliary);
        auxiliary < subject && opens && matches!(word.as_str(), "had" | "were" | "should")
    }

    /// "are due to meet", "is set to arrive", "about to leave", whatever the tree makes of the words before the verb.
    fn is_still_to_come(&self, index: usize) -> bool {
        let is_base = self.is_verb(index) && self.lower(index) == self.lemma(index).to_lowercase();
        // "due to publicly meet"
        let first = index.saturating_sub(2);
        (first..index)
            .rev()
            .find(|&before| self.lower(before) == "to")
            .and_then(|to| to.checked_sub(1))
            .is_some_and(|before| is_base && STILL_TO_COME.contains(&self.lower(before).as_str()))
    }

    /// "a summit to be held on Friday", "troops to be sent": a noun of which it is said that it is to come.
    fn is_to_be(&self, index: usize) -> bool {
        self.is_noun(index) && self.infinitive_to_come(index).is_some()
    }

    /// The passive infinitive that says of a noun what is to become of it. Between a subject and its verb it hangs
    /// on either.
    pub(crate) fn infinitive_to_come(&self, noun: usize) -> Option<usize> {
        let of_subject = self
            .head(noun)
            .filter(|&verb| verb > noun && self.deprel(noun).starts_with("nsubj"));
        let beside = of_subject.into_iter().flat_map(|verb| {
            let clauses = self.parse.children_by(verb, "advcl");
            clauses.filter(move |&clause| clause < verb)
        });
        let clauses = self.parse.children_by(noun, "acl").chain(beside);
        clauses.into_iter().find(|&clause| {
            let mut marks = self.parse.children_by(clause, "mark");
            let mut passive = self.parse.children_by(clause, "aux:pass");
            clause > noun
                && marks.any(|it| self.lower(it) == "to")
                && passive.any(|it| self.lower(it) == "be")
        })
    }

    /// "Their aim is to report": what somebody's aim is has not come about.
    fn is_an_aim(&self, index: usize) -> bool {
        let to = self
            .parse
            .children_by(index, "mark")
            .any(|it| self.lower(it) == "to");
        let copula = self.parse.children_by(index, "cop").next().is_some();
        let aim = |subject: usize| {
            let mut groups = self.speech_groups(subject).into_iter();
            groups.any(|group| group.attitude)
        };
        to && copula && self.is_verb(index) && self.subjects(index).into_iter().any(aim)
    }

    /// "ahead of a meeting with lawmakers": it has not been held.
    fn is_ahead(&self, index: usize) -> bool {
        self.is_noun(index)
            && self
                .parse
                .children_by(index, "case")
                .any(|case| case > 0 && self.lower(case) == "of" && self.lower(case - 1) == "ahead")
    }

    fn modality_of_auxiliaries(&self, index: usize) -> Certainty {
        // "would often be beaten": they were.
        let habit = self
            .children_where(index, |deprel| deprel == "advmod")
            .any(|it| {
                matches!(
                    self.lower(it).as_str(),
                    "often"
                        | "always"
                        | "frequently"
                        | "regularly"
                        | "routinely"
                        | "sometimes"
                        | "usually"
                )
            });
        self.children_where(index, |deprel| deprel.starts_with("aux"))
            .map(|aux| match self.lower(aux).as_str() {
                "would" if habit => Certainty::Certain,
                "may" | "could" | "can" => Certainty::Possible,
                "might" | "would" | "will" | "shall" | "should" | "must" | "'ll" | "'d" | "wo" => {
                    Certainty::Hypothetical
                }
                _ => Certainty::Certain,
            })
            .fold(Certainty::Certain, weaker)
    }

    fn modality_of_adverbs(&self, index: usize) -> Certainty {
        let adverbs = self.children_where(index, |deprel| deprel.starts_with("advmod"));
        let own = adverbs.map(|adverb| {
            let word = self.lower(adverb);
            if POSSIBLE.contains(&word.as_str()) {
                Certainty::Possible
            } else if PROBABLE.contains(&word.as_str()) {
                Certainty::Probable
            } else {
                Certainty::Certain
            }
        });
        let own = own.fold(Certainty::Certain, weaker);
        // "seems to", "appears to", "is seen as"
        let seeming = self.head(index).is_some_and(|head| {
            self.deprel(index) == "xcomp" && matches!(self.lemma(head), "seem" | "appear")
        });
        if seeming {
            weaker(own, Certainty::Probable)
        } else {
            own
        }
    }
}
