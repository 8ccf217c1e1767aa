//! Reads CoNLL-U treebanks: what the parser is trained on and measured with.
//!
//! It keeps what training needs (forms, lemmas, tags, tree, entities, spacing) and passes over
//! the rest (features, enhanced dependencies, empty nodes). The words of a range line ("1-2
//! don't") are words of their own, with their own part of the range's letters as span.
//! [`documents`] puts the sentences back into running text.

use std::fmt;

use entente_model::Span;

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
    /// The document's genre: `meta::genre` where it is given, else the document's id up to its
    /// first hyphen ("weblog-blogspot.com_..." is "weblog"); empty where there is no document.
    pub genre: String,
    /// Whether a new paragraph begins with it.
    pub paragraph: bool,
    /// The raw text.
    pub text: String,
    /// Whether the next sentence follows without a space (`SpaceAfter=No` on the last word).
    pub joined: bool,
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

/// A document of a treebank as running text, with what its annotators made of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreebankDocument {
    /// `newdoc id`.
    pub id: String,
    /// As in [`Sentence::genre`].
    pub genre: String,
    /// Sentences with a space between (none where the treebank says so), paragraphs with a
    /// blank line between.
    pub text: String,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Span>,
    /// The sentences, in order, each within one paragraph.
    pub sentences: Vec<Span>,
    /// The words, in order, each within one sentence.
    pub words: Vec<Span>,
}

/// Reads every sentence of a CoNLL-U text.
///
/// # Errors
/// The first line with a wrong number of columns or a head that is no number.
pub fn read_conllu(text: &str) -> Result<Vec<Sentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut current = Sentence::default();
    let (mut document, mut genre) = (String::new(), String::new());
    // The last word of the range that is being read, and whether it is followed by no space:
    // the words of a range carry no spacing of their own.
    let mut range: Option<(usize, bool)> = None;
    for (index, line) in text.lines().enumerate() {
        let fail = |message: &str| ConlluError {
            line: index + 1,
            message: message.to_owned(),
        };
        if line.is_empty() {
            finish(&mut current, &document, &genre, &mut sentences);
            range = None;
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(id) = comment.strip_prefix("newdoc id = ") {
                document = id.to_owned();
                genre = id.split('-').next().unwrap_or_default().to_owned();
                current.paragraph = true;
            } else if let Some(name) = comment.strip_prefix("meta::genre = ") {
                genre = name.to_owned();
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
            // Decimals are empty nodes.
            if id.contains('.') {
                continue;
            }
            let joined = misc.split('|').any(|item| item == "SpaceAfter=No");
            if let Some((_, last)) = id.split_once('-') {
                range = last.parse().ok().map(|last| (last, joined));
                continue;
            }
            current.joined = match range {
                Some((last, joined)) if current.words.len() < last => joined,
                _ => joined,
            };
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
    finish(&mut current, &document, &genre, &mut sentences);
    Ok(sentences)
}

/// Places the words in the raw text and keeps the sentence.
fn finish(current: &mut Sentence, document: &str, genre: &str, sentences: &mut Vec<Sentence>) {
    let mut sentence = std::mem::take(current);
    if sentence.words.is_empty() {
        return;
    }
    document.clone_into(&mut sentence.document);
    genre.clone_into(&mut sentence.genre);
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

/// The documents of a treebank: neighbouring sentences with one `newdoc id` are one.
pub fn documents(sentences: &[Sentence]) -> Vec<TreebankDocument> {
    let mut documents: Vec<TreebankDocument> = Vec::new();
    let mut joined = false;
    for sentence in sentences {
        let known = documents.last().filter(|last| last.id == sentence.document);
        if known.is_none() {
            documents.push(TreebankDocument {
                id: sentence.document.clone(),
                genre: sentence.genre.clone(),
                ..TreebankDocument::default()
            });
        }
        if let Some(document) = documents.last_mut() {
            document.add(sentence, joined);
        }
        joined = sentence.joined;
    }
    documents
}

impl TreebankDocument {
    /// Appends a sentence; `joined` when the one before it wants no space.
    fn add(&mut self, sentence: &Sentence, joined: bool) {
        let text = sentence.text.trim();
        let lead = sentence.text.len() - sentence.text.trim_start().len();
        let opens = sentence.paragraph || self.paragraphs.is_empty();
        if !self.text.is_empty() {
            match (opens, joined) {
                (true, _) => self.text.push_str("\n\n"),
                (false, true) => {}
                (false, false) => self.text.push(' '),
            }
        }
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        match self.paragraphs.last_mut() {
            Some(paragraph) if !opens => paragraph.end = end,
            _ => self.paragraphs.push(Span::new(start, end)),
        }
        self.sentences.push(Span::new(start, end));
        let words = sentence
            .words
            .iter()
            .filter(|word| word.span.0 < word.span.1);
        self.words.extend(
            words.map(|word| Span::new(start + word.span.0 - lead, start + word.span.1 - lead)),
        );
    }
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
    fn documents_are_running_text_again() {
        let line = |id: &str, form: &str, misc: &str| {
            let head = if id == "1" { "0" } else { "1" };
            format!("{id}\t{form}\t_\tX\t_\t_\t{head}\tdep\t_\t{misc}\n")
        };
        let no = "SpaceAfter=No";
        let text = [
            "# newdoc id = weblog-a\n# text = Go!\n".to_owned(),
            line("1", "Go", no) + &line("2", "!", no) + "\n# text = I can't\n",
            line("1", "I", "_") + &line("2-3", "can't", no) + &line("2", "ca", "_"),
            line("3", "n't", "_") + "\n# text = So\n" + &line("1", "So", "_"),
            "\n# newpar\n# text = It\n".to_owned() + &line("1", "It", "_"),
            "\n# newdoc id = b\n# meta::genre = news\n# text = It\n".to_owned(),
            line("1", "It", "_"),
        ]
        .concat();
        let found = documents(&read_conllu(&text).unwrap());
        assert_eq!(found.len(), 2);
        assert_eq!((&*found[0].genre, &*found[1].genre), ("weblog", "news"));
        let first = &found[0];
        assert_eq!(first.text, "Go!I can'tSo\n\nIt");
        let words = |spans: &[Span]| -> Vec<String> {
            spans
                .iter()
                .map(|span| span.of(&first.text).to_owned())
                .collect()
        };
        assert_eq!(words(&first.sentences), ["Go!", "I can't", "So", "It"]);
        assert_eq!(
            words(&first.words),
            ["Go", "!", "I", "ca", "n't", "So", "It"]
        );
        assert_eq!(words(&first.paragraphs), ["Go!I can'tSo", "It"]);
    }

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(read_conllu("1\tI\n").unwrap_err().line, 1);
    }
}
