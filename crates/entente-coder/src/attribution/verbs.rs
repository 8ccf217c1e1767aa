//! Attributions by a verb: where what is said stands depends on the verb, on what hangs under it and on
//! the marks around it. The forms are tried in order; the first that gives something counts.

use entente_text::Upos;

use super::tree::Tree;
use super::{Found, Place, Tokens, cue};

/// Sentences of no more tokens than this may do nothing but say who spoke: "... X said."
const ONLY_SPEAKER: usize = 14;

/// How far behind its verb a colon may stand: "X said in a statement on Monday: ...".
const TO_COLON: usize = 12;

/// Prepositions under which an object is said to be something, or to have done it.
const COMPLETING: &[&str] = &["as", "for", "of", "over", "to", "about"];

/// How what is said was found, where that decides what else belongs to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A clause under the verb.
    Clause,
    /// The clause that the verb hangs under: "X attacked, officials said".
    Above,
    /// What stands behind a colon or beside the verb in quotation marks.
    Beside,
    /// An object, an infinitive, a phrase under a preposition.
    Phrase,
    /// Around the verb: "X is expected to", "X, he says, is".
    Around,
}

/// A verb with what the forms ask of it.
struct Verb<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
    /// Its lemma with a particle, and without.
    lemmas: [String; 2],
    passive: bool,
    subject: Option<usize>,
    agent: Option<usize>,
    objects: Vec<usize>,
    infinitives: Vec<usize>,
    /// Whether it is a verb of saying or thinking.
    says: bool,
    cue: Tokens,
}

/// What a verb says that somebody says.
pub(super) fn attribution(tree: &Tree<'_>, at: usize) -> Option<Found> {
    if tree.upos(at) != Upos::Verb
        || matches!(tree.deprel(at), "amod" | "case" | "mark")
        || tree.word(at) == "according"
    {
        return None;
    }
    let lemmas = [tree.with_particle(at), tree.lemma(at).to_owned()];
    let says = lemmas.iter().any(|lemma| tree.table.clause.contains(lemma));
    let passive = tree.is_passive(at);
    let mut verb = Verb {
        tree,
        at,
        lemmas,
        passive,
        subject: tree.subject(at),
        agent: tree.agent(at),
        objects: tree.by(at, &["obj"]),
        infinitives: tree.by(at, &["xcomp"]),
        says,
        cue: cue::of_verb(tree, at),
    };
    let mut source = verb.source();
    let Some((form, mut content)) = verb.content() else {
        return verb.elsewhere(source);
    };
    if verb.seems() {
        source.clear();
    }
    verb.complete(form, &mut content, &source);
    content.retain(|token| !verb.cue.contains(token));
    if form == Form::Above {
        content.retain(|token| !source.contains(token));
    } else {
        source.retain(|token| !content.contains(token));
    }
    (!content.is_empty()).then_some(Found {
        source,
        cue: verb.cue,
        content,
        place: Place::Here,
    })
}

impl Verb<'_, '_> {
    fn is_in(&self, table: &std::collections::HashSet<String>) -> bool {
        self.lemmas.iter().any(|lemma| table.contains(lemma))
    }

    fn lemma(&self) -> &str {
        &self.lemmas[1]
    }

    fn quotes(&self) -> bool {
        self.tree.table.quoting.contains(self.lemma()) && !self.passive && self.subject.is_some()
    }

    fn seems(&self) -> bool {
        self.tree.table.seeming.contains(self.lemma())
    }

    /// Who says it: the subject or, of a passive, the agent.
    fn source(&mut self) -> Tokens {
        let tree = self.tree;
        if self.passive {
            let agent = self.agent.map(|agent| tree.phrase(agent, &[]));
            return agent.unwrap_or_default();
        }
        if let Some(inverted) = self.inverted_subject() {
            self.objects.clear();
            return tree.under(inverted, &[]);
        }
        let own = tree.by(self.at, &["nsubj"]);
        let outside = |&subject: &usize| tree.quoted[subject] == 0 || tree.quoted[self.at] > 0;
        let mut subjects: Vec<usize> = own.iter().copied().filter(outside).collect();
        if subjects.is_empty() {
            subjects = own;
        }
        // A title and a name may be two subjects: "pollster Ann Smith said".
        if subjects.len() > 1
            && let Some(nearest) = subjects
                .iter()
                .copied()
                .min_by_key(|subject| subject.abs_diff(self.at))
        {
            subjects.retain(|&subject| (subject < self.at) == (nearest < self.at));
            let mut source = Tokens::new();
            for &subject in &subjects {
                source.extend(tree.under(subject, &[self.at]));
            }
            let ends = source.first().zip(source.last());
            let whole = ends.is_some_and(|(first, last)| last - first + 1 == source.len());
            return if whole {
                source
            } else {
                tree.under(nearest, &[self.at])
            };
        }
        let subject = self.subject.map(|subject| tree.under(subject, &[self.at]));
        subject.unwrap_or_default()
    }

    /// "...," says the minister: a subject behind its verb, taken for an object.
    fn inverted_subject(&self) -> Option<usize> {
        let tree = self.tree;
        let outside = |token: &usize| *token > self.at && tree.quoted[*token] == 0;
        match tree.by(self.at, &["nsubj"])[..] {
            [] if tree.table.quoting.contains(self.lemma()) => {
                let clause = tree.by(self.at, &["ccomp"]).into_iter().next();
                clause.filter(|&clause| clause < self.at)?;
                let mut places = tree
                    .by(self.at, &["obj", "obl", "xcomp", "iobj"])
                    .into_iter();
                places.find(|place| {
                    outside(place)
                        && tree.upos(*place).is_nominal()
                        && tree.by(*place, &["case", "mark"]).is_empty()
                })
            }
            [subject] if tree.quoted[subject] > 0 && tree.quoted[self.at] == 0 => {
                self.objects.iter().copied().find(outside)
            }
            _ => None,
        }
    }

    fn content(&mut self) -> Option<(Form, Tokens)> {
        let clauses = self.tree.by(self.at, &["ccomp"]);
        if clauses.is_empty()
            && self.says
            && self.tree.deprel(self.at) == "parataxis"
            && let Some(above) = self.tree.head(self.at)
        {
            return Some((Form::Above, self.tree.clause(above, &[self.at])));
        }
        if let Some((first, others)) = clauses.split_first() {
            if self.tree.table.no_clause.contains(self.lemma()) {
                return None;
            }
            if !self.passive {
                let mut content = self.tree.clause(*first, &[self.at]);
                content.extend(self.tree.under_all(others));
                return Some((Form::Clause, content));
            }
            if self.says {
                return Some((Form::Phrase, self.tree.under(*first, &[])));
            }
        }
        self.inserted()
            .map(|content| (Form::Around, content))
            .or_else(|| self.beside().map(|content| (Form::Beside, content)))
            .or_else(|| self.infinitive().map(|content| (Form::Phrase, content)))
            .or_else(|| self.expected().map(|content| (Form::Around, content)))
            .or_else(|| {
                self.under_preposition()
                    .map(|content| (Form::Phrase, content))
            })
            .or_else(|| self.object().map(|content| (Form::Phrase, content)))
            .or_else(|| self.named().map(|content| (Form::Around, content)))
    }

    /// "The war, he says, is lost": the verb stands inside what is said, between commas.
    fn inserted(&self) -> Option<Tokens> {
        let tree = self.tree;
        let inserted = matches!(
            tree.deprel(self.at),
            "acl:relcl" | "advcl" | "dep" | "parataxis"
        );
        if !self.says || self.passive || !self.objects.is_empty() || !inserted {
            return None;
        }
        let subject = tree.own_subject(self.at)?;
        let before = tree.under(subject, &[]).first()?.checked_sub(1)?;
        let last = *tree.under(self.at, &[]).last()?;
        let opens = matches!(tree.word(before), "," | "—" | "–" | "-" | "--");
        let closes = matches!(tree.word(last), "," | "—")
            || matches!(tree.word(last + 1), "," | "—" | "–" | "." | "--");
        if !opens || !closes || last + 1 >= tree.len() || !tree.by(self.at, &["mark"]).is_empty() {
            return None;
        }
        let mut top = tree.head(self.at)?;
        while let Some(above) = tree.head(top)
            && tree.upos(top) != Upos::Verb
        {
            top = above;
        }
        Some(tree.under(top, &[self.at]))
    }

    /// What is said in another sentence of the same line: behind a colon, or in quotation marks.
    fn beside(&self) -> Option<Tokens> {
        let tree = self.tree;
        if self.says {
            let colon = (self.at + 1..tree.len()).find(|&token| tree.word(token) == ":");
            let after = tree.by(self.at, &["parataxis"]).into_iter();
            let after = after
                .filter(|&clause| clause > self.at)
                .map(|clause| tree.under(clause, &[]))
                .next();
            if let Some(after) = after
                && (colon.is_some() || after.iter().any(|&token| tree.quoted[token] > 0))
            {
                return Some(after);
            }
            if let Some(colon) = colon
                && colon - self.at < TO_COLON
                && colon + 1 < tree.len()
            {
                return Some((colon + 1..tree.len()).collect());
            }
        }
        if !self.quotes() {
            return None;
        }
        let own = tree.quoted[self.at];
        let nearest = (0..tree.len())
            .filter(|&token| tree.quoted[token] > 0 && tree.quoted[token] != own)
            .min_by_key(|token| token.abs_diff(self.at));
        let quotation: Option<Tokens> = nearest.map(|nearest| self.quotation(tree.quoted[nearest]));
        if let Some(quotation) = quotation.filter(|quotation| quotation.len() >= 2) {
            return Some(quotation);
        }
        self.objects.first().map(|&object| tree.under(object, &[]))
    }

    fn quotation(&self, number: usize) -> Tokens {
        (0..self.tree.len())
            .filter(|&token| self.tree.quoted[token] == number)
            .collect()
    }

    /// "hopes to win", "asked them to leave".
    fn infinitive(&self) -> Option<Tokens> {
        let first = *self.infinitives.first()?;
        if self.passive
            || !self.is_in(&self.tree.table.infinitive)
            || !self.tree.has_mark(first, &["to"])
        {
            return None;
        }
        let mut content = self.tree.under(first, &[]);
        if self.tree.table.object_acts.contains(self.lemma()) {
            content.extend(
                self.objects
                    .first()
                    .map(|&object| self.tree.under(object, &[]))
                    .unwrap_or_default(),
            );
        }
        Some(content)
    }

    /// "X is expected to win", "X seems to win": nobody in particular thinks so.
    fn expected(&self) -> Option<Tokens> {
        let thought = self.passive && self.tree.table.thought.contains(self.lemma());
        let seems = !self.passive && self.seems();
        if !thought && !seems || self.infinitives.is_empty() && (seems || self.objects.is_empty()) {
            return None;
        }
        let mut content = self.tree.under_all(&self.tree.by(self.at, &["nsubj"]));
        content.extend(self.tree.under_all(&self.infinitives));
        Some(content)
    }

    /// "spoke of", "called for", "pointed to".
    fn under_preposition(&mut self) -> Option<Tokens> {
        let tree = self.tree;
        let prepositions = self
            .lemmas
            .iter()
            .find_map(|lemma| tree.table.under.get(lemma))?;
        let found = prepositions.iter().find_map(|preposition| {
            let mut phrases = tree.by(self.at, &["obl", "advcl"]).into_iter();
            phrases
                .find(|&phrase| phrase > self.at && tree.has_mark(phrase, &[preposition.as_str()]))
        })?;
        let words: Vec<&str> = prepositions.iter().map(String::as_str).collect();
        let marks = tree.marks(found, &words);
        let mut content = tree.under(found, &[]);
        content.retain(|token| !marks.contains(token));
        if marks.first().is_some_and(|&mark| mark <= self.at + 3) {
            self.cue.extend(marks);
        }
        Some(content)
    }

    /// "criticised the plan as unjust"; "was criticised by X for".
    fn object(&self) -> Option<Tokens> {
        let tree = self.tree;
        if !self.is_in(&tree.table.object) {
            return None;
        }
        if !self.passive {
            let object = *self.objects.first()?;
            let mut content = tree.under(object, &[]);
            content.extend(tree.under_all(&self.infinitives));
            content.extend(self.completing(object, COMPLETING));
            return Some(content);
        }
        self.agent?;
        let mut content = self.passive_subject();
        content.extend(self.completing(self.at, &["as", "for", "of", "over"]));
        Some(content)
    }

    /// Phrases behind `after` under one of the prepositions, but for who acts.
    fn completing(&self, after: usize, prepositions: &[&str]) -> Tokens {
        let mut phrases = self.tree.by(self.at, &["obl", "advcl"]);
        phrases.retain(|&phrase| {
            phrase > after && Some(phrase) != self.agent && self.tree.has_mark(phrase, prepositions)
        });
        self.tree.under_all(&phrases)
    }

    /// What a passive is about: its subject, or the noun that it stands with.
    fn passive_subject(&self) -> Tokens {
        let mut content = self.tree.under_all(&self.tree.by(self.at, &["nsubj"]));
        if self.tree.describes(self.at)
            && let Some(noun) = self.tree.head(self.at)
        {
            content.extend(self.tree.under(noun, &[self.at]));
        }
        content
    }

    /// "X is known as", "dubbed the".
    fn named(&self) -> Option<Tokens> {
        let tree = self.tree;
        if !self.passive || !tree.table.naming.contains(self.lemma()) {
            return None;
        }
        let mut names = tree.by(self.at, &["xcomp", "obj"]);
        let mut phrases = tree.by(self.at, &["obl", "advcl"]);
        phrases.retain(|&phrase| tree.has_mark(phrase, &["as", "for"]));
        names.extend(phrases);
        names.retain(|&name| name > self.at && Some(name) != self.agent);
        if names.is_empty() {
            return None;
        }
        let mut content = tree.under_all(&names);
        content.extend(self.passive_subject());
        Some(content)
    }

    /// What belongs to the content besides: an object that is no addressee, the whole of a quotation of
    /// which a part is there, and whatever stands between its first and last word.
    fn complete(&mut self, form: Form, content: &mut Tokens, source: &Tokens) {
        let tree = self.tree;
        if form == Form::Clause {
            if !tree.table.addressing.contains(self.lemma()) {
                let mut objects = tree.by(self.at, &["obj", "iobj"]);
                objects.retain(|&object| object > self.at && tree.word(object) != "it");
                content.extend(tree.under_all(&objects));
            }
            // "said of the pact that": what it is about is a part of what is said.
            let about = tree.by(self.at, &["obl"]).into_iter();
            let about = about.map(|phrase| (phrase, tree.by_case(phrase, &["of", "about"])));
            for (phrase, cases) in about.filter(|(_, cases)| cases.contains(&(self.at + 1))) {
                if tree.table.quoting.contains(self.lemma()) {
                    content.extend(tree.under(phrase, &[]));
                    self.cue.extend(cases);
                }
            }
        }
        if matches!(form, Form::Clause | Form::Beside | Form::Above) {
            let numbers: Tokens = content.iter().map(|&token| tree.quoted[token]).collect();
            for number in numbers {
                if number > 0 && number != tree.quoted[self.at] {
                    content.extend(self.quotation(number));
                }
            }
        }
        let free = |token: &usize| !self.cue.contains(token) && !source.contains(token);
        let between = |ends: Option<(usize, usize)>| {
            let (first, last) = ends.unwrap_or((1, 0));
            (first..=last).filter(free).collect::<Vec<usize>>()
        };
        let ends = |part: Vec<usize>| Some((*part.first()?, *part.last()?));
        let after = ends(
            content
                .iter()
                .copied()
                .filter(|&token| token > self.at)
                .collect(),
        );
        let first = self.cue.first().copied().unwrap_or(self.at);
        let before = ends(
            content
                .iter()
                .copied()
                .filter(|&token| token < first)
                .collect(),
        );
        let after = if matches!(form, Form::Clause | Form::Phrase) {
            between(after)
        } else {
            Vec::new()
        };
        let before = between(before);
        content.extend(after);
        content.extend(before);
    }

    /// A verb of speech alone with its speaker: what is said stands in another sentence.
    fn elsewhere(self, source: Tokens) -> Option<Found> {
        let tree = self.tree;
        if !self.quotes() || tree.quoted[self.at] > 0 {
            return None;
        }
        let last = tree.len() - 1;
        let announces = tree.word(last) == ":" || last > 0 && tree.word(last - 1) == ":";
        let place = if announces {
            Place::After
        } else if tree.deprel(self.at) == "root" && tree.len() <= ONLY_SPEAKER {
            Place::Before
        } else {
            return None;
        };
        Some(Found {
            source,
            cue: self.cue,
            content: Tokens::new(),
            place,
        })
    }
}
