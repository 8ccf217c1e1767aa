//! A parsed sentence with its actors, and where the arguments of a predicate stand in it.

use entente_lexicon::{Lexicon, Scene, Sort};
use entente_model::{ActorRef, EventType, Sector};
use entente_text::{Parse, Upos};

use crate::predicates::Predicates;

/// Verbs that only carry the noun they stand with: "hold talks", "impose sanctions".
const LIGHT: &[&str] = &[
    "hold",
    "launch",
    "carry",
    "conduct",
    "make",
    "give",
    "provide",
    "issue",
    "mount",
    "stage",
    "impose",
    "deliver",
    "offer",
    "have",
    "take",
    "express",
    "voice",
    "enjoy",
    "maintain",
    "forge",
    "build",
    "establish",
    "keep",
    "share",
    "sign",
    "do",
    "commit",
    "wage",
    "begin",
    "start",
    "end",
    "resume",
    "continue",
    "raise",
    "lodge",
    "file",
    "pay",
    "open",
    "develop",
    "deepen",
    "strengthen",
    "cultivate",
    "retain",
    "win",
    "receive",
    "face",
    "harbour",
    "harbor",
    "nurture",
    "form",
    "enter",
    "announce",
    "demand",
    "call",
    "repeat",
    "seek",
    "need",
    "boast",
    "respond",
    "retaliate",
];

/// From this probability on the encoder is believed that a word belongs to a phrase for somebody who acts or is
/// acted upon.
const SURE_SIDE: f32 = 0.7;
/// The same where something else speaks for it too.
const LIKELY_SIDE: f32 = 0.5;

/// Relative pronouns: they stand for the noun that the clause is about.
const RELATIVE: &[&str] = &["who", "which", "that", "whom", "whose"];

/// A sentence as the coder looks at it.
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) parse: &'a Parse,
    pub(crate) scene: &'a Scene,
    pub(crate) tables: &'static Predicates,
    pub(crate) lexicon: &'a Lexicon,
    /// Lemmas as the tables spell them.
    lemmas: Vec<String>,
}

impl<'a> Sentence<'a> {
    pub(crate) fn new(
        text: &'a str,
        parse: &'a Parse,
        scene: &'a Scene,
        tables: &'static Predicates,
        lexicon: &'a Lexicon,
    ) -> Self {
        let lemmas = parse
            .tokens
            .iter()
            .map(|token| tables.spelling(token))
            .collect();
        Self {
            text,
            parse,
            scene,
            tables,
            lexicon,
            lemmas,
        }
    }
}

impl Sentence<'_> {
    pub(crate) fn len(&self) -> usize {
        self.parse.tokens.len()
    }

    pub(crate) fn lemma(&self, index: usize) -> &str {
        &self.lemmas[index]
    }

    pub(crate) fn lower(&self, index: usize) -> String {
        self.parse.word(self.text, index).to_lowercase()
    }

    pub(crate) fn upos(&self, index: usize) -> Upos {
        self.parse.tokens[index].upos
    }

    pub(crate) fn deprel(&self, index: usize) -> &'static str {
        self.parse.tokens[index].deprel
    }

    pub(crate) fn head(&self, index: usize) -> Option<usize> {
        self.parse.tokens[index].head
    }

    pub(crate) fn is_verb(&self, index: usize) -> bool {
        self.upos(index) == Upos::Verb
    }

    pub(crate) fn is_noun(&self, index: usize) -> bool {
        matches!(self.upos(index), Upos::Noun | Upos::Propn)
    }

    /// Whether the encoder takes a word for part of a phrase for somebody who acts or is acted upon; not where
    /// it has not read the sentence.
    pub(crate) fn is_side(&self, index: usize) -> bool {
        self.is_side_from(index, SURE_SIDE)
    }

    /// The same, where it is more likely than not.
    pub(crate) fn is_likely_side(&self, index: usize) -> bool {
        self.is_side_from(index, LIKELY_SIDE)
    }

    fn is_side_from(&self, index: usize, least: f32) -> bool {
        let sure = self.parse.sides.get(index);
        sure.is_some_and(|&sure| sure >= least)
    }

    pub(crate) fn children_where<'s>(
        &'s self,
        index: usize,
        test: impl Fn(&str) -> bool + 's,
    ) -> impl Iterator<Item = usize> + 's {
        self.parse
            .children(index)
            .filter(move |&child| test(self.parse.tokens[child].deprel))
    }

    pub(crate) fn particle(&self, verb: usize) -> Option<String> {
        self.parse
            .children_by(verb, "compound:prt")
            .next()
            .or_else(|| {
                // Parsers differ on "call on", "break off".
                let next = verb + 1;
                (next < self.len()
                    && matches!(self.upos(next), Upos::Adp | Upos::Adv)
                    && self.head(next) == Some(verb)
                    && (matches!(self.deprel(next), "compound:prt" | "advmod")
                        || self.deprel(next).starts_with("obl") && self.upos(next) == Upos::Adp))
                    .then_some(next)
            })
            .or_else(|| {
                // "pulled its soldiers out of Haiti"
                let mut under = self.parse.children(verb);
                under.find_map(|child| {
                    let mut cases = self.parse.children_by(child, "case");
                    let out = cases.find(|&case| self.lower(case) == "out")?;
                    self.cases(child)
                        .contains(&"out of".to_owned())
                        .then_some(out)
                })
            })
            .or_else(|| {
                // "pulled out its troops", "pulled its troops out": what stands before or behind an object is no preposition of it.
                let mut objects = self.parse.children_by(verb, "obj");
                objects.find_map(|object| {
                    let mut cases = self.parse.children_by(object, "case");
                    cases.find(|&case| {
                        matches!(
                            self.lower(case).as_str(),
                            "out" | "back" | "up" | "down" | "off"
                        ) && (case == verb + 1 || case > object)
                    })
                })
            })
            .map(|child| self.lower(child))
    }

    /// The prepositions of `index`, multi-word ones joined by a blank ("according to").
    pub(crate) fn cases(&self, index: usize) -> Vec<String> {
        let mut cases: Vec<String> = Vec::new();
        for case in self.parse.children_by(index, "case") {
            let mut words = vec![self.lower(case)];
            words.extend(
                self.parse
                    .children_by(case, "fixed")
                    .map(|child| self.lower(child)),
            );
            cases.push(words.join(" "));
        }
        if cases.len() > 1 {
            cases.push(cases.join(" "));
        }
        cases
    }

    fn is_participle(&self, verb: usize) -> bool {
        let word = self.lower(verb);
        !word.ends_with("ing") && word != *self.lemma(verb)
    }

    /// Whether the verb is passive: "was attacked", "advocated by".
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        if !self.is_verb(verb) {
            return false;
        }
        let be = self
            .children_where(verb, |deprel| deprel == "aux:pass")
            .next()
            .is_some();
        let agent = self
            .children_where(verb, |deprel| deprel == "obl:agent")
            .next()
            .is_some();
        let subject = self
            .children_where(verb, |deprel| deprel == "nsubj:pass")
            .next()
            .is_some();
        // A subject alone is not enough: "Pezeshkian travelled to Baku".
        let finite = self.deprel(verb) == "root" || self.deprel(verb) == "ccomp";
        let modal = self
            .children_where(verb, |deprel| deprel == "aux")
            .next()
            .is_some();
        let marked = be || agent && !self.has_direct_object(verb) || subject && !finite && !modal;
        if marked {
            return true;
        }
        let deprel = self.deprel(verb);
        // "a report that soldiers had killed him" has a subject of its own.
        let own_subject = || {
            let mut subjects = self.children_where(verb, |deprel| deprel == "nsubj");
            subjects.next().is_some() && modal
        };
        if deprel == "acl" && self.is_participle(verb) && !own_subject() {
            return true;
        }
        let bare = self
            .children_where(verb, |d| d.starts_with("nsubj") || d == "aux")
            .next()
            .is_none();
        if deprel == "conj" && bare {
            return self
                .head(verb)
                .is_some_and(|head| self.is_passive(head) && self.is_participle(verb));
        }
        deprel == "advcl"
            && bare
            && self.is_participle(verb)
            && self.parse.children_by(verb, "obj").next().is_none()
    }

    fn has_direct_object(&self, verb: usize) -> bool {
        self.parse.children_by(verb, "obj").next().is_some()
    }

    fn direct_subjects(&self, verb: usize) -> Vec<usize> {
        // "arrested in Turkey after fighting": what stands behind a preposition acts nowhere.
        let placed = |&subject: &usize| {
            let mut cases = self.parse.children_by(subject, "case");
            cases.any(|case| matches!(self.lower(case).as_str(), "in" | "at" | "near" | "from"))
        };
        self.children_where(verb, |deprel| deprel.starts_with("nsubj"))
            .filter(|subject| !placed(subject))
            .collect()
    }

    /// Somebody right before a finite verb without a subject, whom the parser took for an adverbial:
    /// "Government shelling killed".
    fn subject_by_place(&self, verb: usize) -> Option<usize> {
        let clause = self.deprel(verb) == "advcl"
            && self.parse.children_by(verb, "mark").any(|mark| mark < verb)
            && !self.lower(verb).ends_with("ing");
        let finite = clause || matches!(self.deprel(verb), "root" | "ccomp" | "parataxis");
        if !finite || !self.is_verb(verb) {
            return None;
        }
        self.parse
            .children(verb)
            .filter(|&child| child < verb && self.is_noun(child))
            .filter(|&child| {
                matches!(
                    self.deprel(child),
                    "advcl"
                        | "obl:unmarked"
                        | "dep"
                        | "advmod"
                        | "nmod:unmarked"
                        | "discourse"
                        | "compound"
                )
            })
            .find(|&child| {
                let acts = !self.scene.at(child).is_empty()
                    || !self.actors(&self.owners(child)).is_empty();
                acts && self.parse.children_by(child, "case").next().is_none()
                    && !self.is_time(child)
            })
    }

    /// Whether a token is part of a time.
    pub(crate) fn is_time(&self, token: usize) -> bool {
        self.parse
            .times
            .iter()
            .any(|time| (time.tokens.0..time.tokens.1).contains(&token))
    }

    /// The noun that a relative clause is about.
    fn relative_head(&self, verb: usize) -> Option<usize> {
        self.parse.ancestors(verb).take(6).find_map(|above| {
            (self.deprel(above) == "acl:relcl")
                .then(|| self.head(above))
                .flatten()
        })
    }

    /// The grammatical subjects of a predicate, found where the language leaves them out:
    /// coordination, control, participles, relative clauses. Coordinated ones are not expanded.
    pub(crate) fn subjects(&self, verb: usize) -> Vec<usize> {
        self.subjects_within(verb, 6)
    }

    fn subjects_within(&self, verb: usize, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        let direct = self.direct_subjects(verb);
        if !direct.is_empty() {
            return direct
                .into_iter()
                .map(|subject| {
                    let pronoun = RELATIVE.contains(&self.lower(subject).as_str())
                        && self.scene.at(subject).is_empty();
                    if pronoun {
                        let noun = self.relative_head(verb).unwrap_or(subject);
                        self.said_to_be(noun).unwrap_or(noun)
                    } else {
                        subject
                    }
                })
                .collect();
        }
        if let Some(subject) = self.subject_by_place(verb) {
            return vec![subject];
        }
        let Some(head) = self.head(verb) else {
            return Vec::new();
        };
        let above = |at: usize| self.subjects_within(at, depth - 1);
        match self.deprel(verb) {
            "conj" => above(head),
            "acl:relcl" | "acl" if !self.is_verb(head) => {
                let infinitive = self
                    .parse
                    .children_by(verb, "mark")
                    .any(|mark| self.lower(mark) == "to" || self.lower(mark) == "of");
                if infinitive {
                    // "a green light for Togo to attack"
                    let mut given = self.obliques(head, &["for", "to"]);
                    given.retain(|&it| head < it && it < verb && !self.actors(&[it]).is_empty());
                    if !given.is_empty() {
                        return given;
                    }
                    // "was the first state to recognise Kosovo"
                    let is_first = |it: usize| {
                        matches!(
                            self.lower(it).as_str(),
                            "first" | "last" | "only" | "second" | "third"
                        )
                    };
                    if self
                        .children_where(head, |deprel| deprel == "amod")
                        .any(is_first)
                        && let Some(subject) = self.said_to_be(head)
                    {
                        return vec![subject];
                    }
                    // "Iran's plan to attack", "accusations of sending".
                    let owners = self.owners(head);
                    if owners.is_empty() {
                        self.light_verb(head).map(above).unwrap_or_default()
                    } else {
                        owners
                    }
                } else {
                    vec![self.said_to_be(head).unwrap_or(head)]
                }
            }
            "xcomp" | "advcl" | "ccomp" | "acl" | "parataxis" | "advcl:relcl" => {
                let controlled = self
                    .tables
                    .object_control
                    .iter()
                    .any(|lemma| lemma == self.lemma(head));
                // "before invading, A told B", "A told B, urging C": A's own.
                let is_advcl = self.deprel(verb) == "advcl";
                let gerund = is_advcl && self.lower(verb).ends_with("ing");
                let aside = gerund && verb > 0 && self.lower(verb - 1) == ",";
                let own = is_advcl && verb < head || aside;
                if gerund && self.is_reason(verb, head) {
                    return self.undergoers(head);
                }
                if controlled && !own && self.is_verb(head) && !self.is_passive(head) {
                    let objects: Vec<usize> = self
                        .children_where(head, |d| matches!(d, "obj" | "iobj"))
                        .collect();
                    if !objects.is_empty() {
                        return objects;
                    }
                    let called: Vec<usize> = self.obliques(head, &["on", "upon", "to"]);
                    if !called.is_empty() && self.deprel(verb) != "advcl" {
                        return called;
                    }
                }
                above(head)
            }
            _ => Vec::new(),
        }
    }

    /// "Paraguay is the only state that recognises Taiwan": of whom a clause tells that describes what somebody is.
    pub(crate) fn said_to_be(&self, noun: usize) -> Option<usize> {
        let is_said = self.parse.children_by(noun, "cop").next().is_some();
        // "remains the only state to recognise it"
        let verb = self.head(noun).filter(|&verb| {
            matches!(self.deprel(noun), "xcomp" | "obj")
                && matches!(self.lemma(verb), "become" | "remain" | "be")
        });
        let said = verb.or(is_said.then_some(noun))?;
        if !self.own_actors(noun).is_empty() {
            return None;
        }
        let mut subjects = self.children_where(said, |deprel| deprel == "nsubj");
        subjects.find(|&subject| !self.own_actors(subject).is_empty())
    }

    /// "blacklisted the firm for supplying": whether a gerund tells what somebody is punished, blamed or praised for.
    fn is_reason(&self, gerund: usize, verb: usize) -> bool {
        let mut marks = self.parse.children_by(gerund, "mark");
        let known = self.tables.event_verbs.get(self.lemma(verb));
        marks.any(|mark| self.lower(mark) == "for")
            && known.into_iter().flatten().any(|known| {
                matches!(
                    self.tables.events[known.group].event_type,
                    EventType::Accuse
                        | EventType::Coerce
                        | EventType::Sanction
                        | EventType::Support
                        | EventType::Reject
                )
            })
            && !self.actors_or_owners(&self.undergoers(verb)).is_empty()
    }

    /// What a relative pronoun under the predicate `verb` stands for ("with which it signed");
    /// any other token is itself.
    pub(crate) fn relative_noun(&self, token: usize, verb: usize) -> usize {
        let pronoun =
            RELATIVE.contains(&self.lower(token).as_str()) && self.scene.at(token).is_empty();
        if !pronoun {
            return token;
        }
        let before = || (0..token).rev().find(|&before| self.is_noun(before));
        self.relative_head(verb).or_else(before).unwrap_or(token)
    }

    /// Dependants of `index` under one of the prepositions.
    pub(crate) fn obliques(&self, index: usize, prepositions: &[&str]) -> Vec<usize> {
        self.children_where(index, |deprel| {
            deprel.starts_with("obl")
                || deprel.starts_with("nmod")
                || matches!(deprel, "iobj" | "obj")
        })
        .filter(|&child| {
            self.cases(child)
                .iter()
                .any(|case| prepositions.contains(&case.as_str()))
        })
        .collect()
    }

    /// The direct objects, also where a relative clause or coordination leaves them out.
    pub(crate) fn objects(&self, verb: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self.parse.children_by(verb, "obj").collect();
        if found.is_empty() && !self.is_passive(verb) {
            // "met President Putin": somebody right after the verb, taken for an adverbial.
            found.extend(
                self.children_where(verb, |deprel| matches!(deprel, "obl" | "obl:unmarked"))
                    .filter(|&child| {
                        // "shrugged off an appeal": nothing but the noun's own words in between.
                        let next_to = self.is_noun(child)
                            && (verb + 1..child).all(|between| {
                                self.head(between) == Some(child)
                                    || self.deprel(between) == "compound:prt"
                            });
                        child > verb
                            && (!self.scene.at(child).is_empty() || next_to)
                            && self.parse.children_by(child, "case").next().is_none()
                            && !self.is_time(child)
                    })
                    .take(1),
            );
        }
        if found.is_empty() && self.deprel(verb) == "acl:relcl" && !self.is_passive(verb) {
            let subject_is_relative = self
                .direct_subjects(verb)
                .iter()
                .any(|&subject| RELATIVE.contains(&self.lower(subject).as_str()));
            if !self.direct_subjects(verb).is_empty() && !subject_is_relative {
                found.extend(self.head(verb));
            }
        }
        found.retain(|&object| {
            !(RELATIVE.contains(&self.lower(object).as_str()) && self.scene.at(object).is_empty())
        });
        if found.is_empty()
            && let Some(relative) = self.parse.children_by(verb, "obj").next()
            && RELATIVE.contains(&self.lower(relative).as_str())
        {
            found.extend(self.relative_head(verb));
        }
        let goes_on = |child: usize| matches!(self.deprel(child), "conj" | "cc" | "punct");
        let is_bare = || {
            let mut behind = self.parse.children(verb).filter(|&child| child > verb);
            behind.all(goes_on)
        };
        if found.is_empty() && is_bare() {
            // "condemned and rejected the plan"
            for conj in self.parse.children_by(verb, "conj") {
                let own_subject = !self.direct_subjects(conj).is_empty();
                if self.is_verb(conj) && !own_subject {
                    found.extend(self.parse.children_by(conj, "obj"));
                }
            }
        }
        found
    }

    /// What stands under a preposition of what a verb is done to: "restored relations between A and B".
    pub(crate) fn obliques_of_object(&self, verb: usize, preposition: &str) -> Vec<usize> {
        let objects = self.undergoers(verb).into_iter();
        objects
            .flat_map(|it| self.obliques(it, &[preposition]))
            .collect()
    }

    /// "rejected in Khartoum": the governments of the capitals in which a verb says that something is done.
    pub(crate) fn of_capital(&self, verb: usize) -> Vec<ActorRef> {
        let mut cities = self.obliques(verb, &["in"]);
        cities.retain(|&city| self.scene.sort(city) == Sort::Capital);
        self.actors(&cities)
    }

    /// To whom or what it is done: the objects or, in the passive, the subjects.
    pub(crate) fn undergoers(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            self.subjects(verb)
        } else {
            self.objects(verb)
        }
    }

    /// Whose a noun is: possessive, adjective of nationality, compound name, "by".
    pub(crate) fn owners(&self, noun: usize) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .children_where(noun, |deprel| deprel == "nmod:poss")
            .map(|owner| self.relative_noun(owner, noun))
            .chain(
                self.children_where(noun, |d| matches!(d, "amod" | "compound" | "nmod:desc"))
                    .filter(|&child| !self.scene.at(child).is_empty()),
            )
            .collect();
        found.extend(self.obliques(noun, &["by"]));
        found
    }

    /// Whether nothing stands between two words, not even a space.
    pub(crate) fn touch(&self, first: usize, second: usize) -> bool {
        let tokens = &self.parse.tokens;
        tokens[first].span.end == tokens[second].span.start
    }

    /// The light verb that a noun is the object of, or the verb it stands under "in" with.
    pub(crate) fn light_verb(&self, noun: usize) -> Option<usize> {
        let head = self.head(noun)?;
        let role = self.deprel(noun);
        let carries = matches!(role, "obj" | "nsubj:pass")
            && self.is_verb(head)
            && LIGHT.contains(&self.lemma(head));
        // "went to war"
        let goes = self.lemma(noun) == "war"
            && self.lemma(head) == "go"
            && self.cases(noun).iter().any(|case| case == "to");
        (carries || goes)
            .then_some(head)
            .or_else(|| self.owning_up(noun))
    }

    /// "drew condemnation from Jordan": from whom what a noun tells comes, and the verb whose subject it is aimed at.
    pub(crate) fn drawn(&self, noun: usize) -> Option<(Vec<usize>, usize)> {
        let verb = self.head(noun).filter(|_| self.deprel(noun) == "obj")?;
        let draws = matches!(
            self.lemma(verb),
            "draw" | "attract" | "elicit" | "earn" | "win" | "receive" | "face" | "provoke"
        );
        let from = [noun, verb].map(|at| self.obliques(at, &["from"])).concat();
        (draws && !from.is_empty()).then_some((from, verb))
    }

    /// "claimed responsibility for the attack", "claimed an ambush": the verb by which somebody says that a deed is his.
    fn owning_up(&self, deed: usize) -> Option<usize> {
        const ATTACKS: &[&str] = &[
            "ambush",
            "assault",
            "assassination",
            "attack",
            "blast",
            "bombing",
            "explosion",
            "killing",
            "raid",
            "shooting",
        ];
        let above = self.head(deed)?;
        if self.lemma(above) == "claim" && matches!(self.deprel(deed), "obj" | "nsubj:pass") {
            return ATTACKS.contains(&self.lemma(deed)).then_some(above);
        }
        let is_for = self.cases(deed).iter().any(|case| case == "for");
        let head = self.head(deed).filter(|_| is_for)?;
        let responsible = |word: usize| self.lemma(word) == "responsibility";
        let verb = if responsible(head) {
            self.head(head)
        } else {
            let mut objects = self.objects(head).into_iter();
            objects.any(responsible).then_some(head)
        };
        verb.filter(|&verb| matches!(self.lemma(verb), "claim" | "admit" | "accept"))
    }

    /// `index` with everything coordinated under it.
    pub(crate) fn expand(&self, index: usize) -> Vec<usize> {
        let mut found = vec![index];
        let mut at = 0;
        while at < found.len() {
            let next: Vec<usize> = self.parse.children_by(found[at], "conj").collect();
            // "A and B met, a spokesman said": what follows the last "and" is no member of the list.
            let joined = |conj: &&usize| self.parse.children_by(**conj, "cc").next().is_some();
            let last = next.iter().rev().find(joined).copied();
            for conj in next {
                let listed = last.is_none_or(|last| conj <= last);
                if listed && !found.contains(&conj) && !self.is_verb(conj) {
                    found.push(conj);
                }
            }
            at += 1;
        }
        found
    }

    /// The actors of one token: its own, or those of the name that it is in apposition to.
    fn own_actors(&self, index: usize) -> Vec<ActorRef> {
        let direct = self.scene.at(index);
        if !direct.is_empty() {
            let named: Vec<ActorRef> = if self.scene.sort(index) == Sort::Role {
                // "the two neighbours, Iran and Azerbaijan": the name says who.
                self.named_apposition(index)
            } else {
                Vec::new()
            };
            return if named.is_empty() {
                direct.to_vec()
            } else {
                named
            };
        }
        self.named_apposition(index)
    }

    fn named_apposition(&self, index: usize) -> Vec<ActorRef> {
        let mut found = Vec::new();
        // "the Polisario Front, an armed movement"
        if self.deprel(index) == "appos"
            && let Some(name) = self.head(index)
            && self.scene.sort(name) == Sort::Name
        {
            return self.scene.at(name).to_vec();
        }
        // "the British film-maker Mehmet Aksoy", of which the tree makes one name
        let flat = self.parse.children_by(index, "flat");
        for child in self.parse.children_by(index, "appos").chain(flat) {
            for token in self.expand(child) {
                if matches!(self.scene.sort(token), Sort::Name) {
                    extend(&mut found, self.scene.at(token).to_vec());
                }
            }
        }
        found
    }

    /// The actors of some tokens, coordination expanded, each once.
    pub(crate) fn actors(&self, tokens: &[usize]) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for &token in tokens {
            for part in self.expand(token) {
                // An adjective coordinated with a noun is no actor of its own.
                if self.scene.sort(part) == Sort::Adjective && !self.is_nominal_adjective(part) {
                    continue;
                }
                extend(&mut found, self.own_actors(part));
            }
        }
        found
    }

    /// "the French", and adjectives that own a noun, stand for the actor.
    fn is_nominal_adjective(&self, index: usize) -> bool {
        matches!(
            self.deprel(index),
            "amod" | "compound" | "nmod:poss" | "nmod:desc"
        ) || self.parse.children_by(index, "det").next().is_some()
            || self.deprel(index) == "conj"
                && self.head(index).is_some_and(|head| {
                    self.scene.sort(head) == Sort::Adjective && self.is_nominal_adjective(head)
                })
    }

    /// As [`Self::actors`]; and where a thing is meant, the actor whose it is ("Serbia's
    /// decision", "the Azeri embassy's staff").
    pub(crate) fn actors_or_owners(&self, tokens: &[usize]) -> Vec<ActorRef> {
        let mut found = self.actors(tokens);
        if found.is_empty() {
            for &token in tokens {
                for part in self.expand(token) {
                    let mut owners = self.owners(part);
                    // "Isis's Kurdish enemies" are Kurds, and Assad's backers not Assad.
                    if is_to_another(self.lemma(part)) {
                        owners.retain(|&owner| self.deprel(owner) != "nmod:poss");
                    }
                    extend(&mut found, self.actors(&owners));
                    extend(&mut found, self.actors(&self.holders(part)));
                    let of = self.obliques(part, &["of"]);
                    extend(&mut found, self.actors(&of));
                    if found.is_empty() {
                        for inner in of {
                            let owners = self.owners(inner);
                            extend(&mut found, self.actors(&owners));
                        }
                    }
                }
            }
        }
        found
    }

    /// "the dam that Ethiopia has built", "a vessel chartered by the company": whose a thing is by a clause that describes it.
    fn holders(&self, thing: usize) -> Vec<usize> {
        let clauses = self.children_where(thing, |it| matches!(it, "acl" | "acl:relcl"));
        let mut found = Vec::new();
        for clause in clauses {
            match (self.deprel(clause), self.lemma(clause)) {
                ("acl:relcl", "build" | "own" | "hold" | "run" | "operate" | "plan")
                    if !self.is_passive(clause) =>
                {
                    found.extend(self.direct_subjects(clause));
                }
                ("acl", "charter" | "own" | "operate" | "run") => {
                    found.extend(self.obliques(clause, &["by"]));
                }
                _ => {}
            }
        }
        found
    }

    /// A speaker or actor that the lexicon does not know, kept as written: "one official".
    pub(crate) fn as_written(&self, token: usize, sector: Option<Sector>) -> ActorRef {
        let phrase = self.noun_phrase(token);
        // Its words may tell the country and the sector of somebody whom nobody knows.
        let words = self.lexicon.resolve_phrase(&phrase, None, None);
        let told = words.filter(|words| !words.known).map(|words| words.actor);
        let of_words = told.as_ref().and_then(|actor| actor.sector);
        let country = told.and_then(|actor| actor.country);
        let country = country.or_else(|| self.country_before(token));
        // "A Swedish sailor" is called as those are whose role the lexicon knows: `swe-sailor`.
        let mut adjectives = self.parse.children_by(token, "amod");
        let of_state = adjectives.find_map(|adjective| {
            let is_of_state = self.scene.sort(adjective) == Sort::Adjective;
            let state = country.as_ref().filter(|_| is_of_state)?;
            let rest = phrase.strip_prefix(self.parse.word(self.text, adjective))?;
            Some(format!("{}{rest}", state.to_lowercase()))
        });
        ActorRef {
            id: entente_lexicon::slug(of_state.as_ref().unwrap_or(&phrase)),
            name: phrase.clone(),
            text: phrase,
            country,
            sector: sector.or(self.scene.role(token)).or(of_words),
        }
    }

    /// The country of a word before a noun: "US Jewish organisations", "a California man".
    fn country_before(&self, noun: usize) -> Option<String> {
        let before = self.children_where(noun, |deprel| {
            matches!(deprel, "amod" | "compound" | "nmod:desc" | "nmod:poss")
        });
        let of_place = |word: usize| {
            self.scene
                .place(word)
                .and_then(|place| place.country.clone())
        };
        let of_actor = |word: usize| {
            self.scene
                .at(word)
                .first()
                .and_then(|actor| actor.country.clone())
        };
        before
            .filter(|&word| word < noun)
            .find_map(|word| of_actor(word).or_else(|| of_place(word)))
    }

    /// The words of the noun phrase headed by `token`, from its first modifier to the head or,
    /// where one follows, the end of its "of" phrase; without article.
    pub(crate) fn noun_phrase(&self, token: usize) -> String {
        let mut first = token;
        for child in self.parse.children(token) {
            if child < first
                && matches!(
                    self.deprel(child),
                    "amod" | "compound" | "nmod:poss" | "nummod" | "nmod:desc" | "flat" | "det"
                )
            {
                first = self
                    .parse
                    .subtree(child)
                    .first()
                    .copied()
                    .unwrap_or(child)
                    .min(child);
            }
        }
        // "Islamic State fighters", where the first word hangs on the head of the name or beside it.
        while first > 0
            && self
                .head(first - 1)
                .is_some_and(|head| (first..=token).contains(&head))
            && matches!(self.upos(first - 1), Upos::Propn | Upos::Adj | Upos::Noun)
        {
            first -= 1;
        }
        // "Kurdish-led forces": the words before a hyphen belong to the one after it.
        while first >= 2 && self.lower(first - 1) == "-" {
            first -= 2;
        }
        let articles = [
            "the", "a", "an", "this", "that", "these", "those", "any", "its", "their", "such",
        ];
        // "On Friday campaigners": a time that the tree takes for part of the phrase.
        while first < token
            && (articles.contains(&self.lower(first).as_str())
                || self.upos(first) == Upos::Punct
                || self.upos(first) == Upos::Num && self.scene.sort(first + 1) == Sort::Adjective
                || self.upos(first) == Upos::Adp && self.is_time(first + 1)
                || self.is_time(first))
        {
            first += 1;
        }
        let mut end = token + 1;
        for child in self.obliques(token, &["of"]) {
            if child > token && child - token <= 6 {
                // "supporters of Ousmane Sonko"
                let name = self.parse.children_by(child, "flat").max();
                end = end.max(name.unwrap_or(child) + 1);
            }
        }
        for child in self.parse.children_by(token, "flat") {
            end = end.max(child + 1);
        }
        self.parse.words(self.text, (first, end)).to_owned()
    }

    /// The words of tokens `first..end`.
    pub(crate) fn words(&self, range: (usize, usize)) -> &str {
        self.parse.words(self.text, range)
    }
}

/// Nouns for those who are with or against somebody: whose they are, they are not.
fn is_to_another(lemma: &str) -> bool {
    matches!(
        lemma,
        "enemy"
            | "arch-enemy"
            | "foe"
            | "rival"
            | "opponent"
            | "adversary"
            | "nemesis"
            | "backer"
            | "patron"
            | "sponsor"
            | "supporter"
            | "ally"
    )
}

/// Adds actors that are not there yet.
pub(crate) fn extend(found: &mut Vec<ActorRef>, more: Vec<ActorRef>) {
    for actor in more {
        if !found.iter().any(|known| known.id == actor.id) {
            found.push(actor);
        }
    }
}
