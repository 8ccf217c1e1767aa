//! `organisations.tsv`, `groups.tsv` and `people.tsv`: who is not a state.

use entente_model::Sector;

use super::sheet::Row;
use super::{ActorKind, Membership, Office, Reading};

pub(super) const ORGANISATION_COLUMNS: &[&str] = &[
    "id", "name", "country", "sector", "names", "members", "from", "to", "sector2",
];
pub(super) const GROUP_COLUMNS: &[&str] = &["id", "name", "country", "names", "kin", "lives_in"];
pub(super) const PERSON_COLUMNS: &[&str] = &["id", "name", "country", "sector", "names", "offices"];

impl Reading {
    pub(super) fn organisation(&mut self, row: &Row<'_>) {
        let Some(index) = self.actor(row, ActorKind::Organisation) else {
            return;
        };
        let existence = row.existence(&mut self.faults);
        self.names(index, row, existence);
        self.country_and_sector(index, row);
        let second = self.sector(row, "sector2");
        for member in row.list("members") {
            let (member, span) = member.split_once(':').unwrap_or((member, ""));
            let period = row.period(span, &mut self.faults);
            self.expect_known(member, false, row.line);
            let actor = &mut self.tables.actors[index];
            if period.holds(None) && !actor.members.iter().any(|known| known == member) {
                actor.members.push(member.to_owned());
            }
            actor.memberships.push(Membership {
                member: member.to_owned(),
                period,
            });
        }
        let actor = &mut self.tables.actors[index];
        actor.from = existence.from.map(|day| day.year()).or(actor.from);
        actor.to = existence.to.map(|day| day.year()).or(actor.to);
        actor.sector2 = second.or(actor.sector2);
    }

    pub(super) fn group(&mut self, row: &Row<'_>) {
        let Some(index) = self.actor(row, ActorKind::Group) else {
            return;
        };
        self.names(index, row, super::Period::ALWAYS);
        self.country_and_sector(index, row);
        let actor = &mut self.tables.actors[index];
        actor.sector = Some(Sector::Cvl);
        actor.kin = row.get("kin").map(str::to_owned).or(actor.kin.take());
        actor
            .lives_in
            .extend(row.list("lives_in").map(str::to_owned));
    }

    pub(super) fn person(&mut self, row: &Row<'_>) {
        let Some(index) = self.actor(row, ActorKind::Person) else {
            return;
        };
        self.names(index, row, super::Period::ALWAYS);
        self.country_and_sector(index, row);
        for office in row.list("offices") {
            let Some((title, rest)) = office.split_once('@') else {
                let hint = "write president@TUR:2014-08..";
                let message = format!("{office:?} is no office");
                self.faults.error("L014", row.line, message, hint);
                continue;
            };
            let (of, span) = rest.split_once(':').unwrap_or((rest, ""));
            let period = row.period(span, &mut self.faults);
            self.expect_known(of.trim(), false, row.line);
            self.tables.actors[index].offices.push(Office {
                title: title.trim().to_owned(),
                of: of.trim().to_owned(),
                from: period.from,
                to: period.to,
            });
        }
    }

    fn country_and_sector(&mut self, index: usize, row: &Row<'_>) {
        let sector = self.sector(row, "sector");
        for country in row.get("country").into_iter().chain(row.get("kin")) {
            self.expect_known(country, true, row.line);
        }
        for country in row.list("lives_in") {
            self.expect_known(country, true, row.line);
        }
        let actor = &mut self.tables.actors[index];
        actor.sector = sector.or(actor.sector);
        if let Some(country) = row.get("country") {
            actor.country = Some(country.to_owned());
        }
    }
}
