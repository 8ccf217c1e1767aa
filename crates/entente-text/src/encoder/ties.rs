//! The head for ties: how two phrases of a sentence stand to each other.
//!
//! Looks at the same numbers of each word as the heads for events ([`Views`](crate::Views)). Knows relations and nothing of
//! actors: which phrases are worth asking about is the coder's business.

use std::ops::Range;
use std::sync::LazyLock;

use entente_model::Relation;
use rten::NodeId;

use crate::parse::Parse;

use super::labels_of;
use super::network::Fault;
use super::pairs::{PairModel, softmax};

static BUILTIN: LazyLock<Result<TieHead, Fault>> = LazyLock::new(|| {
    TieHead::load(
        include_bytes!("../../../../models/ties.onnx"),
        include_str!("../../../../models/labels.toml"),
    )
});

/// Scores behind those of the relations: that the tie is denied or over, that it is less than certain.
const BESIDE: usize = 2;

/// What the head makes of two phrases in one order.
#[derive(Debug, Clone, PartialEq)]
pub struct TieReading {
    /// The likeliest relation, whether or not there is one.
    pub relation: Relation,
    /// The probability that the first has this relation to the second.
    pub probability: f32,
    /// The probability that the tie, if there is one, is denied or over.
    pub negative: f32,
    /// The probability that the tie, if there is one, is less than certain: possible, planned, wished for.
    pub uncertain: f32,
}

/// What tells ties apart.
pub struct TieHead {
    model: PairModel,
    output: NodeId,
    /// The last class is none.
    relations: Vec<Option<Relation>>,
}

impl TieHead {
    /// The head with the weights that are compiled in, or `None` where they cannot be run.
    pub fn builtin() -> Option<&'static Self> {
        BUILTIN.as_ref().ok()
    }

    fn load(model: &'static [u8], labels: &str) -> Result<Self, Fault> {
        let model = PairModel::load(model)?;
        let relations = labels_of(labels, "ties").ok_or(Fault::Node("ties"))?;
        Ok(Self {
            output: model.node("ties")?,
            relations: relations.iter().map(|name| name.parse().ok()).collect(),
            model,
        })
    }

    /// How the first phrase of each pair stands to the second, in the order of the pairs. Nothing where the encoder has not read the
    /// sentence, or a phrase reaches beyond it.
    pub fn read(&self, parse: &Parse, pairs: &[(Range<usize>, Range<usize>)]) -> Vec<TieReading> {
        let phrases = pairs.iter().flat_map(|(one, other)| [one, other]);
        if pairs.is_empty() || !parse.has_views_of(phrases) {
            return Vec::new();
        }
        let asked = pairs.iter().map(|(one, other)| (one, other));
        let numbers = self.relations.len() + BESIDE;
        let scores = self.model.ask(self.output, &parse.views, asked, numbers);
        let scores = scores.unwrap_or_default();
        scores.iter().filter_map(|own| self.reading(own)).collect()
    }

    fn reading(&self, scores: &[f32]) -> Option<TieReading> {
        let (relations, beside) = scores.split_at_checked(self.relations.len())?;
        let &[negative, uncertain] = beside else {
            return None;
        };
        let probabilities = softmax(relations);
        let known = self.relations.iter().zip(probabilities);
        let (relation, probability) = known
            .filter_map(|(relation, probability)| Some(((*relation)?, probability)))
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(TieReading {
            relation,
            probability,
            negative: logistic(negative),
            uncertain: logistic(uncertain),
        })
    }
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use entente_model::Span;

    use super::*;
    use crate::{EncoderParser, NoGazetteer, Parser};

    /// How one phrase of a sentence stands to another.
    fn read(text: &str, one: &str, other: &str) -> TieReading {
        let (Some(parser), Some(head)) = (EncoderParser::builtin(), TieHead::builtin()) else {
            panic!("the models cannot be run");
        };
        let parse = parser.parse(text, Span::new(0, text.len()), None, &NoGazetteer);
        let range = |words: &str| {
            let start = text.find(words).expect("words of the text");
            let end = start + words.len();
            let within = |token: &crate::Token| token.span.start >= start && token.span.end <= end;
            let first = parse.tokens.iter().position(within).expect("a token");
            let last = parse.tokens.iter().rposition(within).expect("a token");
            first..last + 1
        };
        head.read(&parse, &[(range(one), range(other))]).remove(0)
    }

    #[test]
    fn how_two_stand() {
        let check = |text: &str, one: &str, other: &str, relation: Relation| {
            let found = read(text, one, other);
            assert!(
                found.probability > 0.5 && found.relation == relation,
                "{text}: {found:?}"
            );
            found
        };
        let text = "Ghana is the closest ally that Togo has.";
        check(text, "Ghana", "Togo", Relation::Alliance);
        let text = "Togo shares a long frontier with Ghana.";
        check(text, "Togo", "Ghana", Relation::Border);
        let text = "The rebels are armed and paid by Ghana.";
        check(text, "Ghana", "The rebels", Relation::Patronage);
        let text = "Ghana has been a member of the Commonwealth since 1957.";
        let found = check(text, "Ghana", "the Commonwealth", Relation::Membership);
        assert!(
            found.negative < 0.5 && found.uncertain < 0.5,
            "{text}: {found:?}"
        );
        let text = "Ghana is no longer a member of the Commonwealth.";
        let found = check(text, "Ghana", "the Commonwealth", Relation::Membership);
        assert!(found.negative > 0.5, "{text}: {found:?}");
    }

    #[test]
    fn most_have_no_tie() {
        let text = "The president of Ghana flew from Togo to Benin on Friday.";
        for (one, other) in [("Ghana", "Togo"), ("Togo", "Benin"), ("Benin", "Ghana")] {
            let found = read(text, one, other);
            assert!(found.probability < 0.5, "{one} {other}: {found:?}");
        }
    }

    #[test]
    fn nothing_is_told_of_what_was_not_read() {
        let head = TieHead::builtin().expect("the models can be run");
        assert!(head.read(&Parse::default(), &[(0..1, 1..2)]).is_empty());
    }
}
