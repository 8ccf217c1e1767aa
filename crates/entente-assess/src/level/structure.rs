//! What stands between states in a month: alliances, rivalries, disputes, borders, organisations, votes
//! and missions, each as one number, and what that makes of friends and enemies in common.

use super::history::{Dispute, Dyad, History, Kind, Obligations, Spell, Standing};
use super::month::Month;

/// Years that stand for "never".
const NEVER: f64 = 150.0;

/// No alliance is counted from before this month.
const FIRST: Month = Month(1815 * 12);

/// How long after the last covered month what stood then is taken to stand, in months.
const CARRIED: i32 = 60;

/// What stands in one month.
#[derive(Debug)]
pub struct Structure<'h> {
    history: &'h History,
    month: Month,
    n: usize,
    /// Defence pacts in force, 0 or 1, `[i * n + j]`.
    friends: Vec<f32>,
    /// Rivalries in force, and disputes of the last years by their weight, 0 to 1.
    enemies: Vec<f32>,
    /// Sums of the rows of both.
    friends_of: Vec<f32>,
    enemies_of: Vec<f32>,
    /// Organisations by state, a bit each.
    organisations: Vec<Vec<u64>>,
    /// What each organisation weighs: the fewer members, the more.
    small: Vec<f32>,
    /// The organisations of at most 40 members, a bit each.
    few: Vec<u64>,
}

/// What a year of a dispute weighs by the highest hostility: threats 1, displays 2, uses of force 3,
/// war 4.
fn weight(dispute: &Dispute) -> f64 {
    f64::from(dispute.hostility.saturating_sub(1))
}

/// Whether a kind is covered in a month, or was some years before.
fn covered(history: &History, kind: Kind, month: Month) -> bool {
    history
        .reach(kind)
        .is_some_and(|(first, last)| first <= month && month.0 <= last.0 + CARRIED)
}

/// The last month in which a kind is taken to be known; `None` where it is known from its first month on
/// (borders, capabilities), comes with months of its own (events), or is not known at all.
pub(crate) fn covered_until(history: &History, kind: Kind) -> Option<Month> {
    match kind {
        Kind::Events | Kind::Contiguity | Kind::Capabilities => None,
        kind => history.reach(kind).map(|(_, last)| Month(last.0 + CARRIED)),
    }
}

/// The month as which a kind is looked at: its last covered one where it ended before.
fn seen_from(history: &History, kind: Kind, month: Month) -> Option<Month> {
    covered(history, kind, month).then(|| {
        let last = history.reach(kind).map_or(month, |(_, last)| last);
        month.min(last)
    })
}

impl<'h> Structure<'h> {
    /// What stands in a month.
    pub fn new(history: &'h History, month: Month) -> Self {
        let n = history.actors();
        let mut friends = vec![0.0; n * n];
        let mut enemies = vec![0.0; n * n];
        for ((a, b), spells) in history.all_spells() {
            for spell in spells {
                let stands = seen_from(history, spell.what.kind(), month)
                    .is_some_and(|seen| spell.stands(seen));
                let into = match spell.what {
                    Standing::Alliance(of) if of.defence => &mut friends,
                    Standing::Rivalry => &mut enemies,
                    _ => continue,
                };
                if stands {
                    into[a * n + b] = 1.0;
                    into[b * n + a] = 1.0;
                }
            }
        }
        let mut structure = Self {
            history,
            month,
            n,
            friends,
            enemies,
            friends_of: Vec::new(),
            enemies_of: Vec::new(),
            organisations: Vec::new(),
            small: Vec::new(),
            few: vec![0; history.organisation_count().div_ceil(64)],
        };
        for ((a, b), disputes) in history.all_disputes() {
            let heat = structure
                .heat(disputes, 5.0, 2)
                .map_or(0.0, |heat| (heat / 6.0).min(1.0));
            for at in [a * n + b, b * n + a] {
                structure.enemies[at] = structure.enemies[at].max(heat as f32);
            }
        }
        let sums = |matrix: &[f32]| -> Vec<f32> {
            matrix
                .chunks(n.max(1))
                .map(|row| row.iter().sum())
                .collect()
        };
        structure.friends_of = sums(&structure.friends);
        structure.enemies_of = sums(&structure.enemies);
        let words = history.organisation_count().div_ceil(64);
        if let Some(seen) = seen_from(history, Kind::Memberships, month) {
            for place in 0..n {
                let mut bits = vec![0_u64; words];
                for organisation in history.organisations(place, seen) {
                    let organisation = organisation as usize;
                    bits[organisation / 64] |= 1 << (organisation % 64);
                }
                structure.organisations.push(bits);
            }
            let members = |organisation: usize| {
                let (word, bit) = (organisation / 64, 1_u64 << (organisation % 64));
                let of = structure.organisations.iter();
                of.filter(|bits| bits.get(word).is_some_and(|it| it & bit != 0))
                    .count()
            };
            let count = history.organisation_count();
            let members: Vec<usize> = (0..count).map(members).collect();
            for (organisation, members) in members.iter().enumerate() {
                if *members <= 40 {
                    structure.few[organisation / 64] |= 1 << (organisation % 64);
                }
            }
            let small = members.iter().map(|it| 1.0 / (2.0 + *it as f32).ln());
            structure.small = small.collect();
        }
        structure
    }

    /// The spells of a kind that began up to the month, and the month as which the kind is seen; `None`
    /// where it is not covered.
    fn begun(
        &self,
        pair: Dyad,
        kind: Kind,
    ) -> Option<(Month, impl Iterator<Item = &'h Spell> + Clone)> {
        let seen = seen_from(self.history, kind, self.month)?;
        let spells = self.history.spells(pair).iter();
        let begun = spells.filter(move |it| it.what.kind() == kind && it.from <= seen);
        Some((seen, begun))
    }

    /// 1 where an alliance with an obligation is in force, else 0.
    pub fn pact(&self, pair: Dyad, has: impl Fn(&Obligations) -> bool) -> Option<f32> {
        let (seen, mut begun) = self.begun(pair, Kind::Alliances)?;
        let found = begun.any(|it| match &it.what {
            Standing::Alliance(of) => has(of) && it.stands(seen),
            _ => false,
        });
        Some(f32::from(u8::from(found)))
    }

    /// Years since the oldest defence pact in force began, as `ln(1 + years)`; 0 where there is none.
    pub fn pact_years(&self, pair: Dyad) -> Option<f32> {
        let (seen, begun) = self.begun(pair, Kind::Alliances)?;
        let defence = begun.filter(|it| {
            matches!(&it.what, Standing::Alliance(of) if of.defence) && it.stands(seen)
        });
        let years = defence
            .map(|it| self.month.years_since(it.from.max(FIRST)))
            .reduce(f64::max);
        Some(years.unwrap_or_default().ln_1p() as f32)
    }

    /// 1 where a strategic rivalry is in force, else 0.
    pub fn rivalry(&self, pair: Dyad) -> Option<f32> {
        let (seen, mut begun) = self.begun(pair, Kind::Rivalries)?;
        Some(f32::from(u8::from(begun.any(|it| it.stands(seen)))))
    }

    /// Years since the last strategic rivalry, as `ln(1 + years)`; of 150 years where there never was one.
    pub fn rivalry_over(&self, pair: Dyad) -> Option<f32> {
        let (seen, begun) = self.begun(pair, Kind::Rivalries)?;
        let last = begun.map(|it| it.to.unwrap_or(seen).min(seen)).max();
        let years = last.map_or(NEVER, |last| self.month.years_since(last));
        Some(years.ln_1p() as f32)
    }

    /// Crises begun so far, halved over ten years from their ends, as `ln(1 + x)`.
    pub fn crises(&self, pair: Dyad) -> Option<f32> {
        let (seen, begun) = self.begun(pair, Kind::Crises)?;
        let heat = begun.map(|it| {
            let end = it.to.unwrap_or(seen).min(seen);
            0.5_f64.powf(self.month.years_since(end) / 10.0)
        });
        Some(heat.fold(0.0, |sum: f64, more| sum + more).ln_1p() as f32)
    }

    /// The weights of past disputes of a hostility or more, halved over a half-life in years.
    fn heat(&self, disputes: &[Dispute], half_life: f64, hostility: u8) -> Option<f64> {
        let seen = seen_from(self.history, Kind::Disputes, self.month)?;
        let past = disputes
            .iter()
            .filter(|it| it.month.year() <= seen.year() && it.hostility >= hostility);
        let heat = past.map(|dispute| {
            let age = self.month.years_since(dispute.month).max(0.0);
            weight(dispute) * 0.5_f64.powf(age / half_life)
        });
        Some(heat.fold(0.0, |sum, more| sum + more))
    }

    /// Years of disputes so far by their hostility, halved over `half_life` years, as `ln(1 + x)`.
    pub fn disputes(&self, pair: Dyad, half_life: f64, hostility: u8) -> Option<f32> {
        let heat = self.heat(self.history.disputes(pair), half_life, hostility)?;
        Some(heat.ln_1p() as f32)
    }

    /// What a dispute adds to [`Self::disputes`], before the logarithm.
    pub fn dispute_part(&self, dispute: &Dispute, half_life: f64, hostility: u8) -> f64 {
        self.heat(std::slice::from_ref(dispute), half_life, hostility)
            .unwrap_or_default()
    }

    /// Years since the last dispute, as `ln(1 + years)`; of 150 years where there never was one.
    pub fn last_dispute(&self, pair: Dyad) -> Option<f32> {
        let seen = seen_from(self.history, Kind::Disputes, self.month)?;
        let past = self.history.disputes(pair).iter();
        let last = past
            .map(|it| it.month)
            .filter(|it| it.year() <= seen.year())
            .max();
        let years = last.map_or(NEVER, |last| self.month.years_since(last).max(0.0));
        Some(years.ln_1p() as f32)
    }

    /// Contiguity: 5 a land or river border, 1 at most 400 miles of water, 0 none.
    pub fn contiguity(&self, pair: Dyad) -> Option<f32> {
        // Borders hardly move: they are known from the first that is covered on.
        let (first, last) = self.history.reach(Kind::Contiguity)?;
        let seen = self.month.max(first).min(last);
        let spells = self.history.spells(pair).iter();
        let classes = spells.filter_map(|spell| match spell.what {
            Standing::Contiguity(class) if spell.stands(seen) => Some(class),
            _ => None,
        });
        Some(classes.min().map_or(0.0, |class| 6.0 - f32::from(class)))
    }

    fn shared(&self, (a, b): Dyad) -> Option<impl Iterator<Item = u64>> {
        let (a, b) = (self.organisations.get(a)?, self.organisations.get(b)?);
        Some(a.iter().zip(b).map(|(a, b)| a & b))
    }

    /// Organisations of both over those of either.
    pub fn shared_share(&self, (a, b): Dyad) -> Option<f32> {
        let both: u32 = self.shared((a, b))?.map(u64::count_ones).sum();
        let (a, b) = (self.organisations.get(a)?, self.organisations.get(b)?);
        let either: u32 = a.iter().zip(b).map(|(a, b)| (a | b).count_ones()).sum();
        Some(both as f32 / either.max(1) as f32)
    }

    /// Organisations of both, the smaller the more: `Σ 1 / ln(2 + members)`.
    pub fn small_organisations(&self, pair: Dyad) -> Option<f32> {
        let mut sum = 0.0;
        for (word, mut bits) in self.shared(pair)?.enumerate() {
            while bits != 0 {
                let organisation = word * 64 + bits.trailing_zeros() as usize;
                sum += self.small.get(organisation).copied().unwrap_or_default();
                bits &= bits - 1;
            }
        }
        Some(sum)
    }

    /// Small organisations of both over three more than those of either. Small are those of at most 40
    /// members.
    pub fn small_share(&self, (a, b): Dyad) -> Option<f32> {
        let (a, b) = (self.organisations.get(a)?, self.organisations.get(b)?);
        let few = a.iter().zip(b).zip(&self.few);
        let (mut both, mut either) = (0, 0);
        for ((a, b), few) in few {
            both += (a & b & few).count_ones();
            either += ((a | b) & few).count_ones();
        }
        Some(both as f32 / (3 + either) as f32)
    }

    /// The organisations of both, by number, with their shares in [`Self::small_organisations`].
    pub fn organisations_of_both(&self, pair: Dyad) -> Vec<(u32, f32)> {
        let mut found = Vec::new();
        for (word, mut bits) in self.shared(pair).into_iter().flatten().enumerate() {
            while bits != 0 {
                let organisation = word * 64 + bits.trailing_zeros() as usize;
                if let (Ok(number), Some(share)) =
                    (u32::try_from(organisation), self.small.get(organisation))
                {
                    found.push((number, *share));
                }
                bits &= bits - 1;
            }
        }
        found
    }

    /// The lesser of the two ideal points: how near the one further from it votes to the West, whose
    /// points are the higher.
    pub fn lesser_vote(&self, (a, b): Dyad) -> Option<f32> {
        let point = |place| self.history.ideal_point_in(place, self.month.year());
        Some(point(a)?.min(point(b)?))
    }

    /// Log of the lesser of the two's shares in the world's material capabilities (CINC), last known.
    pub fn lesser_capability(&self, (a, b): Dyad) -> Option<f32> {
        let share = |place| self.history.capability_in(place, self.month.year());
        Some((share(a)?.min(share(b)?) + 1e-5).ln())
    }

    /// Distance of the ideal points from votes in the UN General Assembly.
    pub fn vote_distance(&self, (a, b): Dyad) -> Option<f32> {
        let point = |place| self.history.ideal_point_in(place, self.month.year());
        Some((point(a)? - point(b)?).abs())
    }

    /// What two have in common by way of third parties, between 0 and about 1: `Σ_c x(a,c) y(b,c) /
    /// √((1 + Σ x(a)) (1 + Σ y(b)))`.
    fn in_common(&self, (a, b): Dyad, x: (&[f32], &[f32]), y: (&[f32], &[f32])) -> f32 {
        let n = self.n;
        let row = |matrix: &'_ [f32], place: usize, c: usize| matrix[place * n + c];
        let third = (0..n).filter(|c| *c != a && *c != b);
        let sum: f32 = third.map(|c| row(x.0, a, c) * row(y.0, b, c)).sum();
        sum / ((1.0 + x.1[a]) * (1.0 + y.1[b])).sqrt()
    }

    fn known(&self) -> bool {
        covered(self.history, Kind::Alliances, self.month)
            && covered(self.history, Kind::Rivalries, self.month)
    }

    fn friends(&self) -> (&[f32], &[f32]) {
        (&self.friends, &self.friends_of)
    }

    fn enemies(&self) -> (&[f32], &[f32]) {
        (&self.enemies, &self.enemies_of)
    }

    /// Allies in common.
    pub fn common_friends(&self, pair: Dyad) -> Option<f32> {
        self.known()
            .then(|| self.in_common(pair, self.friends(), self.friends()))
    }

    /// Enemies in common.
    pub fn common_enemies(&self, pair: Dyad) -> Option<f32> {
        self.known()
            .then(|| self.in_common(pair, self.enemies(), self.enemies()))
    }

    /// Allies of the one that are enemies of the other, both ways.
    pub fn friends_of_enemies(&self, pair: Dyad) -> Option<f32> {
        self.known().then(|| {
            self.in_common(pair, self.friends(), self.enemies())
                + self.in_common(pair, self.enemies(), self.friends())
        })
    }

    /// The third parties of [`Self::common_friends`] (`friends` both), [`Self::common_enemies`] or
    /// [`Self::friends_of_enemies`], with the share of each.
    pub fn thirds(&self, (a, b): Dyad, friends: [bool; 2]) -> Vec<(usize, f32)> {
        let n = self.n;
        let of = |friend: bool, place: usize, c: usize| {
            let matrix = if friend { &self.friends } else { &self.enemies };
            matrix[place * n + c]
        };
        let mut thirds = Vec::new();
        for c in (0..n).filter(|c| *c != a && *c != b) {
            let mut share = of(friends[0], a, c) * of(friends[1], b, c);
            if friends[0] != friends[1] {
                share += of(friends[1], a, c) * of(friends[0], b, c);
            }
            if share > 0.0 {
                thirds.push((c, share));
            }
        }
        thirds
    }
}
