//! The picture of verdicts: how sure each is, and whether a single change tips it.

use super::layout::tipped_by;
use super::{Report, VerdictAnswer};
use crate::document::{Figure, Table, Text, Tone};
use crate::picture::{Cell, Matrix, MatrixRow, Picture};

impl Report {
    /// How sure each verdict is, one a row of the table; none where no proposal is judged.
    pub(in crate::report) fn figure(&self) -> Option<Figure> {
        Some(Figure { table: self.table(), ..self.figure_at_a_glance()? })
    }

    /// The same, one proposal a row.
    pub(super) fn figure_at_a_glance(&self) -> Option<Figure> {
        let mut parties: Vec<(&str, &str)> = Vec::new();
        for verdict in self.proposals.iter().flat_map(|it| &it.verdicts) {
            if !parties.iter().any(|(known, _)| *known == verdict.party) {
                parties.push((&verdict.party, &verdict.title));
            }
        }
        if parties.is_empty() {
            return None;
        }
        let rows = self.proposals.iter().map(|proposal| {
            let cell = |(party, _): &(&str, &str)| {
                let verdict = proposal.verdicts.iter().find(|it| it.party == *party);
                verdict.map_or_else(Cell::default, VerdictAnswer::cell)
            };
            MatrixRow {
                label: proposal.proposal.clone(),
                cells: parties.iter().map(cell).collect(),
            }
        });
        let rows: Vec<MatrixRow> = rows.collect();
        let titles = parties.iter().map(|(_, title)| *title);
        let mut table = Table::new(["proposal"].into_iter().chain(titles));
        for row in &rows {
            let cells = row.cells.iter().map(|cell| {
                let note = if cell.note.is_empty() { "" } else { "\n" };
                Text::from(format!("{}{note}{}", cell.words, cell.note)).toned(cell.tone)
            });
            table.push([Text::from(row.label.as_str())].into_iter().chain(cells));
        }
        Some(Figure {
            title: "How sure it is that each party accepts each proposal".to_owned(),
            alt: "A row for each proposal, a column for each party. A full circle: accepts for \
                  certain; a ring: possibly; a cross: for certain not; a dash: not asked. Below each \
                  stands whether one change by itself tips the verdict."
                .to_owned(),
            picture: Picture::Certainty(Matrix {
                columns: parties.iter().map(|(_, title)| (*title).to_owned()).collect(),
                rows,
            }),
            table,
        })
    }

    /// What holds, by proposal and party.
    fn table(&self) -> Table {
        let mut table =
            Table::new(["proposal", "party", "verdict", "accepts", "every scale", "tipped by"]);
        for proposal in &self.proposals {
            for verdict in &proposal.verdicts {
                table.push([
                    Text::from(proposal.proposal.as_str()),
                    Text::from(verdict.title.as_str()),
                    Text::from(verdict.verdict.as_str()),
                    Text::from(verdict.accepts_in_words()).toned(verdict.tone()),
                    Text::from(verdict.every_scale),
                    Text::from(tipped_by(verdict)),
                ]);
            }
        }
        table
    }
}

impl VerdictAnswer {
    fn accepts_in_words(&self) -> String {
        let idle = self.accepts == "for certain" && self.settles_nothing;
        let idle = if idle { ", settling nothing it has spoken on" } else { "" };
        format!("{}{idle}", self.accepts)
    }

    fn tone(&self) -> Tone {
        match self.accepts {
            "for certain" => Tone::Clear,
            "for certain not" => Tone::Blocked,
            "possibly" => Tone::Open,
            _ => Tone::Quiet,
        }
    }

    fn cell(&self) -> Cell {
        let note = match self.changes.as_deref() {
            _ if matches!(self.accepts, "not asked" | "impossible") => "",
            None => "not found out",
            Some([]) => "nothing alone tips it",
            Some(_) => "one change tips it",
        };
        Cell { tone: self.tone(), words: self.accepts.to_owned(), note: note.to_owned() }
    }
}
