//! When, where and at what cost something happened.

use entente_lexicon::PlaceKind;
use entente_model::{DateSpan, EventPlace, Toll};
use entente_text::{Time, Upos, is_uncounted};

use crate::sentence::Sentence;

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
            if deprel == "acl:relcl" || self.is_of_before(below) {
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
            if step > 0 && self.is_verb(at) {
                return None; // another clause's
            }
            at = self.head(at)?;
        }
        None
    }

    /// The place of what happens at `index`: under "in", "at", "near", "outside"; of several,
    /// the first or one within its country that is narrower. `with_objects`: also where its objects are.
    pub(crate) fn place_of(
        &self,
        index: usize,
        via: Option<usize>,
        with_objects: bool,
    ) -> Option<EventPlace> {
        const WHERE: &[&str] = &[
            "in", "at", "near", "outside", "inside", "off", "around", "over", "along",
        ];
        let mut tokens = self.obliques(index, WHERE);
        if let Some(via) = via {
            tokens.extend(self.obliques(via, WHERE));
        }
        // "demonstrated against France in Tunis", where the tree has France in Tunis.
        for against in self.obliques(index, &["against"]) {
            let is_city = |&place: &usize| {
                let kind = self.scene.place(place).and_then(|place| place.kind);
                kind == Some(PlaceKind::City)
            };
            if !self.scene.at(against).is_empty() {
                tokens.extend(self.obliques(against, &["in"]).into_iter().filter(is_city));
            }
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

    /// Dead, wounded and detained: by the predicate itself, and by the participles under it
    /// ("attacked the embassy, killing one and wounding two").
    pub(crate) fn toll_of(&self, index: usize) -> Option<Toll> {
        let mut toll = Toll::default();
        let mut verbs = vec![index];
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
        for verb in verbs {
            let field = match self.lemma(verb) {
                "kill" | "murder" | "assassinate" | "execute" | "massacre" | "die" | "behead" => {
                    &mut toll.killed
                }
                "wound" | "injure" | "hurt" | "maim" => &mut toll.injured,
                "arrest" | "detain" | "kidnap" | "abduct" | "capture" | "seize" | "jail"
                | "imprison" => &mut toll.detained,
                "displace" | "expel" | "evict" => &mut toll.displaced,
                _ => continue,
            };
            let patients = if self.is_passive(verb) || self.lemma(verb) == "die" {
                self.subjects(verb)
            } else {
                self.objects(verb)
            };
            // "24 were killed and 5,000 displaced": a number of its own.
            let own = self.deprel(verb) == "conj"
                && self.parse.quantities.iter().any(|quantity| {
                    quantity.unit.is_none()
                        && quantity.number < verb
                        && self.head(quantity.number) == Some(verb)
                });
            let patients = if own { vec![verb] } else { patients };
            if field.is_none()
                && let Some(number) = patients.iter().find_map(|&patient| self.count_of(patient))
            {
                *field = Some(number);
            }
        }
        (toll != Toll::default()).then_some(toll)
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
            && self.scene.role(noun).is_some()
            && self
                .parse
                .children_by(noun, "det")
                .any(|det| matches!(self.lower(det).as_str(), "a" | "an"));
        singular.then_some(1)
    }
}
