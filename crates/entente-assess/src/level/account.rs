//! How two stand in a month, and what made it so: every item of evidence with what it adds, so that the
//! items account for the verdict.

use entente_model::Level;
use serde::{Deserialize, Serialize};

use super::drift::{carried, given};
use super::features::{Basis, Cross, FEATURES};
use super::filter::Rate;
use super::happened::force;
use super::history::{Dyad, History, Kind, Spell, Standing};
use super::metrics::Probabilities;
use super::model::{Judgement, Model, Track, log_odds, probabilities};
use super::month::Month;
use super::network::bent_by_log;
use super::scale::{logistic, odds};
use super::structure::covered_until;
use super::treaty::{Alliances, alliances};

/// Standard deviations to either side within which nine in ten lie.
const NINE_IN_TEN: f64 = 1.645;

/// What a history does not know: how its actors, sources and treaties are shown.
pub trait Words {
    /// The name of an actor by its place.
    fn name(&self, place: usize) -> String;

    /// Where an observation stands, by the number under which it was brought.
    fn source(&self, number: u32) -> Option<Source>;

    /// The dataset that counts events.
    fn events_of(&self) -> Option<Source>;

    /// What the treaty is called by which two are allied since a month, together with others.
    fn treaty(&self, pair: Dyad, from: Month, others: &[usize]) -> Option<String>;
}

/// Where an observation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The dataset's id.
    pub dataset: String,
    /// Its file and line, in words.
    pub place: String,
}

/// An item of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// What it says.
    pub what: String,
    /// `events`, `structure`, or `drift` for what time does where no dataset reaches.
    pub basis: &'static str,
    /// The feature of the model that it is a part of.
    pub feature: &'static str,
    /// What it adds to the log-odds of the four questions: rivalry; severe, if so; community, if not;
    /// security community, if so.
    pub log_odds: [f64; 4],
    /// The probabilities of the five levels without it: were the two as a typical dyad in this.
    pub without: Probabilities,
    /// Where what it says stands, the latest last.
    pub sources: Vec<Source>,
}

/// A probability with its band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Banded {
    /// The probability.
    pub probability: f64,
    /// Nine in ten: from here,
    pub from: f64,
    /// up to here: by what other dyads to fit the weights on would have changed, and by how many events
    /// the rates rest on.
    pub to: f64,
}

/// What one of the two does towards the other, events a year by quad class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Conduct {
    /// Words of cooperation.
    pub verbal_cooperation: f64,
    /// Deeds of cooperation.
    pub material_cooperation: f64,
    /// Words of conflict.
    pub verbal_conflict: f64,
    /// Deeds of conflict.
    pub material_conflict: f64,
}

/// How two stand in a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// The month asked about: `2014-12`.
    pub month: String,
    /// The month whose evidence was looked at: the last one covered, where that is earlier. What follows is
    /// carried on from there ([`super::drift`]).
    pub seen: String,
    /// What evidence it rests on: `events` or `all`.
    pub track: &'static str,
    /// Probabilities of the five levels, severe rivalry first; `None` where there is not enough evidence.
    pub levels: Option<Probabilities>,
    /// The level named.
    pub level: Option<Level>,
    /// That the two are rivals.
    pub rivalry: Option<Banded>,
    /// That they are at warm peace or in a security community.
    pub community: Option<Banded>,
    /// Log-odds of the four questions before any evidence: those of a typical dyad.
    pub prior: [f64; 4],
    /// The same with all evidence: `prior` and what the items add, but for what is too small to show.
    pub log_odds: [f64; 4],
    /// The evidence, what moves most first.
    pub items: Vec<Item>,
    /// Formal alliances; `None` where alliances are not covered.
    pub alliances: Option<Alliances>,
    /// What the first does towards the second, and the other way; `None` where events are not counted.
    pub conduct: Option<[Conduct; 2]>,
    /// What kinds of evidence are not covered then.
    pub missing: Vec<&'static str>,
}

impl Account {
    /// The level to name, of probabilities of the five.
    pub fn named(&self, said: &Probabilities) -> Level {
        let track = Track::ALL
            .into_iter()
            .find(|track| track.name() == self.track);
        Level::ALL[Model::built_in().named(track.unwrap_or(Track::All), said)]
    }
}

/// Judges two in a month, by the evidence of a cross-section of that month or of the last one covered
/// before it ([`last_seen`]).
pub fn account(
    history: &History,
    cross: &Cross<'_>,
    (a, b): Dyad,
    asked: Month,
    words: &dyn Words,
) -> Account {
    let pair = (a.min(b), a.max(b));
    let model = Model::built_in();
    let track = track(history);
    let values = cross.values(pair);
    let judged = model.judge(track, &values);
    let enough = enough(cross, pair, &values);
    let seen = judged.probabilities();
    let months = asked.0 - cross.month.0;
    let said = carried(&seen, months);
    let spread = spread(model, track, cross, pair, &values);
    let band = |question: usize, among: fn(usize) -> bool| {
        let sum = |of: &Probabilities| -> f64 {
            (0..5)
                .filter(|level| among(*level))
                .map(|level| of[level])
                .sum()
        };
        let sd = model.deviations(track)[question].hypot(spread[question]);
        let odds = odds(sum(&seen));
        let end = |by: f64| {
            sum(&carried(
                &given(&seen, among, logistic(odds + by * sd)),
                months,
            ))
        };
        Banded {
            probability: sum(&said),
            from: end(-NINE_IN_TEN),
            to: end(NINE_IN_TEN),
        }
    };
    let mut items = if enough {
        items(history, cross, pair, &values, &judged, words)
    } else {
        Vec::new()
    };
    let after = if months > 0 {
        log_odds(&said)
    } else {
        judged.log_odds
    };
    if enough && months > 0 {
        let by = std::array::from_fn(|question| after[question] - judged.log_odds[question]);
        items.push(Item {
            what: format!(
                "{} since {}, the last month covered, in which levels drift as those of other dyads did",
                lasting(months),
                cross.month
            ),
            basis: "drift",
            feature: "drift",
            log_odds: by,
            without: seen,
            sources: Vec::new(),
        });
        sort(&mut items, &said);
    }
    Account {
        month: asked.to_string(),
        seen: cross.month.to_string(),
        track: track.name(),
        levels: enough.then_some(said),
        level: enough.then(|| Level::ALL[model.named(track, &said)]),
        rivalry: enough.then(|| band(0, |level| level < 2)),
        community: enough.then(|| band(2, |level| level > 2)),
        prior: judged.intercepts,
        log_odds: after,
        items,
        alliances: alliances(history, pair, asked, words),
        conduct: conduct(cross, (a, b)),
        missing: missing(history, cross, pair),
    }
}

/// "2 years and 3 months".
fn lasting(months: i32) -> String {
    let told = |count: i32, noun: &str| match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    };
    match (months / 12, months % 12) {
        (0, months) => told(months, "month"),
        (years, 0) => told(years, "year"),
        (years, months) => format!("{} and {}", told(years, "year"), told(months, "month")),
    }
}

/// The last month up to one as of which there is evidence on two: the last one with counts of events where
/// both are counted, else the last one in which all structure that is known at all is covered.
pub fn last_seen(history: &History, (a, b): Dyad, asked: Month) -> Month {
    let counted = history.is_counted(a) && history.is_counted(b);
    let events = history
        .reach(Kind::Events)
        .filter(|(first, _)| counted && *first <= asked);
    match events {
        Some((_, last)) => asked.min(last),
        None => {
            let ends = Kind::ALL
                .into_iter()
                .filter_map(|kind| covered_until(history, kind));
            ends.min().map_or(asked, |last| asked.min(last))
        }
    }
}

/// The levels of two in a month by the model, without the account, from a cross-section as [`account`]
/// takes it; `None` where there is not enough evidence.
pub fn levels(
    history: &History,
    cross: &Cross<'_>,
    pair: Dyad,
    asked: Month,
) -> Option<Probabilities> {
    let values = cross.values(pair);
    let track = track(history);
    let said = || {
        let seen = probabilities(&Model::built_in().log_odds(track, &values));
        carried(&seen, asked.0 - cross.month.0)
    };
    enough(cross, pair, &values).then(said)
}

/// What evidence there is: structure counts where alliances and disputes are known.
fn track(history: &History) -> Track {
    let knows = |kind| history.reach(kind).is_some();
    if knows(Kind::Alliances) && knows(Kind::Disputes) {
        Track::All
    } else {
        Track::Events
    }
}

/// Whether there is enough to judge by: counted events of both, or most of what stands between states.
fn enough(cross: &Cross<'_>, pair: Dyad, values: &[f32]) -> bool {
    let counted = cross
        .events
        .as_ref()
        .is_some_and(|events| events.network.pair(pair).is_some());
    let structure = FEATURES.iter().zip(values);
    let structure = structure.filter(|(feature, _)| feature.basis == Basis::Structure);
    let (mut known, mut all) = (0, 0);
    for (_, value) in structure {
        known += usize::from(!value.is_nan());
        all += 1;
    }
    counted || known * 3 >= all * 2
}

/// The standard deviation of the log-odds of the four questions by how many events of the two the rates
/// rest on (delta method).
fn spread(model: &Model, track: Track, cross: &Cross<'_>, pair: Dyad, values: &[f32]) -> [f64; 4] {
    let Some(events) = &cross.events else {
        return [0.0; 4];
    };
    let rates = &events.rates;
    let counted = |quads: [usize; 2]| -> f64 {
        let ways = [(pair.0, pair.1), (pair.1, pair.0)];
        let rate = ways
            .iter()
            .flat_map(|(from, to)| quads.map(|quad| f64::from(rates.rate(quad, *from, *to))));
        rate.sum::<f64>() * rates.years()
    };
    let (cooperation, conflict) = (counted([0, 1]), counted([2, 3]));
    let variance = |events: f64| {
        let rate = Rate {
            events,
            years: rates.years(),
        };
        rate.log_variance()
    };
    let position = events.network.pair(pair);
    let by_cooperation = position.map_or(0.0, |it| it.excess_by_cooperation());
    // How a feature moves with the logarithm of the rate of conflict, and of cooperation.
    let moves = |name: &str, x: f64| -> (f64, f64) {
        match name {
            "ev_kexcess" => {
                let moved = |events: f64| bent_by_log(events / rates.years());
                (moved(conflict), by_cooperation * moved(cooperation))
            }
            "ev_kfrac" | "ev_kfracmax" => (1.0 - 0.003 / x.exp(), 0.0),
            "ev_tone" => (
                conflict / (conflict + 1.0),
                -cooperation / (cooperation + 2.0),
            ),
            "ev_cfrac" => (0.0, 1.0 - 0.001 / x.exp()),
            _ => (0.0, 0.0),
        }
    };
    let mut sums = [(0.0, 0.0); 4];
    for (place, feature) in FEATURES.iter().enumerate() {
        let Some(value) = values.get(place).filter(|value| !value.is_nan()) else {
            continue;
        };
        let (by_conflict, by_cooperation) = moves(feature.name, f64::from(*value));
        for (sum, slope) in sums.iter_mut().zip(model.slopes(track, place, *value)) {
            sum.0 += slope * by_conflict;
            sum.1 += slope * by_cooperation;
        }
    }
    sums.map(|(k, c)| (k * k * variance(conflict) + c * c * variance(cooperation)).sqrt())
}

/// The evidence, by what it moves.
fn items(
    history: &History,
    cross: &Cross<'_>,
    pair: Dyad,
    values: &[f32],
    judged: &Judgement,
    words: &dyn Words,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for share in &judged.shares {
        let feature = &FEATURES[share.feature];
        let value = values[share.feature];
        for (what, part, sources) in parts(history, cross, pair, feature.name, value, words) {
            let log_odds = share.log_odds.map(|it| it * part);
            if log_odds.iter().all(|it| it.abs() < 0.005) {
                continue;
            }
            let mut without = judged.log_odds;
            for (sum, own) in without.iter_mut().zip(log_odds) {
                *sum -= own;
            }
            let mut sources: Vec<Source> = sources
                .into_iter()
                .filter_map(|it| words.source(it))
                .collect();
            if feature.basis == Basis::Events && !value.is_nan() {
                sources.extend(words.events_of());
            }
            items.push(Item {
                what,
                basis: match feature.basis {
                    Basis::Events => "events",
                    Basis::Structure => "structure",
                },
                feature: feature.name,
                log_odds,
                without: probabilities(&without),
                sources,
            });
        }
    }
    sort(&mut items, &judged.probabilities());
    items
}

/// What moves the probabilities most first.
fn sort(items: &mut [Item], said: &Probabilities) {
    let moved = |item: &Item| -> f64 {
        let apart = item.without.iter().zip(said);
        apart.map(|(without, with)| (without - with).abs()).sum()
    };
    items.sort_by(|x, y| moved(y).total_cmp(&moved(x)));
}

/// The observations that a feature's share is divided over, in words, each with its part; their parts sum
/// to 1.
fn parts(
    history: &History,
    cross: &Cross<'_>,
    pair: Dyad,
    feature: &str,
    value: f32,
    shown: &dyn Words,
) -> Vec<(String, f64, Vec<u32>)> {
    let whole = |what: String, sources: Vec<u32>| vec![(what, 1.0, sources)];
    let words = super::features::find(feature).map_or("", |(_, feature)| feature.words);
    if value.is_nan() {
        return whole(format!("not known: {words}"), Vec::new());
    }
    let month = cross.month;
    let standing = |is: fn(&Standing) -> bool| -> Vec<&Spell> {
        let spells = history.spells(pair).iter();
        spells
            .filter(|it| is(&it.what) && it.from <= month)
            .collect()
    };
    let cites = |spells: &[&Spell]| spells.iter().filter_map(|it| it.cite).collect::<Vec<u32>>();
    match feature {
        "st_mid5" | "st_mid20" | "st_midwar" => {
            let (half_life, hostility) = match feature {
                "st_mid5" => (5.0, 2),
                "st_mid20" => (20.0, 2),
                _ => (20.0, 5),
            };
            disputes(history, cross, pair, half_life, hostility, words)
        }
        "st_midlast" => {
            let past = history
                .disputes(pair)
                .iter()
                .rev()
                .find(|it| it.month <= month);
            match past {
                Some(last) => whole(
                    format!("the last militarised dispute was in {}", last.month.year()),
                    last.cite.into_iter().collect(),
                ),
                None => whole("no militarised dispute is known".into(), Vec::new()),
            }
        }
        "st_rival" | "st_rivalyears" => {
            let spells = standing(|what| *what == Standing::Rivalry);
            let told = match spells
                .iter()
                .max_by_key(|it| it.to.map_or(i32::MAX, |to| to.0))
            {
                None => "no strategic rivalry is listed".to_owned(),
                Some(last) if last.stands(month) => {
                    format!("a strategic rivalry is listed since {}", last.from.year())
                }
                Some(last) => format!(
                    "a strategic rivalry is listed up to {}",
                    last.to.map_or(0, Month::year)
                ),
            };
            whole(told, cites(&spells))
        }
        "st_defense" | "st_consul" | "st_allyears" => {
            let spells = standing(|what| matches!(what, Standing::Alliance(_)));
            let spells: Vec<&Spell> = spells.into_iter().filter(|it| it.stands(month)).collect();
            let told = if value > 0.0 {
                words.to_owned()
            } else {
                format!("no such thing: {words}")
            };
            whole(told, cites(&spells))
        }
        "st_icb" => {
            let spells = standing(|what| *what == Standing::Crisis);
            let told = match spells.iter().map(|it| it.from).max() {
                Some(last) => format!(
                    "{} international crises, the last from {last}",
                    spells.len()
                ),
                None => "no international crisis between them is known".to_owned(),
            };
            whole(told, cites(&spells))
        }
        "st_contig" => {
            let told = match value as u8 {
                5 => "they share a land or river border",
                0 => "they are not neighbours",
                _ => "they are neighbours over water",
            };
            whole(told.to_owned(), Vec::new())
        }
        "st_ff" | "st_ee" | "st_fe" => {
            let friends = match feature {
                "st_ff" => [true, true],
                "st_ee" => [false, false],
                _ => [true, false],
            };
            thirds(words, cross.structure.thirds(pair, friends), shown)
        }
        "ev_ff" | "ev_rr" | "ev_pp" => {
            let position = cross.events.as_ref().and_then(|it| it.network.pair(pair));
            let found = position.map(|position| match feature {
                "ev_ff" => position.thirds_of_friends(),
                "ev_rr" => position.thirds_of_circle(),
                _ => position.thirds_of_partners(),
            });
            let told = top(&found.unwrap_or_default(), shown);
            whole(format!("{words} ({value:.2} of 1){told}"), Vec::new())
        }
        "ev_kexcess" => {
            let position = cross.events.as_ref().and_then(|it| it.network.pair(pair));
            let [conflict, implied] = position.map_or([0.0; 2], |it| it.conflict_and_implied());
            let told =
                format!("{words}: {conflict:.1} events a year where {implied:.1} are implied");
            whole(told, Vec::new())
        }
        "ev_blockexcess" => whole(
            format!("{words}: {:.2} times as much", value.exp()),
            Vec::new(),
        ),
        "ev_kfrac" | "ev_kfracmax" => whole(
            format!("{words} ({:.1} %)", 100.0 * (value.exp() - 0.003).max(0.0)),
            Vec::new(),
        ),
        "ev_cfrac" => whole(
            format!("{words} ({:.1} %)", 100.0 * (value.exp() - 0.001).max(0.0)),
            Vec::new(),
        ),
        "ev_tone" => whole(
            format!("{words} ({:.0} %)", 100.0 * logistic(f64::from(value))),
            Vec::new(),
        ),
        _ => whole(format!("{words} ({value:.2})"), Vec::new()),
    }
}

/// Disputes one by one, by their parts in a decayed sum.
fn disputes(
    history: &History,
    cross: &Cross<'_>,
    pair: Dyad,
    half_life: f64,
    hostility: u8,
    words: &str,
) -> Vec<(String, f64, Vec<u32>)> {
    let mut by_number: Vec<(u64, f64, i16, i16, u8, Vec<u32>)> = Vec::new();
    for dispute in history.disputes(pair) {
        let part = cross.structure.dispute_part(dispute, half_life, hostility);
        if part <= 0.0 {
            continue;
        }
        let year = dispute.month.year();
        match by_number.iter_mut().find(|it| it.0 == dispute.number) {
            Some(known) => {
                known.1 += part;
                known.3 = year;
                known.4 = known.4.max(dispute.hostility);
                known.5.extend(dispute.cite);
            }
            None => by_number.push((
                dispute.number,
                part,
                year,
                year,
                dispute.hostility,
                dispute.cite.into_iter().collect(),
            )),
        }
    }
    let sum: f64 = by_number.iter().map(|it| it.1).sum();
    if sum <= 0.0 {
        return vec![(format!("none: {words}"), 1.0, Vec::new())];
    }
    let told = by_number
        .into_iter()
        .map(|(number, part, first, last, hostility, cites)| {
            let how = force(hostility);
            let when = if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            };
            (
                format!("dispute {number}, {when}: {how} ({words})"),
                part / sum,
                cites,
            )
        });
    told.collect()
}

/// Third parties by name, each with its part.
fn thirds(
    words: &str,
    found: Vec<(usize, f32)>,
    shown: &dyn Words,
) -> Vec<(String, f64, Vec<u32>)> {
    if found.is_empty() {
        return vec![(format!("none: {words}"), 1.0, Vec::new())];
    }
    vec![(
        format!("{words}: {}{}", found.len(), top(&found, shown)),
        1.0,
        Vec::new(),
    )]
}

/// ": above all X, Y and Z", those with the greatest shares.
fn top(found: &[(usize, f32)], shown: &dyn Words) -> String {
    let mut found: Vec<&(usize, f32)> = found.iter().filter(|(_, share)| *share > 0.0).collect();
    found.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let names: Vec<String> = found
        .iter()
        .take(3)
        .map(|(place, _)| shown.name(*place))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(", above all {}", names.join(", "))
}

fn conduct(cross: &Cross<'_>, (a, b): Dyad) -> Option<[Conduct; 2]> {
    let events = cross.events.as_ref()?;
    events.network.pair((a, b))?;
    let of = |from, to| {
        let rate = |quad| f64::from(events.rates.rate(quad, from, to));
        Conduct {
            verbal_cooperation: rate(0),
            material_cooperation: rate(1),
            verbal_conflict: rate(2),
            material_conflict: rate(3),
        }
    };
    Some([of(a, b), of(b, a)])
}

fn missing(history: &History, cross: &Cross<'_>, pair: Dyad) -> Vec<&'static str> {
    let counted = cross
        .events
        .as_ref()
        .is_some_and(|events| events.network.pair(pair).is_some());
    let kinds = Kind::ALL.into_iter().filter(|kind| match kind {
        // A part of a dataset may lack the two as such: that nothing is counted of them is told.
        Kind::Events => {
            let (a, b) = pair;
            !counted || history.flows(a, b).is_empty() && history.flows(b, a).is_empty()
        }
        kind => history
            .reach(*kind)
            .is_none_or(|(first, last)| cross.month < first || last < cross.month),
    });
    kinds.map(Kind::words).collect()
}
