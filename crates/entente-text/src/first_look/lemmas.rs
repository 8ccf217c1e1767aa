//! Dictionary forms: exceptions learnt from the treebanks, suffix rules for the rest.

use std::collections::HashMap;

use crate::parse::Upos;

/// Irregular verbs that the treebanks do not have, or have wrong.
const IRREGULAR: &[(&str, &str)] = &[
    ("fled", "flee"),
    ("swore", "swear"),
    ("slew", "slay"),
    ("slain", "slay"),
    ("forbidden", "forbid"),
    ("arisen", "arise"),
    ("wove", "weave"),
    ("woven", "weave"),
];

/// Exceptions by form and tag.
pub(crate) struct Lemmas {
    exceptions: HashMap<Upos, HashMap<String, String>>,
}

impl Lemmas {
    /// From lines of `form TAB UPOS TAB lemma`; lines of another form are passed over.
    pub(crate) fn new(lines: &str) -> Self {
        let mut exceptions: HashMap<Upos, HashMap<String, String>> = HashMap::new();
        for line in lines.lines() {
            let mut columns = line.split('\t');
            if let (Some(form), Some(tag), Some(lemma)) = (
                columns.next(),
                columns.next().and_then(Upos::from_name),
                columns.next(),
            ) {
                exceptions
                    .entry(tag)
                    .or_default()
                    .insert(form.to_owned(), lemma.to_owned());
            }
        }
        Self { exceptions }
    }

    /// The dictionary form of a word. Proper nouns keep their capitals.
    pub(crate) fn lemma(&self, word: &str, upos: Upos) -> String {
        let plain = word.replace('\u{2019}', "'");
        let lower = plain.to_lowercase();
        if upos == Upos::Verb
            && let Some((_, lemma)) = IRREGULAR.iter().find(|(form, _)| *form == lower)
        {
            return (*lemma).to_owned();
        }
        if let Some(lemma) = self
            .exceptions
            .get(&upos)
            .and_then(|words| words.get(&lower))
        {
            return lemma.clone();
        }
        if upos == Upos::Propn {
            return plain;
        }
        let irregular = (upos == Upos::Verb)
            .then(|| self.irregular(&lower))
            .flatten();
        irregular.unwrap_or_else(|| by_rule(&lower, upos))
    }

    /// The lemma of an irregular verb with a prefix before one that the treebank has: "retook", "overthrown".
    fn irregular(&self, lower: &str) -> Option<String> {
        const PREFIXES: &[&str] = &["re", "over", "under", "up", "fore", "with", "out", "mis"];
        if ["ed", "ing", "s"]
            .iter()
            .any(|ending| lower.ends_with(ending))
        {
            return None;
        }
        let known = self.exceptions.get(&Upos::Verb)?;
        PREFIXES.iter().find_map(|prefix| {
            let lemma = known.get(lower.strip_prefix(prefix)?)?;
            Some(format!("{prefix}{lemma}"))
        })
    }
}

/// The lemma by suffix rules alone: what the exceptions are exceptions to.
pub(crate) fn by_rule(lower: &str, upos: Upos) -> String {
    match upos {
        Upos::Noun => plural_rule(lower),
        Upos::Verb | Upos::Aux => verb_rule(lower),
        _ => lower.to_owned(),
    }
}

fn plural_rule(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn verb_rule(word: &str) -> String {
    if let Some(stem) = word
        .strip_suffix("ies")
        .or_else(|| word.strip_suffix("ied"))
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    for ending in ["ing", "ed"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 1
            && stem.contains(is_vowel)
        {
            return restore(stem);
        }
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn is_vowel(char: char) -> bool {
    matches!(char, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Gives a stem its final e back or takes a doubled consonant away: "accus" is "accuse",
/// "stopp" is "stop".
fn restore(stem: &str) -> String {
    let chars: Vec<char> = stem.chars().collect();
    let (Some(&last), before) = (chars.last(), chars.len().checked_sub(2).map(|at| chars[at]))
    else {
        return stem.to_owned();
    };
    if before == Some(last) && !is_vowel(last) && !matches!(last, 'l' | 's' | 'f' | 'z') {
        return chars[..chars.len() - 1].iter().collect();
    }
    let third = chars.len().checked_sub(3).map(|at| chars[at]);
    let silent_e = stem.ends_with("at")
        || stem.ends_with("iz")
        || stem.ends_with("is") && chars.len() > 4
        || stem.ends_with("us") && chars.len() > 3
        || matches!(last, 'c' | 'v' | 'u')
        || last == 'g' && !matches!(before, Some('n' | 'g'))
        || stem.ends_with("rg")
        || stem.ends_with("nc")
        || stem.ends_with("dg")
        || stem.ends_with("ns")
        || stem.ends_with("rs")
        || stem.ends_with("as")
        || stem.ends_with("os")
        || (chars.len() == 3
            || stem.ends_with("ir")
            || stem.ends_with("ur")
            || stem.ends_with("id"))
            && !is_vowel(last)
            && !matches!(last, 'w' | 'x' | 'y')
            && before.is_some_and(is_vowel)
            && third.is_some_and(|third| !is_vowel(third))
        || matches!(last, 'l')
            && before.is_some_and(|char| matches!(char, 'b' | 'g' | 'd' | 't' | 'p'));
    if silent_e {
        format!("{stem}e")
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_undo_inflection() {
        for (word, upos, lemma) in [
            ("accused", Upos::Verb, "accuse"),
            ("stopped", Upos::Verb, "stop"),
            ("denies", Upos::Verb, "deny"),
            ("attacking", Upos::Verb, "attack"),
            ("countries", Upos::Noun, "country"),
            ("embassies", Upos::Noun, "embassy"),
            ("allies", Upos::Noun, "ally"),
            ("proxies", Upos::Noun, "proxy"),
            ("dismissed", Upos::Verb, "dismiss"),
            ("served", Upos::Verb, "serve"),
            ("threatened", Upos::Verb, "threaten"),
        ] {
            assert_eq!(by_rule(word, upos), lemma, "{word}");
        }
    }

    #[test]
    fn irregular_verbs_with_prefixes_are_known() {
        let parser = crate::first_look::PerceptronParser::builtin();
        for (word, lemma) in [
            ("retook", "retake"),
            ("overthrown", "overthrow"),
            ("underwent", "undergo"),
            ("upheld", "uphold"),
            ("fled", "flee"),
            ("relied", "rely"),
            ("withdrew", "withdraw"),
        ] {
            assert_eq!(parser.lemma(word, Upos::Verb), lemma, "{word}");
        }
    }
}
