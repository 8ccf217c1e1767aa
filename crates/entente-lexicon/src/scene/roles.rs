//! Whom role nouns mean: "Iranian troops", "gunmen", "the foreign ministry".

use entente_model::{ActorRef, Sector};
use entente_text::Upos;

use super::{Reader, Sort};
use crate::resolve::{Description, STATE_ITSELF, is_against, is_backed};

/// Arms, vehicles and vessels by their lemma: things that act for somebody, and are nobody themselves.
pub fn is_equipment(lemma: &str) -> bool {
    const EQUIPMENT: &[&str] = &[
        "drone",
        "missile",
        "jet",
        "warship",
        "tank",
        "rocket",
        "vessel",
        "aircraft",
        "plane",
        "helicopter",
        "ship",
        "artillery",
        "submarine",
        "carrier",
        "boat",
        "base",
    ];
    EQUIPMENT.contains(&lemma)
}

/// Without knowing for whom they act, these are no actor.
fn is_thing(lemma: &str) -> bool {
    is_equipment(lemma) || matches!(lemma, "truck" | "car")
}

impl Reader<'_> {
    /// Whose the noun at `index` is: the actor of a possessive, adjective, compound or "of".
    pub(super) fn owner(&self, index: usize) -> Option<ActorRef> {
        self.owner_token(index)
            .and_then(|token| self.scene.at(token).first())
            .cloned()
    }

    /// The sector of people who act for nobody by their noun alone, where it is said whose they are:
    /// "Dutch investigators".
    fn people_of(&self, index: usize) -> Option<Sector> {
        let token = &self.parse.tokens[index];
        let plural = token.upos == Upos::Noun && token.lemma != self.words[index];
        let owner = self.owner_token(index);
        let owned = plural && owner.is_some_and(|owner| self.scene.sort(owner) == Sort::Adjective);
        owned.then(|| self.lexicon.noun(&self.words[index]))?
    }

    /// "Iranian-backed", "US-led": the name is not whose the noun is.
    fn is_backer(&self, index: usize) -> bool {
        let word = |at: usize| self.words.get(at).map_or("", String::as_str);
        word(index + 1) == "-" && is_backed(word(index + 2))
    }

    pub(super) fn owner_token(&self, index: usize) -> Option<usize> {
        let mut best: Option<(u8, usize)> = None;
        // "his Ugandan counterpart" is Uganda's.
        let is_other = matches!(
            self.parse.tokens[index].lemma.as_str(),
            "counterpart" | "colleague" | "homologue"
        );
        for child in self.parse.children(index) {
            if self.is_backer(child) {
                continue;
            }
            let deprel = self.parse.tokens[child].deprel;
            let sort = self.scene.sort(child);
            let rank = match deprel {
                "nmod:poss" if is_other => 6,
                "nmod:poss" => 0,
                "amod" if sort == Sort::Adjective => 1,
                // "Kurdish forces", "Turkish military officers"
                "amod"
                    if matches!(sort, Sort::Name | Sort::People) && !self.names_person(child) =>
                {
                    2
                }
                "compound" | "nmod:desc" | "nmod:unmarked" | "flat" if sort != Sort::None => 2,
                "nmod" if self.has_case(child, &["of"]) => 3,
                "nmod"
                    if self.words[index].starts_with("spokes")
                        && self.has_case(child, &["for"]) =>
                {
                    3
                }
                "nmod"
                    if sort == Sort::Capital
                        && self.has_case(child, &["in"])
                        && !self.is_world_court(index, child) =>
                {
                    4
                }
                // "officials in Turkey"; but troops in Syria may be anybody's.
                "nmod"
                    if sort == Sort::Name
                        && (self.has_case(child, &["from"])
                            || !self.is_force(index) && self.has_case(child, &["in"])) =>
                {
                    5
                }
                _ => continue,
            };
            // "Kenya, whose army": whom the clause is about.
            let child = self.relative_owner(child);
            if !self.scene.at(child).is_empty() && best.is_none_or(|(other, _)| rank < other) {
                best = Some((rank, child));
            }
        }
        best.map(|(_, token)| token)
            .or_else(|| self.loyal_to(index))
    }

    /// The noun that a "whose" stands for; any other word is itself.
    pub(super) fn relative_owner(&self, owner: usize) -> usize {
        if self.words[owner] != "whose" {
            return owner;
        }
        let mut above = self.parse.ancestors(owner);
        let clause = above.find(|&it| self.parse.has_deprel(it, "acl:relcl"));
        clause
            .and_then(|clause| self.parse.tokens[clause].head)
            .unwrap_or(owner)
    }

    /// "the judges in The Hague" are not the Netherlands'.
    fn is_world_court(&self, index: usize, city: usize) -> bool {
        const JUDGES: &[&str] = &[
            "court",
            "judge",
            "judges",
            "prosecutor",
            "prosecutors",
            "tribunal",
        ];
        self.words[city] == "hague" && JUDGES.contains(&self.words[index].as_str())
    }

    /// "troops", "forces": they can be where they do not belong.
    fn is_force(&self, index: usize) -> bool {
        self.scene.roles[index] == Some(Sector::Mil)
    }

    /// Whether a token names a person who is known.
    fn names_person(&self, token: usize) -> bool {
        let mut actors = self.scene.at(token).iter();
        actors.any(|actor| self.is_person(actor))
    }

    /// "forces loyal to Assad": his.
    fn loyal_to(&self, index: usize) -> Option<usize> {
        let loyal = |&child: &usize| {
            child > index && matches!(self.words[child].as_str(), "loyal" | "belonging")
        };
        let loyal = self.parse.children(index).find(loyal)?;
        let mut to = self.parse.children(loyal);
        to.find(|&it| self.has_case(it, &["to"]) && !self.scene.at(it).is_empty())
    }

    /// The known person whose title the role is: "President Putin", "the premier, Ahmet Davutoglu".
    pub(super) fn bearer(&self, index: usize) -> Option<ActorRef> {
        self.scene.roles[index]?;
        let named = |token: usize| {
            let actor = self
                .scene
                .at(token)
                .first()
                .filter(|_| self.scene.sort(token) == Sort::Name)?;
            self.is_person(actor).then(|| actor.clone())
        };
        let token = &self.parse.tokens[index];
        let title = matches!(token.deprel, "nmod:desc" | "compound" | "flat" | "amod");
        let above = token.head.filter(|_| title).and_then(named);
        above.or_else(|| {
            self.parse
                .children(index)
                .filter(|&child| {
                    matches!(
                        self.parse.tokens[child].deprel,
                        "appos" | "flat" | "nmod:desc"
                    )
                })
                .find_map(named)
        })
    }

    /// A noun that names a role, for each whose it is: "Iranian troops", "gunmen", "the leaders
    /// of Egypt and Sudan", "the two armies".
    pub(super) fn role_phrases(&self, index: usize) -> Vec<ActorRef> {
        if let Some(person) = self.bearer(index) {
            return vec![person];
        }
        let Some(first) = self.role_phrase(index, None) else {
            return Vec::new();
        };
        let sector = first.sector;
        let mut found = vec![first];
        if let Some(owner) = self.owner_token(index) {
            for other in self.whose_besides(index, owner) {
                let named = matches!(
                    self.scene.sort(other),
                    Sort::Name | Sort::Adjective | Sort::Capital
                );
                if let Some(actor) = self.scene.at(other).first().filter(|_| named)
                    && let Some(more) = self.role_phrase(index, Some(actor.clone()))
                    && !found.iter().any(|known| known.id == more.id)
                {
                    found.push(more);
                }
            }
        } else if sector.is_some_and(|sector| STATE_ITSELF.contains(&sector))
            && self
                .parse
                .children(index)
                .any(|child| matches!(self.words[child].as_str(), "two" | "both"))
        {
            let recent = self.memory.pair.len() == 2 && self.memory.pair_age <= 1;
            let pair = if recent {
                &self.memory.pair
            } else {
                &self.memory.main_pair
            };
            if pair.len() == 2 && pair.iter().all(|it| it.country.is_some()) {
                let text = self.phrase(index);
                return pair
                    .iter()
                    .map(|actor| ActorRef {
                        sector,
                        text: text.clone(),
                        ..actor.clone()
                    })
                    .collect();
            }
        }
        found
    }

    /// Whose the noun is besides: "Ugandan and Congolese troops". Parsers hang the other adjectives below the
    /// first, below one another or below the noun.
    fn whose_besides(&self, index: usize, owner: usize) -> Vec<usize> {
        let beside = |&child: &usize| {
            (owner + 1..index).contains(&child)
                && self.parse.tokens[child].deprel == "amod"
                && self.scene.sort(child) == Sort::Adjective
                && matches!(self.words[child - 1].as_str(), "and" | ",")
        };
        let mut found = self.listed(owner);
        for other in self.parse.children(index).filter(beside) {
            found.push(other);
            found.extend(self.listed(other));
        }
        found
    }

    /// The role noun's last bearers, where this mention says of nobody whose they are; and
    /// remembers those of whom it is said.
    pub(super) fn again(&mut self, index: usize, described: Vec<ActorRef>) -> Vec<ActorRef> {
        let noun = self.parse.tokens[index].lemma.to_lowercase();
        if let [actor] = &described[..] {
            let definite = self.parse.children(index).any(|child| {
                matches!(
                    self.words[child].as_str(),
                    "the" | "two" | "three" | "four" | "these" | "those" | "this" | "both"
                )
            });
            let bare = self.parse.children(index).all(|child| {
                matches!(
                    self.parse.tokens[child].deprel,
                    "det" | "nummod" | "case" | "punct" | "cc" | "conj" | "acl:relcl" | "advmod"
                )
            });
            if actor.country.is_some() {
                self.memory.roles.insert(&noun, actor);
            } else if definite
                && bare
                && let Some(before) = self.memory.roles.get(&noun)
            {
                return vec![ActorRef {
                    text: actor.text.clone(),
                    ..before.clone()
                }];
            }
        }
        described
    }

    pub(super) fn role_phrase(&self, index: usize, owner: Option<ActorRef>) -> Option<ActorRef> {
        let sector = self.scene.roles[index].or_else(|| self.people_of(index))?;
        let token = &self.parse.tokens[index];
        if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj)
            || token.deprel == "compound"
            || token.deprel == "amod"
        {
            return None;
        }
        // In "foreign ministry" the whole phrase is the role; its head stands for it.
        if token.head.is_some_and(|head| {
            self.scene.roles[head] == Some(sector)
                && index.abs_diff(head) == 1
                && matches!(token.deprel, "compound" | "amod" | "flat")
        }) {
            return None;
        }
        let phrase = self.phrase(index);
        let against = self.parse.children(index).any(|child| {
            is_against(&self.words[child])
                || matches!(
                    self.scene.roles[child],
                    Some(Sector::Reb | Sector::Opp | Sector::Uaf)
                ) && matches!(self.parse.tokens[child].deprel, "compound" | "amod")
        });
        let owner = owner.or_else(|| self.owner(index));
        if owner.is_none() && is_thing(&self.parse.tokens[index].lemma) {
            return None;
        }
        let region = self.parse.children_by(index, "nmod").find_map(|child| {
            self.scene.place(child).filter(|_| {
                self.has_case(child, &["of", "from"])
                    || !self.is_force(index) && self.has_case(child, &["in"])
            })
        });
        // "BERLIN (Reuters) - Prosecutors said": those of where the report was written.
        let is_local = matches!(sector, Sector::Cop | Sector::Jud) && region.is_none();
        let owner = owner.or_else(|| {
            let end = is_local.then(|| self.parse.dateline(self.text))??;
            let state = (0..end).find_map(|token| {
                let place = self.scene.place(token).and_then(|it| it.country.clone());
                place.or_else(|| self.scene.at(token).first()?.country.clone())
            });
            let state = self.lexicon.actor(&state?)?;
            Some(state.to_ref(&state.name))
        });
        let own = |child: &usize| {
            *child < index
                && matches!(self.parse.tokens[*child].deprel, "amod" | "compound")
                && (self.scene.roles[*child].is_some() || is_against(&self.words[*child]))
        };
        // "Turkish-backed rebels" are not just any.
        let backed = |child: usize| {
            let hyphen = child.checked_sub(1).filter(|&it| self.words[it] == "-")?;
            let backer = hyphen.checked_sub(1)?;
            (child < index && is_backed(&self.words[child])).then_some([backer, child])
        };
        let backed: Vec<usize> = self
            .parse
            .children(index)
            .filter_map(backed)
            .flatten()
            .collect();
        let own = self.parse.children(index).filter(own);
        let own = own.filter(|child| !backed.contains(child));
        let backed = backed.iter().copied();
        let words = backed.chain(own).chain([index]);
        let former = self
            .parse
            .children(index)
            .any(|child| Description::is_former(&self.words[child]));
        let described = Description {
            text: phrase,
            words: words.map(|word| self.words[word].as_str()).collect(),
            sector,
            owner,
            region: region.and_then(|region| region.country.clone()),
            against,
            former,
        };
        Some(described.actor())
    }
}
