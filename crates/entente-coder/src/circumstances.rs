//! When, where and at what cost something happened.

use entente_lexicon::{PlaceKind, is_equipment};
use entente_model::{DateSpan, EventPlace, Toll};
use entente_text::{Time, Upos, is_uncounted};

use crate::sentence::Sentence;

/// What is seized and is nobody.
const THINGS: &[&str] = &[
    "island",
    "town",
    "city",
    "village",
    "territory",
    "base",
    "port",
    "position",
    "hill",
    "building",
    "asset",
    "weapon",
    "vessel",
    "boat",
    "ship",
    "tanker",
    "trawler",
    "cargo",
    "shipment",
    "property",
    "land",
    "area",
    "district",
];

/// Where the place of an event may stand in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// Only beside its word: where what is talked of happens, it does not.
    Own,
    /// Beside its objects too.
    Near,
    /// The same, and where somebody goes away from.
    From,
    /// The same, and where somebody goes.
    To,
}

/// Prepositions before where something happens.
const WHERE: &[&str] = &[
    "in", "at", "near", "outside", "inside", "off", "around", "over", "along",
];

/// What somebody says something at.
const OCCASIONS: &[&str] = &[
    "summit",
    "meeting",
    "conference",
    "rally",
    "ceremony",
    "briefing",
    "forum",
    "speech",
    "interview",
    "gathering",
    "assembly",
    "session",
    "congress",
    "talk",
];

/// Verbs by which somebody goes where he meets somebody.
const VISITS: &[&str] = &[
    "visit", "travel", "arrive", "fly", "go", "come", "send", "dispatch", "deploy", "move", "sail",
];

/// Nouns for parts of a place: "the streets of", "the centre of".
const PARTS_OF_PLACES: &[&str] = &[
    "street", "centre", "center", "city", "town", "outskirt", "suburb", "area", "region",
    "province", "district", "village", "capital", "heart", "north", "south", "east", "west",
    "edge", "part", "square", "port", "island", "coast", "airport",
];

impl Sentence<'_> {
    /// The date of what happens at `index`: of the time that hangs nearest under it, or under
    /// the clause that it belongs to.
    pub(crate) fn date_of(&self, index: usize, via: Option<usize>) -> Option<DateSpan> {
        let own = self.own_date_of(index, via);
        if own.is_some() {
            return own;
        }
        let times: Vec<&Time> = self.dated().collect();
        if times.is_empty() {
            return None;
        }
        // "let six prisoners go on 31 January"
        if self.lemma(index) == "let" {
            let mut done = self.children_where(index, |deprel| deprel == "xcomp");
            if let Some(date) = done.find_map(|it| self.own_date_of(it, None)) {
                return Some(date);
            }
        }
        // "a summit to be held on Friday"
        if let Some(clause) = self.infinitive_to_come(index)
            && let Some(time) = times.iter().find(|it| self.steps_up(it, clause).is_some())
        {
            return Some(time.date.clone());
        }
        // The time of the clause above: "in January 2023, when a gunman attacked".
        let mut below = via.unwrap_or(index);
        for _ in 0..5 {
            let above = self.head(below)?;
            let deprel = self.deprel(below);
            let bound = matches!(
                deprel,
                "xcomp"
                    | "advcl"
                    | "conj"
                    | "acl"
                    | "acl:relcl"
                    | "obj"
                    | "nsubj"
                    | "nsubj:pass"
                    | "obl"
                    | "advcl:relcl"
            );
            // "last week's claim that they attacked": the claim's time.
            if !bound || deprel == "acl" && self.claims_something(above) {
                return None;
            }
            if let Some(time) = times
                .iter()
                .find(|time| (time.tokens.0..time.tokens.1).contains(&above))
            {
                return Some(time.date.clone());
            }
            // A relative clause tells more of a noun, and what came before tells why, both at another time.
            let by_the_way = deprel == "acl" && self.is_set_off(below);
            if deprel == "acl:relcl" || by_the_way || self.is_of_before(below) {
                return None;
            }
            // Coordinated clauses with their own times keep them apart.
            let beside = deprel == "conj" && times.len() > 1;
            if !beside
                && let Some(time) = times
                    .iter()
                    .find(|time| self.steps_up(time, above).is_some_and(|steps| steps <= 2))
            {
                return Some(time.date.clone());
            }
            below = above;
        }
        None
    }

    /// "Hezbollah, armed by Iran, fought in 2006": whether a participle stands between commas.
    fn is_set_off(&self, participle: usize) -> bool {
        let first = self.parse.subtree(participle).first().copied();
        first.is_some_and(|first| {
            self.lower(first) == "," || first > 0 && self.lower(first - 1) == ","
        })
    }

    /// The date of what happens at `index` by the time that hangs nearest under it.
    pub(crate) fn own_date_of(&self, index: usize, via: Option<usize>) -> Option<DateSpan> {
        let starts: Vec<usize> = [Some(index), via].into_iter().flatten().collect();
        let own = self.dated().filter_map(|time| {
            let steps = starts.iter().filter_map(|&at| self.steps_up(time, at));
            Some((steps.min()?, time))
        });
        let (_, time) = own.min_by_key(|(distance, _)| *distance)?;
        Some(time.date.clone())
    }

    /// The times of which it is known when they are.
    fn dated(&self) -> impl Iterator<Item = &Time> {
        let times = self.parse.times.iter();
        times.filter(|time| time.date.start.is_some() || time.date.end.is_some())
    }

    /// "On Friday the Senate voted, after members had accused him": a clause with a subject of its own on what came
    /// before, or goes on beside.
    fn is_of_before(&self, clause: usize) -> bool {
        const BEFORE: &[&str] = &["after", "since", "because", "although", "though"];
        let mut marks = self.parse.children_by(clause, "mark");
        self.deprel(clause) == "advcl"
            && marks.any(|mark| BEFORE.contains(&self.lower(mark).as_str()))
            && self
                .children_where(clause, |deprel| deprel.starts_with("nsubj"))
                .next()
                .is_some()
    }

    /// Whether a noun is somebody's word: "the claim that".
    fn claims_something(&self, noun: usize) -> bool {
        let mut groups = self.speech_groups(noun).into_iter();
        groups.any(|group| group.claim.is_some())
    }

    /// How many steps a time stands below `index` without another clause between.
    fn steps_up(&self, time: &Time, index: usize) -> Option<usize> {
        let (first, end) = time.tokens;
        let head = (first..end).find(|&token| {
            self.head(token)
                .is_none_or(|head| !(first..end).contains(&head))
        })?;
        let mut at = head;
        for step in 0..5 {
            if at == index {
                return Some(step);
            }
            if step > 0 && (self.is_verb(at) || self.deprel(at) == "acl:relcl") {
                return None; // another clause's
            }
            at = self.head(at)?;
        }
        None
    }

    /// The place of what happens at `index`: under "in", "at", "near", "outside"; of several,
    /// the first or one within its country that is narrower.
    pub(crate) fn place_of(
        &self,
        index: usize,
        via: Option<usize>,
        whereabouts: Whereabouts,
    ) -> Option<EventPlace> {
        let with_objects = whereabouts != Whereabouts::Own;
        let mut tokens = self.settings_beside(index, via, with_objects);
        if tokens.is_empty() && with_objects {
            let tops = [Some(index), self.happening(index), via];
            let below = |top| Some(self.settings_below(top)).filter(|it| !it.is_empty());
            tokens = tops
                .into_iter()
                .flatten()
                .find_map(below)
                .unwrap_or_default();
        }
        if tokens.is_empty() {
            tokens = self.settings_of_occasions(index);
        }
        if tokens.is_empty() {
            tokens = self.ends_of_going(index, whereabouts);
        }
        let mut places = tokens.iter().filter_map(|&token| self.scene.place(token));
        let first = places.next()?;
        // "in northern Iraq, near Mosul": the narrower of places in one country.
        let place = places
            .filter(|other| other.country == first.country)
            .chain([first])
            .max_by_key(|place| place.kind.unwrap_or(PlaceKind::City))?;
        Some(EventPlace {
            name: place.name.clone(),
            country: place.country.clone(),
            lat: place.point.map(|(lat, _)| lat),
            lon: place.point.map(|(_, lon)| lon),
        })
    }

    /// Places beside a word, beside the verb that carries it and, where wanted, beside its objects.
    fn settings_beside(&self, index: usize, via: Option<usize>, with_objects: bool) -> Vec<usize> {
        let mut tokens = self.obliques(index, WHERE);
        if let Some(via) = via {
            tokens.extend(self.obliques(via, WHERE));
        }
        let objects = with_objects.then(|| self.objects(index));
        for object in objects.into_iter().flatten() {
            // "the embassy of Azerbaijan in Tehran": under the owner, too; but not what a clause tells of it.
            let parts = self.parse.subtree(object).into_iter().filter(|&part| {
                let above = self.parse.ancestors(part);
                part == object
                    || above
                        .take_while(|&above| above != object)
                        .all(|above| !self.is_verb(above))
            });
            for part in parts {
                tokens.extend(self.obliques(part, WHERE));
            }
        }
        tokens.retain(|&token| self.scene.place(token).is_some());
        tokens
    }

    /// Where it was said: "at a summit in Kampala", "speaking in Dakar".
    fn settings_of_occasions(&self, index: usize) -> Vec<usize> {
        let mut occasions = self.obliques(index, &["at", "during", "after"]);
        occasions.retain(|&it| OCCASIONS.contains(&self.lemma(it)));
        let speaking = self.children_where(index, |deprel| deprel == "advcl");
        occasions.extend(speaking.filter(|&it| self.lower(it) == "speaking"));
        let within = occasions.iter().flat_map(|&it| self.obliques(it, &["in"]));
        within.collect()
    }

    /// From where or to where somebody goes, or what he leaves ("abandoned Kidal"); a whole country is whom it is done to.
    fn ends_of_going(&self, index: usize, whereabouts: Whereabouts) -> Vec<usize> {
        let mut ends = match whereabouts {
            Whereabouts::From => {
                let mut from = self.obliques(index, &["from"]);
                from.extend(self.objects(index));
                from
            }
            Whereabouts::To if VISITS.contains(&self.lemma(index)) => self.obliques(index, &["to"]),
            _ => Vec::new(),
        };
        ends.retain(|&it| {
            let kind = self.scene.place(it).and_then(|place| place.kind);
            kind.is_some_and(|kind| kind != PlaceKind::Country)
        });
        ends
    }

    /// Places further below a predicate, among its objects and adverbials but in no other clause, and not of who does it: "sheltered
    /// refugees in camps near Gambela", "through the streets of Athens".
    fn settings_below(&self, top: usize) -> Vec<usize> {
        let is_where = |case: &String| {
            WHERE.contains(&case.as_str()) || matches!(case.as_str(), "across" | "through")
        };
        let mut found = Vec::new();
        let mut open = vec![top];
        while let Some(above) = open.pop() {
            let parts = self.children_where(above, |deprel| {
                matches!(deprel, "obj" | "iobj" | "nsubj:pass" | "nmod" | "conj")
                    || deprel.starts_with("obl")
            });
            for part in parts {
                if self.is_verb(part) || self.is_time(part) || self.is_event_noun(part) {
                    continue;
                }
                let mut cases = self.cases(part).into_iter();
                let within = PARTS_OF_PLACES.contains(&self.lemma(above))
                    && self.cases(above).iter().any(is_where);
                let placed = cases.any(|case| is_where(&case) || within && case == "of");
                if placed && self.scene.place(part).is_some() {
                    found.push(part);
                } else {
                    open.push(part);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The verb that only says that what a noun tells happens, or what came of it: "talks took place", "the strike
    /// left six wounded".
    fn happening(&self, noun: usize) -> Option<usize> {
        const HAPPEN: &[&str] = &[
            "take", "be", "hold", "occur", "happen", "begin", "start", "open", "end", "continue",
            "resume", "leave", "kill", "wound", "injure", "erupt", "break", "conclude",
        ];
        let verb = self.head(noun)?;
        let is_subject = matches!(self.deprel(noun), "nsubj" | "nsubj:pass");
        (!self.is_verb(noun) && is_subject && HAPPEN.contains(&self.lemma(verb))).then_some(verb)
    }

    /// Dead, wounded and detained: by the predicate itself, and by the participles under it
    /// ("attacked the embassy, killing one and wounding two").
    pub(crate) fn toll_of(&self, index: usize) -> Option<Toll> {
        let mut toll = Toll::default();
        let mut verbs = vec![index];
        verbs.extend(self.happening(index));
        // "an attack that killed nine"
        let told_of = self.children_where(index, |deprel| deprel.starts_with("acl"));
        verbs.extend(told_of.filter(|&clause| !self.is_verb(index) && self.is_verb(clause)));
        verbs.extend(
            self.children_where(index, |deprel| matches!(deprel, "advcl" | "conj" | "xcomp"))
                .filter(|&c| self.is_verb(c)),
        );
        let more: Vec<usize> = verbs
            .iter()
            .flat_map(|&verb| {
                self.parse
                    .children_by(verb, "conj")
                    .filter(|&c| self.is_verb(c))
                    .collect::<Vec<_>>()
            })
            .collect();
        verbs.extend(more);
        // "attacked the village, killing nine and wounding four": beside a deed that hangs on another.
        if matches!(self.deprel(index), "advcl" | "conj")
            && let Some(head) = self.head(index).filter(|&head| self.is_verb(head))
        {
            let beside = self
                .children_where(head, |deprel| matches!(deprel, "advcl" | "conj"))
                .filter(|&other| other > index && self.is_verb(other));
            verbs.extend(beside.filter(|&other| {
                let mut own = self.children_where(other, |deprel| deprel.starts_with("nsubj"));
                own.next().is_none()
            }));
        }
        // "the arrest of two bankers"
        let of = self.obliques(index, &["of"]).into_iter();
        if let Some(field) = match self.lemma(index) {
            _ if self.is_verb(index) => None,
            "killing" | "murder" | "assassination" | "execution" => Some(&mut toll.killed),
            "kidnapping" | "abduction" | "arrest" | "detention" => Some(&mut toll.detained),
            _ => None,
        } {
            *field = of
                .filter(|&it| !self.is_event_noun(it))
                .find_map(|it| self.count_of(it));
        }
        for verb in verbs {
            if self.lemma(verb) == "leave" {
                self.count_left(verb, &mut toll);
                continue;
            }
            let is_taken = |verb: usize| {
                let mut words = self.parse.children(verb);
                words.any(|word| {
                    matches!(
                        self.lemma(word),
                        "captive" | "hostage" | "prisoner" | "custody" | "jail" | "prison"
                    )
                })
            };
            let field = match self.lemma(verb) {
                "round" if self.particle(verb).as_deref() == Some("up") => &mut toll.detained,
                "take" | "throw" if is_taken(verb) => &mut toll.detained,
                "gun" if self.particle(verb).as_deref() == Some("down") => &mut toll.killed,
                "kill" | "murder" | "assassinate" | "execute" | "massacre" | "die" | "behead"
                | "slaughter" | "lynch" | "hang" | "decapitate" => &mut toll.killed,
                "wound" | "injure" | "hurt" | "maim" => &mut toll.injured,
                "arrest" | "detain" | "kidnap" | "abduct" | "capture" | "seize" | "jail"
                | "imprison" | "snatch" | "apprehend" | "intern" => &mut toll.detained,
                "displace" | "expel" | "evict" => &mut toll.displaced,
                _ => continue,
            };
            let patients = if self.lemma(verb) == "die" {
                self.subjects(verb)
            } else {
                self.undergoers(verb)
            };
            // "24 were killed and 5,000 displaced": a number of its own.
            let own = self.deprel(verb) == "conj"
                && self.parse.quantities.iter().any(|quantity| {
                    quantity.unit.is_none()
                        && quantity.number < verb
                        && self.head(quantity.number) == Some(verb)
                });
            let patients = if own { vec![verb] } else { patients };
            // "seized three islands"
            let is_thing = |&patient: &usize| {
                let lemma = self.lemma(patient);
                is_equipment(lemma) || THINGS.contains(&lemma)
            };
            if field.is_none()
                && !patients.iter().any(is_thing)
                && let Some(number) = patients.iter().find_map(|&patient| self.count_of(patient))
            {
                *field = Some(number);
            }
        }
        (toll != Toll::default()).then_some(toll)
    }

    /// "left nine dead and four wounded": each number with what they are, which follows it.
    fn count_left(&self, verb: usize, toll: &mut Toll) {
        const REACH: usize = 14;
        let mut counted = None;
        for at in verb + 1..self.len().min(verb + REACH) {
            let number = self
                .parse
                .quantities
                .iter()
                .find(|quantity| quantity.number == at);
            if let Some(quantity) = number.filter(|quantity| quantity.unit.is_none()) {
                let is_known =
                    !is_uncounted(&self.lower(at)) && (0.0..1e10).contains(&quantity.value);
                counted = is_known.then_some(quantity.value as u64);
            }
            let field = match self.lower(at).as_str() {
                "dead" => &mut toll.killed,
                "wounded" | "injured" => &mut toll.injured,
                "homeless" => &mut toll.displaced,
                _ => continue,
            };
            *field = field.or(counted.take());
        }
    }

    /// How many people a noun phrase counts: "two others", "one embassy staffer".
    fn count_of(&self, noun: usize) -> Option<u64> {
        let quantity = self.parse.quantities.iter().find(|quantity| {
            quantity.unit.is_none()
                && (quantity.number == noun || self.head(quantity.number) == Some(noun))
        });
        if let Some(quantity) = quantity {
            if is_uncounted(&self.lower(quantity.number)) {
                return None;
            }
            return (quantity.value >= 0.0 && quantity.value < 1e10)
                .then_some(quantity.value as u64);
        }
        // "a policeman": one.
        let singular = self.upos(noun) == Upos::Noun
            && self.lower(noun) == *self.lemma(noun)
            && (self.scene.role(noun).is_some() || self.is_side(noun))
            && self
                .parse
                .children_by(noun, "det")
                .any(|det| matches!(self.lower(det).as_str(), "a" | "an"));
        singular.then_some(1)
    }
}
