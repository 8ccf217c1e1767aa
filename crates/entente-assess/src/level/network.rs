//! What events say of every dyad in a month beside its own counts: how much there is of them for two
//! actors of that weight, how hostile they are for these two, and where the two stand in the network of
//! friends and enemies.
//!
//! Rates are events a year; `[i * n + j]`. With `T` all events of two in both directions, `C` and `K`
//! those of cooperation and of conflict, `m_i = 1 + Σ_j T_ij`, `M = Σ m_i`, and `g` the share of conflict
//! among all events:
//!
//! - volume `ln((T + ½) / (m_i m_j / M + ½))`: dealings beyond what the two's weights imply (a gravity
//!   model);
//! - tone `ln((K + 3 g) / (C + 3 (1 − g)))`: log-odds of conflict, shrunken by three events;
//! - excess: what is left of conflict when weight, volume and cooperation are taken away (`excess`);
//! - friends `max(volume, 0)` where the tone is below `ln(g / (1 − g))`, that of all.
//!
//! Position is the cosine of two actors' rows of one of these (structural equivalence: Lorrain and White
//! 1971). The circle of an actor are the twelve whose volumes are most like its own; how the circles of two
//! stand to each other tells of two who hardly deal with one another themselves.

use super::excess::Implied;
use super::history::Dyad;
use super::memory::Rates;

/// Events of the common tone that every dyad is taken to have had beside its own, so that one event
/// more or less says little where there are few.
const SHRINK: f32 = 3.0;

/// How many of the actors most like one are its circle.
const CIRCLE: usize = 12;

/// The network of one month, of the actors of whom events are counted.
#[derive(Debug)]
pub struct Network {
    n: usize,
    /// The number here of a place of the history.
    number: Vec<Option<usize>>,
    /// The place of a number.
    places: Vec<usize>,
    /// Both ways.
    total: Vec<f32>,
    conflict: Vec<f32>,
    /// Sums of the rows of these; of `total` with one added.
    mass: Vec<f32>,
    conflicts: Vec<f32>,
    /// The sum of `mass`.
    masses: f32,
    volume: Vec<f32>,
    tone: Vec<f32>,
    excess: Vec<f32>,
    implied: Implied,
    /// Rows of length 1.
    friends: Vec<f32>,
    profile: Vec<f32>,
    partners: Vec<f32>,
    /// The circle of each actor, with weights that sum to 1.
    circles: Vec<Vec<(usize, f32)>>,
    /// Mean tone, volume and excess of an actor's circle towards each other actor.
    circle_tone: Vec<f32>,
    circle_volume: Vec<f32>,
    circle_excess: Vec<f32>,
}

fn log_odds(share: f32) -> f32 {
    (share / (1.0 - share)).ln()
}

/// `ln(1 + 4 x)`: a quarter of an event a year is where the logarithm begins to bend.
fn bent(rate: f32) -> f32 {
    (4.0 * rate).ln_1p()
}

/// The rate of which this is [`bent`].
fn unbent(value: f32) -> f32 {
    (value.exp() - 1.0) / 4.0
}

/// By how much [`bent`] moves with the logarithm of a rate.
pub(super) fn bent_by_log(rate: f64) -> f64 {
    4.0 * rate / (1.0 + 4.0 * rate)
}

/// Makes every row of a square matrix of length 1; one without length stays zero.
fn unit_rows(matrix: &mut [f32], n: usize) {
    for row in matrix.chunks_mut(n.max(1)) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        for x in row.iter_mut() {
            *x /= length + 1e-9;
        }
    }
}

fn row_sums(matrix: &[f32], n: usize) -> Vec<f32> {
    matrix
        .chunks(n.max(1))
        .map(|row| row.iter().sum())
        .collect()
}

/// A matrix and its transpose added up.
fn both_ways(one_way: &[f32], n: usize) -> Vec<f32> {
    let mut both = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            both[i * n + j] = one_way[i * n + j] + one_way[j * n + i];
        }
    }
    both
}

/// The sum of products of two rows.
fn dot(x: &[f32], y: &[f32]) -> f32 {
    // Eight sums side by side, so that the compiler may use vectors.
    let mut sums = [0.0_f32; 8];
    let (xs, ys) = (x.chunks_exact(8), y.chunks_exact(8));
    let rest = xs.remainder().iter().zip(ys.remainder());
    let rest: f32 = rest.map(|(a, b)| a * b).sum();
    for (a, b) in xs.zip(ys) {
        for place in 0..8 {
            sums[place] += a[place] * b[place];
        }
    }
    sums.iter().sum::<f32>() + rest
}

impl Network {
    /// The network of a month, of the places that are counted.
    pub fn new(rates: &Rates, places: Vec<usize>) -> Self {
        let n = places.len();
        let mut number = vec![None; rates.n];
        for (it, place) in places.iter().enumerate() {
            if let Some(number) = number.get_mut(*place) {
                *number = Some(it);
            }
        }
        let total = both_ways(&rates.one_way(&[0, 1, 2, 3], &places), n);
        let conflict = both_ways(&rates.one_way(&[2, 3], &places), n);
        let share = conflict.iter().sum::<f32>() / (total.iter().sum::<f32>() + 1e-6);
        let share = share.clamp(1e-4, 1.0 - 1e-4);
        let mass: Vec<f32> = row_sums(&total, n).iter().map(|sum| sum + 1.0).collect();
        let mut network = Self {
            n,
            number,
            places,
            masses: mass.iter().sum(),
            mass,
            conflicts: row_sums(&conflict, n),
            total,
            conflict,
            volume: vec![0.0; n * n],
            tone: vec![0.0; n * n],
            excess: vec![0.0; n * n],
            implied: Implied::default(),
            friends: vec![0.0; n * n],
            profile: vec![0.0; n * n],
            partners: vec![0.0; n * n],
            circles: Vec::new(),
            circle_tone: vec![0.0; n * n],
            circle_volume: vec![0.0; n * n],
            circle_excess: vec![0.0; n * n],
        };
        network.fill(share);
        network.take_away_what_is_implied();
        for matrix in [
            &mut network.friends,
            &mut network.profile,
            &mut network.partners,
        ] {
            unit_rows(matrix, n);
        }
        network.draw_circles();
        network
    }

    fn fill(&mut self, share: f32) {
        let usual = log_odds(share);
        for i in 0..self.n {
            for j in 0..self.n {
                let at = i * self.n + j;
                let (t, k) = (self.total[at], self.conflict[at]);
                let implied = self.mass[i] * self.mass[j] / self.masses;
                let volume = ((t + 0.5) / (implied + 0.5)).ln();
                let tone = ((k + SHRINK * share) / (t - k + SHRINK * (1.0 - share))).ln();
                self.volume[at] = volume;
                self.tone[at] = tone;
                if i != j && tone < usual {
                    self.friends[at] = volume.max(0.0);
                }
                self.profile[at] = volume.max(-1.0);
                self.partners[at] = bent(t);
            }
        }
    }

    /// Fits what conflict weight and dealings imply, and keeps what is left.
    fn take_away_what_is_implied(&mut self) {
        let n = self.n;
        let known = |i: usize, j: usize| {
            let at = i * n + j;
            let cooperation = bent(self.total[at] - self.conflict[at]);
            let masses = self.mass[i].ln() + self.mass[j].ln();
            let known = [masses, self.volume[at], cooperation].map(f64::from);
            (known, f64::from(bent(self.conflict[at])))
        };
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let implied = Implied::fit(pairs.clone().map(|(i, j)| known(i, j)));
        let mut excess = vec![0.0; n * n];
        for (i, j) in pairs {
            let (known, conflict) = known(i, j);
            let left = implied.excess(known, conflict) as f32;
            excess[i * n + j] = left;
            excess[j * n + i] = left;
        }
        (self.implied, self.excess) = (implied, excess);
    }

    /// Finds who is most like each actor, and how those stand to everybody.
    fn draw_circles(&mut self) {
        let n = self.n;
        for i in 0..n {
            let mut alike: Vec<(usize, f32)> = (0..n)
                .filter(|j| *j != i)
                .map(|j| {
                    (
                        j,
                        dot(self.row(&self.profile, i), self.row(&self.profile, j)),
                    )
                })
                .collect();
            alike.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            alike.truncate(CIRCLE);
            alike.retain(|(_, weight)| *weight > 0.0);
            let sum: f32 = alike.iter().map(|(_, weight)| weight).sum();
            for (_, weight) in &mut alike {
                *weight /= sum;
            }
            for (other, weight) in &alike {
                for j in 0..n {
                    self.circle_tone[i * n + j] += weight * self.tone[other * n + j];
                    self.circle_volume[i * n + j] += weight * self.volume[other * n + j];
                    self.circle_excess[i * n + j] += weight * self.excess[other * n + j];
                }
            }
            self.circles.push(alike);
        }
    }

    fn row<'m>(&self, matrix: &'m [f32], number: usize) -> &'m [f32] {
        &matrix[number * self.n..(number + 1) * self.n]
    }

    /// The two in the network; `None` where events of one are not counted.
    pub fn pair(&self, (a, b): Dyad) -> Option<Position<'_>> {
        let number = |place: usize| self.number.get(place).copied().flatten();
        Some(Position {
            network: self,
            a: number(a)?,
            b: number(b)?,
        })
    }
}

/// Two actors in the network.
#[derive(Debug, Clone, Copy)]
pub struct Position<'n> {
    network: &'n Network,
    a: usize,
    b: usize,
}

impl Position<'_> {
    fn there(&self) -> usize {
        self.a * self.network.n + self.b
    }

    fn alike(&self, matrix: &[f32]) -> f32 {
        let network = self.network;
        dot(network.row(matrix, self.a), network.row(matrix, self.b))
    }

    /// The other's share in the conflicts of each, the lesser and the greater of the two.
    pub fn conflict_shares(&self) -> [f32; 2] {
        let conflict = self.network.conflict[self.there()];
        let share = |number: usize| conflict / (self.network.conflicts[number] + 3.0);
        let (a, b) = (share(self.a), share(self.b));
        [a.min(b), a.max(b)]
    }

    /// The other's share in the cooperation of each, the greater of the two.
    pub fn cooperation_share(&self) -> f32 {
        let network = self.network;
        let at = self.there();
        let cooperation = network.total[at] - network.conflict[at];
        let share = |number: usize| {
            let all = network.mass[number] - 1.0 - network.conflicts[number];
            cooperation / (all + 10.0)
        };
        share(self.a).max(share(self.b))
    }

    /// Log-odds of conflict among the events of the two.
    pub fn tone(&self) -> f32 {
        self.network.tone[self.there()]
    }

    /// Conflict beyond what weight and dealings imply, in bent events a year.
    pub fn excess(&self) -> f32 {
        self.network.excess[self.there()]
    }

    /// Conflict in events a year, both ways, and what weight and dealings imply.
    pub fn conflict_and_implied(&self) -> [f32; 2] {
        let conflict = self.network.conflict[self.there()];
        let implied = unbent(bent(conflict) - self.excess());
        [conflict, implied.max(0.0)]
    }

    /// By how much bent cooperation moves [`Self::excess`].
    pub fn excess_by_cooperation(&self) -> f64 {
        -self.network.implied.by_cooperation()
    }

    /// Events a year of the greater of the two with others.
    pub fn mass(&self) -> f32 {
        let (network, own) = (self.network, self.network.total[self.there()]);
        (network.mass[self.a] - own).max(network.mass[self.b] - own)
    }

    /// Friends in common, 0 to 1.
    pub fn common_friends(&self) -> f32 {
        self.alike(&self.network.friends)
    }

    /// How alike the circles are with which they deal beyond what weights imply, -1 to 1.
    pub fn common_circle(&self) -> f32 {
        self.alike(&self.network.profile)
    }

    /// How alike their partners are by how much they deal with them, 0 to 1.
    pub fn common_partners(&self) -> f32 {
        self.alike(&self.network.partners)
    }

    /// Mean of a matrix over the circle of the one and the circle of the other, from the means over the
    /// first.
    fn between_circles(&self, means: &[f32]) -> f32 {
        let network = self.network;
        let mean = |from: usize, to: usize| -> f32 {
            let circle = network.circles[to].iter();
            circle
                .map(|(other, weight)| weight * means[from * network.n + other])
                .sum()
        };
        (mean(self.a, self.b) + mean(self.b, self.a)) / 2.0
    }

    /// Mean tone between the circles of the two.
    pub fn circles_tone(&self) -> f32 {
        self.between_circles(&self.network.circle_tone)
    }

    /// Mean volume between the circles of the two.
    pub fn circles_volume(&self) -> f32 {
        self.between_circles(&self.network.circle_volume)
    }

    /// Mean excess of conflict between the circles of the two.
    pub fn circles_excess(&self) -> f32 {
        self.between_circles(&self.network.circle_excess)
    }

    /// What each third party adds to [`Self::common_friends`], by its place.
    pub fn thirds_of_friends(&self) -> Vec<(usize, f32)> {
        self.thirds(&self.network.friends)
    }

    /// What each third party adds to [`Self::common_circle`], by its place.
    pub fn thirds_of_circle(&self) -> Vec<(usize, f32)> {
        self.thirds(&self.network.profile)
    }

    /// What each third party adds to [`Self::common_partners`], by its place.
    pub fn thirds_of_partners(&self) -> Vec<(usize, f32)> {
        self.thirds(&self.network.partners)
    }

    /// That both keep away from a third is in the measure too, but nobody to name.
    fn thirds(&self, matrix: &[f32]) -> Vec<(usize, f32)> {
        let network = self.network;
        let rows = network
            .row(matrix, self.a)
            .iter()
            .zip(network.row(matrix, self.b));
        let products = rows.map(|(a, b)| a.max(0.0) * b.max(0.0));
        network.places.iter().copied().zip(products).collect()
    }
}
