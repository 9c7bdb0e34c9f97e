//! Which demands stand in which conflicts.

use crate::document::{Figure, Table};
use crate::picture::{ConflictColumn, Conflicts, DemandRow, Picture};
use crate::report::briefing::Report;
use crate::report::deadlock::ConflictReport;

impl Report {
    /// Which demands stand in which conflicts.
    pub(in crate::report::briefing) fn conflicts_figure(&self) -> Option<Figure> {
        let deadlock = self.deadlock.as_ref()?;
        let mut demands: Vec<(&str, &str, &str)> = Vec::new();
        let mut columns: Vec<(usize, &ConflictReport)> = Vec::new();
        for (knot, list) in deadlock.knots.iter().enumerate() {
            for conflict in &list.conflicts {
                columns.push((knot, conflict));
                for demand in conflict.members.iter().filter_map(|it| it.demand.as_ref()) {
                    let row =
                        (demand.party_title.as_str(), demand.id.as_str(), demand.says.as_str());
                    if !demands.contains(&row) {
                        demands.push(row);
                    }
                }
            }
        }
        if columns.is_empty() {
            return None;
        }
        let parties: Vec<&str> = demands.iter().fold(Vec::new(), |mut list, (party, _, _)| {
            if !list.contains(party) {
                list.push(party);
            }
            list
        });
        demands.sort_by_key(|(party, _, _)| parties.iter().position(|it| it == party));
        let members = |conflict: &ConflictReport| -> Vec<usize> {
            let own = conflict.members.iter().filter_map(|it| it.demand.as_ref());
            let places = own.filter_map(|demand| {
                demands
                    .iter()
                    .position(|(party, id, _)| *party == demand.party_title && *id == demand.id)
            });
            places.collect()
        };
        let conflicts: Vec<ConflictColumn> = columns
            .iter()
            .map(|(knot, conflict)| ConflictColumn {
                number: conflict.number,
                knot: *knot,
                members: members(conflict),
            })
            .collect();
        let mut table = Table::new(["party", "demand", "stands in conflicts"]);
        for (at, (party, _, says)) in demands.iter().enumerate() {
            let own = conflicts.iter().filter(|it| it.members.contains(&at));
            let numbers: Vec<String> = own.map(|it| it.number.to_string()).collect();
            table.push([(*party).to_owned(), (*says).to_owned(), numbers.join(", ")]);
        }
        Some(Figure {
            title: "Which demands cannot hold together".to_owned(),
            alt: format!(
                "{} demands as rows, {} conflicts as columns; a dot where the demand is a member of \
                 the conflict. The members of a conflict cannot all hold.",
                demands.len(),
                conflicts.len()
            ),
            picture: Picture::Conflicts(Conflicts {
                demands: demands
                    .into_iter()
                    .map(|(party, _, says)| DemandRow {
                        party: party.to_owned(),
                        says: says.to_owned(),
                    })
                    .collect(),
                conflicts,
            }),
            table,
        })
    }
}
