//! What ids are hashes of: fields in their order, each so that none can be taken for another.
//!
//! What an assertion says is written field by field and not as JSON, which is three times as long: millions of rows are
//! imported, and of each this is hashed. A field that is added to a record has to be added here; the compiler says so.

use arrayvec::ArrayVec;
use jiff::civil::Date;

use crate::{
    ActorRef, BodyRef, ContentId, DateSpan, DateSpanRef, EventPlaceRef, EventRef, Figure, Label,
    Stance, Tie, Toll,
};

/// So much is hashed without being put together on the heap first.
const SHORT: usize = 1024;

/// What is hashed, put together.
#[derive(Default)]
pub(crate) struct Content {
    short: ArrayVec<u8, SHORT>,
    /// All of it, once it is longer.
    long: Vec<u8>,
}

impl Content {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.long.is_empty() {
            if self.short.try_extend_from_slice(bytes).is_ok() {
                return;
            }
            self.long.extend_from_slice(&self.short);
        }
        self.long.extend_from_slice(bytes);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        if self.long.is_empty() {
            &self.short
        } else {
            &self.long
        }
    }

    /// A length or count: one byte, where it is short.
    fn len(&mut self, len: usize) {
        match u8::try_from(len) {
            Ok(len) if len < u8::MAX => self.push(&[len]),
            _ => {
                self.push(&[u8::MAX]);
                self.push(&(len as u64).to_le_bytes());
            }
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.len(text.len());
        self.push(text.as_bytes());
    }

    /// What may be missing, which is not what is empty.
    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.push(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn each<T>(&mut self, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.len(values.len());
        for value in values {
            write(self, value);
        }
    }

    fn count(&mut self, count: u64) {
        self.push(&count.to_le_bytes());
    }

    fn decimal(&mut self, decimal: f64) {
        self.push(&decimal.to_le_bytes());
    }

    fn day(&mut self, day: Date) {
        self.push(&day.year().to_le_bytes());
        self.push(&day.month().to_le_bytes());
        self.push(&day.day().to_le_bytes());
    }

    fn span(&mut self, DateSpanRef { start, end, text }: DateSpanRef<'_>) {
        self.maybe(start, Self::day);
        self.maybe(end, Self::day);
        self.text(text);
    }

    fn actor(&mut self, actor: &ActorRef) {
        let ActorRef {
            id,
            name,
            text,
            country,
            sector,
        } = actor;
        self.text(id);
        self.text(name);
        self.text(text);
        self.maybe(country.as_deref(), Self::text);
        self.maybe(sector.map(|it| it.name()), Self::text);
    }

    fn place(&mut self, place: EventPlaceRef<'_>) {
        let EventPlaceRef {
            name,
            country,
            lat,
            lon,
        } = place;
        self.text(name);
        self.maybe(country, Self::text);
        self.maybe(lat, Self::decimal);
        self.maybe(lon, Self::decimal);
    }

    fn toll(&mut self, toll: Toll) {
        let Toll {
            killed,
            injured,
            detained,
            displaced,
        } = toll;
        for count in [killed, injured, detained, displaced] {
            self.maybe(count, Self::count);
        }
    }

    fn event(&mut self, event: &EventRef<'_>) {
        let EventRef {
            event_type,
            mode,
            contexts,
            cameo,
            quad,
            intensity,
            source,
            target,
            date,
            place,
            toll,
        } = *event;
        self.text(event_type.name());
        self.maybe(mode, Self::text);
        self.each(contexts, |it, context| it.text(context));
        self.maybe(cameo, Self::text);
        self.push(&[quad.number()]);
        self.decimal(intensity);
        self.each(source, Self::actor);
        self.each(target, Self::actor);
        self.maybe(date, Self::span);
        self.maybe(place, Self::place);
        self.maybe(toll, Self::toll);
    }

    /// What an assertion says.
    pub(crate) fn body(&mut self, body: &BodyRef<'_>) {
        self.text(body.kind());
        match body {
            BodyRef::Event(event) => self.event(event),
            BodyRef::Tie(tie) => {
                let Tie {
                    relation,
                    a,
                    b,
                    directed,
                    date,
                    detail,
                } = tie;
                self.text(relation.name());
                self.actor(a);
                self.actor(b);
                self.push(&[u8::from(*directed)]);
                self.maybe(date.as_ref().map(DateSpan::as_ref), Self::span);
                self.maybe(detail.as_deref(), Self::text);
            }
            BodyRef::Stance(Stance {
                actor,
                issue,
                position,
            }) => {
                self.actor(actor);
                self.text(issue);
                self.text(position.name());
            }
            BodyRef::Label(Label { about, label }) => {
                self.text(ContentId::as_str(about));
                self.text(label);
            }
            BodyRef::Figure(figure) => {
                let Figure {
                    subject,
                    measure,
                    value,
                    unit,
                    bound,
                } = figure;
                self.actor(subject);
                self.text(measure);
                self.decimal(*value);
                self.text(unit);
                self.text(bound.name());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Content)) -> Vec<u8> {
        let mut content = Content::default();
        write(&mut content);
        content.bytes().to_vec()
    }

    #[test]
    fn no_field_is_taken_for_another() {
        let texts = |texts: &[&str]| written(|to| texts.iter().for_each(|text| to.text(text)));
        assert_ne!(texts(&["ab", "c"]), texts(&["a", "bc"]));
        let long = "x".repeat(300);
        assert_ne!(texts(&[&long, ""]), texts(&["", &long]));
        let maybe = |text: Option<&str>| written(|to| to.maybe(text, Content::text));
        assert_ne!(maybe(None), maybe(Some("")));
    }
}
