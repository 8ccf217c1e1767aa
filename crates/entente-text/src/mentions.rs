//! From the spans that a tagger of names finds to the mentions of a parse.

use crate::parse::{Mention, MentionKind, Token, Upos};

/// The mentions of a sentence from spans in order: first token, one past the last, kind. A proper
/// noun that no span holds is a name of kind `Other`, so that nothing with a name is lost.
pub(crate) fn mentions(spans: &[(usize, usize, MentionKind)], tokens: &[Token]) -> Vec<Mention> {
    let mut all: Vec<(usize, usize, MentionKind)> = Vec::with_capacity(spans.len());
    let mut spans = spans.iter().copied().peekable();
    let mut index = 0;
    while index < tokens.len() {
        if let Some(span) = spans.next_if(|span| span.0 <= index) {
            all.push(span);
            index = span.1.max(index + 1);
            continue;
        }
        if tokens[index].upos == Upos::Propn {
            match all.last_mut() {
                Some(last) if last.1 == index && last.2 == MentionKind::Other => last.1 += 1,
                _ => all.push((index, index + 1, MentionKind::Other)),
            }
        }
        index += 1;
    }
    all.into_iter()
        .map(|(first, end, kind)| Mention {
            tokens: (first, end),
            head: head_of(tokens, first, end),
            kind,
        })
        .collect()
}

/// The token of a span whose head lies outside it.
fn head_of(tokens: &[Token], first: usize, end: usize) -> usize {
    (first..end)
        .find(|&at| {
            tokens[at]
                .head
                .is_none_or(|head| head < first || head >= end)
        })
        .unwrap_or(end - 1)
}
