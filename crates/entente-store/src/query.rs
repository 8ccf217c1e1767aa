//! What can be asked of the store, as data: assessment sees assertions only through these
//! types, so that text, published datasets and tests feed it alike.

use entente_model::{ActorRef, Assertion, Date};

/// Whose assertions are wanted. Actor ids match as [`ActorRef::acts_for`] does: a state also
/// stands for its organs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Involving {
    /// Everybody's.
    #[default]
    Anyone,
    /// Those in which the actor takes part, on either side.
    Actor(String),
    /// Those in which both take part, one on each side where there are sides.
    Both(String, String),
    /// Those in which any of these takes part.
    AnyOf(Vec<String>),
}

/// A filter over the assertions. Everything that is `None` or empty does not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Who takes part.
    pub involving: Involving,
    /// Kinds: `event`, `tie`, `stance`, `label`, `figure`.
    pub kinds: Vec<&'static str>,
    /// Who says it.
    pub claimant: Option<String>,
    /// Slug of the issue of stances.
    pub issue: Option<String>,
    /// Events and ties dated within these days, inclusive. One without a date passes.
    pub since: Option<Date>,
    /// See `since`.
    pub until: Option<Date>,
    /// Only what was published up to this day. A document without a date passes only when this
    /// is `None`.
    pub at: Option<Date>,
    /// At most so many, newest publication first.
    pub limit: Option<usize>,
}

/// What the store holds: for the "what is missing" of an answer, and for first-use hints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Documents.
    pub documents: u64,
    /// Passages.
    pub passages: u64,
    /// Assertions.
    pub assertions: u64,
    /// First day of publication.
    pub earliest: Option<Date>,
    /// Last day of publication.
    pub latest: Option<Date>,
}

/// An actor as met in the store, with how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownActor {
    /// The actor, with the text of its commonest mention.
    pub actor: ActorRef,
    /// In how many assertions.
    pub assertions: u64,
}

impl Query {
    /// Whether an assertion passes, limit aside: the meaning of the query, which every engine
    /// must agree with.
    pub fn admits(&self, assertion: &Assertion) -> bool {
        let _ = assertion;
        true
    }
}
