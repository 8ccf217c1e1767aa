//! Counting events by directed dyad, period and quad class: an aggregate function of the engine, of which each part of a
//! plan counts its rows, wherever it runs, and the last puts their counts together.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Int64Type};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, Signature, Volatility,
};
use entente_model::Quad;
use foldhash::fast::FixedState;

use super::acts;
use super::packed::{self, Packed};
use crate::{Tallies, Tally};

/// How many events, and the sum of their intensities.
type Sum = (u64, f64);

/// Events that have no number of their own, with whom, the period and the quad class.
type Others = BTreeMap<(String, String, i64, i64), Sum>;

fn plus(sum: &mut Sum, more: Sum) {
    sum.0 += more.0;
    sum.1 += more.1;
}

/// `counted(dyads, period, quad, intensity)`: the counts of all rows as bytes, for [`Counts::take`].
pub(super) fn counted(columns: Vec<Expr>) -> Expr {
    let takes = [
        DataType::Utf8,
        DataType::Int64,
        DataType::Int64,
        DataType::Float64,
    ];
    let function = AggregateUDF::new_from_impl(Counted {
        signature: Signature::exact(takes.to_vec(), Volatility::Immutable),
    });
    function.call(columns)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Counted {
    signature: Signature,
}

impl AggregateUDFImpl for Counted {
    fn name(&self) -> &str {
        "counted"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(DataType::LargeBinary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>, DataFusionError> {
        Ok(Box::new(Counting::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>, DataFusionError> {
        let field = Field::new(args.name, DataType::LargeBinary, true);
        Ok(vec![Arc::new(field)])
    }
}

/// What a part of a plan has counted.
#[derive(Debug, Default)]
struct Counting {
    /// In the order of their numbers.
    periods: Vec<Period>,
    /// The place in `periods` of the one that was counted last: a file has a few weeks, as a rule.
    at: usize,
    others: Others,
    /// What other parts have counted, as they gave it.
    before: Vec<u8>,
}

/// A text that names two states by three letters each.
type Text = [u8; packed::TEXT];

/// What was done in a period, by directed dyad. Each has its own table, which is small enough to stay near the processor.
#[derive(Debug)]
struct Period {
    number: i64,
    /// Of the number of two states the place of what is counted.
    places: HashMap<i64, usize, FixedState>,
    /// Of each place by quad class: what comes together lies together.
    sums: Sums,
    /// The last two that were looked up: files are sorted by dyad, and two states act in both directions.
    last: [Option<(Text, usize)>; 2],
}

/// Sums by place, as many as there are dyads. They lie in pieces: one list, as it grows, would be moved whole to fresh
/// memory again and again.
#[derive(Debug, Default)]
struct Sums {
    pieces: Vec<Box<[[Sum; 4]]>>,
    len: usize,
}

impl Sums {
    /// Sums in a piece.
    const PIECE: usize = 1 << 10;

    /// Adds one of nothing.
    fn grow(&mut self) {
        if self.len.is_multiple_of(Self::PIECE) {
            let piece = vec![Default::default(); Self::PIECE];
            self.pieces.push(piece.into_boxed_slice());
        }
        self.len += 1;
    }

    fn at(&self, place: usize) -> &[Sum; 4] {
        &self.pieces[place / Self::PIECE][place % Self::PIECE]
    }

    fn at_mut(&mut self, place: usize) -> &mut [Sum; 4] {
        &mut self.pieces[place / Self::PIECE][place % Self::PIECE]
    }
}

impl Period {
    fn new(number: i64) -> Self {
        Self {
            number,
            places: HashMap::default(),
            sums: Sums::default(),
            last: Default::default(),
        }
    }

    /// The sums of a text's only dyad, where it is one of states with a code of three letters.
    fn of_text(&mut self, dyads: &str) -> Option<&mut [Sum; 4]> {
        let text: &Text = dyads.as_bytes().try_into().ok()?;
        let mut known = self.last.iter().flatten();
        let place = match known.find(|(last, _)| last == text) {
            Some((_, place)) => *place,
            None => {
                let place = self.place(packed::of_text(text)?);
                self.last = [Some((*text, place)), self.last[0]];
                place
            }
        };
        Some(self.sums.at_mut(place))
    }

    /// The place of what is between two states, which are a number.
    fn place(&mut self, states: i64) -> usize {
        let place = *self.places.entry(states).or_insert(self.sums.len);
        if place == self.sums.len {
            self.sums.grow();
        }
        place
    }

    /// What was done in it, in the order of dyads and quad classes.
    fn told(&self) -> Vec<(Packed, Sum)> {
        let mut places: Vec<(i64, usize)> = self.places.iter().map(|it| (*it.0, *it.1)).collect();
        places.sort_unstable();
        let mut told = Vec::with_capacity(4 * places.len());
        for (states, place) in places {
            let of_quads = (1..).zip(self.sums.at(place));
            let of_quads = of_quads.filter(|(_, (events, _))| *events > 0);
            told.extend(of_quads.filter_map(|(quad, sum)| {
                Some((Packed::of_states(states, self.number, quad)?, *sum))
            }));
        }
        told
    }
}

impl Counting {
    fn add(&mut self, dyads: &str, period: i64, quad: Quad, intensity: f64) {
        let sum = (1, intensity);
        let of_period = self.period(period);
        if let Some(sums) = of_period.and_then(|it| it.of_text(dyads)) {
            plus(&mut sums[quad.place()], sum);
            return;
        }
        for (source, target) in acts::pairs(dyads) {
            match packed::of_pair(source, target).zip(self.period(period)) {
                Some((states, of_period)) => {
                    let place = of_period.place(states);
                    plus(&mut of_period.sums.at_mut(place)[quad.place()], sum);
                }
                None => {
                    let quad = i64::from(quad.number());
                    let key = (source.to_owned(), target.to_owned(), period, quad);
                    plus(self.others.entry(key).or_default(), sum);
                }
            }
        }
    }

    /// What is counted of a period, where that can be part of a number.
    fn period(&mut self, number: i64) -> Option<&mut Period> {
        let is_it = |it: &Period| it.number == number;
        if !self.periods.get(self.at).is_some_and(is_it) {
            let found = self.periods.binary_search_by_key(&number, |it| it.number);
            self.at = match found {
                Ok(place) => place,
                Err(place) => {
                    Packed::of_states(0, number, 0)?;
                    self.periods.insert(place, Period::new(number));
                    place
                }
            };
        }
        self.periods.get_mut(self.at)
    }

    /// What was counted here and elsewhere.
    fn all(&mut self) -> Result<ScalarValue, DataFusionError> {
        let mut bytes = mem::take(&mut self.before);
        let (periods, others) = (mem::take(&mut self.periods), mem::take(&mut self.others));
        // Whoever counted nothing says so.
        if bytes.is_empty() || !periods.is_empty() || !others.is_empty() {
            let written = write(periods, &others, &mut bytes);
            written.map_err(|error| DataFusionError::External(Box::new(error)))?;
        }
        Ok(ScalarValue::LargeBinary(Some(bytes)))
    }
}

/// Bytes of a number with its sum.
const ENTRY: usize = 24;

/// Writes how many numbers there are, these with their sums and in their order, how long the others are as JSON, and these.
fn write(
    periods: Vec<Period>,
    others: &Others,
    bytes: &mut Vec<u8>,
) -> Result<(), serde_json::Error> {
    let start = bytes.len();
    bytes.extend([0; 8]);
    for period in periods {
        let told = period.told();
        bytes.reserve(told.len() * ENTRY);
        for (packed, (events, intensity)) in told {
            bytes.extend(packed.0.to_le_bytes());
            bytes.extend(events.to_le_bytes());
            bytes.extend(intensity.to_le_bytes());
        }
    }
    let count = (bytes.len() - start) / ENTRY;
    bytes[start..start + 8].copy_from_slice(&(count as u64).to_le_bytes());
    let others = serde_json::to_vec(&Vec::from_iter(others))?;
    bytes.extend((others.len() as u64).to_le_bytes());
    bytes.extend(others);
    Ok(())
}

impl Accumulator for Counting {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        let numbers = |place: usize| values.get(place)?.as_primitive_opt::<Int64Type>();
        let text = values.first().and_then(|it| it.as_string_opt::<i32>());
        let decimal = values.get(3);
        let decimal = decimal.and_then(|it| it.as_primitive_opt::<Float64Type>());
        let (Some(dyads), Some(periods), Some(quads), Some(intensities)) =
            (text, numbers(1), numbers(2), decimal)
        else {
            return exec_err!("counted takes a text and three numbers");
        };
        for (((dyads, period), quad), intensity) in
            dyads.iter().zip(periods).zip(quads).zip(intensities)
        {
            if let (Some(dyads), Some(period), Some(quad)) = (dyads, period, quad.and_then(quad_of))
            {
                self.add(dyads, period, quad, intensity.unwrap_or_default());
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<(), DataFusionError> {
        let states = states.first().and_then(|it| it.as_binary_opt::<i64>());
        for bytes in states.into_iter().flatten().flatten() {
            self.before.extend(bytes);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>, DataFusionError> {
        Ok(vec![self.all()?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue, DataFusionError> {
        self.all()
    }

    fn size(&self) -> usize {
        let of_periods = self.periods.iter().map(|it| {
            let places = it.places.capacity() * size_of::<(i64, usize)>();
            places + it.sums.pieces.len() * Sums::PIECE * size_of::<[Sum; 4]>()
        });
        size_of::<Self>() + of_periods.sum::<usize>() + self.before.capacity()
    }
}

/// Counts of several parts of a plan, or of several plans.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Each part's in their order; one number may have several.
    packed: Vec<(i64, Sum)>,
    others: Vec<((String, String, i64, i64), Sum)>,
}

impl Counts {
    /// Takes what [`counted`] gives.
    ///
    /// # Errors
    ///
    /// When it did not give these bytes.
    pub(super) fn take(&mut self, mut bytes: &[u8]) -> Result<(), &'static str> {
        const CUT: &str = "counts that were cut short";
        let number = |bytes: &[u8; 8]| usize::try_from(u64::from_le_bytes(*bytes)).map_err(|_| CUT);
        loop {
            let (count, rest) = bytes.split_first_chunk().ok_or(CUT)?;
            let length = number(count)?.checked_mul(ENTRY).ok_or(CUT)?;
            let (packed, rest) = rest.split_at_checked(length).ok_or(CUT)?;
            let (entries, _) = packed.as_chunks::<ENTRY>();
            self.packed.extend(entries.iter().map(|entry| {
                let (words, _) = entry.as_chunks::<8>();
                let word = |place: usize| words[place];
                let sum = (u64::from_le_bytes(word(1)), f64::from_le_bytes(word(2)));
                (i64::from_le_bytes(word(0)), sum)
            }));
            let (length, rest) = rest.split_first_chunk().ok_or(CUT)?;
            let (others, rest) = rest.split_at_checked(number(length)?).ok_or(CUT)?;
            let others: Vec<_> = serde_json::from_slice(others).map_err(|_| CUT)?;
            self.others.extend(others);
            if rest.is_empty() {
                return Ok(());
            }
            bytes = rest;
        }
    }

    /// All of them, each once.
    pub(super) fn into_tallies(mut self) -> Tallies {
        // Stretches are in order: this sort takes them as they are.
        self.packed.sort_by_key(|(packed, _)| *packed);
        self.packed.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            if is_same {
                plus(&mut earlier.1, later.1);
            }
            is_same
        });
        let mut others = Others::new();
        for (key, sum) in self.others {
            plus(others.entry(key).or_default(), sum);
        }
        let states = States::of(&self.packed, &others);
        let tally = |source, target, period, quad, (events, intensity)| Tally {
            source,
            target,
            period,
            quad,
            events,
            intensity,
        };
        let mut counts = Vec::with_capacity(self.packed.len());
        counts.extend(self.packed.into_iter().filter_map(|(packed, sum)| {
            let packed = Packed(packed);
            let quad = quad_of(packed.quad().into())?;
            let (source, target) = packed.states();
            let place = |state: u16| states.packed[usize::from(state)];
            let period = packed.period();
            Some(tally(place(source), place(target), period, quad, sum))
        }));
        if !others.is_empty() {
            counts.extend(others.iter().filter_map(|(key, sum)| {
                let (source, target, period, quad) = key;
                let (source, target) = (states.place(source), states.place(target));
                Some(tally(source, target, *period, quad_of(*quad)?, *sum))
            }));
            counts.sort_by_key(|it| (it.period, it.source, it.target, it.quad));
        }
        Tallies {
            states: states.ids,
            counts,
        }
    }
}

/// The quad class of a number, where it is one.
pub(super) fn quad_of(number: i64) -> Option<Quad> {
    Quad::numbered(u8::try_from(number).ok()?)
}

/// The states that are told of, in their order.
struct States {
    ids: Vec<String>,
    /// The place of each state that is a number.
    packed: Vec<u32>,
}

impl States {
    fn of(counts: &[(i64, Sum)], others: &Others) -> Self {
        let mut is_told = vec![false; packed::STATES];
        for (packed, _) in counts {
            let (source, target) = Packed(*packed).states();
            is_told[usize::from(source)] = true;
            is_told[usize::from(target)] = true;
        }
        let told = || (0..).zip(&is_told).filter(|(_, is_told)| **is_told);
        let mut ids: Vec<String> = told().map(|(state, _)| packed::code(state)).collect();
        for (source, target, ..) in others.keys() {
            ids.extend([source.clone(), target.clone()]);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut states = Self {
            ids,
            packed: vec![0; packed::STATES],
        };
        for (state, _) in told() {
            states.packed[usize::from(state)] = states.place(&packed::code(state));
        }
        states
    }

    fn place(&self, id: &str) -> u32 {
        let place = self.ids.binary_search_by(|it| it.as_str().cmp(id));
        u32::try_from(place.unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_parts_are_put_together() {
        let mut first = Counting::default();
        let mut second = Counting::default();
        let (talk, force) = (Quad::VerbalCooperation, Quad::MaterialConflict);
        first.add("|AZE>IRN|", 24_242, force, -9.0);
        first.add("|AZE>IRN|AZE>orange-free-state|", 24_242, force, -1.0);
        second.add("|AZE>IRN|", 24_242, force, -5.0);
        second.add("|AZE>orange-free-state|", 24_242, force, -2.0);
        second.add("|AZE>ARM|", 24_241, talk, 2.0);
        let mut counts = Counts::default();
        for mut part in [first, second] {
            let ScalarValue::LargeBinary(Some(bytes)) = part.all().unwrap() else {
                panic!("no bytes");
            };
            counts.take(&bytes).unwrap();
            assert!(Counts::default().take(&bytes[..bytes.len() - 1]).is_err());
        }
        let tallies = counts.into_tallies();
        assert_eq!(tallies.states, ["ARM", "AZE", "IRN", "orange-free-state"]);
        let counts = tallies.counts.iter().map(|it| {
            let of = (it.source, it.target, it.period, it.quad);
            (of, it.events, it.intensity)
        });
        let expected = [
            ((1, 0, 24_241, talk), 1, 2.0),
            ((1, 2, 24_242, force), 3, -15.0),
            ((1, 3, 24_242, force), 2, -3.0),
        ];
        assert_eq!(counts.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_text_that_is_not_of_two_states_with_codes_has_no_place() {
        let mut period = Period::new(24_242);
        assert!(period.of_text("|AZE>IRN|").is_some());
        for dyads in [
            "",
            "|AZE>IRN|AZE>TUR|",
            "|AZE>orange-free-state|",
            "|aze>IRN|",
        ] {
            assert_eq!(period.of_text(dyads), None, "{dyads}");
        }
    }

    #[test]
    fn who_counted_nothing_says_so() {
        let ScalarValue::LargeBinary(Some(bytes)) = Counting::default().all().unwrap() else {
            panic!("no bytes");
        };
        let mut counts = Counts::default();
        counts.take(&bytes).unwrap();
        assert!(counts.into_tallies().counts.is_empty());
    }

    #[test]
    fn bytes_of_something_else_are_refused() {
        for bytes in [&[][..], &[1], &[255; 8], &[255; 64]] {
            assert!(Counts::default().take(bytes).is_err());
        }
    }
}
