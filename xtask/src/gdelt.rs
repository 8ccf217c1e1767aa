//! Writes rows as GDELT 2.0 writes them, to measure with.
//!
//! What matters for speed is like GDELT's: some states stand in most rows, by a law like Zipf's; events
//! come in bursts about one dyad; a third of the rows lacks an actor; one in five reports an event again;
//! much happens within a state; addresses and names of places are long. The same numbers give the same
//! files every time. What the rows say means nothing.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Rows of a day: GDELT has had 100,000 to 200,000.
const OF_A_DAY: u64 = 150_000;

/// States that stand in most rows, the most frequent first. The others follow in the order of the table.
const FREQUENT: &[&str] = &[
    "USA", "GBR", "RUS", "CHN", "ISR", "IRN", "UKR", "IND", "PAK", "FRA", "DEU", "TUR", "SYR",
    "IRQ", "AUS", "CAN", "JPN", "KOR", "PRK", "NGA", "EGY", "SAU", "AFG", "PHL", "ITA", "ESP",
    "ZAF", "MEX", "BRA", "YEM", "LBN", "KEN", "IDN", "VEN", "POL", "GRC", "AZE", "ARM",
];

const SECTORS: &[&str] = &[
    "", "GOV", "COP", "MIL", "BUS", "EDU", "LEG", "JUD", "MED", "CVL", "REB", "OPP", "SPY", "CRM",
];

/// Codes with quad class and Goldstein's value, the most frequent first.
const CODES: &[(&str, u8, &str)] = &[
    ("042", 1, "1.9"),
    ("043", 1, "2.8"),
    ("010", 1, "0.0"),
    ("040", 1, "1.0"),
    ("036", 1, "4.0"),
    ("051", 1, "3.4"),
    ("020", 1, "3.0"),
    ("190", 4, "-10.0"),
    ("173", 4, "-5.0"),
    ("111", 3, "-2.0"),
    ("193", 4, "-10.0"),
    ("112", 3, "-2.0"),
    ("046", 1, "7.0"),
    ("012", 1, "-0.4"),
    ("057", 1, "8.0"),
    ("141", 4, "-6.5"),
    ("120", 3, "-4.0"),
    ("0231", 1, "3.4"),
    ("0841", 2, "7.0"),
    ("071", 2, "7.4"),
    ("1383", 3, "-7.0"),
    ("172", 4, "-5.0"),
    ("163", 3, "-8.0"),
    ("081", 2, "5.0"),
    ("130", 3, "-4.4"),
];

/// Marsaglia's xorshift: numbers that are random enough, and the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// The smaller, the likelier: about as Zipf has it.
    fn skewed(&mut self, bound: usize) -> usize {
        let uniform = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (((bound as f64 + 1.0).powf(uniform)) as usize)
            .saturating_sub(1)
            .min(bound - 1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.skewed(list.len())]
    }
}

/// What rows have of a state.
struct State {
    cameo: &'static str,
    fips: &'static str,
    name: String,
    place: String,
}

/// The states of the lexicon's table that have all the codes.
fn states() -> Vec<State> {
    let table = include_str!("../../lexicon/states.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut states: Vec<(usize, State)> = rows
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [id, name, _, _, _, fips, cameo, ..] = fields[..] else {
                return None;
            };
            let plain =
                |code: &str| !code.is_empty() && code.bytes().all(|it| it.is_ascii_uppercase());
            if !plain(fips) || cameo.len() != 3 || !plain(cameo) {
                return None;
            }
            let capital = fields.get(12).copied().unwrap_or_default();
            let capital = capital.split([';', '@']).next().unwrap_or_default();
            let rank = FREQUENT.iter().position(|frequent| *frequent == id);
            let state = State {
                cameo,
                fips,
                name: name.to_uppercase(),
                place: format!("{capital}, {capital} (general), {name}"),
            };
            Some((rank.unwrap_or(FREQUENT.len()), state))
        })
        .collect();
    states.sort_by_key(|(rank, _)| *rank);
    states.into_iter().map(|(_, state)| state).collect()
}

/// A day so many days after 1 January 2016, as GDELT writes it.
fn date(mut days: u64) -> String {
    let mut year = 2016;
    loop {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let months = [
            31,
            28 + u64::from(is_leap),
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ];
        for (month, length) in months.into_iter().enumerate() {
            if days < length {
                return format!("{year}{:02}{:02}", month + 1, days + 1);
            }
            days -= length;
        }
        year += 1;
    }
}

/// Actor code, name and sector.
fn actor(random: &mut Random, state: &State) -> [String; 3] {
    let sector = random.of(SECTORS);
    [
        format!("{}{sector}", state.cameo),
        state.name.clone(),
        (*sector).to_owned(),
    ]
}

/// Writes so many rows into files of so many in a folder, and says how many files that made.
pub(crate) fn write(rows: u64, of_a_file: u64, folder: &Path) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    let states = states();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut burst, mut before) = ((0, 1), String::new());
    let (mut row, mut files) = (0, 0);
    while row < rows {
        let file = File::create(folder.join(format!("{files:05}.export.tsv")))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        for _ in 0..of_a_file.min(rows - row) {
            if row % 200 == 0 {
                burst = (random.skewed(states.len()), random.skewed(states.len()));
            }
            one(&mut out, row, &states, burst, &mut random, &mut before)?;
            row += 1;
        }
        out.flush()?;
        files += 1;
    }
    Ok(files)
}

fn one(
    out: &mut impl Write,
    row: u64,
    states: &[State],
    burst: (usize, usize),
    random: &mut Random,
    before: &mut String,
) -> io::Result<()> {
    let quarters = row % OF_A_DAY * 96 / OF_A_DAY;
    let day = date(row / OF_A_DAY);
    let added = format!("{day}{:02}{:02}00", quarters / 4, quarters % 4 * 15);
    // The event of the row before, from another article, or one of its own.
    if random.below(5) > 0 || before.is_empty() {
        let (a, b) = match random.below(10) {
            0..3 => burst,
            3..6 => {
                let state = random.skewed(states.len());
                (state, state)
            }
            _ => (random.skewed(states.len()), random.skewed(states.len())),
        };
        let mut sides = [actor(random, &states[a]), actor(random, &states[b])];
        if random.below(3) == 0 {
            let side = random.below(2) as usize;
            sides[side] = Default::default();
        }
        let side = |[code, name, sector]: &[String; 3]| {
            let country = code.get(..3).unwrap_or_default();
            format!("{code}\t{name}\t{country}\t\t\t\t\t{sector}\t\t")
        };
        let (code, quad, goldstein) = random.of(CODES);
        let (base, root) = (&code[..3], &code[..2]);
        let mentions = 1 + random.skewed(40);
        let tone = random.below(1_000_000) as f64 / 100_000.0 - 5.0;
        let State { fips, place, .. } = &states[a];
        let geo = format!(
            "4\t{place}\t{fips}\t{fips}{:02}\t{}\t{}.{}\t{}.{}\t-{}",
            random.below(40),
            random.below(90_000),
            random.below(60),
            random.below(10_000),
            random.below(120),
            random.below(10_000),
            random.below(3_000_000)
        );
        *before = format!(
            "{day}\t{}\t{}\t{}.0712\t{}\t{}\t{}\t{code}\t{base}\t{root}\t{quad}\t{goldstein}\t\
             {mentions}\t1\t{mentions}\t{tone}\t{geo}\t{geo}\t{geo}",
            &day[..6],
            &day[..4],
            &day[..4],
            side(&sides[0]),
            side(&sides[1]),
            random.below(2),
        );
    }
    writeln!(
        out,
        "{}\t{before}\t{added}\thttps://www.example.org/news/world/{:x}/what-the-headline-of-this-article-says-in-nine-words-{row}",
        410_000_000 + row,
        random.next(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_columns_of_gdelt_and_are_the_same_every_time() {
        let folder = std::env::temp_dir().join(format!("entente-gdelt-{}", std::process::id()));
        assert_eq!(write(2500, 1000, &folder).unwrap(), 3);
        let first = fs::read_to_string(folder.join("00000.export.tsv")).unwrap();
        assert_eq!(first.lines().count(), 1000);
        for line in first.lines() {
            assert_eq!(line.split('\t').count(), 61, "{line}");
        }
        write(2500, 1000, &folder).unwrap();
        assert_eq!(
            fs::read_to_string(folder.join("00000.export.tsv")).unwrap(),
            first
        );
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(
            (date(0), date(59), date(366)),
            ("20160101".into(), "20160229".into(), "20170101".into())
        );
    }
}
