//! The heads for events: what one phrase of a sentence does to another.
//!
//! Looks at the numbers that the encoder leaves for each word ([`Views`](crate::Views)) and at where
//! each word stands beside the two phrases. Knows types of events and nothing of actors: which
//! phrases are worth asking about is the coder's business.

use std::ops::Range;
use std::sync::LazyLock;

use entente_model::EventType;
use rten::NodeId;

use crate::parse::{Parse, Views};

use super::labels_of;
use super::network::Fault;
use super::pairs::{PairModel, softmax};

static BUILTIN: LazyLock<Result<EventHead, Fault>> = LazyLock::new(|| {
    EventHead::load(
        include_bytes!("../../../../models/events.onnx"),
        include_str!("../../../../models/labels.toml"),
    )
});

/// Two phrases, as ranges of tokens: whether the first does something to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairOfPhrases {
    /// Who may act.
    pub source: Range<usize>,
    /// Who may be acted upon.
    pub target: Range<usize>,
    /// Whether all heads are asked, also where a glance says that nothing is done: there is reason to think that something is.
    pub in_full: bool,
}

/// From this probability on that something is done, more is asked than a glance tells; as in `training/glance.py`.
const OPEN: f32 = 0.02;
/// From this probability on that nothing is done, the head that knows how seldom something is is believed alone.
const NOTHING: f32 = 0.5;

/// What tells events apart, in three steps of which each asks about fewer pairs. A glance passes over those of which it is sure
/// that nothing is done, which are most. A head that has learnt whether there is an event says whether there is one; where it does
/// not rule it out, the mean of its scores and those of a head that has learnt of which type it is tells the types apart.
pub struct EventHead {
    model: PairModel,
    glance: NodeId,
    kinds: NodeId,
    deeds: NodeId,
    classes: Vec<Option<EventType>>,
}

impl EventHead {
    /// The head with the weights that are compiled in, or `None` where they cannot be run.
    pub fn builtin() -> Option<&'static Self> {
        BUILTIN.as_ref().ok()
    }

    fn load(model: &'static [u8], labels: &str) -> Result<Self, Fault> {
        let model = PairModel::load(model)?;
        let classes = labels_of(labels, "events").ok_or(Fault::Node("events"))?;
        Ok(Self {
            glance: model.node("glance")?,
            kinds: model.node("kinds")?,
            deeds: model.node("deeds")?,
            classes: classes.iter().map(|name| class(name)).collect(),
            model,
        })
    }

    /// The classes, in the order of [`EventHead::read`]. CONCEDE stands for RETREAT too; `None` is
    /// that the one does nothing to the other.
    pub fn classes(&self) -> &[Option<EventType>] {
        &self.classes
    }

    /// The probability of each class for each pair; a phrase may be empty, where it is not named.
    /// Nothing where the encoder has not read the sentence, or a phrase reaches beyond it.
    pub fn read(&self, parse: &Parse, pairs: &[PairOfPhrases]) -> Vec<Vec<f32>> {
        let phrases = pairs.iter().flat_map(|pair| [&pair.source, &pair.target]);
        if pairs.is_empty() || !parse.has_views_of(phrases) {
            return Vec::new();
        }
        self.run(&parse.views, pairs).unwrap_or_default()
    }

    fn run(&self, views: &Views, pairs: &[PairOfPhrases]) -> Result<Vec<Vec<f32>>, Fault> {
        let Some(nothing) = self.classes.iter().position(Option::is_none) else {
            return Err(Fault::Node("NONE"));
        };
        let every: Vec<usize> = (0..pairs.len()).collect();
        let mut found = Vec::with_capacity(pairs.len());
        for score in self.ask(self.glance, views, pairs, &every, 1)? {
            let done = 1.0 / (1.0 + (-score[0]).exp());
            let mut probabilities =
                vec![done / (self.classes.len() - 1) as f32; self.classes.len()];
            probabilities[nothing] = 1.0 - done;
            found.push(probabilities);
        }
        let is_open = |&pair: &usize| pairs[pair].in_full || 1.0 - found[pair][nothing] >= OPEN;
        let open: Vec<usize> = every.into_iter().filter(is_open).collect();
        let deeds = self.ask(self.deeds, views, pairs, &open, self.classes.len())?;
        let deeds = deeds.into_iter().zip(open);
        let mut told = Vec::new();
        for (scores, pair) in deeds {
            found[pair] = softmax(&scores);
            if pairs[pair].in_full || found[pair][nothing] < NOTHING {
                told.push((pair, scores));
            }
        }
        let asked: Vec<usize> = told.iter().map(|(pair, _)| *pair).collect();
        let kinds = self.ask(self.kinds, views, pairs, &asked, self.classes.len())?;
        for ((pair, deeds), kinds) in told.into_iter().zip(kinds) {
            let both = deeds.iter().zip(kinds);
            let both: Vec<f32> = both.map(|(deed, kind)| (deed + kind) / 2.0).collect();
            let both = softmax(&both);
            // What is done, if anything is, shares what the first of the two leaves for it.
            let share = (1.0 - found[pair][nothing]) / (1.0 - both[nothing]).max(f32::EPSILON);
            for (class, probability) in found[pair].iter_mut().enumerate() {
                if class != nothing {
                    *probability = both[class] * share;
                }
            }
        }
        Ok(found)
    }

    /// What one output says of each of some pairs, so many numbers of each.
    fn ask(
        &self,
        output: NodeId,
        views: &Views,
        pairs: &[PairOfPhrases],
        asked: &[usize],
        numbers: usize,
    ) -> Result<Vec<Vec<f32>>, Fault> {
        let asked = asked.iter().map(|&pair| {
            let pair = &pairs[pair];
            (&pair.source, &pair.target)
        });
        self.model.ask(output, views, asked, numbers)
    }
}

/// The type of a class; `None` for NONE.
fn class(name: &str) -> Option<EventType> {
    match name {
        "YIELD" => Some(EventType::Concede),
        name => name.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use entente_model::Span;

    use super::*;
    use crate::{EncoderParser, NoGazetteer, Parser};

    /// The probabilities of the classes for a sentence with its source and target.
    fn probabilities(text: &str, source: &str, target: &str, in_full: bool) -> Vec<f32> {
        let (Some(parser), Some(head)) = (EncoderParser::builtin(), EventHead::builtin()) else {
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
        let pair = PairOfPhrases {
            source: range(source),
            target: range(target),
            in_full,
        };
        head.read(&parse, &[pair]).remove(0)
    }

    /// The likeliest class.
    fn check(text: &str, source: &str, target: &str, expected: Option<EventType>) {
        let found = probabilities(text, source, target, false);
        let best = found
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(index, _)| EventHead::builtin().expect("the models").classes()[index]);
        assert_eq!(best, Some(expected), "{text}: {found:?}");
    }

    #[test]
    fn who_does_what_to_whom() {
        use EventType::{Accuse, Assault, Concede, Consult, Reject};
        let text = "Ghana accused Togo of shelling a village near Keta.";
        check(text, "Ghana", "Togo", Some(Accuse));
        let text = "The foreign ministers of Ghana and Togo met in Accra.";
        check(text, "Ghana", "Togo", Some(Consult));
        let text = "Rebels killed three soldiers in an ambush.";
        check(text, "Rebels", "three soldiers", Some(Assault));
        let text = "Ghana has lifted the sanctions on Togo.";
        check(text, "Ghana", "Togo", Some(Concede));
        let text = "The prime minister rejected the demands of the union.";
        check(text, "The prime minister", "the union", Some(Reject));
        let text = "Ghana is smaller than Burkina Faso.";
        check(text, "Ghana", "Burkina Faso", None);
        let text = "The ambassador of Ghana lives in Togo with his wife.";
        check(text, "Ghana", "Togo", None);
    }

    #[test]
    fn a_glance_passes_over_what_the_heads_would_say_nothing_of() {
        let nothing = |probabilities: &[f32]| {
            let classes = EventHead::builtin().expect("the models").classes();
            let place = classes.iter().position(Option::is_none).expect("NONE");
            probabilities[place]
        };
        let text =
            "Togo, which borders Ghana and Benin, was shelled by rebels from Mali on Friday.";
        for (source, target) in [("Ghana", "Benin"), ("Benin", "Ghana"), ("Togo", "rebels")] {
            let glanced = probabilities(text, source, target, false);
            let asked = probabilities(text, source, target, true);
            assert!(nothing(&glanced) > 0.9, "{source} {target} {glanced:?}");
            assert!(nothing(&asked) > 0.9, "{source} {target} {asked:?}");
        }
        let glanced = probabilities(text, "rebels", "Togo", false);
        assert_eq!(glanced, probabilities(text, "rebels", "Togo", true));
        assert!(nothing(&glanced) < 0.1, "{glanced:?}");
    }

    #[test]
    fn nothing_is_told_of_what_was_not_read() {
        let head = EventHead::builtin().expect("the models can be run");
        let pair = PairOfPhrases {
            source: 0..1,
            target: 1..2,
            in_full: true,
        };
        assert!(head.read(&Parse::default(), &[pair]).is_empty());
    }
}
