//! Bodies that are called by a common noun: "the coalition", "the Agency".

use std::collections::HashMap;

use crate::names::fold;

/// A body that a noun can mean.
#[derive(Debug)]
pub(crate) struct BareName {
    /// The noun as it has to be written; in lower case however it is.
    noun: String,
    /// Id of the body.
    pub(crate) actor: String,
    /// Ids of those beside whom the noun means it.
    pub(crate) beside: Vec<String>,
}

/// `lexicon/bare-names.tsv`.
#[derive(Debug)]
pub(crate) struct BareNames(HashMap<String, Vec<BareName>>);

impl BareNames {
    pub(crate) fn builtin() -> Self {
        let table = include_str!("../../../lexicon/bare-names.tsv");
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut names: HashMap<String, Vec<BareName>> = HashMap::new();
        for row in rows {
            let mut fields = row.split('\t');
            let (Some(noun), Some(actor)) = (fields.next(), fields.next()) else {
                continue;
            };
            let beside = fields.next().unwrap_or_default();
            names.entry(fold(noun)).or_default().push(BareName {
                noun: noun.to_owned(),
                actor: actor.to_owned(),
                beside: beside.split(';').map(str::to_owned).collect(),
            });
        }
        Self(names)
    }

    /// The bodies that a word can mean as it is written.
    pub(crate) fn of(&self, word: &str) -> impl Iterator<Item = &BareName> {
        let names = self.0.get(&fold(word)).into_iter().flatten();
        names.filter(move |it| it.noun == word || !it.noun.starts_with(char::is_uppercase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[test]
    fn the_lexicon_knows_everybody_in_the_table() {
        let lexicon = Lexicon::builtin();
        for name in BareNames::builtin().0.values().flatten() {
            for id in name.beside.iter().chain([&name.actor]) {
                assert!(lexicon.actor(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn a_capital_is_part_of_the_noun() {
        let names = BareNames::builtin();
        let count = |word: &str| names.of(word).count();
        assert_eq!(["Agency", "agency", "AGENCY"].map(count), [1, 0, 0]);
        assert_eq!(["coalition", "Coalition"].map(count), [2, 2]);
    }
}
