//! Tie nouns: who fills them, and whose they are.

use entente_lexicon::Sort;
use entente_model::{ActorRef, Certainty, Polarity, Relation, Sector};
use entente_text::Upos;

use super::frames::{Frames, has};
use super::words::{has_copula, noun_at};
use super::{Sides, Telling, bind_states, factuality, members, membership, mission, relate};
use crate::Found;
use crate::factuality::Factuality;
use crate::predicates::TieGroup;
use crate::sentence::{Sentence, extend};

/// Prepositions before the far side: "ally of", "trade with", "threat to".
const TOWARDS: &[&str] = &[
    "of",
    "with",
    "to",
    "for",
    "against",
    "towards",
    "toward",
    "on",
    "upon",
    "from",
    "about",
    "vis-a-vis",
];

/// Codes the tie noun at `index`, if there is one.
pub(super) fn code(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(group) = noun_at(sentence, index) else {
        return;
    };
    match group.relation {
        Relation::Mission => return mission::code(sentence, index, found),
        Relation::Membership => return membership::code(sentence, index, group, found),
        _ => {}
    }
    // "the West African bloc ECOWAS": a name's own noun.
    let names = sentence.children_where(index, |it| matches!(it, "appos" | "flat"));
    let is_body = |actor: &ActorRef| actor.sector == Some(Sector::Igo);
    if matches!(sentence.lemma(index), "bloc" | "alliance")
        && names
            .chain([index + 1])
            .any(|it| sentence.scene.at(it).iter().any(is_body))
    {
        return;
    }
    let noun = TieNoun::at(sentence, index);
    if sentence.is_inverted(noun.anchor) {
        return;
    }
    if sentence.deprel(index) == "compound" && noun.anchor == index {
        // "proxy forces", "proxy allies": the head noun carries the members.
        if let Some(head) = sentence.head(index)
            && sentence.is_noun(head)
            && group.relation == Relation::Patronage
        {
            members::code(sentence, head, group, found);
        }
        return;
    }
    let (mut sides, role) = noun.sides(group);
    if noun.is_treaty() {
        bind_states(sentence.lexicon, &mut sides.own);
        bind_states(sentence.lexicon, &mut sides.other);
    }
    let predicate_only = group.relation == Relation::Threat && group.other_is_a();
    if predicate_only && !matches!(role, Role::Predicate | Role::Viewed) {
        return;
    }
    if has(&Frames::builtin().fought, sentence.lemma(index)) && !noun.is_fought() {
        return;
    }
    let factuality = noun.factuality(role, group.relation);
    let telling = Telling {
        token: index,
        via: noun.via,
        relation: group.relation,
        factuality: &factuality,
    };
    relate(sentence, &telling, group, &sides, found);
    members::code(sentence, index, group, found);
}

/// How the noun stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// "A is an ally of B", "A acts as a patron".
    Predicate,
    /// "A views B as a rival".
    Viewed,
    /// "A has close ties with B".
    Carried,
    /// "A's alliance with B angers C", "Turkey, an ally of Iran": taken for granted.
    Named,
}

/// A tie noun with its place in the clause.
pub(super) struct TieNoun<'s, 'a> {
    sentence: &'s Sentence<'a>,
    index: usize,
    /// The word that has the noun's place in the clause; mostly the noun itself.
    pub(super) anchor: usize,
    /// The verb that carries it.
    pub(super) via: Option<usize>,
}

impl<'s, 'a> TieNoun<'s, 'a> {
    pub(super) fn at(sentence: &'s Sentence<'a>, index: usize) -> Self {
        let anchor = sentence.anchor(index);
        let via = sentence
            .light_verb(anchor)
            .or_else(|| carried_by(sentence, anchor))
            .or_else(|| had_by(sentence, anchor))
            .or_else(|| treated_by(sentence, anchor))
            .or((anchor != index).then_some(anchor));
        Self {
            sentence,
            index,
            anchor,
            via,
        }
    }

    /// The noun and, where it is another word, its anchor.
    fn words(&self) -> impl Iterator<Item = usize> {
        [self.index, self.anchor]
            .into_iter()
            .take(if self.index == self.anchor { 1 } else { 2 })
    }

    /// Whether it is made by signing.
    fn is_treaty(&self) -> bool {
        let made = |via: usize| has(&Frames::builtin().makes, self.sentence.lemma(via));
        self.via.is_some_and(made)
    }

    /// "are at war", "fought wars": otherwise a war is only mentioned.
    fn is_fought(&self) -> bool {
        let sentence = self.sentence;
        let at = sentence.cases(self.index).iter().any(|case| case == "at");
        let fight = self
            .via
            .is_some_and(|via| has(&Frames::builtin().fights, sentence.lemma(via)));
        at || fight
    }

    /// The sides, for nouns other than membership.
    pub(super) fn sides_only(&self, group: &TieGroup) -> Sides {
        self.sides(group).0
    }

    /// Who fills the noun and whose it is.
    fn sides(&self, group: &TieGroup) -> (Sides, Role) {
        let sentence = self.sentence;
        let (mut own, mut other, mut role) = if self.is_where(group) {
            (Vec::new(), Vec::new(), Role::Named)
        } else {
            self.filler(group)
        };
        let owners = self.owners(&own);
        let between: Vec<usize> = self
            .words()
            .flat_map(|at| sentence.obliques(at, &["between", "among"]))
            .collect();
        let mut between = sentence.actors(&between);
        if between.len() < 2 {
            between = sentence.actors(&sentence.pair_between(self.index));
        }
        if own.is_empty() && other.is_empty() && !owners.is_empty() {
            own = self.named_after();
        }
        let towards_of = if own.is_empty() { &owners } else { &own };
        let towards = self.towards(group, towards_of);
        if role == Role::Viewed && !(owners.is_empty() && towards.is_empty()) {
            // "A calls B C's ally": the tie is B's and C's.
            other.clear();
        }
        let own_is_owner = matches!(group.relation, Relation::Transit | Relation::Threat)
            && !group.other_is_a()
            || !towards.is_empty();
        if own.is_empty() && own_is_owner && !owners.is_empty() {
            own = owners;
            if role == Role::Named && towards.is_empty() {
                role = Role::Carried;
            }
        } else {
            extend(&mut other, owners);
        }
        extend(&mut other, towards);
        if own.is_empty() && other.is_empty() {
            own = between;
            if role == Role::Named {
                role = Role::Carried;
            }
        } else if role != Role::Predicate || !between.iter().all(|actor| own.contains(actor)) {
            extend(&mut other, between);
        }
        if other.is_empty() && role == Role::Named {
            other = self.of_clause(&own);
        }
        if own.is_empty()
            && other.is_empty()
            && let Some(raised) = self.raised()
        {
            (own, other) = raised;
            role = Role::Carried;
        }
        other.retain(|actor| !own.iter().any(|known| known.id == actor.id));
        (Sides { own, other }, role)
    }

    /// "Kyrgyzstan turned to Turkey, a close partner": whose, where nothing else says it, is the state that the clause is about.
    fn of_clause(&self, own: &[ActorRef]) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let name = sentence.head(self.anchor);
        let apposed = sentence.deprel(self.anchor) == "appos" && !own.is_empty();
        let verb = name.filter(|&name| {
            apposed
                && matches!(sentence.deprel(name), "obj" | "obl")
                && !sentence
                    .cases(name)
                    .iter()
                    .any(|case| case == "in" || case == "against")
        });
        let verb = verb
            .and_then(|name| sentence.head(name))
            .filter(|&verb| sentence.is_verb(verb) && !sentence.is_passive(verb));
        let mut who = verb.map_or_else(Vec::new, |verb| sentence.who(verb));
        who.retain(ActorRef::is_state);
        if who.len() == 1 { who } else { Vec::new() }
    }

    /// "China upgraded its relations with Venezuela to a partnership": between whom what is raised is.
    fn raised(&self) -> Option<(Vec<ActorRef>, Vec<ActorRef>)> {
        const RAISE: &[&str] = &[
            "deepen",
            "elevate",
            "expand",
            "lift",
            "raise",
            "turn",
            "transform",
            "upgrade",
        ];
        let sentence = self.sentence;
        let cases = sentence.cases(self.anchor);
        let verb = sentence.head(self.anchor).filter(|&verb| {
            RAISE.contains(&sentence.lemma(verb))
                && cases.iter().any(|case| case == "to" || case == "into")
        })?;
        let ties = sentence.undergoers(verb).into_iter();
        let ties: Vec<usize> = ties
            .filter(|&it| sentence.tables.tie_nouns.contains_key(sentence.lemma(it)))
            .collect();
        let of = |prepositions: &[&str]| {
            let tokens = ties
                .iter()
                .flat_map(|&it| sentence.obliques(it, prepositions));
            sentence.actors(&tokens.collect::<Vec<_>>())
        };
        let mut own = of(&["between"]);
        if own.is_empty() {
            let owners = ties.iter().flat_map(|&it| sentence.owners(it));
            own = sentence.actors(&owners.collect::<Vec<_>>());
        }
        if own.is_empty() {
            own = sentence.who(verb);
        }
        (!ties.is_empty()).then(|| (own, of(&["with"])))
    }

    /// "fought on the border of Togo and Benin": where something else happens.
    fn is_where(&self, group: &TieGroup) -> bool {
        let mut cases = self.sentence.cases(self.index).into_iter();
        group.relation == Relation::Border
            && cases.any(|case| {
                matches!(
                    case.as_str(),
                    "on" | "near" | "at" | "along" | "across" | "over" | "from" | "to" | "towards"
                )
            })
    }

    /// Whose the noun is.
    fn owners(&self, own: &[ActorRef]) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let mut tokens: Vec<usize> = self.words().flat_map(|at| sentence.owners(at)).collect();
        if tokens.is_empty() {
            tokens.extend(self.coordinated_adjective_of());
        }
        if tokens.is_empty() && own.is_empty() {
            tokens.extend(self.fighting_together());
        }
        if own.is_empty() {
            sentence.actors(&tokens)
        } else {
            sentence.other_than(own, &tokens)
        }
    }

    /// "help Mali in the fight against the rebels": who helps, and who is helped.
    fn fighting_together(&self) -> Vec<usize> {
        const BESIDE: &[&str] = &[
            "aid",
            "assist",
            "back",
            "cooperate",
            "engage",
            "help",
            "join",
            "participate",
            "support",
            "train",
            "unite",
        ];
        let sentence = self.sentence;
        let fights = matches!(
            sentence.lemma(self.index),
            "fight" | "struggle" | "campaign"
        );
        if !fights || !sentence.cases(self.anchor).iter().any(|it| it == "in") {
            return Vec::new();
        }
        let mut above = sentence.parse.ancestors(self.anchor);
        let verb = above.find(|&it| sentence.is_verb(it));
        let verb = verb.filter(|&it| BESIDE.contains(&sentence.lemma(it)));
        verb.map_or_else(Vec::new, |verb| {
            [sentence.subjects(verb), sentence.objects(verb)].concat()
        })
    }

    /// "Turkish-Azerbaijani axis" where the first adjective hangs on the second.
    fn coordinated_adjective_of(&self) -> Option<usize> {
        let sentence = self.sentence;
        sentence
            .children_where(self.index, |deprel| deprel == "amod")
            .find(|&child| sentence.scene.sort(child) == Sort::Adjective)
    }

    /// With or against whom: the phrases under the noun, under the verb that carries it, or right
    /// after it.
    fn towards(&self, group: &TieGroup, own: &[ActorRef]) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let mut prepositions = TOWARDS.to_vec();
        if group.relation == Relation::Trade {
            prepositions.push("in");
        }
        let mut tokens: Vec<usize> = self
            .words()
            .flat_map(|at| sentence.obliques(at, &prepositions))
            .collect();
        tokens.extend(sentence.complement(self.index, &prepositions));
        tokens.extend(sentence.alongside(self.index));
        let mut found = sentence.other_than(own, &tokens);
        if found.is_empty()
            && let Some(via) = self.via.filter(|&via| sentence.is_verb(via))
        {
            let mut prepositions = vec!["with", "on", "against"];
            if group.relation == Relation::Threat {
                prepositions.push("to");
            }
            let under_verb = sentence.obliques(via, &prepositions);
            found = sentence.other_than(own, &under_verb);
        }
        found
    }

    /// Those of whom the noun is said, those for whom (where a verb tells), and its role.
    fn filler(&self, group: &TieGroup) -> (Vec<ActorRef>, Vec<ActorRef>, Role) {
        let sentence = self.sentence;
        let none = Vec::new;
        if has_copula(sentence, self.anchor) {
            let who = self.subject_of_copula(group);
            return (who, none(), Role::Predicate);
        }
        if let Some(subject) = self.fronted_subject() {
            return (subject, none(), Role::Predicate);
        }
        let Some(head) = sentence.head(self.anchor) else {
            return (none(), none(), Role::Named);
        };
        match sentence.deprel(self.anchor) {
            "appos" => (self.apposed_to(head), none(), Role::Named),
            "conj" => self.filler_of_conjunct(head, group),
            _ if is_predicate(sentence, head) => self.filler_by_verb(head),
            _ => (self.filler_by_noun(head), none(), Role::Named),
        }
    }

    fn subject_of_copula(&self, group: &TieGroup) -> Vec<ActorRef> {
        let who = self.sentence.who(self.anchor);
        if !who.is_empty() || group.relation != Relation::Threat {
            return who;
        }
        // "The Turkish-Azerbaijani axis is a source of concern for Iran."
        let subjects = self.sentence.subjects(self.anchor);
        self.sentence.actors_or_owners(&subjects)
    }

    /// "Allies they are not."
    fn fronted_verb(&self) -> Option<usize> {
        let sentence = self.sentence;
        sentence
            .parse
            .children(self.anchor)
            .find(|&child| child > self.index && sentence.lemma(child) == "be")
    }

    fn fronted_subject(&self) -> Option<Vec<ActorRef>> {
        let sentence = self.sentence;
        let verb = self.fronted_verb()?;
        let subjects: Vec<usize> = sentence
            .children_where(verb, |deprel| deprel.starts_with("nsubj"))
            .filter(|&subject| subject == self.index + 1)
            .collect();
        (!subjects.is_empty()).then(|| sentence.actors(&subjects))
    }

    /// "A and B, allies of C" are both; in "A, an ally of C, and B" only A is.
    fn apposed_to(&self, head: usize) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let mut found = Vec::new();
        for part in sentence.expand(head) {
            if part < self.index {
                extend(&mut found, sentence.scene.at(part).to_vec());
            }
        }
        found
    }

    /// A noun coordinated with another is said of whom that one is said.
    fn filler_of_conjunct(
        &self,
        first: usize,
        group: &TieGroup,
    ) -> (Vec<ActorRef>, Vec<ActorRef>, Role) {
        let first = TieNoun::at(self.sentence, first);
        let shares = first.index < self.index
            && self.sentence.deprel(first.index) != "conj"
            && !self.sentence.is_verb(first.index);
        if !shares {
            return (Vec::new(), Vec::new(), Role::Named);
        }
        let (own, other, role) = first.filler(group);
        match role {
            Role::Named if self.sentence.deprel(first.index) != "appos" => {
                (Vec::new(), Vec::new(), Role::Named)
            }
            role => (own, other, role),
        }
    }

    fn filler_by_verb(&self, verb: usize) -> (Vec<ActorRef>, Vec<ActorRef>, Role) {
        self.said_by_verb(verb)
            .or_else(|| self.carried_by_verb(verb))
            .unwrap_or((Vec::new(), Vec::new(), Role::Named))
    }

    /// "views B as a rival", "became allies", "is at odds", "watches B with suspicion".
    fn said_by_verb(&self, verb: usize) -> Option<(Vec<ActorRef>, Vec<ActorRef>, Role)> {
        let sentence = self.sentence;
        let frames = Frames::builtin();
        let lemma = sentence.lemma(verb);
        let mut cases = sentence.cases(self.anchor);
        let marks = sentence.parse.children_by(self.anchor, "mark");
        cases.extend(marks.map(|mark| sentence.lower(mark)));
        let case = |words: &[&str]| cases.iter().any(|case| words.contains(&case.as_str()));
        let deprel = sentence.deprel(self.anchor);
        let said = deprel == "xcomp"
            || case(&["as"])
            || deprel == "obl" && case(&["for"]) && lemma == "make"
            || deprel == "obj"
                && matches!(
                    lemma,
                    "become" | "remain" | "be" | "call" | "pose" | "constitute"
                );
        if said && has(&frames.views, lemma) {
            return Some(self.viewed(verb));
        }
        let each_other = sentence
            .children_where(self.anchor, |deprel| deprel == "det")
            .any(|det| sentence.lower(det) == "each");
        if each_other && has(&frames.views, lemma) {
            // "A, B and C call each other partners"
            return Some((sentence.who(verb), Vec::new(), Role::Viewed));
        }
        if said && has(&frames.becomes, lemma) {
            return Some((sentence.who(verb), Vec::new(), Role::Predicate));
        }
        if case(&["at"]) {
            // "places A at odds with B", "remains at odds with B"
            let objects = sentence.actors(&sentence.objects(verb));
            let own = if objects.is_empty() || !has(&frames.places, lemma) {
                sentence.who(verb)
            } else {
                objects
            };
            return Some((own, Vec::new(), Role::Predicate));
        }
        let views = has(&frames.views, lemma) || has(&frames.watches, lemma);
        if case(&["with"]) && views {
            // "views B with suspicion"
            let (viewed, viewer, _) = self.viewed(verb);
            return Some((viewer, viewed, Role::Carried));
        }
        None
    }

    /// "has close ties", "signed a pact", "a treaty binds A and B", "has a friend in B".
    fn carried_by_verb(&self, verb: usize) -> Option<(Vec<ActorRef>, Vec<ActorRef>, Role)> {
        let sentence = self.sentence;
        let frames = Frames::builtin();
        let lemma = sentence.lemma(verb);
        let deprel = sentence.deprel(self.anchor);
        if deprel.starts_with("nsubj") && has(&frames.binds, lemma) {
            let mut tokens = sentence.objects(verb);
            tokens.extend(sentence.obliques(verb, &["to", "with", "and"]));
            return Some((sentence.actors(&tokens), Vec::new(), Role::Carried));
        }
        let object =
            deprel == "obj" || deprel == "advmod" && sentence.upos(self.anchor) == Upos::Adv;
        if object && has(&frames.finds, lemma) {
            let within = self.found_in(verb);
            if !within.is_empty() {
                return Some((within, sentence.who(verb), Role::Carried));
            }
            // "share an ally and a dangerous neighbour", which neither is to the other
            const THIRD: &[&str] = &[
                "adversary",
                "ally",
                "enemy",
                "foe",
                "friend",
                "neighbor",
                "neighbour",
                "partner",
                "patron",
                "rival",
            ];
            if lemma == "share" && THIRD.contains(&sentence.lemma(self.index)) {
                return None;
            }
        }
        let owns = sentence.light_verb(self.anchor).is_some()
            || had_by(sentence, self.anchor).is_some()
            || has(&frames.ends, lemma) && deprel == "obj"
            || has(&frames.rests, lemma)
            || has(&frames.makes, lemma)
            || has(&frames.fights, lemma);
        owns.then(|| (sentence.who(verb), Vec::new(), Role::Carried))
    }

    /// "A views B as a rival", "B is seen by A as a rival", "A calls B its friend".
    fn viewed(&self, verb: usize) -> (Vec<ActorRef>, Vec<ActorRef>, Role) {
        let sentence = self.sentence;
        if sentence.is_passive(verb) || has_copula(sentence, verb) {
            let by = sentence.obliques(verb, &["by"]);
            return (sentence.who(verb), sentence.actors(&by), Role::Viewed);
        }
        let objects: Vec<usize> = sentence
            .objects(verb)
            .into_iter()
            .filter(|&object| object != self.anchor)
            .collect();
        let viewer = sentence.who(verb);
        let each_other = objects
            .iter()
            .any(|&object| sentence.lower(object) == "each" || sentence.lower(object) == "other");
        if each_other {
            return (viewer, Vec::new(), Role::Viewed);
        }
        if objects.is_empty() {
            // "A and B call each other partners"
            return (viewer, Vec::new(), Role::Viewed);
        }
        let mut viewed = sentence.actors(&objects);
        if viewed.is_empty() {
            // "sees its purchases as a threat"
            viewed = sentence.actors_or_owners(&objects);
        }
        (viewed, viewer, Role::Viewed)
    }

    /// "has a friend in Albania": where the tree or the next word says.
    fn found_in(&self, verb: usize) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let mut tokens = sentence.obliques(self.index, &["in"]);
        tokens.extend(sentence.complement(self.index, &["in"]));
        if tokens.is_empty() {
            tokens = sentence.obliques(verb, &["in"]);
        }
        sentence
            .actors(&tokens)
            .into_iter()
            .filter(|actor| actor.country.is_some())
            .collect()
    }

    /// "its ally Russia"; "a secular state with strong ties to Turkey" said of Azerbaijan.
    fn filler_by_noun(&self, head: usize) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let names = !matches!(sentence.scene.sort(head), Sort::None | Sort::Role);
        let deprel = sentence.deprel(self.anchor);
        if names
            && matches!(
                deprel,
                "nmod:desc" | "compound" | "amod" | "flat" | "nmod:unmarked"
            )
        {
            return sentence.actors(&[head]);
        }
        if deprel != "nmod"
            || !sentence
                .cases(self.anchor)
                .iter()
                .any(|case| case == "with")
        {
            return Vec::new();
        }
        if sentence.deprel(head) == "appos" {
            let above = sentence.head(head);
            return above
                .map(|above| sentence.actors(&[above]))
                .unwrap_or_default();
        }
        let actors = sentence.actors(&[head]);
        if actors.is_empty() && has_copula(sentence, head) {
            return sentence.who(head);
        }
        actors
    }

    /// "its ally, Russia"; "their ally Russia".
    fn named_after(&self) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let names: Vec<usize> = sentence
            .children_where(self.index, |d| matches!(d, "appos" | "flat" | "nmod:desc"))
            .filter(|&child| sentence.scene.sort(child) == Sort::Name)
            .collect();
        if names.is_empty() {
            return self.name_right_after();
        }
        sentence.actors(&names)
    }

    /// "Iran's arch-enemy Israel", whatever the parser made of it.
    fn name_right_after(&self) -> Vec<ActorRef> {
        let sentence = self.sentence;
        let next = self.index + 1;
        let free = next < sentence.len()
            && sentence.scene.sort(next) == Sort::Name
            && sentence.parse.children_by(next, "case").next().is_none();
        if free {
            sentence.scene.at(next).to_vec()
        } else {
            Vec::new()
        }
    }

    /// Who says it and whether it is so. What is only named ("Turkey's alliance with Israel
    /// would anger Iran") is so whatever becomes of the clause; what a verb ends is no more.
    fn factuality(&self, role: Role, relation: Relation) -> Factuality {
        let sentence = self.sentence;
        let frames = Frames::builtin();
        let mut found = factuality(sentence, self.index, self.via);
        let governor = self.via.or_else(|| sentence.head(self.anchor));
        let lemma = governor.map_or("", |at| sentence.lemma(at));
        let any = sentence
            .children_where(self.index, |deprel| deprel == "det")
            .any(|det| matches!(sentence.lower(det).as_str(), "no" | "any" | "neither"));
        // "promised to open its border": the border is there.
        let there = matches!(relation, Relation::Border | Relation::Trade) && self.has_possessor();
        let named = role == Role::Named && !has(&frames.wants, lemma);
        if (named || there) && !any {
            found.polarity = if sentence.is_negated(self.index) {
                Polarity::Negative
            } else {
                Polarity::Positive
            };
            found.certainty = self.own_certainty();
        }
        if self.is_denied_around(role) {
            found.polarity = Polarity::Negative;
        }
        let object = matches!(sentence.deprel(self.anchor), "obj" | "nsubj:pass");
        if !there && object && (has(&frames.plans, lemma) || has(&frames.wants, lemma)) {
            found.certainty = Certainty::Hypothetical;
        }
        let ended = has(&frames.ends, lemma) && object;
        if ended && found.certainty == Certainty::Certain {
            found.polarity = Polarity::Negative;
        }
        found
    }

    /// Whether words around the noun deny it: "prevents A and B from being allies", "allies they
    /// are not", "no longer allies", "neither A nor B is".
    fn is_denied_around(&self, role: Role) -> bool {
        let sentence = self.sentence;
        let mut before = sentence
            .parse
            .children(self.anchor)
            .filter(|&child| child < self.index);
        let prevented =
            role == Role::Predicate && before.any(|child| sentence.lower(child) == "from");
        let fronted = self.fronted_verb();
        prevented
            || fronted.is_some_and(|verb| sentence.is_negated(verb))
            || self.is_past()
            || self.is_said_of_neither()
    }

    fn has_possessor(&self) -> bool {
        let possessor = |deprel: &str| deprel == "nmod:poss";
        let mut words = self.words();
        words.any(|at| self.sentence.children_where(at, possessor).next().is_some())
    }

    /// "Neither A nor B is an ally"
    fn is_said_of_neither(&self) -> bool {
        let sentence = self.sentence;
        let mut subjects =
            sentence.children_where(self.anchor, |deprel| deprel.starts_with("nsubj"));
        subjects.any(|subject| {
            let first = sentence.parse.subtree(subject).first().copied();
            first.is_some_and(|first| {
                let before = first.checked_sub(1).map(|at| sentence.lower(at));
                sentence.lower(first) == "neither" || before.as_deref() == Some("neither")
            })
        })
    }

    /// "no longer allies"
    fn is_past(&self) -> bool {
        let sentence = self.sentence;
        let first = self.anchor.min(self.index).saturating_sub(4);
        (first..self.index).any(|at| {
            at > 0
                && sentence.lower(at) == "longer"
                && sentence.lower(at - 1) == "no"
                && sentence
                    .parse
                    .ancestors(at)
                    .any(|above| above == self.anchor || Some(above) == self.via)
        })
    }

    /// "a potential alliance"
    fn own_certainty(&self) -> Certainty {
        let hedged = self
            .sentence
            .children_where(self.index, |deprel| deprel == "amod")
            .any(|child| has(&Frames::builtin().hypothetical, &self.sentence.lower(child)));
        if hedged {
            Certainty::Hypothetical
        } else {
            Certainty::Certain
        }
    }
}

/// The verb through which a noun is said of somebody: "make for unusual allies", "views X as a
/// rival".
fn carried_by(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let head = sentence.head(index)?;
    let as_object =
        sentence.deprel(index) == "obj" && sentence.cases(index).iter().any(|case| case == "as");
    let carried = as_object || matches!(sentence.deprel(index), "obl" | "xcomp" | "advcl");
    let clause = has_copula(sentence, index);
    (sentence.is_verb(head) && carried && !clause).then_some(head)
}

/// A verb, also one taken for an auxiliary or, after "is", for an adjective.
fn is_predicate(sentence: &Sentence<'_>, index: usize) -> bool {
    sentence.is_verb(index) || has_copula(sentence, index) || sentence.upos(index) == Upos::Aux
}

/// "have", where it is taken for an auxiliary.
fn had_by(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let head = sentence.head(index)?;
    let has = sentence.upos(head) == Upos::Aux && sentence.lemma(head) == "have";
    (has && sentence.deprel(index) == "obj").then_some(head)
}

/// The verb that makes the tie, ends it or lets it rest.
fn treated_by(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let head = sentence.head(index)?;
    let frames = Frames::builtin();
    let lemma = sentence.lemma(head);
    (sentence.is_verb(head)
        && matches!(sentence.deprel(index), "obj" | "nsubj:pass")
        && [&frames.ends, &frames.rests, &frames.makes, &frames.fights]
            .into_iter()
            .any(|list| has(list, lemma)))
    .then_some(head)
}
