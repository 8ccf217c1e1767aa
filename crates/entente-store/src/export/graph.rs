//! Assertions as a graph: actors are nodes, and each event or tie an edge with its days, so that Gephi
//! shows it over time. GEXF 1.3 and GraphML.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use entente_model::{ActorRef, Assertion, Body, DateSpan, Polarity};

/// The format of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// GEXF 1.3: Gephi shows the days of its edges on a time line.
    Gexf,
    /// GraphML: the days are data of the edges, and so is whether a tie is mutual.
    GraphMl,
}

/// Writes a graph: all assertions are announced first, then written. It holds the nodes.
///
/// Where all edges are of one kind, directed or not, the graph is too, so that readers without graphs of
/// both kinds (networkx) take it. Gephi takes both, by the type of each edge.
#[derive(Debug)]
pub struct GraphWriter<W: Write> {
    format: GraphFormat,
    to: W,
    nodes: HashSet<String>,
    /// What is written of the nodes, once it is known what kinds of edges follow.
    waiting: String,
    has_directed: bool,
    has_mutual: bool,
    edges: u64,
    in_edges: bool,
}

/// What is told of an edge.
struct Edge<'a> {
    source: &'a str,
    target: &'a str,
    directed: bool,
    /// `event` or `tie`.
    kind: &'static str,
    /// The type of the event, or the relation.
    what: &'static str,
    days: Option<&'a DateSpan>,
    intensity: Option<f64>,
    assertion: &'a Assertion,
}

impl<W: Write> GraphWriter<W> {
    /// Begins a graph.
    pub fn new(format: GraphFormat, to: W) -> Self {
        Self {
            format,
            to,
            nodes: HashSet::new(),
            waiting: String::new(),
            has_directed: false,
            has_mutual: false,
            edges: 0,
            in_edges: false,
        }
    }

    /// Takes note of the nodes of an assertion, and of the kind of its edges.
    ///
    /// # Errors
    ///
    /// When an edge was written already.
    pub fn announce(&mut self, assertion: &Assertion) -> io::Result<()> {
        if self.in_edges {
            let reason = "a node after the first edge";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        for edge in edges(assertion) {
            self.has_directed |= edge.directed;
            self.has_mutual |= !edge.directed;
        }
        for actor in assertion.body.actors() {
            self.node(actor);
        }
        Ok(())
    }

    /// Adds a node for an actor that has none yet.
    fn node(&mut self, actor: &ActorRef) {
        if !self.nodes.insert(actor.id.clone()) {
            return;
        }
        let text = &mut self.waiting;
        let id = escaped(&actor.id);
        let data = [
            ("country", actor.country.as_deref()),
            ("sector", actor.sector.map(|it| it.name())),
        ];
        match self.format {
            GraphFormat::Gexf => {
                // Writing to a string cannot fail.
                let _ = write!(
                    text,
                    "<node id=\"{id}\" label=\"{}\"><attvalues>",
                    escaped(&actor.name)
                );
                attvalues(text, &data);
                text.push_str("</attvalues></node>\n");
            }
            GraphFormat::GraphMl => {
                let _ = write!(text, "<node id=\"{id}\">");
                self::data(text, &[("label", Some(&actor.name))]);
                self::data(text, &data);
                text.push_str("</node>\n");
            }
        }
    }

    /// Writes the edges of an event or tie that is said to be so: from each source to each target, of
    /// sources alone between each two. Nothing for other assertions, and for actors without a node.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn assertion(&mut self, assertion: &Assertion) -> io::Result<()> {
        edges(assertion).iter().try_for_each(|edge| self.edge(edge))
    }

    fn edge(&mut self, edge: &Edge<'_>) -> io::Result<()> {
        if !self.nodes.contains(edge.source) || !self.nodes.contains(edge.target) {
            return Ok(());
        }
        self.begin_edges()?;
        let number = self.edges;
        self.edges += 1;
        let day = |day: Option<entente_model::Date>| day.map(|day| day.to_string());
        let start = day(edge.days.and_then(|it| it.start));
        let end = day(edge.days.and_then(|it| it.end));
        let intensity = edge.intensity.map(|it| it.to_string());
        let evidence = &edge.assertion.evidence;
        let data = [
            ("kind", Some(edge.kind)),
            ("type", Some(edge.what)),
            ("intensity", intensity.as_deref()),
            ("certainty", Some(edge.assertion.certainty.name())),
            ("publisher", evidence.publisher.as_deref()),
            ("assertion", Some(edge.assertion.id.as_str())),
        ];
        let (source, target) = (escaped(edge.source), escaped(edge.target));
        let mut text = String::new();
        match self.format {
            GraphFormat::Gexf => {
                let kind = if edge.directed {
                    "directed"
                } else {
                    "undirected"
                };
                let _ = write!(
                    text,
                    "<edge id=\"{number}\" source=\"{source}\" target=\"{target}\" type=\"{kind}\" label=\"{}\"",
                    escaped(edge.what)
                );
                for (name, day) in [("start", &start), ("end", &end)] {
                    if let Some(day) = day {
                        let _ = write!(text, " {name}=\"{day}\"");
                    }
                }
                text.push_str("><attvalues>");
                attvalues(&mut text, &data);
                text.push_str("</attvalues></edge>\n");
            }
            GraphFormat::GraphMl => {
                let _ = write!(
                    text,
                    "<edge id=\"e{number}\" source=\"{source}\" target=\"{target}\">"
                );
                // Few readers take a graph of both kinds.
                let mutual = if edge.directed { "false" } else { "true" };
                self::data(&mut text, &[("mutual", Some(mutual))]);
                self::data(&mut text, &data);
                let days = [("start", start.as_deref()), ("end", end.as_deref())];
                self::data(&mut text, &days);
                text.push_str("</edge>\n");
            }
        }
        self.to.write_all(text.as_bytes())
    }

    fn begin_edges(&mut self) -> io::Result<()> {
        if self.in_edges {
            return Ok(());
        }
        self.in_edges = true;
        let kind = if self.has_mutual && !self.has_directed {
            "undirected"
        } else {
            "directed"
        };
        let (head, between) = match self.format {
            GraphFormat::Gexf => (GEXF_HEAD, "</nodes>\n<edges>\n"),
            GraphFormat::GraphMl => (GRAPHML_HEAD, ""),
        };
        write!(
            self.to,
            "{}{}{between}",
            head.replace("KIND", kind),
            self.waiting
        )?;
        self.waiting = String::new();
        Ok(())
    }

    /// Ends the graph, and says how many nodes and edges it has.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn finish(mut self) -> io::Result<(u64, u64)> {
        self.begin_edges()?;
        self.to.write_all(match self.format {
            GraphFormat::Gexf => b"</edges>\n</graph>\n</gexf>\n",
            GraphFormat::GraphMl => b"</graph>\n</graphml>\n",
        })?;
        self.to.flush()?;
        Ok((self.nodes.len() as u64, self.edges))
    }
}

/// The edges of an event or tie that is said to be so: from each source to each target, of sources
/// alone between each two.
fn edges(assertion: &Assertion) -> Vec<Edge<'_>> {
    if assertion.polarity == Polarity::Negative {
        return Vec::new();
    }
    match &assertion.body {
        Body::Tie(tie) => vec![Edge {
            source: &tie.a.id,
            target: &tie.b.id,
            directed: tie.directed,
            kind: "tie",
            what: tie.relation.name(),
            days: tie.date.as_ref(),
            intensity: None,
            assertion,
        }],
        Body::Event(event) => {
            let edge = |source, target, directed| Edge {
                source,
                target,
                directed,
                kind: "event",
                what: event.event_type.name(),
                days: event.date.as_ref(),
                intensity: Some(event.intensity),
                assertion,
            };
            let mut edges = Vec::new();
            for (place, source) in event.source.iter().enumerate() {
                let targets = event.target.iter();
                edges.extend(targets.map(|target| edge(&source.id, &target.id, true)));
                if event.target.is_empty() {
                    let others = event.source[place + 1..].iter();
                    edges.extend(others.map(|other| edge(&source.id, &other.id, false)));
                }
            }
            edges
        }
        Body::Stance(_) | Body::Label(_) | Body::Figure(_) => Vec::new(),
    }
}

const GEXF_HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>entente</creator></meta>
<graph mode="dynamic" defaultedgetype="KIND" timeformat="date" timerepresentation="interval">
<attributes class="node">
<attribute id="country" title="country" type="string"/>
<attribute id="sector" title="sector" type="string"/>
</attributes>
<attributes class="edge">
<attribute id="kind" title="kind" type="string"/>
<attribute id="type" title="type" type="string"/>
<attribute id="intensity" title="intensity" type="double"/>
<attribute id="certainty" title="certainty" type="string"/>
<attribute id="publisher" title="publisher" type="string"/>
<attribute id="assertion" title="assertion" type="string"/>
</attributes>
<nodes>
"#;

const GRAPHML_HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="country" for="node" attr.name="country" attr.type="string"/>
<key id="sector" for="node" attr.name="sector" attr.type="string"/>
<key id="mutual" for="edge" attr.name="mutual" attr.type="boolean"/>
<key id="kind" for="edge" attr.name="kind" attr.type="string"/>
<key id="type" for="edge" attr.name="type" attr.type="string"/>
<key id="intensity" for="edge" attr.name="intensity" attr.type="double"/>
<key id="certainty" for="edge" attr.name="certainty" attr.type="string"/>
<key id="publisher" for="edge" attr.name="publisher" attr.type="string"/>
<key id="assertion" for="edge" attr.name="assertion" attr.type="string"/>
<key id="start" for="edge" attr.name="start" attr.type="string"/>
<key id="end" for="edge" attr.name="end" attr.type="string"/>
<graph edgedefault="KIND">
"#;

fn attvalues(text: &mut String, data: &[(&str, Option<&str>)]) {
    for (name, value) in data {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "<attvalue for=\"{name}\" value=\"{}\"/>",
                escaped(value)
            );
        }
    }
}

fn data(text: &mut String, data: &[(&str, Option<&str>)]) {
    for (name, value) in data {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(text, "<data key=\"{name}\">{}</data>", escaped(value));
        }
    }
}

/// Text as XML takes it. Control characters, which XML has no way to write, become spaces.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use entente_model::{Certainty, Relation, Tie};

    use super::*;
    use crate::fixtures::evidence;

    fn tie(relation: Relation) -> Assertion {
        let actor = |id: &str| ActorRef {
            id: id.into(),
            name: id.into(),
            text: id.into(),
            country: None,
            sector: None,
        };
        let body = Body::Tie(Tie {
            relation,
            a: actor("a"),
            b: actor("b"),
            directed: relation.is_directed(),
            date: None,
            detail: None,
        });
        Assertion::new(
            body,
            None,
            Polarity::Positive,
            Certainty::Certain,
            evidence(),
            "test/1",
        )
    }

    #[test]
    fn a_graph_of_mutual_ties_is_undirected() {
        let check = |ties: &[Relation], expected: &str| {
            let mut written = Vec::new();
            let mut writer = GraphWriter::new(GraphFormat::Gexf, &mut written);
            for relation in ties {
                writer.announce(&tie(*relation)).unwrap();
            }
            for relation in ties {
                writer.assertion(&tie(*relation)).unwrap();
            }
            writer.finish().unwrap();
            let text = String::from_utf8(written).unwrap();
            let default = format!("defaultedgetype=\"{expected}\"");
            assert!(text.contains(&default), "{text}");
            assert_eq!(text.matches("<node ").count(), 2);
            assert_eq!(text.matches("<edge ").count(), ties.len());
        };
        check(&[Relation::Alliance, Relation::Rivalry], "undirected");
        check(&[Relation::Patronage], "directed");
        check(&[Relation::Alliance, Relation::Patronage], "directed");
    }
}
