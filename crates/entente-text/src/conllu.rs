//! Reads CoNLL-U treebanks: what the parser is trained on and measured with.
//!
//! It keeps what training needs (forms, lemmas, tags, tree, entities, spacing) and passes over
//! the rest (features, enhanced dependencies, empty nodes).

use std::fmt;

/// A word of a treebank sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// UPOS name.
    pub upos: String,
    /// Head, from 1; 0 for the root.
    pub head: usize,
    /// Relation with subtype.
    pub deprel: String,
    /// Byte offset and end in the sentence's text, where the text tells.
    pub span: (usize, usize),
    /// The entity annotation of MISC, unparsed ("(12-person-...", "12)"); empty where none.
    pub entity: String,
}

/// A treebank sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// `sent_id`.
    pub id: String,
    /// The document it is from (`newdoc id`).
    pub document: String,
    /// Whether a new paragraph begins with it.
    pub paragraph: bool,
    /// The raw text.
    pub text: String,
    /// Its words.
    pub words: Vec<Word>,
}

/// A line that is not CoNLL-U.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConlluError {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ConlluError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ConlluError {}

/// Reads every sentence of a CoNLL-U text.
///
/// # Errors
/// The first line with a wrong number of columns or a head that is no number.
pub fn read_conllu(text: &str) -> Result<Vec<Sentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut current = Sentence::default();
    let mut document = String::new();
    for (index, line) in text.lines().enumerate() {
        let fail = |message: &str| ConlluError {
            line: index + 1,
            message: message.to_owned(),
        };
        if line.is_empty() {
            finish(&mut current, &document, &mut sentences);
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(id) = comment.strip_prefix("newdoc id = ") {
                document = id.to_owned();
            } else if let Some(id) = comment.strip_prefix("sent_id = ") {
                current.id = id.to_owned();
            } else if let Some(raw) = comment.strip_prefix("text = ") {
                current.text = raw.to_owned();
            } else if comment.starts_with("newpar") {
                current.paragraph = true;
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            let &[id, form, lemma, upos, _, _, head, deprel, _, misc] = columns.as_slice() else {
                return Err(fail("expected 10 columns separated by tabs"));
            };
            // Ranges are spellings of several words, decimals are empty nodes.
            if id.contains(['-', '.']) {
                continue;
            }
            let head = head.parse().map_err(|_| fail("the head is not a number"))?;
            let entity = misc
                .split('|')
                .find_map(|item| item.strip_prefix("Entity="));
            current.words.push(Word {
                form: form.to_owned(),
                lemma: lemma.to_owned(),
                upos: upos.to_owned(),
                head,
                deprel: deprel.to_owned(),
                span: (0, 0),
                entity: entity.unwrap_or_default().to_owned(),
            });
        }
    }
    finish(&mut current, &document, &mut sentences);
    Ok(sentences)
}

/// Places the words in the raw text and keeps the sentence.
fn finish(current: &mut Sentence, document: &str, sentences: &mut Vec<Sentence>) {
    let mut sentence = std::mem::take(current);
    if sentence.words.is_empty() {
        return;
    }
    sentence.document = document.to_owned();
    let mut at = 0;
    for word in &mut sentence.words {
        let rest = &sentence.text[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        let end = if sentence.text[start..].starts_with(word.form.as_str()) {
            start + word.form.len()
        } else {
            start
        };
        word.span = (start, end);
        at = end;
    }
    sentences.push(sentence);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_placed_in_the_text() {
        let text = "# sent_id = a\n# text = I can't.\n1\tI\tI\tPRON\t_\t_\t2\tnsubj\t_\t_\n\
            2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\tcan\tAUX\t_\t_\t0\troot\t_\t_\n\
            3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
        let sentences = read_conllu(text).unwrap();
        let spans: Vec<_> = sentences[0].words.iter().map(|word| word.span).collect();
        assert_eq!(spans, [(0, 1), (2, 4), (4, 7), (7, 8)]);
    }

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(read_conllu("1\tI\n").unwrap_err().line, 1);
    }
}
