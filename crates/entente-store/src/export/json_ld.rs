//! Assertions as linked data: JSON-LD 1.1. Each is its record with an `@id` and a `@type`, one a line.

use std::io::{self, Read, Write};

use entente_model::{Assertion, Body};
use serde::Deserialize;

/// What the fields of the records are, where others have a word for it; the rest are Entente's own.
const CONTEXT: &str = r#"{
  "@version": 1.1,
  "@vocab": "urn:entente:",
  "name": "http://schema.org/name",
  "title": "http://schema.org/headline",
  "publisher": "http://schema.org/publisher",
  "published": {"@id": "http://schema.org/datePublished", "@type": "http://www.w3.org/2001/XMLSchema#date"},
  "quote": "http://schema.org/text",
  "evidence": "http://www.w3.org/ns/prov#wasDerivedFrom",
  "claimant": "http://www.w3.org/ns/prov#wasAttributedTo",
  "place": "http://schema.org/location",
  "lat": "http://schema.org/latitude",
  "lon": "http://schema.org/longitude"
}"#;

/// Before an assertion's id in its `@id`.
const URN: &str = "urn:entente:assertion:";

/// Writes assertions as one JSON-LD document, and holds none of them.
#[derive(Debug)]
pub struct JsonLdWriter<W: Write> {
    to: W,
    any: bool,
}

impl<W: Write> JsonLdWriter<W> {
    /// Begins the document.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn new(mut to: W) -> io::Result<Self> {
        write!(to, "{{\"@context\": {CONTEXT},\n\"@graph\": [")?;
        Ok(Self { to, any: false })
    }

    /// Writes an assertion.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn write(&mut self, assertion: &Assertion) -> io::Result<()> {
        let record = serde_json::to_string(assertion)?;
        let fields = record.strip_prefix('{').unwrap_or(&record);
        let kind = match &assertion.body {
            Body::Event(_) => "Event",
            Body::Tie(_) => "Tie",
            Body::Stance(_) => "Stance",
            Body::Label(_) => "Label",
            Body::Figure(_) => "Figure",
        };
        let comma = if self.any { "," } else { "" };
        self.any = true;
        write!(
            self.to,
            "{comma}\n{{\"@id\":\"{URN}{}\",\"@type\":\"{kind}\",{fields}",
            assertion.id
        )
    }

    /// Ends the document.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.to.write_all(b"\n]}\n")?;
        self.to.flush()
    }
}

/// The assertions of a document that [`JsonLdWriter`] wrote, or that somebody has changed since. All of
/// them are held.
///
/// # Errors
///
/// When it is no such document, with the line of what does not fit.
pub fn read_json_ld(from: impl Read) -> io::Result<Vec<Assertion>> {
    #[derive(Deserialize)]
    struct Linked {
        #[serde(rename = "@graph")]
        graph: Vec<Assertion>,
    }
    let linked: Linked = serde_json::from_reader(from)?;
    Ok(linked.graph)
}
