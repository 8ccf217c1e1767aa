//! Who is meant where the tree does not say: what a statistical parser attaches wrongly is found
//! again by its place in the sentence. Everything here is a fallback; a parse that is right never
//! needs it.

use entente_lexicon::Sort;
use entente_model::ActorRef;
use entente_text::Upos;

use super::frames::{Frames, has};
use crate::sentence::{Sentence, extend};

/// Relative pronouns that can be an argument.
const RELATIVE: &[&str] = &["who", "which", "that", "whom"];

impl Sentence<'_> {
    /// The actors that are the subject of a predicate, whatever its part of speech.
    pub(crate) fn who(&self, predicate: usize) -> Vec<ActorRef> {
        let copula = self.parse.children_by(predicate, "cop").next().is_some();
        let has_subject = self
            .children_where(predicate, |deprel| deprel.starts_with("nsubj"))
            .next()
            .is_some();
        if copula && !has_subject {
            // "Iran, which sees B so, is wary": the subject stands right before.
            let before = self.bare_subject(predicate);
            if !before.is_empty() {
                return before;
            }
        }
        let relative = self
            .children_where(predicate, |deprel| deprel.starts_with("nsubj"))
            .find(|&subject| self.is_relative(subject));
        let subjects = relative.map_or_else(|| self.subjects(predicate), |subject| vec![subject]);
        let tokens: Vec<usize> = subjects
            .into_iter()
            .flat_map(|token| self.antecedent(token))
            .collect();
        let mut found = self.actors(&tokens);
        if let &[only] = tokens.as_slice() {
            found = self.with_left_conjuncts(only, found);
        }
        if found.is_empty() {
            found = self.bare_subject(predicate);
        }
        // "form an axis" beside "are allies"; "wants to join".
        let first = self.head(predicate).filter(|_| {
            found.is_empty()
                && relative.is_none()
                && matches!(self.deprel(predicate), "conj" | "xcomp")
        });
        match first {
            Some(first) if first < predicate => self.who(first),
            _ => found,
        }
    }

    fn is_relative(&self, token: usize) -> bool {
        RELATIVE.contains(&self.lower(token).as_str())
            && self.scene.at(token).is_empty()
            && self.upos(token) == Upos::Pron
    }

    /// What a relative pronoun stands for, by the tree or as the words right before it; any other
    /// token stands for itself.
    pub(super) fn antecedent(&self, token: usize) -> Vec<usize> {
        if !self.is_relative(token) {
            return vec![token];
        }
        let clause = self
            .parse
            .ancestors(token)
            .take(6)
            .find(|&above| self.deprel(above) == "acl:relcl")
            .and_then(|clause| self.head(clause));
        if let Some(noun) = clause
            && !self.actors(&[noun]).is_empty()
        {
            return vec![noun];
        }
        // "..., which": the name before the comma, with those that it is coordinated to.
        let mut before = token;
        while let Some(previous) = before.checked_sub(1) {
            before = previous;
            let skip = self.upos(before) == Upos::Punct || self.upos(before) == Upos::Adp;
            if !skip {
                break;
            }
        }
        if before < token && self.is_named(before) {
            let mut tokens = self.left_conjuncts(before);
            tokens.push(before);
            return tokens;
        }
        clause.into_iter().collect()
    }

    fn is_named(&self, token: usize) -> bool {
        matches!(
            self.scene.sort(token),
            Sort::Name | Sort::Capital | Sort::Anaphor
        )
    }

    /// Names joined to `token` from the left: "Iran and" before "Azerbaijan".
    fn left_conjuncts(&self, token: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut first = token;
        while first >= 2
            && self.is_named(first - 2)
            && self.scene.at(first - 2) != self.scene.at(first)
        {
            let joint = self.lower(first - 1);
            let goes_on = joint == "and" || joint == "," && !found.is_empty();
            if !goes_on {
                break;
            }
            first -= 2;
            found.insert(0, first);
        }
        found
    }

    /// "Egypt and Ethiopia are" where the parser took only Ethiopia for the subject.
    fn with_left_conjuncts(&self, subject: usize, found: Vec<ActorRef>) -> Vec<ActorRef> {
        if !self.is_named(subject) || self.deprel(subject) == "conj" {
            return found;
        }
        let left = self.left_conjuncts(subject);
        // A clause may end in a name: "backs Iran and Russia is ...".
        let starts_clause = left
            .first()
            .is_some_and(|&first| first == 0 || self.upos(first - 1) == Upos::Punct);
        if !starts_clause {
            return found;
        }
        let mut all = self.actors(&left);
        extend(&mut all, found);
        all
    }

    /// The subject where none is marked as such: a bare name among the dependants before the
    /// predicate, or right before its verb.
    fn bare_subject(&self, predicate: usize) -> Vec<ActorRef> {
        let verb = self
            .children_where(predicate, |deprel| {
                deprel == "cop" || deprel.starts_with("aux")
            })
            .chain([predicate])
            .min()
            .unwrap_or(predicate);
        let bare = |token: usize| {
            self.is_named(token)
                && self
                    .scene
                    .place(token)
                    .is_none_or(|_| self.cases(token).is_empty())
                && self.cases(token).is_empty()
        };
        let child = self
            .children_where(predicate, |deprel| {
                matches!(
                    deprel,
                    "advmod"
                        | "discourse"
                        | "obl:unmarked"
                        | "vocative"
                        | "dislocated"
                        | "compound"
                        | "amod"
                        | "dep"
                )
            })
            .find(|&child| child < verb && bare(child));
        if let Some(child) = child {
            return self.actors(&[child]);
        }
        let Some(before) = self.before_insertion(verb) else {
            return Vec::new();
        };
        let in_phrase = self.deprel(before) == "conj"
            && self
                .head(before)
                .is_some_and(|head| !self.cases(head).is_empty());
        if !bare(before) || in_phrase {
            return Vec::new();
        }
        let mut tokens = self.left_conjuncts(before);
        tokens.push(before);
        self.actors(&tokens)
    }

    /// The token before `verb`, or before the insertion between commas that precedes it:
    /// "Poland, which joined in 1999, is".
    fn before_insertion(&self, verb: usize) -> Option<usize> {
        let mut before = verb.checked_sub(1)?;
        while self.upos(before) == Upos::Adv && before > 0 {
            before -= 1;
        }
        if self.lower(before) != "," {
            return Some(before);
        }
        let opening = (0..before).rev().find(|&at| self.lower(at) == ",")?;
        opening.checked_sub(1)
    }

    /// The object of a verb that was taken for a noun: "Finland borders Russia", "Qatar sponsors
    /// Hamas". Two names with one word in "-s" between them, in a sentence that has
    /// no verb above it: under one, who says it could not be told.
    pub(super) fn misread_object(&self, word: usize) -> Option<usize> {
        let after = word + 1;
        let fits = self.upos(word) == Upos::Noun
            && self.lower(word).ends_with('s')
            && after < self.len()
            && self.follows_bare_name(word)
            && self.is_bare_name(after)
            && self.scene.at(word - 1) != self.scene.at(after);
        fits.then(|| self.name_head(after))
    }

    fn is_bare_name(&self, token: usize) -> bool {
        self.scene.sort(token) == Sort::Name && self.upos(token) == Upos::Propn
    }

    /// Whether a name stands right before `word`, and no verb above it.
    pub(super) fn follows_bare_name(&self, word: usize) -> bool {
        word > 0
            && self.is_bare_name(word - 1)
            && !self.parse.ancestors(word).any(|above| self.is_verb(above))
    }

    /// The head of the name that begins at `first`.
    fn name_head(&self, first: usize) -> usize {
        let same = |at: usize| self.scene.at(at) == self.scene.at(first);
        let mut name = (first..self.len()).take_while(|&at| same(at));
        name.find(|&at| self.head(at).is_none_or(|head| head < first || !same(head)))
            .unwrap_or(first)
    }

    /// "between Russia and North Korea": the two names by their place.
    pub(super) fn pair_between(&self, word: usize) -> Vec<usize> {
        let Some(first) = self.complement(word, &["between"]) else {
            return Vec::new();
        };
        let end = (first + 6).min(self.len());
        let joint = (first + 1..end).find(|&at| self.lower(at) == "and");
        let second = joint
            .into_iter()
            .flat_map(|joint| joint + 1..end)
            .find(|&at| self.upos(at) != Upos::Det)
            .filter(|&at| self.is_named(at));
        second.map_or_else(Vec::new, |second| vec![first, self.name_head(second)])
    }

    /// The phrase under the preposition right after `word`, wherever the parser attached it.
    pub(super) fn complement(&self, word: usize, prepositions: &[&str]) -> Option<usize> {
        let next = word + 1;
        let fits = next < self.len()
            && matches!(self.upos(next), Upos::Adp | Upos::Sconj)
            && prepositions.contains(&self.lower(next).as_str());
        if !fits {
            return None;
        }
        let head = self.head(next)?;
        match self.deprel(next) {
            "case" => Some(head),
            // "a land bridge for Iran to reach Europe"
            "mark" => self
                .children_where(head, |deprel| deprel.starts_with("nsubj"))
                .find(|&subject| subject > next && subject < head),
            _ => None,
        }
    }

    /// Those named as taking part beside the subject: "an axis in the Caucasus alongside Armenia".
    pub(super) fn alongside(&self, word: usize) -> Vec<usize> {
        let clause = self.head(word).filter(|&head| self.is_verb(head));
        let clause = clause.unwrap_or(word);
        let same_clause = |token: usize| {
            self.parse
                .ancestors(token)
                .take_while(|&above| above != clause)
                .all(|above| !(self.deprel(above) == "conj" && self.is_verb(above)))
        };
        let mut tokens = self.parse.subtree(clause);
        tokens.retain(|&token| {
            let beside = self
                .cases(token)
                .iter()
                .any(|case| matches!(case.as_str(), "alongside" | "together with" | "along with"));
            token > word && beside && same_clause(token)
        });
        tokens
    }

    /// The word that a tie noun shares its place in the clause with: "one" in "one of its
    /// allies", the adjective where the parser made that the head of "closest ally".
    pub(super) fn anchor(&self, noun: usize) -> usize {
        let Some(head) = self.head(noun).filter(|&head| head < noun) else {
            return noun;
        };
        let of = self.cases(noun).iter().any(|case| case == "of");
        if self.deprel(noun) == "nmod" && of && has(&Frames::builtin().stands_for, self.lemma(head))
        {
            return head;
        }
        let adjacent = head + 1 == noun
            && matches!(
                self.deprel(noun),
                "advmod" | "amod" | "compound" | "flat" | "dep" | "obl:unmarked" | "nmod:unmarked"
            );
        // "a robust and increasingly strategic alliance"
        let coordinated =
            self.deprel(noun) == "conj" && (head..noun).all(|at| self.upos(at) != Upos::Det);
        if (adjacent || coordinated) && self.is_describing(head) {
            head
        } else {
            noun
        }
    }

    /// Whether a word is an adjective and no nationality, by its tag or its form.
    fn is_describing(&self, token: usize) -> bool {
        if !self.scene.at(token).is_empty() {
            return false;
        }
        let word = self.lower(token);
        self.upos(token) == Upos::Adj
            || word.ends_with("est")
            || self
                .tables
                .ties
                .iter()
                .any(|group| has(&group.needs, &word))
    }

    /// Whether verb and subject have changed places, as in a question: "are A and B allies".
    pub(super) fn is_inverted(&self, predicate: usize) -> bool {
        let subject = self
            .children_where(predicate, |deprel| deprel.starts_with("nsubj"))
            .next();
        let verb = self
            .children_where(predicate, |deprel| deprel == "cop" || deprel == "aux")
            .next();
        let (Some(subject), Some(verb)) = (subject, verb) else {
            return false;
        };
        let fronted = verb
            .checked_sub(1)
            .is_some_and(|before| matches!(self.lower(before).as_str(), "nor" | "neither" | "so"));
        verb < subject && subject < predicate && !fronted
    }

    /// As [`Sentence::actors_or_owners`] for the far side of a tie. A pronoun or description that
    /// would make somebody his own partner means the state named before it: "Russia backs Serbia
    /// and is the largest investor in the country".
    pub(super) fn other_than(&self, own: &[ActorRef], tokens: &[usize]) -> Vec<ActorRef> {
        let tokens: Vec<usize> = tokens
            .iter()
            .flat_map(|&token| self.antecedent(token))
            .collect();
        let actors = self.actors_or_owners(&tokens);
        let mut found = Vec::new();
        for actor in actors {
            if !own.iter().any(|known| known.id == actor.id) {
                extend(&mut found, vec![actor]);
            }
        }
        if !found.is_empty() || own.is_empty() {
            return found;
        }
        let anaphor = tokens
            .iter()
            .flat_map(|&token| {
                let owners = self.children_where(token, |deprel| deprel == "nmod:poss");
                [token].into_iter().chain(owners).collect::<Vec<_>>()
            })
            .find(|&token| self.scene.sort(token) == Sort::Anaphor);
        anaphor
            .and_then(|anaphor| self.state_before(anaphor, own))
            .into_iter()
            .collect()
    }

    /// The state other than `own` that a word at `token` can refer to: a subject before it, else
    /// the nearest name.
    fn state_before(&self, token: usize, own: &[ActorRef]) -> Option<ActorRef> {
        let other = |at: usize| {
            self.scene
                .at(at)
                .iter()
                .find(|actor| actor.is_state() && !own.iter().any(|known| known.id == actor.id))
        };
        let subject = (0..token)
            .filter(|&at| self.deprel(at).starts_with("nsubj"))
            .find_map(other);
        let named = || {
            (0..token)
                .rev()
                .filter(|&at| self.scene.sort(at) == Sort::Name)
                .find_map(other)
        };
        subject.or_else(named).cloned()
    }
}
