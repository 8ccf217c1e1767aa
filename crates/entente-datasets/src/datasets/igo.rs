//! Correlates of War memberships of intergovernmental organisations: spells, and the wide table
//! of states and years.

use std::collections::BTreeMap;

use entente_lexicon::slug;
use entente_model::{ActorRef, Covers, Date, Relation, Sector, Values};

use crate::codes::CodeSystem;
use crate::out::{Out, actor, tie};
use crate::registry::{Code, Companion, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// COW IGO memberships.
pub(crate) static IGO: Dataset = Dataset {
    id: "cow-igo",
    name: "COW Intergovernmental Organizations",
    version: "3.0",
    publisher: "Correlates of War Project",
    released: "2019-12-31",
    span: ("1816-01-01", Some("2014-12-31")),
    covers: Covers::World,
    citation: "Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer \
        Jamison. 2020. \"Tracking Organizations in the World: The Correlates of War IGO Version \
        3.0 Datasets.\" Journal of Peace Research 57(3): 492-503.",
    bibtex: "@article{cow-igo,\n  author = {Pevehouse, Jon C. W. and Nordstrom, Timothy and McManus, Roseanne W. and Jamison, Anne Spencer},\n  title = {Tracking Organizations in the World: The {Correlates of War IGO} Version 3.0 Datasets},\n  journal = {Journal of Peace Research},\n  volume = {57},\n  number = {3},\n  pages = {492--503},\n  year = {2020}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&["igo", "ccode", "status", "first_year", "last_year"]),
            code: Code::Row(spell),
        },
        Layout {
            shape: Shape::Header(&["ccode", "year", "state", "un"]),
            code: Code::Table(years),
        },
        Layout {
            shape: Shape::Header(NAMES),
            code: Code::Row(name),
        },
    ],
    companions: &[Companion { columns: NAMES }],
};

const NAMES: &[&str] = &["ioname", "orgname"];

/// Kinds of membership; `Some("")` where there is none.
fn status(code: &str) -> Option<&'static str> {
    Some(match code {
        "1" => "full member",
        "2" => "associate member",
        "3" => "observer",
        "0" | "-1" | "-9" | "" => "",
        _ => return None,
    })
}

fn spell(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let status = row.coded("status", status)?;
    let first = Date::new(row.required_year("first_year")?, 1, 1).ok();
    let last = Date::new(row.required_year("last_year")?, 12, 31).ok();
    let date = out.spell(first, last)?;
    let member = out.state(CodeSystem::Cow, row.required("ccode")?, first);
    let organisation = organisation(out, row.required("igo")?);
    if status.is_empty() {
        out.silent("no membership");
    } else {
        out.tie(tie(
            Relation::Membership,
            member,
            organisation,
            date,
            status.to_owned(),
        ));
    }
    Ok(())
}

/// An organisation by its letters, with the name that the table of names gives.
fn organisation(out: &mut Out<'_>, letters: &str) -> ActorRef {
    let upper = letters.to_uppercase();
    let full = ["", "igo:"].iter().find_map(|prefix| {
        let key = format!("{prefix}{upper}");
        out.context.companions.get(&key).cloned()
    });
    let known = full.as_deref().map(|full| out.named(full, None, None));
    match known.filter(|known| out.context.lexicon.actor(&known.id).is_some()) {
        Some(known) if known.sector == Some(Sector::Igo) => ActorRef {
            text: letters.to_owned(),
            ..known
        },
        _ => actor(
            format!("igo-{}", slug(letters)),
            full.unwrap_or(upper),
            letters,
            None,
            Some(Sector::Igo),
        ),
    }
}

fn name(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    out.values(Values::Organisation {
        letters: row.required("ioname")?.to_owned(),
        name: row.required("orgname")?.to_owned(),
    });
    Ok(())
}

/// A membership that goes on while the years are read: its status and its first year.
type Going = (&'static str, i16);

/// One row a state and year, one column an organisation. A spell is said with the last row that
/// it reaches; years between two observations (every fifth, before 1965) belong to it.
fn years<'a>(rows: &[Row<'a>], out: &mut Out<'a>) {
    let mut by_state: BTreeMap<&str, Vec<(i16, &Row<'_>)>> = BTreeMap::new();
    for row in rows {
        let place = row.required("ccode").and_then(|state| {
            let year = row.required_year("year")?;
            Ok((state, year))
        });
        match place {
            Ok((state, year)) => by_state.entry(state).or_default().push((year, row)),
            Err(fault) => out.row(row, |_| Err(fault)),
        }
    }
    for (state, mut rows) in by_state {
        rows.sort_by_key(|(year, _)| *year);
        let mut going: BTreeMap<usize, Going> = BTreeMap::new();
        for (index, (year, row)) in rows.iter().enumerate() {
            let next = rows.get(index + 1).map(|(_, row)| *row);
            out.row(row, |out| {
                for (place, letters) in row.header.names().iter().enumerate() {
                    if matches!(letters.as_str(), "ccode" | "year" | "state" | "sovereign") {
                        continue;
                    }
                    let Some(now) = status(row.text(place)) else {
                        let detail = format!("{letters} is {:?}", row.text(place));
                        return Err(Fault::new(FaultKind::Code, detail));
                    };
                    if now.is_empty() {
                        continue;
                    }
                    let first = going.entry(place).or_insert((now, *year)).1;
                    let goes_on = next.and_then(|next| status(next.text(place))) == Some(now);
                    if goes_on {
                        continue;
                    }
                    going.remove(&place);
                    let start = Date::new(first, 1, 1).ok();
                    let date = out.spell(start, Date::new(*year, 12, 31).ok())?;
                    let member = out.state(CodeSystem::Cow, state, start);
                    let organisation = organisation(out, letters);
                    out.tie(tie(
                        Relation::Membership,
                        member,
                        organisation,
                        date,
                        now.to_owned(),
                    ));
                }
                out.silent("no membership ends in this year");
                Ok(())
            });
        }
    }
}
