//! Forms that dictionaries leave out: regular plurals and regular forms of verbs, in capitals.
//!
//! As PETRARCH has it, no consonant is doubled: a dictionary lists "BANNED" itself.

const VOWELS: [char; 5] = ['A', 'E', 'I', 'O', 'U'];

/// The stem of a word that ends in a consonant and Y.
fn stem_of_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('Y')?;
    (!stem.is_empty() && !stem.ends_with(VOWELS)).then_some(stem)
}

/// The regular plural of a noun, which is also the third person of a verb.
///
/// ```
/// use entente_lexicon::petrarch::plural;
/// assert_eq!(["ENVOY", "MINISTRY", "JUDGE", "COACH"].map(plural), ["ENVOYS", "MINISTRIES", "JUDGES", "COACHES"]);
/// ```
pub fn plural(noun: &str) -> String {
    if let Some(stem) = stem_of_y(noun) {
        return format!("{stem}IES");
    }
    if ["S", "X", "Z", "SH", "CH"]
        .iter()
        .any(|end| noun.ends_with(end))
    {
        return format!("{noun}ES");
    }
    format!("{noun}S")
}

/// The regular forms of a verb beside its dictionary form: "-s", "-ed", "-ing".
pub(super) fn forms(verb: &str) -> [String; 3] {
    let past = match (verb.strip_suffix('E'), stem_of_y(verb)) {
        (Some(_), _) => format!("{verb}D"),
        (None, Some(stem)) => format!("{stem}IED"),
        (None, None) => format!("{verb}ED"),
    };
    let silent = |stem: &&str| !stem.ends_with(['E', 'O', 'Y']);
    let stem = verb.strip_suffix('E').filter(silent).unwrap_or(verb);
    [plural(verb), past, format!("{stem}ING")]
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn regular_forms() {
        let check = |verb: &str, expected: [&str; 3]| assert_eq!(forms(verb), expected);
        check("ACT", ["ACTS", "ACTED", "ACTING"]);
        check("DEPLORE", ["DEPLORES", "DEPLORED", "DEPLORING"]);
        check("OCCUPY", ["OCCUPIES", "OCCUPIED", "OCCUPYING"]);
        check("CLASH", ["CLASHES", "CLASHED", "CLASHING"]);
        check("AGREE", ["AGREES", "AGREED", "AGREEING"]);
    }
}
