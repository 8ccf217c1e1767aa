//! Roll calls of the UN General Assembly, and how each state voted.

use entente_model::{Covers, Values, Vote};

use crate::codes::CodeSystem;
use crate::out::Out;
use crate::registry::{Code, Companion, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// UN votes.
pub(crate) static UN_VOTES: Dataset = Dataset {
    id: "un-votes",
    name: "UN General Assembly votes",
    version: "2020",
    publisher: "Voeten, Strezhnev and Bailey",
    released: "2020-12-31",
    span: ("1946-01-01", Some("2020-01-31")),
    covers: Covers::Listed,
    citation: "Voeten, Erik, Anton Strezhnev, and Michael Bailey. 2009. \"United Nations General \
        Assembly Voting Data.\" Harvard Dataverse. hdl:1902.1/12379.",
    bibtex: "@data{un-votes,\n  author = {Voeten, Erik and Strezhnev, Anton and Bailey, Michael},\n  title = {United Nations General Assembly Voting Data},\n  publisher = {Harvard Dataverse},\n  year = {2009},\n  note = {hdl:1902.1/12379}\n}",
    terms: "Harvard Dataverse terms of hdl:1902.1/12379; the R package unvotes is MIT",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&["rcid", "country", "vote"]),
            code: Code::Row(vote),
        },
        Layout {
            shape: Shape::Header(&["rcid", "session", "date", "unres"]),
            code: Code::Row(roll_call),
        },
    ],
    companions: &[Companion {
        columns: &["rcid", "date", "session", "unres"],
    }],
};

fn number(row: &Row<'_>) -> Result<u64, Fault> {
    row.count("rcid")?
        .ok_or_else(|| Fault::new(FaultKind::Empty, "rcid"))
}

fn vote(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let vote = row.coded("vote", |vote| match vote {
        "1" | "yes" => Some(Vote::Yes),
        "2" | "abstain" => Some(Vote::Abstain),
        "3" | "no" => Some(Vote::No),
        _ => None,
    })?;
    // The day stands in the table of roll calls, where that was found.
    let date = out.context.companions.get(row.text("rcid"));
    let date = date.and_then(|date| date.parse().ok());
    out.covers_days(date, date);
    let state = out.state(CodeSystem::Name, row.required("country")?, date);
    out.values(Values::Vote {
        roll_call: number(row)?,
        date,
        state,
        vote,
    });
    Ok(())
}

fn roll_call(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let date = row.day("date")?;
    out.covers_days(date, date);
    out.values(Values::RollCall {
        roll_call: number(row)?,
        session: row.count("session")?,
        date,
        document: row.text("unres").to_owned(),
        title: row.text("short").to_owned(),
        important: row.whole("importantvote")?.map(|flag| flag == 1),
    });
    Ok(())
}
