//! Numbers with their multipliers, units and bounds.
//!
//! Read from words and signs; the tags only tell names and the pronoun "one". What it
//! deliberately does not count: vague amounts ("a handful"), ages, numbers that are part of a name
//! ("Resolution 1701", "F-16"), and whatever is part of a time. A range is two quantities, at least
//! the one and at most the other; a fraction is a percentage.

use entente_model::Bound;

use crate::parse::{Parse, Quantity, Upos};

/// The numbers of a sentence that are not part of a time.
pub(crate) fn find(text: &str, parse: &Parse) -> Vec<Quantity> {
    let words: Vec<String> = (0..parse.tokens.len())
        .map(|index| parse.word(text, index).to_lowercase())
        .collect();
    let in_time = |index: usize| {
        parse
            .times
            .iter()
            .any(|time| (time.tokens.0..time.tokens.1).contains(&index))
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        if in_time(index)
            || parse.tokens[index].upos == Upos::Propn && number(&words[index]).is_none()
        {
            index += 1;
            continue;
        }
        if let Some((share, end)) = read_share(&words, index) {
            let (bound, first) = bound_before(&words, index);
            found.push(Quantity {
                tokens: (first, end),
                number: index,
                value: share,
                unit: Some("percent".to_owned()),
                bound,
            });
            index = end;
            continue;
        }
        let Some((value, end, at)) = read_number(&words, index) else {
            index += 1;
            continue;
        };
        if is_label(parse, &words, index) || is_age(&words, index, end) {
            index = end;
            continue;
        }
        // "one" is a pronoun more often than a number; it counts only before a noun.
        let is_pronoun = words[index] == "one" && parse.tokens[index].upos != Upos::Num;
        if is_pronoun || in_time(end - 1) {
            index = end;
            continue;
        }
        let (bound, first) = bound_before(&words, index);
        let (unit, first, end) = unit_around(&words, first, index, end);
        let (bound, end) = bound_after(&words, bound, end);
        found.push(Quantity {
            tokens: (first, end),
            number: at,
            value,
            unit,
            bound,
        });
        index = end;
    }
    bound_ranges(&words, &mut found);
    found
}

/// The two ends of a range bound it: "between 50 and 60 km", "50 to 60", "50-60". The first has
/// the unit of the last. "From 50 to 60" may be a change and is left alone.
fn bound_ranges(words: &[String], found: &mut [Quantity]) {
    for at in 1..found.len() {
        let (before, after) = found.split_at_mut(at);
        let (Some(low), Some(high)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let joint = words.get(low.tokens.1).map_or("", String::as_str);
        let opening = low
            .tokens
            .0
            .checked_sub(1)
            .and_then(|first| words.get(first));
        let opening = opening.map_or("", String::as_str);
        let adjacent = high.tokens.0 == low.tokens.1 + 1;
        let joins = match joint {
            "and" => opening == "between",
            "to" | "-" | "\u{2013}" => opening != "from",
            _ => false,
        };
        let plain = low.bound == Bound::Exact || low.bound == Bound::About;
        if adjacent && joins && plain && high.bound == Bound::Exact && low.value < high.value {
            low.bound = Bound::AtLeast;
            high.bound = Bound::AtMost;
            if low.unit.is_none() {
                low.unit.clone_from(&high.unit);
            } else if high.unit.is_none() {
                high.unit.clone_from(&low.unit);
            }
        }
    }
}

/// Whether a number is part of a name: "Resolution 1701", "Flight 2015", "F-16".
fn is_label(parse: &Parse, words: &[String], index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else {
        return false;
    };
    let word = words[before].as_str();
    if word == "-" {
        return before.checked_sub(1).is_some_and(|name| {
            parse.tokens[name].upos == Upos::Propn
                && parse.tokens[name].span.end == parse.tokens[before].span.start
        });
    }
    matches!(
        word,
        "resolution"
            | "flight"
            | "article"
            | "no."
            | "number"
            | "page"
            | "chapter"
            | "section"
            | "rule"
            | "highway"
            | "route"
            | "channel"
            | "room"
            | "boeing"
            | "airbus"
            | "#"
    )
}

/// "aged 45", "a 45-year-old".
fn is_age(words: &[String], index: usize, end: usize) -> bool {
    let aged = index.checked_sub(1).is_some_and(|at| words[at] == "aged");
    let rest: Vec<&str> = words
        .iter()
        .skip(end)
        .map(String::as_str)
        .filter(|word| *word != "-")
        .take(2)
        .collect();
    aged || matches!(rest.as_slice(), ["year" | "years", "old"])
}

/// A fraction as a percentage, and the token after it: "a third of", "two-thirds", "one in five".
fn read_share(words: &[String], index: usize) -> Option<(f64, usize)> {
    let at = |place: usize| words.get(place).map_or("", String::as_str);
    if at(index) == "half"
        && matches!(
            at(index + 1),
            "of" | "the" | "its" | "their" | "his" | "her"
        )
    {
        return Some((50.0, index + 1));
    }
    let count = match at(index) {
        "a" => 1.0,
        word => number(word).filter(|count| *count >= 1.0)?,
    };
    // "one in five", "three out of ten".
    let out_of = usize::from(at(index + 1) == "out" && at(index + 2) == "of");
    if at(index) != "a"
        && (at(index + 1) == "in" || out_of == 1)
        && let Some(whole) = number(at(index + 2 + out_of))
        && (2.0..=100.0).contains(&whole)
        && count < whole
        && (out_of == 1 || number_word(at(index)).is_some())
    {
        return Some((100.0 * count / whole, index + 3 + out_of));
    }
    let part = index + 1 + usize::from(at(index + 1) == "-");
    let (whole, plural) = match at(part) {
        "half" => (2.0, false),
        "third" => (3.0, false),
        "quarter" | "fourth" => (4.0, false),
        "fifth" => (5.0, false),
        "tenth" => (10.0, false),
        "thirds" => (3.0, true),
        "quarters" | "fourths" => (4.0, true),
        "fifths" => (5.0, true),
        "tenths" => (10.0, true),
        _ => return None,
    };
    let matches = if plural {
        count > 1.0
    } else {
        count == 1.0 && at(part + 1) == "of"
    };
    (matches && count < whole).then_some((100.0 * count / whole, part + 1))
}

/// "40 or more", "40 or so", "40 or fewer".
fn bound_after(words: &[String], bound: Bound, end: usize) -> (Bound, usize) {
    let at = |place: usize| words.get(place).map_or("", String::as_str);
    match (at(end), at(end + 1)) {
        ("or", "more") => (Bound::AtLeast, end + 2),
        ("or", "less" | "fewer") => (Bound::AtMost, end + 2),
        ("or", "so") => (Bound::About, end + 2),
        _ => (bound, end),
    }
}

/// A number that begins at `index`, in words or digits, and the token after it.
pub(crate) fn number_at(words: &[String], index: usize) -> Option<(f64, usize)> {
    words.get(index)?;
    read_number(words, index).map(|(value, end, _)| (value, end))
}

/// Reads a number that begins at `index`: value, end, and the token of the number itself.
fn read_number(words: &[String], index: usize) -> Option<(f64, usize, usize)> {
    if let Some(read) = read_indefinite(words, index) {
        return Some(read);
    }
    let (mut value, mut end, at) = if words[index] == "a" || words[index] == "an" {
        let next = words.get(index + 1)?;
        multiplier(next)?;
        (1.0, index + 1, index + 1)
    } else {
        let mut value = number(&words[index]).or_else(|| several(&words[index]))?;
        let mut end = index + 1;
        // "twenty-five", "twenty five".
        let tens = (20.0..=90.0).contains(&value) && number_word(&words[index]).is_some();
        if tens {
            let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
            if let Some(unit) = words
                .get(end + hyphen)
                .and_then(|word| number_word(word))
                .filter(|unit| *unit < 10.0)
            {
                value += unit;
                end += hyphen + 1;
            }
        }
        (value, end, index)
    };
    let mut anchor = at;
    // "two and a half million"
    let half = ["and", "a", "half"];
    let after = words.get(end + half.len());
    if after.is_some_and(|word| multiplier(word).is_some())
        && words[end..]
            .iter()
            .zip(half)
            .all(|(word, part)| word == part)
    {
        value += 0.5;
        end += half.len();
    }
    loop {
        let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
        let Some(times) = words.get(end + hyphen).and_then(|word| multiplier(word)) else {
            break;
        };
        value *= times;
        anchor = end + hyphen;
        end += hyphen + 1;
    }
    Some((value, end, anchor))
}

/// "tens of thousands", "hundreds of millions", "half a million".
fn read_indefinite(words: &[String], index: usize) -> Option<(f64, usize, usize)> {
    let at = |offset: usize| words.get(index + offset).map(String::as_str);
    if words[index] == "half" && at(1) == Some("a") {
        let times = multiplier(at(2)?)?;
        return Some((times / 2.0, index + 3, index + 2));
    }
    let many = match words[index].as_str() {
        "tens" => 20.0,
        word => several(word)?,
    };
    let times = at(2)
        .filter(|_| at(1) == Some("of"))?
        .strip_suffix('s')
        .and_then(multiplier)?;
    Some((many * times, index + 3, index + 2))
}

/// "hundreds", "thousands": a plural stands for at least one of them.
fn several(word: &str) -> Option<f64> {
    match word {
        "dozens" => Some(24.0),
        "scores" => Some(40.0),
        "hundreds" => Some(200.0),
        "thousands" => Some(2000.0),
        "millions" => Some(2e6),
        "billions" => Some(2e9),
        _ => None,
    }
}

/// Whether a word, in small letters, says that there are many and not how many: "dozens", "hundreds", "tens".
pub fn is_uncounted(word: &str) -> bool {
    word == "tens" || several(word).is_some()
}

fn number(word: &str) -> Option<f64> {
    if word.starts_with(|char: char| char.is_ascii_digit()) {
        return in_digits(word);
    }
    number_word(word)
}

/// "1,250", "3.5", "2½", "3.5bn".
fn in_digits(word: &str) -> Option<f64> {
    let plain = word.replace(',', "");
    let halves = [('\u{bd}', 0.5), ('\u{bc}', 0.25), ('\u{be}', 0.75)];
    let (digits, fraction) = halves
        .iter()
        .find_map(|(sign, value)| Some((plain.strip_suffix(*sign)?, *value)))
        .unwrap_or((plain.as_str(), 0.0));
    let end = digits
        .find(|char: char| !char.is_ascii_digit() && char != '.')
        .unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(end);
    let times = match suffix {
        "" => 1.0,
        suffix => multiplier(suffix)?,
    };
    let value: f64 = digits.parse().ok()?;
    Some((value + fraction) * times).filter(|value| value.is_finite())
}

fn number_word(word: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
    ];
    WORDS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
}

fn multiplier(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "hundred" => Some(100.0),
        "thousand" | "k" => Some(1e3),
        "million" | "mn" | "m" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "trillion" | "tn" => Some(1e12),
        _ => None,
    }
}

/// The bound that the words before `index` put on a number, and where they begin.
fn bound_before(words: &[String], index: usize) -> (Bound, usize) {
    const BOUNDS: &[(&[&str], Bound)] = &[
        (&["not", "less", "than"], Bound::AtLeast),
        (&["in", "excess", "of"], Bound::AtLeast),
        (&["upwards", "of"], Bound::AtLeast),
        (&["exceeding"], Bound::AtLeast),
        (&["just", "under"], Bound::AtMost),
        (&["well", "under"], Bound::AtMost),
        (&["below"], Bound::AtMost),
        (&["a", "maximum", "of"], Bound::AtMost),
        (&["a", "minimum", "of"], Bound::AtLeast),
        (&["just", "over"], Bound::AtLeast),
        (&["well", "over"], Bound::AtLeast),
        (&["up", "to"], Bound::AtMost),
        (&["as", "many", "as"], Bound::AtMost),
        (&["as", "much", "as"], Bound::AtMost),
        (&["at", "most"], Bound::AtMost),
        (&["no", "more", "than"], Bound::AtMost),
        (&["not", "more", "than"], Bound::AtMost),
        (&["less", "than"], Bound::AtMost),
        (&["fewer", "than"], Bound::AtMost),
        (&["under"], Bound::AtMost),
        (&["at", "least"], Bound::AtLeast),
        (&["no", "fewer", "than"], Bound::AtLeast),
        (&["no", "less", "than"], Bound::AtLeast),
        (&["more", "than"], Bound::AtLeast),
        (&["over"], Bound::AtLeast),
        (&["above"], Bound::AtLeast),
        (&["about"], Bound::About),
        (&["around"], Bound::About),
        (&["some"], Bound::About),
        (&["roughly"], Bound::About),
        (&["approximately"], Bound::About),
        (&["nearly"], Bound::About),
        (&["almost"], Bound::About),
        (&["an", "estimated"], Bound::About),
        (&["estimated"], Bound::About),
        (&["close", "to"], Bound::About),
        (&["a", "mere"], Bound::Exact),
    ];
    // A currency sign may stand between: "more than $3 billion".
    let end = if index > 0 && currency(&words[index - 1]).is_some() {
        index - 1
    } else {
        index
    };
    let matching = BOUNDS.iter().filter_map(|(pattern, bound)| {
        let first = end.checked_sub(pattern.len())?;
        let same = words[first..end]
            .iter()
            .zip(*pattern)
            .all(|(word, part)| word == part);
        same.then_some((*bound, first))
    });
    // The longest: "no fewer than" before "fewer than".
    if let Some(found) = matching.min_by_key(|(_, first)| *first) {
        return found;
    }
    if is_uncounted(&words[index]) {
        return (Bound::AtLeast, index);
    }
    (Bound::Exact, index)
}

fn currency(word: &str) -> Option<&'static str> {
    Some(match word {
        "$" | "us$" | "usd" | "dollar" | "dollars" => "USD",
        "\u{20ac}" | "eur" | "euro" | "euros" => "EUR",
        "\u{a3}" | "gbp" => "GBP",
        "yen" | "\u{a5}" => "JPY",
        "yuan" | "renminbi" => "CNY",
        "ruble" | "rubles" | "rouble" | "roubles" | "\u{20bd}" => "RUB",
        "lira" | "liras" | "\u{20ba}" => "TRY",
        "hryvnia" | "hryvnias" | "\u{20b4}" => "UAH",
        "manat" | "manats" => "AZN",
        "dram" | "drams" => "AMD",
        "lari" => "GEL",
        "shekel" | "shekels" | "\u{20aa}" => "ILS",
        _ => return None,
    })
}

/// The unit before or after a number, with the range widened to hold it.
fn unit_around(
    words: &[String],
    first: usize,
    index: usize,
    end: usize,
) -> (Option<String>, usize, usize) {
    let before = index.checked_sub(1);
    if let Some(unit) = before.and_then(|at| currency(&words[at])) {
        // "US$3bn" is three tokens.
        let country = index >= 2 && words[index - 2] == "us" && words[index - 1] == "$";
        let sign = index - 1 - usize::from(country);
        return (Some(unit.to_owned()), first.min(sign), end);
    }
    let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
    match unit_at(words, end + hyphen) {
        Some((unit, end)) => (Some(unit.to_owned()), first, end),
        None => (None, first, end),
    }
}

/// The unit that begins at a token, and the token after it.
fn unit_at(words: &[String], index: usize) -> Option<(&'static str, usize)> {
    let at = |place: usize| words.get(index + place).map_or("", String::as_str);
    Some(match (at(0), at(1)) {
        ("per", "cent") => ("percent", index + 2),
        ("%" | "percent" | "pc", _) => ("percent", index + 1),
        ("percentage", "point" | "points") => ("percentage points", index + 2),
        ("square" | "sq", "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres") => {
            ("km2", index + 2)
        }
        ("square" | "sq", "mile" | "miles") => ("square miles", index + 2),
        ("cubic", "meter" | "meters" | "metre" | "metres") => ("m3", index + 2),
        ("us" | "u.s.", "dollar" | "dollars") => ("USD", index + 2),
        ("canadian", "dollar" | "dollars") => ("CAD", index + 2),
        ("australian", "dollar" | "dollars") => ("AUD", index + 2),
        ("barrel" | "barrels", "a" | "per") if at(2) == "day" => ("barrels/day", index + 3),
        ("bpd", _) => ("barrels/day", index + 1),
        ("barrel" | "barrels", _) => ("barrels", index + 1),
        ("degrees", "celsius") => ("\u{b0}C", index + 2),
        ("degrees", "fahrenheit") => ("\u{b0}F", index + 2),
        ("\u{b0}", "c") => ("\u{b0}C", index + 2),
        ("\u{b0}c" | "\u{2103}", _) => ("\u{b0}C", index + 1),
        ("\u{b0}f", _) => ("\u{b0}F", index + 1),
        ("km\u{b2}" | "km2", _) => ("km2", index + 1),
        ("km" | "kilometer" | "kilometers" | "kilometre" | "kilometres", _) => ("km", index + 1),
        ("mile" | "miles", _) => ("miles", index + 1),
        ("meter" | "meters" | "metre" | "metres", _) => ("m", index + 1),
        ("foot" | "feet" | "ft", _) => ("feet", index + 1),
        ("hectare" | "hectares" | "ha", _) => ("ha", index + 1),
        ("acre" | "acres", _) => ("acres", index + 1),
        ("tonne" | "tonnes" | "ton" | "tons", _) => ("tonnes", index + 1),
        ("kg" | "kilogram" | "kilograms" | "kilogramme" | "kilogrammes", _) => ("kg", index + 1),
        ("mw" | "megawatt" | "megawatts", _) => ("MW", index + 1),
        ("gw" | "gigawatt" | "gigawatts", _) => ("GW", index + 1),
        (word, _) => (currency(word)?, index + 1),
    })
}

#[cfg(test)]
mod tests {
    use entente_model::{Bound, Span};

    use crate::PerceptronParser;

    /// Reads `sentence`; each quantity is shown as bound, value and unit: ">=40", "3.5 km".
    fn check(sentence: &str, expected: &[&str]) {
        let span = Span::new(0, sentence.len());
        let parse = PerceptronParser::builtin().parse_tokens(
            sentence,
            &crate::tokens::tokens(sentence, span),
            None,
        );
        let found: Vec<String> = parse
            .quantities
            .iter()
            .map(|quantity| {
                let sign = match quantity.bound {
                    Bound::Exact => "",
                    Bound::AtMost => "<=",
                    Bound::AtLeast => ">=",
                    Bound::About => "~",
                };
                let value = (quantity.value * 100.0).round() / 100.0;
                let unit = quantity
                    .unit
                    .as_deref()
                    .map_or(String::new(), |unit| format!(" {unit}"));
                format!("{sign}{value}{unit}")
            })
            .collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn numbers_in_words_and_digits() {
        check("Twenty-five tanks crossed the border.", &["25"]);
        check("The army lost 1,250 men.", &["1250"]);
        check("Two dozen jets took off.", &["24"]);
        check("A dozen jets took off.", &["12"]);
        check("Half a million people fled.", &["500000"]);
        check("Some 3.5 million people fled.", &["~3500000"]);
        check("Two and a half million people fled.", &["2500000"]);
        check("About 1.2m people voted.", &["~1200000"]);
        check("One hundred soldiers were killed.", &["100"]);
        check("Three thousand police officers were sent.", &["3000"]);
        check("Nineteen hostages were freed.", &["19"]);
        check("A hundred demonstrators were held.", &["100"]);
        check("Hundreds of people marched.", &[">=200"]);
        check("Tens of thousands of people marched.", &[">=20000"]);
        check("Dozens of houses burned.", &[">=24"]);
        check("A handful of deputies left.", &[]);
        check("Russia sent 2,000 troops and 40 tanks.", &["2000", "40"]);
    }

    #[test]
    fn bounds() {
        check("At least 40 people died.", &[">=40"]);
        check("Up to 18 million people live there.", &["<=18000000"]);
        check("More than 300 prisoners were swapped.", &[">=300"]);
        check("Fewer than 20 observers remain.", &["<=20"]);
        check("Less than 5 percent voted.", &["<=5 percent"]);
        check("Nearly 600 fighters surrendered.", &["~600"]);
        check("Almost 90 states voted for it.", &["~90"]);
        check("Between 50 and 60 soldiers were killed.", &[">=50", "<=60"]);
        check(
            "Between 50 and 60 km of road were mined.",
            &[">=50 km", "<=60 km"],
        );
        check("They hold 20 to 30 hostages.", &[">=20", "<=30"]);
        check("Trade rose from 20 to 30 percent.", &["20", "30 percent"]);
        check("As many as 70 boats took part.", &["<=70"]);
        check("No more than 12 envoys were let in.", &["<=12"]);
        check("No fewer than 12 envoys came.", &[">=12"]);
        check("Well over 100 shells were fired.", &[">=100"]);
        check("Just under 100 shells were fired.", &["<=100"]);
        check("In excess of 400 people were held.", &[">=400"]);
        check("An estimated 700 people were held.", &["~700"]);
        check("Forty or more villages were shelled.", &[">=40"]);
        check("Forty or so villages were shelled.", &["~40"]);
        check("Roughly 30 trucks arrived.", &["~30"]);
    }

    #[test]
    fn units() {
        check("The border is 700 km long.", &["700 km"]);
        check("A 43-kilometre corridor was planned.", &["43 km"]);
        check("Troops stand 12 miles from the city.", &["12 miles"]);
        check("It covers 4,400 square kilometres.", &["4400 km2"]);
        check("It covers 4,400 km\u{b2}.", &["4400 km2"]);
        check(
            "Output reached 10.5 million barrels a day.",
            &["10500000 barrels/day"],
        );
        check("It sold 2m barrels of oil.", &["2000000 barrels"]);
        check("Turkey shipped 300 tonnes of flour.", &["300 tonnes"]);
        check("The loan is worth $3.5bn.", &["3500000000 USD"]);
        check(
            "Aid worth more than $130 million came.",
            &[">=130000000 USD"],
        );
        check("It paid 90 million US dollars.", &["90000000 USD"]);
        check("Berlin pledged \u{20ac}200 million.", &["200000000 EUR"]);
        check("London gave \u{a3}2.3 billion.", &["2300000000 GBP"]);
        check("Moscow lent 10 billion roubles.", &["10000000000 RUB"]);
        check("Tokyo lent 5 billion yen.", &["5000000000 JPY"]);
        check("Exports fell 12 per cent.", &["12 percent"]);
        check("Exports fell 12%.", &["12 percent"]);
        check("It was 35 \u{b0}C in the capital.", &["35 \u{b0}C"]);
        check("The plant makes 1,200 megawatts.", &["1200 MW"]);
        check(
            "Support fell by 4 percentage points.",
            &["4 percentage points"],
        );
    }

    #[test]
    fn shares() {
        check("A third of the country is mined.", &["33.33 percent"]);
        check(
            "More than a third of the country is mined.",
            &[">=33.33 percent"],
        );
        check("Two-thirds of the deputies agreed.", &["66.67 percent"]);
        check("Three quarters of them agreed.", &["75 percent"]);
        check("One in five voters stayed at home.", &["20 percent"]);
        check(
            "Nearly half of the voters stayed at home.",
            &["~50 percent"],
        );
        check("The third meeting failed.", &[]);
    }

    #[test]
    fn what_counts_nothing() {
        check("Flight 2015 landed safely.", &[]);
        check("The council passed Resolution 1701.", &[]);
        check("A 45-year-old man was killed.", &[]);
        check("The general, aged 61, resigned.", &[]);
        check("In 2011 the talks failed.", &[]);
    }
}
