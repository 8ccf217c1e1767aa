//! Bodies that are called by a common noun: "the coalition", "the Agency".

use rustc_hash::FxHashMap;

use crate::names::fold;
use crate::namesakes::rows;

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

/// `lexicon/bare-names.tsv`, by folded noun.
#[derive(Debug)]
pub(crate) struct BareNames(FxHashMap<String, Vec<BareName>>);

impl BareNames {
    pub(crate) fn builtin() -> Self {
        let mut names: FxHashMap<String, Vec<BareName>> = FxHashMap::default();
        for row in rows(include_str!("../../../lexicon/bare-names.tsv")) {
            let [noun, actor, beside] = row[..] else {
                continue;
            };
            names.entry(fold(noun)).or_default().push(BareName {
                noun: noun.to_owned(),
                actor: actor.to_owned(),
                beside: beside.split(';').map(str::to_owned).collect(),
            });
        }
        Self(names)
    }

    /// The bodies that a word, folded and as it is written, can mean.
    pub(crate) fn of<'n>(
        &'n self,
        folded: &str,
        written: &'n str,
    ) -> impl Iterator<Item = &'n BareName> + use<'n> {
        let names = self.0.get(folded).into_iter().flatten();
        names.filter(move |it| it.noun == written || !it.noun.starts_with(char::is_uppercase))
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
        let count = |word: &str| names.of(&fold(word), word).count();
        assert_eq!(["Agency", "agency", "AGENCY"].map(count), [1, 0, 0]);
        assert_eq!(["coalition", "Coalition"].map(count), [2, 2]);
    }
}
