//! The forms of questions, as a table: for each form, how it is shown to a reader, an example,
//! and the patterns of words that it is asked in.
//!
//! A pattern is words separated by blanks. `a|b` is one of several words, `[a|b]` up to two of
//! them or none, and a capital letter is a slot that takes one word or more: `A` and `B` an
//! actor, `X` a topic, `L` what something is called. Patterns are tried in the order of the
//! table, and the first whose actors are known wins; so the narrow stand before the wide.

use super::words::{Word, joined};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Are A and B allies?
    Allies,
    /// Are A and B friends, partners?
    Friends,
    /// Are A and B rivals?
    Rivals,
    /// Are A and B enemies?
    Enemies,
    /// Are A and B at war?
    War,
    /// How do A and B stand?
    Stand,
    /// Is A a member of B?
    Membership,
    /// Does A depend on B?
    Depends,
    /// Who are A's allies?
    AlliesOf,
    /// Who are A's partners, friends?
    PartnersOf,
    /// Who are A's rivals, enemies?
    RivalsOf,
    /// Who are A's proxies?
    ProxiesOf,
    /// Who backs A?
    PatronsOf,
    /// What happened between A and B?
    Events,
    /// Who supports X? Does A support X?
    Supports,
    /// Who opposes X? Does A oppose X?
    Opposes,
    /// Who accuses A of X?
    Accuses,
    /// What does A say about X? Who says X?
    Says,
    /// Who denies X?
    Denies,
}

impl Form {
    /// The name in answers: `allies`, `allies-of`, `events`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allies => "allies",
            Self::Friends => "friends",
            Self::Rivals => "rivals",
            Self::Enemies => "enemies",
            Self::War => "war",
            Self::Stand => "stand",
            Self::Membership => "membership",
            Self::Depends => "depends",
            Self::AlliesOf => "allies-of",
            Self::PartnersOf => "partners-of",
            Self::RivalsOf => "rivals-of",
            Self::ProxiesOf => "proxies-of",
            Self::PatronsOf => "patrons-of",
            Self::Events => "events",
            Self::Supports => "supports",
            Self::Opposes => "opposes",
            Self::Says | Self::Accuses => "says",
            Self::Denies => "denies",
        }
    }

    /// Whether it asks how two actors stand.
    pub const fn is_of_a_pair(self) -> bool {
        matches!(
            self,
            Self::Allies | Self::Friends | Self::Rivals | Self::Enemies | Self::War | Self::Stand
        )
    }

    /// Whether "why" before it asks for reasons that this crate can give.
    const fn has_reasons(self) -> bool {
        self.is_of_a_pair()
            || matches!(
                self,
                Self::Supports | Self::Opposes | Self::Depends | Self::Membership
            )
    }
}

/// One form of question.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) form: Form,
    /// How it is shown: "are A and B allies".
    pub(super) shown: &'static str,
    /// An example that the table itself understands (tested).
    pub(super) example: &'static str,
    patterns: &'static [&'static str],
}

/// Every form, in the order in which they are tried.
pub(super) const TABLE: &[Row] = &[
    Row {
        form: Form::Allies,
        shown: "are A and B allies",
        example: "Are Azerbaijan and Iran allies?",
        patterns: &[
            "are|were A and B [not|still|really|actually|now|formal|close|military|strategic|natural|in] allies|allied|alliance",
            "is|was A [not|still|really|now] a|an|the [close|formal|military|strategic] ally of|to B",
            "is|was A [not|still|really|now] allied with|to B",
            "is|was A [not|still] B 's [close|formal|strategic|main] ally",
            "do|did A and B [not|still|really] have an|a|any [formal|military|defence|defense] alliance|pact",
            "is|was there an|a [formal|military] alliance between|of A and B",
        ],
    },
    Row {
        form: Form::Friends,
        shown: "are A and B friends (or partners)",
        example: "Are Russia and Iran partners?",
        patterns: &[
            "are|were A and B [not|still|really|actually|now|good|close|strategic|on] friends|friendly|partners|partnered|close",
            "are|were A and B [not|still|really] on good|friendly terms",
            "is|was A [not|still|really|now] a|an|the [close|good|strategic] friend|partner of|to B",
            "is|was A [not|still|really|now] friendly|friends with|to|towards B",
            "is|was A [not|still] B 's [close|good|strategic] friend|partner",
            "do|did A and B [not|still|really] get along [well]",
            "do|did A and B [not|still|really] have good|close|friendly relations|ties",
            "do|did A and B [not|still|really] cooperate|like [each|other]",
            "does|did A [not|still] get along with B",
        ],
    },
    Row {
        form: Form::Rivals,
        shown: "are A and B rivals",
        example: "Are Iran and Turkey rivals?",
        patterns: &[
            "are|were A and B [not|still|really|actually|now|strategic|regional] rivals|adversaries|competitors|opponents",
            "is|was A [not|still|really|now] a|an|the [strategic|regional] rival|adversary|competitor|opponent of|to B",
            "is|was A [not|still] B 's [main|regional] rival|adversary|competitor",
            "is|was there a rivalry between A and B",
        ],
    },
    Row {
        form: Form::Enemies,
        shown: "are A and B enemies",
        example: "Are Iran and Israel enemies?",
        patterns: &[
            "are|were A and B [not|still|really|actually|now|sworn|bitter] enemies|foes|hostile|arch-enemies [to|each|other]",
            "is|was A [not|still|really|now] a|an|the [sworn] enemy|foe|arch-enemy of|to B",
            "is|was A [not|still] B 's [main|sworn] enemy|foe|arch-enemy",
            "is|was A [not|still|really] hostile to|towards|toward B",
            "do|did A and B hate|fear [each|other]",
        ],
    },
    Row {
        form: Form::War,
        shown: "are A and B at war",
        example: "Are Armenia and Azerbaijan at war?",
        patterns: &[
            "are|were A and B [not|still|really|actually|now] at war",
            "are|were A and B [not|still|really|now] fighting [a|war|each|other]",
            "is|was A [not|still|really|now] at war with|against B",
            "is|was A [not|still] fighting [a|war|with|against] B",
            "is|was there [a|still|now] war between A and B",
        ],
    },
    Row {
        form: Form::Depends,
        shown: "does A depend on B",
        example: "Does Armenia depend on Georgia?",
        patterns: &[
            "[how|much] does|do|did A [not|still|really] depend|depends|rely|relies on|upon B",
            "is|was A [not|still|really|how] dependent|reliant on|upon B",
            "does|do|did A [not|still|really] need B",
        ],
    },
    Row {
        form: Form::Membership,
        shown: "is A a member of B",
        example: "Is Turkey a member of NATO?",
        patterns: &[
            "is|are|was|were A [not|still|now] a|an [full|formal] member|members|part of|in B",
            "is|are|was|were A [not|still|now] part|member|members of B",
            "is|are|was|were A [not|still] in B",
            "does|do|did A [not|still] belong to B",
            "has|did A [not] joined|join|left|leave B",
        ],
    },
    Row {
        form: Form::AlliesOf,
        shown: "who are A's allies",
        example: "Who are Azerbaijan's allies?",
        patterns: &[
            "[who|which|what] are|is|were|was A 's [main|closest|close|formal|current] allies|ally",
            "[who|which|what|states|countries] are|is|were|was [the|an|main|closest] allies|ally of A",
            "[who|which|states|countries] are|is|were|was allied with|to A",
            "which [states|countries] are|were A 's allies",
        ],
    },
    Row {
        form: Form::PartnersOf,
        shown: "who are A's partners (or friends)",
        example: "Who are Armenia's partners?",
        patterns: &[
            "[who|which|what] are|is|were|was A 's [main|closest|close|strategic|best] partners|partner|friends|friend",
            "[who|which|what|states|countries] are|is|were|was [the|a|main|closest] partners|partner|friends|friend of A",
            "who are|is|were|was friends|partners|friendly with|to A",
        ],
    },
    Row {
        form: Form::RivalsOf,
        shown: "who are A's rivals (or enemies)",
        example: "Who are Iran's rivals?",
        patterns: &[
            "[who|which|what] are|is|were|was A 's [main|worst|sworn|regional] rivals|rival|enemies|enemy|adversaries|adversary|foes|foe|opponents",
            "[who|which|what|states|countries] are|is|were|was [the|a|an|main] rivals|rival|enemies|enemy|adversaries|adversary|foes|opponents of A",
            "who is|are|was|were hostile to|towards A",
            "who is|are|was|were at war with A",
        ],
    },
    Row {
        form: Form::ProxiesOf,
        shown: "who are A's proxies",
        example: "Who are Iran's proxies?",
        patterns: &[
            "[who|which|what|groups] are|is|were|was A 's [main|regional] proxies|proxy|clients|client|satellites",
            "[who|which|what|groups] are|is|were|was [the|a|main] proxies|proxy|clients|client of A",
            "who|whom does|did A back|sponsor|arm|fund|finance",
            "which groups|militias does|did A back|sponsor|arm|fund|finance|support",
        ],
    },
    Row {
        form: Form::PatronsOf,
        shown: "who backs A (or who is A's patron)",
        example: "Who backs Hezbollah?",
        patterns: &[
            "[who|which|what] are|is|were|was A 's [main] patron|patrons|backer|backers|sponsor|sponsors",
            "[who|which|what] are|is|were|was [the] patron|patrons|backer|backers|sponsor|sponsors of A",
            "who|which [states|countries] backs|back|backed|supports|support|supported|funds|fund|funded|arms|armed|finances|sponsors|sponsored A",
            "who stands|stood|is|was behind A",
            "whose proxy|client is|was A",
        ],
    },
    Row {
        form: Form::Events,
        shown: "what happened between A and B (in 2023, since July 2024, before 2012, ...)",
        example: "What happened between Azerbaijan and Iran in 2023?",
        patterns: &[
            "what [has|have|had] happened|happens between|with|to|among A and B",
            "what [has|have] passed|occurred between A and B",
            "what did|has|have A do|done to|against|with B",
            "what is|was [the|a] history|timeline of|between A and B",
            "[the] events|incidents|timeline|history between|of A and B",
        ],
    },
    Row {
        form: Form::Denies,
        shown: "who denies X",
        example: "Who denies sending trucks to Karabakh?",
        patterns: &[
            "who|which [states|countries] denies|deny|denied|disputes|disputed [that|having|the] X",
            "does|do|did A deny [that|having] X",
            "what does|did A deny [about] X",
        ],
    },
    Row {
        form: Form::Accuses,
        shown: "who accuses A of X",
        example: "Who accuses Iran of supplying the Houthis?",
        patterns: &[
            "who|which [states|countries] accuses|accuse|accused|blames|blamed A of|for X",
            "who says|said|claims|claimed [that] A is|was guilty|responsible of|for X",
        ],
    },
    Row {
        form: Form::Says,
        shown: "what does A say about X; who says X; who says X was L",
        example: "What does Iran say about the embassy attack?",
        patterns: &[
            "what does|do|did A say|think|claim about|of|on X",
            "what has|have A said about|of|on X",
            "what is|was A 's [official] position|view|stance|opinion on|of|about X",
            "who|which [states|countries] says|say|said|claims|claim|claimed [that] X was|is|were|are [a|an|the] L",
            "who|which [states|countries] calls|call|called|labels|labelled|labeled X a|an L",
            "who|which [states|countries] says|say|said|claims|claim|claimed [that] X",
        ],
    },
    Row {
        form: Form::Opposes,
        shown: "who opposes (rejects, criticises) X; does A oppose X",
        example: "Who opposes the Zangezur corridor?",
        patterns: &[
            "who|which [states|countries|actors] opposes|oppose|opposed|rejects|reject|rejected|criticises|criticise|criticised|criticizes|criticize|criticized|condemns|condemn|condemned|resists X",
            "who [is|are|was|were] against|opposed [to] X",
            "does|do|did|is A [not|still] oppose|opposes|reject|rejects|criticise|criticize|against|resist|condemn X",
        ],
    },
    Row {
        form: Form::Supports,
        shown: "who supports (backs, wants, welcomes) X; does A support X",
        example: "Who supports the Zangezur corridor?",
        patterns: &[
            "who|which [states|countries|actors] supports|support|supported|backs|back|backed|wants|want|wanted|welcomes|welcome|welcomed|favours|favors|advocates|endorses|endorsed|champions|seeks X",
            "who calls|call|called for X",
            "who is|are|was|were [in] for|favour|favor [of] X",
            "does|do|did A [not|still] support|back|want|welcome|favour|favor|endorse X",
        ],
    },
    Row {
        form: Form::Stand,
        shown: "how do A and B stand",
        example: "How do Georgia and Russia stand?",
        patterns: &[
            "how do|did A and B stand [to|with|each|other|now|today]",
            "how do|did|well A and B get along [now|today]",
            "how|what are|is|were|was [the] relations|relationship|ties|relation between|of A and B",
            "how|what are|is|were|was A 's relations|relationship|ties|relation with|to B",
            "how does|did A stand|get [along] to|with|towards B",
            "[the] relations|relationship|ties between|of A and B",
            "A and B",
        ],
    },
];

/// What the slots of a pattern took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slots {
    pub(super) a: Option<String>,
    pub(super) b: Option<String>,
    pub(super) topic: Option<String>,
    pub(super) label: Option<String>,
}

/// A way in which words fit the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) form: Form,
    pub(super) why: bool,
    pub(super) past: bool,
    pub(super) slots: Slots,
}

/// At most so many words in a slot for an actor, and for a topic.
const ACTOR_WORDS: usize = 9;
const TOPIC_WORDS: usize = 30;

/// Every way in which the words fit the table, in its order.
pub(super) fn readings(words: &[Word]) -> Vec<Reading> {
    let words = match words {
        [first, rest @ ..] if matches!(first.form.as_str(), "so" | "and" | "but" | "well") => rest,
        _ => words,
    };
    let (why, words) = match words {
        [first, rest @ ..] if first.form == "why" => (true, rest),
        [how, come, rest @ ..] if how.form == "how" && come.form == "come" => (true, rest),
        _ => (false, words),
    };
    // "Are not A and B ..." comes of "aren't".
    let mut words = words.to_vec();
    if words.len() > 2 && words[1].form == "not" {
        words.remove(1);
    }
    let words = words.as_slice();
    let past = words
        .iter()
        .take(2)
        .any(|word| matches!(word.form.as_str(), "were" | "was" | "did"));
    let mut found = Vec::new();
    for row in TABLE {
        if why && !row.form.has_reasons() {
            continue;
        }
        for pattern in row.patterns {
            let elements: Vec<&str> = pattern.split(' ').collect();
            let mut fits = Vec::new();
            fit(&elements, words, &Slots::default(), &mut fits);
            found.extend(fits.into_iter().map(|slots| Reading {
                form: row.form,
                why,
                past,
                slots,
            }));
        }
    }
    found
}

/// Fits elements to words from the left, collecting every way in which both end together.
fn fit(elements: &[&str], words: &[Word], slots: &Slots, fits: &mut Vec<Slots>) {
    let Some((element, rest)) = elements.split_first() else {
        if words.is_empty() {
            fits.push(slots.clone());
        }
        return;
    };
    if let Some(optional) = element.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
        let taken = words
            .iter()
            .take(2)
            .take_while(|word| optional.split('|').any(|choice| choice == word.form))
            .count();
        for skip in (0..=taken).rev() {
            fit(rest, &words[skip..], slots, fits);
        }
    } else if matches!(*element, "A" | "B" | "X" | "L") {
        let most = if matches!(*element, "A" | "B") {
            ACTOR_WORDS
        } else {
            TOPIC_WORDS
        };
        for end in 1..=words.len().min(most) {
            let mut slots = slots.clone();
            let slot = match *element {
                "A" => &mut slots.a,
                "B" => &mut slots.b,
                "X" => &mut slots.topic,
                _ => &mut slots.label,
            };
            *slot = Some(joined(&words[..end]));
            fit(rest, &words[end..], &slots, fits);
        }
    } else if let Some((word, others)) = words.split_first()
        && element.split('|').any(|choice| choice == word.form)
    {
        fit(rest, others, slots, fits);
    }
}

/// The form whose own words the question shares most, for a hint; `None` when it shares none.
pub(super) fn nearest(words: &[Word]) -> Option<&'static Row> {
    const COMMON: &[&str] = &[
        "are", "is", "was", "were", "do", "does", "did", "a", "an", "the", "of", "to", "in", "on",
        "for", "and", "what", "who", "which", "how", "'s", "with", "not", "there", "has", "have",
    ];
    let score = |row: &Row| {
        let telling: std::collections::BTreeSet<&str> = row
            .patterns
            .iter()
            .flat_map(|pattern| pattern.split([' ', '|', '[', ']']))
            .filter(|word| word.len() > 1 && !COMMON.contains(word))
            .collect();
        words
            .iter()
            .filter(|word| telling.contains(word.form.as_str()))
            .count()
    };
    TABLE
        .iter()
        .map(|row| (score(row), row))
        .filter(|(score, _)| *score > 0)
        .max_by_key(|(score, _)| *score)
        .map(|(_, row)| row)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn every_example_is_of_its_form() {
        for row in TABLE {
            let readings = readings(&words(row.example));
            assert!(
                readings.iter().any(|reading| reading.form == row.form),
                "{}: {readings:?}",
                row.example
            );
        }
    }

    #[test]
    fn patterns_are_well_formed() {
        for row in TABLE {
            for pattern in row.patterns {
                for element in pattern.split(' ') {
                    assert!(!element.is_empty(), "two blanks in {pattern:?}");
                    let slot = element.len() == 1 && element.chars().all(char::is_uppercase);
                    assert!(
                        slot || !element.chars().any(char::is_uppercase),
                        "{element:?} in {pattern:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn names_with_and_in_them_are_tried_whole() {
        let readings = readings(&words("Are Bosnia and Herzegovina and Serbia allies?"));
        let pairs: Vec<(String, String)> = readings
            .into_iter()
            .filter(|reading| reading.form == Form::Allies)
            .filter_map(|reading| Some((reading.slots.a?, reading.slots.b?)))
            .collect();
        assert!(
            pairs.contains(&("Bosnia and Herzegovina".into(), "Serbia".into())),
            "{pairs:?}"
        );
    }

    #[test]
    fn why_is_a_reading_of_the_form_it_asks_about() {
        let readings = readings(&words("Why aren't Azerbaijan and Iran allies"));
        let first = &readings[0];
        assert!(first.why && first.form == Form::Allies, "{first:?}");
        assert_eq!(first.slots.a.as_deref(), Some("Azerbaijan"));
    }
}
