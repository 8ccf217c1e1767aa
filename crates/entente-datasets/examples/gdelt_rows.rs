//! Writes rows as GDELT 2.0 writes them, to measure with: `gdelt_rows ROWS > FILE`.
//!
//! What matters for speed is like GDELT's: few actors stand in most rows, events come in bursts
//! about one dyad, a third of the rows lacks an actor, one in five reports an event again, and
//! addresses are long. The same number of rows is the same file every time.

#![allow(clippy::print_stderr, reason = "it is a command")]

use std::io::{self, BufWriter, Write};

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

const STATES: &[(&str, &str, &str, &str)] = &[
    (
        "USA",
        "UNITED STATES",
        "US",
        "Washington, District of Columbia, United States",
    ),
    (
        "GBR",
        "UNITED KINGDOM",
        "UK",
        "London, London, City of, United Kingdom",
    ),
    ("RUS", "RUSSIA", "RS", "Moscow, Moskva, Russia"),
    ("CHN", "CHINA", "CH", "Beijing, Beijing, China"),
    ("ISR", "ISRAEL", "IS", "Jerusalem, Israel (general), Israel"),
    ("IRN", "TEHRAN", "IR", "Tehran, Tehran, Iran"),
    ("UKR", "UKRAINE", "UP", "Kyiv, Kyyiv, Misto, Ukraine"),
    ("IND", "INDIA", "IN", "New Delhi, Delhi, India"),
    ("PAK", "PAKISTAN", "PK", "Islamabad, Islamabad, Pakistan"),
    ("FRA", "FRANCE", "FR", "Paris, France (general), France"),
    ("DEU", "GERMANY", "GM", "Berlin, Berlin, Germany"),
    ("TUR", "TURKEY", "TU", "Ankara, Ankara, Turkey"),
    ("SYR", "SYRIA", "SY", "Damascus, Dimashq, Syria"),
    ("IRQ", "IRAQ", "IZ", "Baghdad, Baghdad, Iraq"),
    (
        "AUS",
        "AUSTRALIA",
        "AS",
        "Canberra, Australian Capital Territory, Australia",
    ),
    ("CAN", "CANADA", "CA", "Ottawa, Ontario, Canada"),
    ("JPN", "JAPAN", "JA", "Tokyo, Tokyo, Japan"),
    ("KOR", "SEOUL", "KS", "Seoul, Seoul-t'ukpyolsi, South Korea"),
    (
        "PRK",
        "PYONGYANG",
        "KN",
        "Pyongyang, P'yongyang-si, North Korea",
    ),
    (
        "NGA",
        "NIGERIA",
        "NI",
        "Abuja, Abuja Federal Capital Territory, Nigeria",
    ),
    ("EGY", "EGYPT", "EG", "Cairo, Al Qahirah, Egypt"),
    (
        "SAU",
        "SAUDI ARABIA",
        "SA",
        "Riyadh, Ar Riyad, Saudi Arabia",
    ),
    ("AZE", "AZERBAIJAN", "AJ", "Baku, Baki, Azerbaijan"),
    ("ARM", "ARMENIA", "AM", "Yerevan, Yerevan, Armenia"),
];

const SECTORS: &[&str] = &[
    "", "GOV", "COP", "MIL", "BUS", "EDU", "LEG", "JUD", "MED", "CVL", "REB",
];

/// Codes with root, quad class and Goldstein's value.
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
    ("057", 1, "8.0"),
    ("141", 4, "-6.5"),
    ("120", 3, "-4.0"),
    ("0231", 1, "3.4"),
    ("0841", 2, "7.0"),
    ("1383", 3, "-7.0"),
];

/// Actor code, name and the three parts that the columns repeat.
fn actor(random: &mut Random, state: usize) -> [String; 3] {
    let (code, name, ..) = STATES[state];
    let sector = random.of(SECTORS);
    [
        format!("{code}{sector}"),
        name.to_owned(),
        (*sector).to_owned(),
    ]
}

fn main() -> io::Result<()> {
    let rows: u64 = std::env::args()
        .nth(1)
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(100_000);
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut burst = (0, 1);
    let mut before = String::new();
    for row in 0..rows {
        let hour = row / 1200;
        let (month, day) = (1 + hour / 24 / 28 % 12, 1 + hour / 24 % 28);
        let date = format!("2019{month:02}{day:02}");
        let added = format!("{date}{:02}{:02}00", hour % 24, row / 300 % 4 * 15);
        if row % 200 == 0 {
            burst = (random.skewed(STATES.len()), random.skewed(STATES.len()));
        }
        let (a, b) = if random.below(3) == 0 {
            burst
        } else {
            (random.skewed(STATES.len()), random.skewed(STATES.len()))
        };
        // The event of the row before, from another article.
        let event = if random.below(5) == 0 && !before.is_empty() {
            before.clone()
        } else {
            let mut sides = [actor(&mut random, a), actor(&mut random, b)];
            if random.below(3) == 0 {
                let side = random.below(2) as usize;
                sides[side] = Default::default();
            }
            let side = |[code, name, sector]: &[String; 3]| {
                let country = code.get(..3).unwrap_or_default();
                format!("{code}\t{name}\t{country}\t\t\t\t\t{sector}\t\t")
            };
            let (code, quad, goldstein) = random.of(CODES);
            let (_, _, fips, place) = STATES[a];
            let (base, root) = (&code[..3], &code[..2]);
            let (mentions, tone) = (
                1 + random.skewed(40),
                random.below(1000) as f64 / 100.0 - 5.0,
            );
            let geo = format!(
                "4\t{place}\t{fips}\t{fips}01\t{}\t{}.{}\t{}.{}\t-{}",
                random.below(90_000),
                random.below(60),
                random.below(10_000),
                random.below(120),
                random.below(10_000),
                random.below(3_000_000)
            );
            format!(
                "{date}\t{}\t{}\t{}.0712\t{}\t{}\t{}\t{code}\t{base}\t{root}\t{quad}\t{goldstein}\t{mentions}\t1\t{mentions}\t{tone}\t{geo}\t{geo}\t{geo}",
                &date[..6],
                &date[..4],
                &date[..4],
                side(&sides[0]),
                side(&sides[1]),
                random.below(2),
            )
        };
        let words = random.next();
        writeln!(
            out,
            "{}\t{event}\t{added}\thttps://www.example.org/news/world/{words:x}/what-the-headline-of-this-article-says-in-nine-words-{row}",
            817_930_293 + row
        )?;
        before = event;
    }
    out.flush()
}
