//! Whether what is stored fits together.

use std::collections::{HashMap, HashSet};

use super::error::StoreError;
use super::records::{self, TableName};
use super::store::Store;
use crate::Query;

impl Store {
    /// Checks that what is stored fits together, and returns what does not, a sentence each:
    /// every document has its passages and assertions, every one of those its document, and
    /// every quote is in the text where it is said to be.
    ///
    /// It reads everything.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        let session = self.session.get();
        let scan = self.scan(TableName::Documents).await?;
        let mut documents = Vec::new();
        let mut expected = Vec::new();
        for batch in scan.batches(session, Ok).await? {
            let rows = scan.rows(&batch);
            records::documents_of(&rows, &mut documents)?;
            let (passages, assertions) = (rows.number("passages")?, rows.number("assertions")?);
            expected.extend(
                passages
                    .values()
                    .iter()
                    .copied()
                    .zip(assertions.values().iter().copied()),
            );
        }
        let texts: HashMap<&str, &str> = documents
            .iter()
            .map(|it| (it.id.as_str(), it.text.as_str()))
            .collect();
        if texts.len() != documents.len() {
            faults.push("a document is stored twice".to_owned());
        }
        let scan = self.scan(TableName::Passages).await?;
        let mut passages = Vec::new();
        for batch in scan.batches(session, Ok).await? {
            records::passages_of(&scan.rows(&batch), &mut passages)?;
        }
        let assertions = self.assertions(&Query::default()).await?;

        let mut held: HashMap<&str, (i64, i64)> = HashMap::new();
        let mut spans = HashMap::new();
        let cited: HashSet<&str> = texts
            .iter()
            .filter(|(_, text)| text.is_empty())
            .map(|(id, _)| *id)
            .collect();
        for passage in &passages {
            held.entry(passage.document.as_str()).or_default().0 += 1;
            spans.insert(
                passage.id.as_str(),
                (passage.document.as_str(), passage.span),
            );
            let text = texts.get(passage.document.as_str());
            if text.is_none_or(|text| text.get(passage.span.range()).is_none()) {
                faults.push(format!("passage {} is not in its document", passage.id));
            }
        }
        for assertion in &assertions {
            let evidence = &assertion.evidence;
            let document = evidence.document.as_str();
            // Of a document that is only cited, the quote is all there is, and rows are added to it
            // in more than one commit.
            if cited.contains(document) {
                continue;
            }
            held.entry(document).or_default().1 += 1;
            if spans
                .get(evidence.passage.as_str())
                .is_none_or(|(home, _)| *home != document)
            {
                faults.push(format!("assertion {} has no passage", assertion.id));
            }
            let quoted = texts
                .get(document)
                .and_then(|it| it.get(evidence.start..evidence.end));
            if quoted != Some(evidence.quote.as_str()) {
                faults.push(format!(
                    "assertion {} is not in its document's text",
                    assertion.id
                ));
            }
        }
        for (document, expected) in documents.iter().zip(expected) {
            if document.text.is_empty() {
                continue;
            }
            let held = held.remove(document.id.as_str()).unwrap_or_default();
            if held != expected {
                let ((passages, assertions), id) = (held, &document.id);
                faults.push(format!(
                    "document {id} has {passages} passages and {assertions} assertions instead of \
                     {} and {}",
                    expected.0, expected.1
                ));
            }
        }
        faults.extend(
            held.into_keys()
                .map(|id| format!("document {id} is missing")),
        );
        let totals = [documents.len(), passages.len(), assertions.len()].map(|it| it as u64);
        if totals != self.last.totals[..3] {
            faults.push(format!(
                "{totals:?} rows are stored, {:?} were read",
                &self.last.totals[..3]
            ));
        }
        Ok(faults)
    }
}
