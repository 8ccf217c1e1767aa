//! What comes out of rows: assertions with the row as their evidence, typed rows, rejects, counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entente_lexicon::{Lexicon, slug};
use entente_model::{
    ActorRef, Assertion, AssertionRef, Body, BodyRef, Certainty, ContentId, Coverage, Date,
    DateSpan, Event, EventType, EvidenceRef, Polarity, Reject, Sector, TableRow, Tie, Values,
};
use foldhash::fast::RandomState;
use twox_hash::XxHash3_64;

use crate::codes::{CodeSystem, StateCodes};
use crate::events::CodedEvent;
use crate::row::{Fault, FaultKind, Row};
use crate::said::Take;

/// What rows are coded with: the dataset as it is named in evidence, and who the codes mean.
pub(crate) struct Context {
    pub(crate) dataset: Arc<str>,
    pub(crate) version: String,
    pub(crate) title: String,
    /// What produces the assertions: the dataset with its version.
    pub(crate) coder: String,
    pub(crate) publisher: String,
    pub(crate) released: Option<Date>,
    /// The last day that the dataset covers.
    pub(crate) last: Option<Date>,
    /// The id of the dataset as a document.
    pub(crate) document: ContentId,
    pub(crate) codes: Arc<dyn StateCodes>,
    pub(crate) lexicon: &'static Lexicon,
    /// Values of tables beside the dataset's, by key.
    pub(crate) companions: HashMap<String, String>,
}

/// What one row gave: how many of the assertions and typed rows are its own, after those of the items before it.
#[derive(Debug)]
pub(crate) struct Item {
    /// Hash of the row's text.
    pub(crate) row: u64,
    /// Hash of what makes it one event with others, where the dataset repeats events.
    pub(crate) event: Option<u64>,
    pub(crate) assertions: usize,
    /// A record behind an event is the last of them.
    pub(crate) rows: usize,
    pub(crate) has_source: bool,
}

/// What a block of rows gave, besides what they say.
#[derive(Debug, Default)]
pub(crate) struct Coded {
    pub(crate) items: Vec<Item>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) rows: u64,
    /// Rows that say nothing an assertion or typed row could hold, by reason.
    pub(crate) silent: BTreeMap<&'static str, u64>,
    pub(crate) unknown: BTreeMap<(CodeSystem, String), u64>,
    pub(crate) coverage: Coverage,
}

/// A record of the dataset behind an event; see `Values::EventSource`.
pub(crate) struct SourceRecord {
    pub(crate) record: u64,
    pub(crate) mentions: u64,
    pub(crate) sources: u64,
    pub(crate) articles: u64,
    pub(crate) url: String,
}

/// A row that says something.
struct Passage<'c> {
    id: ContentId,
    line: u64,
    start: usize,
    text: &'c str,
    published: Option<Date>,
}

/// What a row asserts.
struct Asserted<'c> {
    id: ContentId,
    told: Told<'c>,
    certainty: Certainty,
    /// Which of the passages it stands in.
    passage: usize,
}

/// What a row tells.
enum Told<'c> {
    /// With texts of its own.
    Body(Body),
    /// In texts of the row, and the day as ISO writes it.
    Event(EventType, CodedEvent<'c>, Arc<str>),
}

impl Told<'_> {
    fn as_ref(&self) -> BodyRef<'_> {
        match self {
            Self::Body(body) => body.as_ref(),
            Self::Event(event_type, event, day) => BodyRef::Event(event.as_ref(*event_type, day)),
        }
    }
}

type Map<K, V> = HashMap<K, V, RandomState>;

/// The state that a code stands for, where it stands for one.
type State = Option<Arc<ActorRef>>;

/// What was looked up, by one thread: the same few hundred come again and again.
#[derive(Default)]
pub(crate) struct Known {
    names: Map<String, Option<ActorRef>>,
    /// The states, by system and day, then by code. Whether it is covered is told when one is looked up first.
    states: Map<(CodeSystem, Option<Date>), Map<String, State>>,
    /// The actors that codes stand for, by day, then by code.
    coded: Map<Option<Date>, Map<String, CodedActor>>,
    /// How many there are of all of them, since they were last forgotten.
    count: usize,
    /// What was filled for blocks before, empty: its memory is used again.
    table_rows: Vec<TableRow>,
    /// The last day that was told, as ISO writes it: the next is the same, as a rule.
    day: Option<(Date, Arc<str>)>,
}

/// Who a code stands for.
#[derive(Clone, Default)]
struct CodedActor {
    actor: Option<Arc<ActorRef>>,
    /// What no meaning was found for.
    unknown: Vec<(CodeSystem, String)>,
}

/// So many look-ups are remembered: some dozen megabytes.
const REMEMBERED: usize = 1 << 15;

impl Known {
    /// A day as ISO writes it.
    fn iso(&mut self, day: Date) -> Arc<str> {
        match &self.day {
            Some((known, text)) if *known == day => text.clone(),
            _ => {
                let text: Arc<str> = day.to_string().into();
                self.day = Some((day, text.clone()));
                text
            }
        }
    }

    /// Makes room for more, where there is none.
    fn make_room(&mut self) {
        if self.count >= REMEMBERED {
            *self = Self::default();
        }
        self.count += 1;
    }
}

/// Takes what rows say. Between `row` and its end, everything said has that row as evidence.
pub(crate) struct Out<'c> {
    pub(crate) context: &'c Context,
    file: &'c Arc<str>,
    known: &'c mut Known,
    /// What is found out of the code that is being looked up.
    found: Option<CodedActor>,
    coded: Coded,
    passages: Vec<Passage<'c>>,
    asserted: Vec<Asserted<'c>>,
    table_rows: Vec<TableRow>,
    said: Vec<(Told<'c>, Certainty)>,
    values: Vec<Values>,
    source: Option<SourceRecord>,
    /// What makes the row one event with others; empty where nothing does.
    key: String,
    published: Option<Date>,
    /// The last day that the table covers.
    last: Option<Date>,
    silent: Option<&'static str>,
}

pub(crate) fn hash(text: &[u8]) -> u64 {
    XxHash3_64::oneshot(text)
}

impl<'c> Out<'c> {
    /// For about so many rows.
    pub(crate) fn new(
        context: &'c Context,
        file: &'c Arc<str>,
        known: &'c mut Known,
        rows: usize,
    ) -> Self {
        let coded = Coded {
            items: Vec::with_capacity(rows),
            ..Coded::default()
        };
        Self {
            context,
            file,
            found: None,
            coded,
            passages: Vec::with_capacity(rows),
            asserted: Vec::with_capacity(rows),
            table_rows: std::mem::take(&mut known.table_rows),
            known,
            said: Vec::new(),
            values: Vec::new(),
            source: None,
            key: String::new(),
            published: None,
            last: context.last,
            silent: None,
        }
    }

    /// What was coded, and what is made of what the rows say.
    pub(crate) fn into_coded<T: Take>(mut self, text: &Arc<Vec<u8>>) -> (Coded, T) {
        let context = self.context;
        let title = format!("{}, {}", context.title, self.file);
        let assertions = self.asserted.iter().map(|it| {
            let passage = &self.passages[it.passage];
            AssertionRef {
                id: it.id.clone(),
                body: it.told.as_ref(),
                claimant: None,
                polarity: Polarity::Positive,
                certainty: it.certainty,
                evidence: EvidenceRef {
                    document: &context.document,
                    title: Some(&title),
                    line: Some(passage.line),
                    publisher: Some(&context.publisher),
                    published: passage.published.or(context.released),
                    passage: &passage.id,
                    start: passage.start,
                    end: passage.start.saturating_add(passage.text.len()),
                    quote: passage.text,
                },
                coder: &context.coder,
            }
        });
        let assertions: Vec<AssertionRef<'_>> = assertions.collect();
        let taken = T::take(&assertions, &mut self.table_rows, text);
        drop(assertions);
        self.table_rows.clear();
        self.known.table_rows = self.table_rows;
        (self.coded, taken)
    }

    /// Codes one row. A row with a fault is rejected whole.
    pub(crate) fn row(&mut self, row: &Row<'c>, code: impl FnOnce(&mut Self) -> Result<(), Fault>) {
        self.coded.rows += 1;
        match code(self) {
            Ok(()) => self.finish(row),
            Err(fault) => {
                self.said.clear();
                self.values.clear();
                self.source = None;
                self.reject(row.line, &fault, row.text.to_owned());
            }
        }
        self.key.clear();
        self.published = None;
        self.silent = None;
    }

    pub(crate) fn count_row(&mut self) {
        self.coded.rows += 1;
    }

    pub(crate) fn reject(&mut self, line: u64, fault: &Fault, row: String) {
        self.coded.rejects.push(Reject {
            file: self.file.to_string(),
            line,
            code: fault.kind.code().into(),
            reason: fault.kind.name().into(),
            detail: fault.detail.clone(),
            row,
        });
    }

    fn finish(&mut self, row: &Row<'c>) {
        if self.said.is_empty() && self.values.is_empty() {
            let reason = self.silent.unwrap_or("says nothing");
            *self.coded.silent.entry(reason).or_default() += 1;
            return;
        }
        let identity = if self.key.is_empty() {
            row.text
        } else {
            &self.key
        };
        let document = &self.context.document;
        let passage = document.within([identity]);
        let (assertions, rows) = (self.said.len(), self.table_rows.len());
        let asserted = self.asserted.len();
        for (told, certainty) in self.said.drain(..) {
            let positive = Polarity::Positive;
            let id = Assertion::id_of(&told.as_ref(), None, positive, certainty, &passage);
            self.asserted.push(Asserted {
                id,
                told,
                certainty,
                passage: self.passages.len(),
            });
        }
        let of_row = |id: ContentId, values: Values| TableRow {
            id,
            dataset: self.context.dataset.clone(),
            file: self.file.clone(),
            line: row.line,
            values,
        };
        let values = self.values.drain(..);
        let values = values.map(|values| of_row(passage.within([""]), values));
        self.table_rows.extend(values);
        let of_assertion = self.asserted.get(asserted).map(|it| &it.id);
        let of_values = self.table_rows.get(rows).map(|it| &it.id);
        let source = self.source.take().zip(of_assertion.or(of_values).cloned());
        let has_source = source.is_some();
        self.table_rows.extend(source.map(|(source, event)| {
            let id = Values::id_of_source(&event, source.record);
            let values = Values::EventSource {
                event,
                record: source.record,
                mentions: source.mentions,
                sources: source.sources,
                articles: source.articles,
                url: source.url,
            };
            of_row(id, values)
        }));
        self.coded.items.push(Item {
            row: hash(row.text.as_bytes()),
            event: (!self.key.is_empty()).then(|| hash(self.key.as_bytes())),
            assertions,
            rows: self.table_rows.len() - rows,
            has_source,
        });
        self.passages.push(Passage {
            id: passage,
            line: row.line,
            start: usize::try_from(row.offset).unwrap_or(usize::MAX),
            text: row.text,
            published: self.published,
        });
    }

    /// An event that the row reports.
    pub(crate) fn event(&mut self, event: Event) {
        if let Some(date) = &event.date {
            self.covers_days(date.start, date.end);
        }
        self.said
            .push((Told::Body(Body::Event(event)), Certainty::Certain));
    }

    /// An event that the row reports, in texts of the row.
    pub(crate) fn coded_event(&mut self, event_type: EventType, event: CodedEvent<'c>) {
        let day = event.day;
        self.covers_days(Some(day), Some(day));
        let text = self.known.iso(day);
        self.said
            .push((Told::Event(event_type, event, text), Certainty::Certain));
    }

    /// A tie that the row reports.
    pub(crate) fn tie(&mut self, tie: Tie) {
        if let Some(date) = &tie.date {
            // One without an end stood when coverage ended.
            self.covers_days(date.start, date.end.or(self.last));
        }
        self.said
            .push((Told::Body(Body::Tie(tie)), Certainty::Certain));
    }

    /// A row of a typed table.
    pub(crate) fn values(&mut self, values: Values) {
        self.values.push(values);
    }

    /// The record behind the event that this row reports.
    pub(crate) fn source(&mut self, source: SourceRecord) {
        self.source = Some(source);
    }

    /// What makes this row one event with others: the day and these parts of it.
    pub(crate) fn key_of_day(&mut self, day: Date, parts: &[&str]) {
        self.key.push_str(&self.known.iso(day));
        for part in parts {
            self.key.push('|');
            self.key.push_str(part);
        }
    }

    /// What makes this row one event with others.
    pub(crate) fn key(&mut self, key: &str) {
        self.key.push_str(key);
    }

    /// The day on which what the row says was published, where the row tells.
    pub(crate) fn published(&mut self, day: Option<Date>) {
        self.published = day;
    }

    /// The last day that the table of the row covers, where another table of the dataset goes on.
    pub(crate) fn covers_until(&mut self, day: Option<Date>) {
        self.last = day;
    }

    /// Why the row says nothing that an assertion or typed row could hold.
    pub(crate) fn silent(&mut self, reason: &'static str) {
        self.silent = Some(reason);
    }

    /// Notes that the rows reach over these days.
    pub(crate) fn covers_days(&mut self, first: Option<Date>, last: Option<Date>) {
        self.coded.coverage.days(first, last);
    }

    /// The state that a code meant on a day. An unknown code is counted, and makes an actor of
    /// its own, so that nothing is lost: `cow-271`.
    pub(crate) fn state(&mut self, system: CodeSystem, code: &str, on: Option<Date>) -> ActorRef {
        if let Some(state) = self.known_state(system, code, on) {
            return state;
        }
        self.unknown(system, code);
        let (id, name) = match system {
            CodeSystem::Name => (id_of(code), code.to_owned()),
            _ => (
                slug(&format!("{} {code}", system.name())),
                format!("{} {code}", system.name().to_uppercase()),
            ),
        };
        actor(id, name, code, None, None)
    }

    /// The state that a code meant on a day, where it meant one.
    pub(crate) fn known_state(
        &mut self,
        system: CodeSystem,
        code: &str,
        on: Option<Date>,
    ) -> Option<ActorRef> {
        let state = self.shared_state(system, code, on);
        state.map(Arc::unwrap_or_clone)
    }

    fn shared_state(
        &mut self,
        system: CodeSystem,
        code: &str,
        on: Option<Date>,
    ) -> Option<Arc<ActorRef>> {
        let of_day = self.known.states.get(&(system, on));
        if let Some(known) = of_day.and_then(|of_day| of_day.get(code)) {
            return known.clone();
        }
        let state = self.context.codes.state(system, code, on);
        let state = state.map(|state| {
            self.coded.coverage.state(state.id, on);
            let (id, name) = (state.id.to_owned(), state.name.to_owned());
            Arc::new(actor(id, name, code, Some(state.id), None))
        });
        self.known.make_room();
        let of_day = self.known.states.entry((system, on)).or_default();
        of_day.insert(code.to_owned(), state.clone());
        state
    }

    /// Who a code of an actor stands for on a day, where `resolve` has to be asked of each only once.
    pub(crate) fn coded_actor(
        &mut self,
        code: &str,
        on: Option<Date>,
        resolve: impl FnOnce(&mut Self) -> Option<ActorRef>,
    ) -> Option<Arc<ActorRef>> {
        let of_day = self.known.coded.get(&on);
        if let Some(known) = of_day.and_then(|of_day| of_day.get(code)) {
            for unknown in &known.unknown {
                *self.coded.unknown.entry(unknown.clone()).or_default() += 1;
            }
            return known.actor.clone();
        }
        self.found = Some(CodedActor::default());
        let actor = resolve(self).map(Arc::new);
        let found = CodedActor {
            actor: actor.clone(),
            ..self.found.take().unwrap_or_default()
        };
        self.known.make_room();
        let of_day = self.known.coded.entry(on).or_default();
        of_day.insert(code.to_owned(), found);
        actor
    }

    /// The id of the state that a code meant; counted where it is unknown.
    pub(crate) fn country(
        &mut self,
        system: CodeSystem,
        code: &str,
        on: Option<Date>,
    ) -> Option<String> {
        let state = self.country_state(system, code, on);
        state.map(|state| state.id.clone())
    }

    /// The state that a code meant; counted where it is unknown.
    pub(crate) fn country_state(
        &mut self,
        system: CodeSystem,
        code: &str,
        on: Option<Date>,
    ) -> Option<Arc<ActorRef>> {
        if matches!(code, "" | "NA" | "None") {
            return None;
        }
        let state = self.shared_state(system, code, on);
        if state.is_none() {
            self.unknown(system, code);
        }
        state
    }

    pub(crate) fn unknown(&mut self, system: CodeSystem, code: &str) {
        let key = (system, code.to_owned());
        if let Some(found) = &mut self.found {
            found.unknown.push(key.clone());
        }
        *self.coded.unknown.entry(key).or_default() += 1;
    }

    /// Who is meant by a name that may be a state's, an organisation's or a person's; somebody
    /// new where the lexicon does not know it.
    pub(crate) fn named(
        &mut self,
        name: &str,
        country: Option<&str>,
        sector: Option<Sector>,
    ) -> ActorRef {
        let known = match self.known.names.get(name) {
            Some(known) => known.clone(),
            None => {
                let known = self.context.lexicon.resolve_name(name, None);
                self.known.make_room();
                self.known.names.insert(name.to_owned(), known.clone());
                known
            }
        };
        // Two of one name in two countries are two.
        let known = known.filter(|found| {
            country.is_none() || found.country.is_none() || found.country.as_deref() == country
        });
        match known {
            Some(found) => ActorRef {
                text: name.to_owned(),
                sector: found.sector.or(sector),
                ..found
            },
            None => actor(id_of(name), name.to_owned(), name, country, sector),
        }
    }

    /// A spell of days. One that lasts until coverage ends has no known end.
    pub(crate) fn spell(&self, start: Option<Date>, end: Option<Date>) -> Result<DateSpan, Fault> {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            let detail = format!("ends on {end} before it starts on {start}");
            return Err(Fault::new(FaultKind::Date, detail));
        }
        let last = self.last;
        let end = end.filter(|&end| last.is_none_or(|last| end < last));
        let from = start.map_or_else(|| "?".to_owned(), |day| day.to_string());
        let text = match (end, last) {
            (Some(end), _) => format!("{from} to {end}"),
            (None, Some(last)) => format!("since {from}, still so when coverage ended on {last}"),
            (None, None) => format!("since {from}"),
        };
        Ok(DateSpan { start, end, text })
    }
}

/// The id of somebody of that name; of a name without letters, its hash.
pub(crate) fn id_of(name: &str) -> String {
    let id = slug(name);
    if id.is_empty() {
        return format!("x{}", &ContentId::of([name]).as_str()[..8]);
    }
    id
}

/// An actor that is no state.
pub(crate) fn actor(
    id: String,
    name: String,
    text: &str,
    country: Option<&str>,
    sector: Option<Sector>,
) -> ActorRef {
    ActorRef {
        id,
        name,
        text: text.to_owned(),
        country: country.map(str::to_owned),
        sector,
    }
}

/// A mutual tie.
pub(crate) fn tie(
    relation: entente_model::Relation,
    a: ActorRef,
    b: ActorRef,
    date: DateSpan,
    detail: String,
) -> Tie {
    Tie {
        relation,
        a,
        b,
        directed: relation.is_directed(),
        date: Some(date),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
    }
}
