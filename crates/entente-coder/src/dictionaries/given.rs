//! A parse that comes with a record: CoNLL-U with the relations of UD v1, as UDPipe 1 gave them.
//!
//! Coding by it tells what of the errors is the parser's. Only what differs in the relations that
//! coding looks at is brought over to UD v2.

use entente_model::Span;
use entente_text::{Parse, Token, Upos};

/// Relations of UD v1 with those of v2; what is not here is `dep`.
const RELATIONS: &[(&str, &str)] = &[
    ("acl", "acl"),
    ("acl:relcl", "acl:relcl"),
    ("advcl", "advcl"),
    ("advmod", "advmod"),
    ("amod", "amod"),
    ("appos", "appos"),
    ("aux", "aux"),
    ("auxpass", "aux:pass"),
    ("case", "case"),
    ("cc", "cc"),
    ("cc:preconj", "cc:preconj"),
    ("ccomp", "ccomp"),
    ("compound", "compound"),
    ("compound:prt", "compound:prt"),
    ("conj", "conj"),
    ("cop", "cop"),
    ("csubj", "csubj"),
    ("csubjpass", "csubj:pass"),
    ("det", "det"),
    ("det:predet", "det:predet"),
    ("discourse", "discourse"),
    ("dobj", "obj"),
    ("expl", "expl"),
    ("foreign", "flat"),
    ("iobj", "iobj"),
    ("mark", "mark"),
    ("mwe", "fixed"),
    ("name", "flat"),
    ("neg", "advmod"),
    ("nmod:npmod", "obl:npmod"),
    ("nmod:poss", "nmod:poss"),
    ("nmod:tmod", "obl:tmod"),
    ("nsubj", "nsubj"),
    ("nsubjpass", "nsubj:pass"),
    ("nummod", "nummod"),
    ("parataxis", "parataxis"),
    ("punct", "punct"),
    ("root", "root"),
    ("vocative", "vocative"),
    ("xcomp", "xcomp"),
];

/// The parse of a text by its lines. `None` where they are not of this text or no CoNLL-U.
pub(super) fn given(text: &str, lines: &str) -> Option<Parse> {
    let rows: Vec<Vec<&str>> = lines
        .lines()
        .map(|line| line.split('\t').collect())
        .filter(|row: &Vec<&str>| row.len() >= 8)
        .collect();
    let mut parse = Parse::default();
    let mut at = 0;
    for row in &rows {
        let [_, form, lemma, tag, _, _, head, relation, ..] = row.as_slice() else {
            return None;
        };
        let bracket = match *form {
            "-LRB-" => "(",
            "-RRB-" => ")",
            form => form,
        };
        let rest = text.get(at..)?;
        let curly = bracket.replace('\'', "’");
        let found = rest.find(bracket).map(|start| (start, bracket.len()));
        let (start, length) = found.or_else(|| Some((rest.find(&curly)?, curly.len())))?;
        let span = Span::new(at + start, at + start + length);
        at = span.end;
        let head: usize = head.parse().ok()?;
        let head = head.checked_sub(1);
        if head.is_some_and(|head| head >= rows.len()) {
            return None;
        }
        let governor = head.and_then(|head| rows.get(head)?.get(3).copied());
        parse.tokens.push(Token {
            span,
            lemma: (*lemma).to_owned(),
            upos: match *relation {
                "cop" => Upos::Aux,
                _ => Upos::from_name(tag).unwrap_or(Upos::X),
            },
            head,
            deprel: relation_of(relation, governor),
        });
    }
    (!parse.tokens.is_empty() && parse.is_tree()).then_some(parse)
}

/// UD v1 calls what hangs on a predicate by a preposition as it does what hangs on a noun.
fn relation_of(relation: &str, governor: Option<&str>) -> &'static str {
    if relation == "nmod" {
        let predicate = matches!(governor, Some("VERB" | "ADJ" | "ADV" | "AUX"));
        return if predicate { "obl" } else { "nmod" };
    }
    let known = RELATIONS.iter().find(|(old, _)| *old == relation);
    known.map_or("dep", |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_come_over_and_nonsense_does_not() {
        let line = |at: usize, form: &str, tag: &str, head: usize, relation: &str| {
            format!("{at}\t{form}\t{form}\t{tag}\t_\t_\t{head}\t{relation}\t_\t_\n")
        };
        let lines = [
            line(1, "Keshet", "PROPN", 2, "nsubj"),
            line(2, "sailed", "VERB", 0, "root"),
            line(3, "to", "ADP", 4, "case"),
            line(4, "Selmark", "PROPN", 2, "nmod"),
        ];
        let parse = given("Keshet sailed to Selmark", &lines.concat()).expect("a parse");
        assert_eq!(parse.tokens[3].deprel, "obl");
        assert_eq!(given("Another text", &lines.concat()), None);
        let circle = [
            line(1, "A", "NOUN", 2, "conj"),
            line(2, "B", "NOUN", 1, "conj"),
        ];
        assert_eq!(given("A B", &circle.concat()), None);
        assert_eq!(given("A B", &line(1, "A", "NOUN", 9, "conj")), None);
    }
}
