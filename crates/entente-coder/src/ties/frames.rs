//! The table `lexicon/predicates/tie-frames.toml`: what the words around a tie word do to it.

use std::sync::LazyLock;

use serde::Deserialize;

/// Lists of lemmas; the comments in the file say what each is for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frames {
    pub(super) views: Vec<String>,
    pub(super) becomes: Vec<String>,
    pub(super) finds: Vec<String>,
    pub(super) binds: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) makes: Vec<String>,
    pub(super) fights: Vec<String>,
    pub(super) fought: Vec<String>,
    pub(super) watches: Vec<String>,
    pub(super) ends: Vec<String>,
    pub(super) closes: Vec<String>,
    pub(super) plans: Vec<String>,
    pub(super) rests: Vec<String>,
    pub(super) wants: Vec<String>,
    pub(super) begins: Vec<String>,
    pub(super) stands_for: Vec<String>,
    pub(super) hypothetical: Vec<String>,
    pub(super) goods: Vec<String>,
    pub(super) passage: Vec<String>,
}

impl Frames {
    /// The table that is compiled in.
    pub(super) fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Frames> = LazyLock::new(|| {
            // The file is ours and a test reads it: a mistake in it never ships.
            toml::from_str(include_str!(
                "../../../../lexicon/predicates/tie-frames.toml"
            ))
            .unwrap_or_default()
        });
        &BUILTIN
    }
}

/// Whether one of the lists holds a lemma.
pub(super) fn has(list: &[String], lemma: &str) -> bool {
    list.iter().any(|word| word == lemma)
}

#[cfg(test)]
mod tests {
    use super::Frames;

    #[test]
    fn the_table_reads() {
        let frames = Frames::builtin();
        assert!(!frames.views.is_empty() && !frames.goods.is_empty());
    }
}
