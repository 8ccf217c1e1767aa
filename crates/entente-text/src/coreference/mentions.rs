//! Finds what a document speaks of: names, noun phrases, pronouns, and things named together.

use std::collections::BTreeMap;

use crate::parse::{MentionKind, Parse, Upos};

use super::words::Words;

/// What a phrase means, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// Its words do not tell.
    #[default]
    Unknown,
    /// A human being.
    Person,
    /// A body of people.
    Organisation,
    /// A place; a state among them.
    Place,
    /// A stretch of time.
    Time,
    /// Something else.
    Thing,
}

/// Natural gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Gender {
    /// Nothing tells.
    #[default]
    Unknown,
    /// A man.
    Male,
    /// A woman.
    Female,
}

/// Grammatical number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// One.
    Singular,
    /// More than one.
    Plural,
    /// Either: "you", "who".
    Either,
}

/// The kinds of pronoun that can refer to something in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// I, my, me.
    First,
    /// We, our, us.
    FirstPlural,
    /// He, she, his, her, him.
    Person,
    /// It, its.
    It,
    /// They, their, them.
    They,
    /// This, that, these, those.
    Demonstrative,
    /// Who, which, that, whose.
    Relative,
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By a proper name.
    Name,
    /// By a pronoun.
    Pronoun(Pronoun),
    /// "the group"
    Definite,
    /// "this group", "such groups"
    Demonstrative,
    /// "its leader"
    Possessed,
    /// "a group", "groups", "two men"
    Indefinite,
    /// Several mentions joined by "and".
    Group,
}

/// What a mention does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Object,
    Oblique,
    Possessor,
    Other,
}

/// A phrase that means something.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Index of the sentence.
    pub(super) sentence: usize,
    /// First token and one past the last, without what follows a comma or a relative pronoun.
    pub(super) tokens: (usize, usize),
    /// The token that heads it.
    pub(super) head: usize,
    pub(super) form: Form,
    pub(super) kind: Kind,
    pub(super) gender: Gender,
    pub(super) number: Number,
    pub(super) role: Role,
    /// The lemma of the head, lower case.
    pub(super) noun: String,
    /// Words of the name, lower case, without titles; for descriptions their modifiers.
    pub(super) words: Vec<String>,
    /// Nouns beside a name that say what it is: "president" of "President Aliyev".
    pub(super) titles: Vec<String>,
    /// Of a group: indices of its members among the mentions found.
    pub(super) members: Vec<usize>,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
}

impl Found {
    /// Whether something is said of it that a mere reference would not say: a phrase or clause
    /// after the noun.
    pub(super) fn is_plain(&self) -> bool {
        self.words.is_empty()
    }
}

/// The pronoun that a word is.
fn pronoun(word: &str, upos: Upos) -> Option<(Pronoun, Number, Gender)> {
    use Gender::{Female, Male, Unknown};
    use Number::{Either, Plural, Singular};
    if !matches!(upos, Upos::Pron | Upos::Det) {
        return None;
    }
    let (pronoun, number, gender) = match word {
        "i" | "me" | "my" | "mine" | "myself" => (Pronoun::First, Singular, Unknown),
        "we" | "us" | "our" | "ours" | "ourselves" => (Pronoun::FirstPlural, Plural, Unknown),
        "he" | "him" | "his" | "himself" => (Pronoun::Person, Singular, Male),
        "she" | "her" | "hers" | "herself" => (Pronoun::Person, Singular, Female),
        "it" | "its" | "itself" => (Pronoun::It, Singular, Unknown),
        "they" | "them" | "their" | "theirs" | "themselves" => (Pronoun::They, Plural, Unknown),
        "this" | "that" => (Pronoun::Demonstrative, Singular, Unknown),
        "these" | "those" => (Pronoun::Demonstrative, Plural, Unknown),
        "who" | "whom" | "whose" | "which" => (Pronoun::Relative, Either, Unknown),
        _ => return None,
    };
    Some((pronoun, number, gender))
}

/// Whether a word is "I", "we" or another form of theirs; `word` is in lower case.
pub fn is_first_person(word: &str, upos: Upos) -> bool {
    let pronoun = pronoun(word, upos);
    pronoun.is_some_and(|(own, ..)| matches!(own, Pronoun::First | Pronoun::FirstPlural))
}

/// Whether a pronoun is reflexive.
pub(super) fn is_reflexive(word: &str) -> bool {
    word.ends_with("self") || word.ends_with("selves")
}

/// The head of the relative clause's noun for a token inside such a clause.
pub(super) fn relative_noun(parse: &Parse, token: usize) -> Option<usize> {
    parse
        .ancestors(token)
        .skip(1)
        .take(4)
        .find(|&at| parse.has_deprel(at, "acl") || parse.tokens[at].deprel == "advcl:relcl")
        .and_then(|clause| {
            let noun = parse.tokens[clause].head?;
            (noun < token && parse.tokens[clause].deprel.ends_with("relcl")).then_some(noun)
        })
}

/// Collects the mentions of a sentence after those of the sentences before it.
pub(super) struct Finder<'a> {
    text: &'a str,
    words: &'static Words,
    /// Kinds of nouns learnt from a treebank.
    kinds: &'a BTreeMap<String, Kind>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str, kinds: &'a BTreeMap<String, Kind>) -> Self {
        Self {
            text,
            words: Words::builtin(),
            kinds,
        }
    }

    /// What the noun is a word for, by the lists and by what was learnt.
    pub(super) fn kind_of_noun(&self, noun: &str) -> Kind {
        match self.words.kind(noun) {
            Kind::Unknown => self.kinds.get(noun).copied().unwrap_or_default(),
            kind => kind,
        }
    }

    /// Appends the mentions of a sentence, in the order of their heads; groups last.
    /// `quoted` tells which tokens stand in quotation marks.
    pub(super) fn sentence(
        &self,
        sentence: usize,
        parse: &Parse,
        quoted: &[bool],
        found: &mut Vec<Found>,
    ) {
        let first = found.len();
        for head in 0..parse.tokens.len() {
            if let Some(mut mention) = self.mention(parse, head) {
                mention.sentence = sentence;
                mention.quoted = quoted.get(head).copied().unwrap_or(false);
                found.push(mention);
            }
        }
        let last = found.len();
        for at in first..last {
            if let Some(group) = group(parse, found, at, (first, last)) {
                found.push(group);
            }
        }
    }

    fn mention(&self, parse: &Parse, head: usize) -> Option<Found> {
        let token = &parse.tokens[head];
        let word = parse.word(self.text, head).to_lowercase();
        let mut mention = Found {
            sentence: 0,
            tokens: (head, head + 1),
            head,
            form: Form::Indefinite,
            kind: Kind::Unknown,
            gender: Gender::Unknown,
            number: Number::Singular,
            role: role(parse, head),
            noun: token.lemma.to_lowercase(),
            words: Vec::new(),
            titles: Vec::new(),
            members: Vec::new(),
            quoted: false,
        };
        if let Some((pronoun, number, gender)) = pronoun(&word, token.upos) {
            return self.pronominal(parse, mention, &word, (pronoun, number, gender));
        }
        let is_part = matches!(
            token.deprel.split(':').next(),
            Some("flat" | "fixed" | "goeswith" | "expl")
        ) || token.deprel == "nmod:desc";
        let modifier = token.deprel == "compound";
        let named = parse
            .mentions
            .iter()
            .find(|mention| (mention.tokens.0..mention.tokens.1).contains(&head));
        let pair = matches!(word.as_str(), "both" | "former" | "latter" | "two")
            && matches!(role(parse, head), Role::Subject | Role::Object);
        match token.upos {
            Upos::Propn | Upos::Noun if !is_part => {}
            Upos::Pron | Upos::Det | Upos::Num | Upos::Adj | Upos::Cconj if pair && !is_part => {}
            _ => return None,
        }
        if modifier {
            // "the Trump administration": a name of its own; not "Peña Nieto".
            let of_noun = token
                .head
                .is_some_and(|above| parse.tokens[above].upos == Upos::Noun);
            if token.upos != Upos::Propn || !of_noun {
                return None;
            }
        }
        mention.tokens = self.range(parse, head);
        if token.upos == Upos::Propn {
            self.name(parse, &mut mention, named.map(|named| named.kind));
        } else {
            self.description(parse, &mut mention, &word);
        }
        Some(mention)
    }

    fn pronominal(
        &self,
        parse: &Parse,
        mut mention: Found,
        word: &str,
        (mut pronoun, mut number, gender): (Pronoun, Number, Gender),
    ) -> Option<Found> {
        let token = &parse.tokens[mention.head];
        if token.deprel == "det" || token.deprel == "expl" && word == "there" {
            return None;
        }
        if pronoun == Pronoun::Relative || word == "that" {
            if relative_noun(parse, mention.head).is_some() {
                pronoun = Pronoun::Relative;
                number = Number::Either;
            } else if pronoun == Pronoun::Relative {
                return None;
            }
        }
        mention.form = Form::Pronoun(pronoun);
        mention.number = number;
        mention.gender = gender;
        if matches!(
            pronoun,
            Pronoun::Person | Pronoun::First | Pronoun::FirstPlural
        ) {
            mention.kind = Kind::Person;
        }
        mention.noun = word.to_owned();
        Some(mention)
    }

    /// The phrase around a head: what stands before it and belongs to it, and the rest of its
    /// name after it.
    fn range(&self, parse: &Parse, head: usize) -> (usize, usize) {
        let inner = |index: usize| {
            let deprel = parse.tokens[index].deprel;
            let base = deprel.split(':').next().unwrap_or(deprel);
            match base {
                "det" | "amod" | "compound" | "nummod" | "flat" | "fixed" | "goeswith" => true,
                "nmod" => index < head,
                _ => false,
            }
        };
        let (mut first, mut end) = (head, head + 1);
        for child in parse.children(head).filter(|&child| inner(child)) {
            let subtree = parse.subtree(child);
            first = first.min(subtree.first().copied().unwrap_or(child));
            if child > head {
                end = end.max(subtree.last().copied().unwrap_or(child) + 1);
            }
        }
        for name in &parse.mentions {
            if (name.tokens.0..name.tokens.1).contains(&head) {
                first = first.min(name.tokens.0);
                end = end.max(name.tokens.1);
            }
        }
        (first, end.min(parse.tokens.len()))
    }

    fn name(&self, parse: &Parse, mention: &mut Found, kind: Option<MentionKind>) {
        mention.form = Form::Name;
        mention.kind = match kind {
            Some(MentionKind::Person) => Kind::Person,
            Some(MentionKind::Organisation) => Kind::Organisation,
            Some(MentionKind::Place) => Kind::Place,
            Some(MentionKind::Other) | None => Kind::Unknown,
        };
        let body = matches!(mention.kind, Kind::Organisation | Kind::Place);
        for index in mention.tokens.0..mention.tokens.1 {
            let word = parse.word(self.text, index);
            let lower = word.trim_end_matches('.').to_lowercase();
            let own = parse.has_deprel(index, "nmod:poss") && index != mention.head;
            let upos = parse.tokens[index].upos;
            let title = !body && self.words.kind(&lower) == Kind::Person;
            let gender = self.words.gender(&lower);
            let before = index < mention.head;
            if own {
                // "Malaysia's Najib Razak": the name begins after whose he is.
                mention.words.clear();
            } else if before && title {
                // "US President Barack Obama", "Prime Minister Modi".
                mention.words.clear();
                mention.titles.push(lower);
                if gender != Gender::Unknown {
                    mention.gender = gender;
                }
                mention.kind = Kind::Person;
            } else if before
                && word.starts_with(char::is_lowercase)
                && matches!(upos, Upos::Noun | Upos::Adj)
            {
                // "American cultural anthropologist Clifford Geertz".
                mention.words.clear();
            } else if word.starts_with(|char: char| char.is_uppercase() || char.is_numeric())
                || upos == Upos::Propn
            {
                if mention.gender == Gender::Unknown && mention.words.is_empty() && !body {
                    mention.gender = gender;
                }
                mention.words.push(lower);
            }
        }
        if mention.words.is_empty() {
            mention.words = mention.titles.clone();
        }
        let word = parse.word(self.text, mention.head);
        let plural = word.ends_with('s')
            && mention.noun != word.to_lowercase()
            && mention.kind == Kind::Unknown;
        if plural {
            mention.number = Number::Plural;
        } else if mention.kind == Kind::Unknown {
            let gendered = mention.gender != Gender::Unknown && mention.words.len() > 1;
            mention.kind = match self.kind_of_noun(&mention.noun) {
                Kind::Unknown if gendered => Kind::Person,
                kind => kind,
            };
        }
    }

    fn description(&self, parse: &Parse, mention: &mut Found, word: &str) {
        let head = mention.head;
        mention.kind = self.kind_of_noun(&mention.noun);
        mention.gender = self.words.gender(&mention.noun);
        let irregular = matches!(
            word,
            "people" | "police" | "men" | "women" | "children" | "both" | "two"
        );
        if irregular || word != mention.noun && word.ends_with('s') {
            mention.number = Number::Plural;
        }
        for child in parse.children(head) {
            let lower = parse.word(self.text, child).to_lowercase();
            let deprel = parse.tokens[child].deprel;
            match deprel.split(':').next().unwrap_or(deprel) {
                "det" => match lower.as_str() {
                    "the" | "both" => mention.form = Form::Definite,
                    "this" | "that" | "these" | "those" | "such" => {
                        mention.form = Form::Demonstrative;
                    }
                    _ => {}
                },
                "nmod" if deprel == "nmod:poss" => {
                    mention.form = Form::Possessed;
                    mention.words.push(lower);
                }
                "nummod" if matches!(lower.as_str(), "two" | "three" | "both") => {
                    mention.titles.push(lower);
                }
                "amod" | "compound" | "nmod" | "acl" | "nummod" => mention.words.push(lower),
                _ => {}
            }
        }
        if matches!(word, "both" | "former" | "latter" | "two") {
            mention.form = Form::Definite;
        }
    }
}

/// What the head of a phrase does in its sentence.
fn role(parse: &Parse, head: usize) -> Role {
    let deprel = parse.tokens[head].deprel;
    match deprel {
        "nmod:poss" => Role::Possessor,
        "conj" => parse.tokens[head]
            .head
            .filter(|&above| above < head && parse.tokens[above].deprel != "conj")
            .map_or(Role::Other, |above| role(parse, above)),
        _ => match deprel.split(':').next() {
            Some("nsubj" | "csubj") => Role::Subject,
            Some("obj" | "iobj") => Role::Object,
            Some("obl") => Role::Oblique,
            _ => Role::Other,
        },
    }
}

/// The group of which the mention at `at` is the first member.
fn group(
    parse: &Parse,
    found: &[Found],
    at: usize,
    (first, last): (usize, usize),
) -> Option<Found> {
    let lead = &found[at];
    if matches!(lead.form, Form::Pronoun(_) | Form::Group)
        || parse.tokens[lead.head].deprel == "conj"
    {
        return None;
    }
    let others: Vec<usize> = (first..last)
        .filter(|&other| {
            let token = &parse.tokens[found[other].head];
            token.deprel == "conj" && token.head == Some(lead.head)
        })
        .collect();
    let joined_by_and = others.iter().any(|&other| {
        parse
            .children_by(found[other].head, "cc")
            .any(|cc| parse.tokens[cc].lemma == "and")
    });
    if !joined_by_and {
        return None;
    }
    let members: Vec<usize> = std::iter::once(at).chain(others).collect();
    let end = members.iter().map(|&member| found[member].tokens.1).max()?;
    let same = members
        .iter()
        .all(|&member| found[member].kind == lead.kind);
    Some(Found {
        tokens: (lead.tokens.0, end),
        form: Form::Group,
        kind: if same { lead.kind } else { Kind::Unknown },
        gender: Gender::Unknown,
        number: Number::Plural,
        words: Vec::new(),
        titles: Vec::new(),
        members,
        ..lead.clone()
    })
}
