//! Verbs of the dictionary in a sentence, and what belongs to each: subject, agent of a passive,
//! the words that its patterns may ask for, and the noun phrases behind it.

use entente_lexicon::petrarch::{EventCode, VerbForm};
use entente_text::Upos;

use super::Sentence;
use super::phrases::Group;

/// A verb of the dictionary in the sentence.
#[derive(Debug, Clone)]
pub(super) struct VerbHere {
    /// The verb itself.
    pub(super) token: usize,
    /// First token of its words and one past the last.
    pub(super) tokens: (usize, usize),
    /// Its code where no pattern fits.
    pub(super) code: EventCode,
    /// The blocks whose patterns it has.
    pub(super) blocks: Vec<usize>,
}

/// What belongs to a verb.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    /// Who or what its subject names.
    pub(super) subject: Option<Group>,
    pub(super) passive: bool,
    /// "by ..." of a passive.
    pub(super) agent: Option<Group>,
    /// Words before the verb that patterns may ask for, in order.
    pub(super) before: Vec<usize>,
    /// Words behind it, in order.
    pub(super) behind: Vec<usize>,
    /// Coded noun phrases before the verb, in order.
    pub(super) groups_before: Vec<Group>,
    /// Coded noun phrases behind it, in order.
    pub(super) groups: Vec<Group>,
}

/// How far up a subject may be looked for.
const HIGHEST: usize = 8;

impl Sentence<'_> {
    /// The verbs of the dictionary, in order. Where a verb of several words fits, its first word
    /// alone does not count.
    pub(super) fn verbs(&self) -> Vec<VerbHere> {
        let verbs = (0..self.parse.tokens.len()).filter(|&at| !self.cut[at]);
        verbs.filter_map(|at| self.verb_at(at)).collect()
    }

    fn verb_at(&self, token: usize) -> Option<VerbHere> {
        if self.parse.tokens[token].upos != Upos::Verb {
            return None;
        }
        let verbs = &self.dictionaries.verbs;
        let fitting: Vec<(usize, (usize, usize), usize)> = verbs
            .forms(self.words.upper.get(token)?)
            .iter()
            .filter_map(|(form, verb)| {
                let tokens = self.form_at(form, token)?;
                Some((form.before.len() + form.after.len(), tokens, *verb))
            })
            .collect();
        let most = fitting.iter().map(|(words, _, _)| *words).max()?;
        let mut here: Option<VerbHere> = None;
        for (_, tokens, verb) in fitting.into_iter().filter(|(words, _, _)| *words == most) {
            let Some(verb) = verbs.verbs.get(verb) else {
                continue;
            };
            match &mut here {
                Some(here) if here.blocks.contains(&verb.block) => {}
                Some(here) => here.blocks.push(verb.block),
                None => {
                    here = Some(VerbHere {
                        token,
                        tokens,
                        code: verb.code.clone(),
                        blocks: vec![verb.block],
                    });
                }
            }
        }
        here
    }

    /// Where the words of a form stand, if they do: those before the verb right before it, those
    /// behind right behind, or further on where they hang on it ("cordoned the roads off").
    fn form_at(&self, form: &VerbForm, token: usize) -> Option<(usize, usize)> {
        let first = token.checked_sub(form.before.len())?;
        if self.words.upper.get(first..token)? != form.before.as_slice() {
            return None;
        }
        let mut end = token + 1;
        for word in &form.after {
            let behind = end..self.words.upper.len();
            let fits = |at: &usize| {
                let near = *at == end || self.parse.tokens[*at].head == Some(token);
                near && self.words.upper[*at] == *word
            };
            let at = behind.clone().find(fits)?;
            if at == end {
                end += 1;
            }
        }
        Some((first, end))
    }

    fn is_coded_verb(&self, token: usize) -> bool {
        !self.cut[token] && self.verb_at(token).is_some()
    }

    /// Whether what the verb says is only asked of somebody: "urged Keshet to withdraw".
    pub(super) fn is_asked_for(&self, verb: usize) -> bool {
        let mut at = verb;
        for _ in 0..HIGHEST {
            let Some(head) = self.parse.tokens[at]
                .head
                .filter(|_| self.parse.has_deprel(at, "xcomp"))
            else {
                return false;
            };
            let mut objects = self
                .parse
                .children_by(head, "obj")
                .chain(self.parse.children_by(head, "iobj"));
            if self.parse.tokens[head].upos == Upos::Verb && objects.any(|it| it < at) {
                return true;
            }
            at = head;
        }
        false
    }

    /// Whether the verb tells without a subject of its own what came before or after, or did not
    /// come: "after leaving".
    pub(super) fn is_background(&self, verb: usize) -> bool {
        let aside = |at: usize| {
            matches!(
                self.words.upper[at].as_str(),
                "AFTER" | "BEFORE" | "SINCE" | "WITHOUT"
            )
        };
        self.parse.has_deprel(verb, "advcl")
            && self.parse.children_by(verb, "nsubj").next().is_none()
            && self.parse.children_by(verb, "mark").any(aside)
    }

    /// The word that denies a verb, if one does.
    pub(super) fn negation(&self, verb: usize) -> Option<usize> {
        let denies = |at: &usize| matches!(self.words.upper[*at].as_str(), "NOT" | "N'T" | "NEVER");
        self.parse
            .children(verb)
            .find(|at| *at < verb && denies(at))
    }

    pub(super) fn clause(&self, verb: &VerbHere) -> Clause {
        let token = verb.token;
        let top = self.top(token);
        let passive = self.is_passive(token);
        let subject = self.subject(token, 0).map(|head| self.group(head, 0));
        let by = |at: &usize| {
            let oblique = self.parse.has_deprel(*at, "obl");
            oblique
                && self
                    .parse
                    .children_by(*at, "case")
                    .any(|it| self.words.upper[it] == "BY")
        };
        let agent = self
            .parse
            .children(token)
            .find(by)
            .map(|head| self.group(head, 0));
        let mut words = Vec::new();
        self.collect(token, &mut words);
        if top != token {
            self.collect(top, &mut words);
            words.push(top);
        }
        words.extend(self.governors(token));
        let (mut before, mut behind): (Vec<usize>, Vec<usize>) = words
            .into_iter()
            .filter(|&it| it != token)
            .partition(|&it| it < token);
        let groups = self.coded_groups(&behind);
        let mut groups_before: Vec<Group> =
            subject.iter().filter(|it| it.is_coded()).cloned().collect();
        groups_before.extend(self.coded_groups(&before));
        if let Some(head) = self.subject(token, 0) {
            let mut next = vec![head];
            while let Some(at) = next.pop() {
                before.extend(self.own_words(at));
                next.extend(self.parse.children_by(at, "conj"));
            }
        }
        before.retain(|&it| it < verb.tokens.0);
        behind.retain(|&it| it >= verb.tokens.1);
        before.sort_unstable();
        before.dedup();
        behind.sort_unstable();
        behind.dedup();
        Clause {
            subject,
            passive,
            agent,
            before,
            behind,
            groups_before,
            groups,
        }
    }

    /// The predicate that a verb completes and whose words are the verb's too: "is about to
    /// restore". None where that is a verb of the dictionary itself.
    fn top(&self, verb: usize) -> usize {
        let mut at = verb;
        for _ in 0..HIGHEST {
            match self.parse.tokens[at].head {
                Some(head) if self.parse.has_deprel(at, "xcomp") && !self.is_coded_verb(head) => {
                    at = head
                }
                _ => break,
            }
        }
        at
    }

    /// The predicates that a verb stands under: patterns name them ("SAID WOULD *").
    fn governors(&self, verb: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = verb;
        for _ in 0..HIGHEST {
            let under = ["xcomp", "ccomp"]
                .iter()
                .any(|it| self.parse.has_deprel(at, it));
            match self.parse.tokens[at].head {
                Some(head) if under && head < verb => found.push(head),
                _ => break,
            }
            at = *found.last().unwrap_or(&at);
        }
        found
    }

    /// Collects the words under a predicate that are its own clause's: not its subject, not what
    /// other verbs of the dictionary say, not clauses of time or cause.
    fn collect(&self, predicate: usize, into: &mut Vec<usize>) {
        let mut next = vec![(predicate, true)];
        while let Some((at, is_top)) = next.pop() {
            for child in self.parse.children(at) {
                if self.cut[child] || into.contains(&child) || !self.is_of_clause(child, at, is_top)
                {
                    continue;
                }
                into.push(child);
                next.push((child, false));
            }
        }
    }

    fn is_of_clause(&self, child: usize, head: usize, is_top: bool) -> bool {
        let has = |relation: &str| self.parse.has_deprel(child, relation);
        if has("punct") || has("cc") || has("parataxis") || has("discourse") || has("vocative") {
            return false;
        }
        if is_top && (has("nsubj") || has("csubj"))
            || self.parse.tokens[child].deprel == "acl:relcl"
        {
            return false;
        }
        if has("ccomp") || has("xcomp") {
            return !self.is_coded_verb(child);
        }
        let is_predicate = self.parse.tokens[child].upos == Upos::Verb;
        if has("advcl") {
            let infinitive = self
                .parse
                .children_by(child, "mark")
                .any(|it| self.words.upper[it] == "TO");
            return infinitive && !self.is_coded_verb(child);
        }
        if has("conj") {
            return !(is_predicate || is_top && self.parse.tokens[head].upos == Upos::Verb);
        }
        true
    }

    /// The coded noun phrases that begin among these words.
    fn coded_groups(&self, words: &[usize]) -> Vec<Group> {
        let mut words = words.to_vec();
        words.sort_unstable();
        let mut seen: Vec<usize> = Vec::new();
        let mut groups: Vec<Group> = Vec::new();
        for at in words {
            let token = &self.parse.tokens[at];
            let inside =
                self.is_inside(at) && token.head.is_some_and(|head| !self.is_adrift(at, head));
            if inside || !(token.upos.is_nominal() || token.upos == Upos::Adj) {
                continue;
            }
            let group = self.group_by_itself(at);
            if group.is_coded() && !seen.contains(&group.start) {
                seen.push(group.start);
                groups.push(group);
            }
        }
        groups
    }

    /// Whether a conjunct hangs on something that is no noun phrase: it begins a phrase itself.
    fn is_adrift(&self, at: usize, head: usize) -> bool {
        self.parse.has_deprel(at, "conj") && self.parse.tokens[head].upos == Upos::Verb
    }

    fn is_passive(&self, verb: usize) -> bool {
        let has = |relation: &str| {
            self.parse
                .children(verb)
                .any(|it| self.parse.tokens[it].deprel == relation)
        };
        if has("aux:pass") || has("nsubj:pass") {
            return true;
        }
        let participle = !self.words.upper[verb].ends_with("ING")
            && !self
                .parse
                .children(verb)
                .any(|it| self.parse.has_deprel(it, "mark"));
        let alone = !has("aux") && !has("nsubj");
        match self.parse.tokens[verb].head {
            Some(head) if self.parse.has_deprel(verb, "conj") => {
                alone
                    && participle
                    && self.parse.tokens[head].upos == Upos::Verb
                    && has_aux_pass(self, head)
            }
            Some(_) => {
                self.parse.tokens[verb].deprel == "acl" && alone && participle && !has("obj")
            }
            None => false,
        }
    }

    /// The head of the phrase that is a verb's subject, by itself or by the verbs it hangs on.
    fn subject(&self, verb: usize, depth: usize) -> Option<usize> {
        if depth > HIGHEST {
            return None;
        }
        let token = &self.parse.tokens[verb];
        let own = self.parse.children_by(verb, "nsubj").next();
        if let Some(own) = own {
            let pronoun = self.words.upper[own].as_str();
            return match (pronoun, token.head) {
                ("WHO" | "WHICH" | "THAT" | "WHOM", head) => head.or(Some(own)),
                ("IT" | "HE" | "SHE" | "THEY", Some(head))
                    if self.parse.tokens[head].upos == Upos::Verb =>
                {
                    self.subject(head, depth + 1).or(Some(own))
                }
                _ => Some(own),
            };
        }
        let head = token.head?;
        if self.parse.has_deprel(verb, "acl") {
            return Some(head);
        }
        if self.parse.has_deprel(verb, "xcomp") {
            let object = self.parse.children_by(head, "obj").next();
            return object
                .filter(|&it| it < verb)
                .or_else(|| self.subject(head, depth + 1));
        }
        let shares = ["conj", "advcl"]
            .iter()
            .any(|it| self.parse.has_deprel(verb, it));
        if shares {
            self.subject(head, depth + 1)
        } else {
            None
        }
    }
}

fn has_aux_pass(sentence: &Sentence<'_>, verb: usize) -> bool {
    let mut children = sentence.parse.children(verb);
    children.any(|it| matches!(sentence.parse.tokens[it].deprel, "aux:pass" | "nsubj:pass"))
}
