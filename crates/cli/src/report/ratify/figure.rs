//! The picture of proposals and gates.

use super::Report;
use crate::document::{Figure, Table, Text, Tone};
use crate::picture::{Cell, Matrix, MatrixRow, Picture};

impl Report {
    /// How each text fares at each gate; none where no gate is reached.
    pub(in crate::report) fn figure(&self) -> Option<Figure> {
        let mut gates: Vec<(&str, &str)> = Vec::new();
        for gate in self.proposals.iter().flat_map(|it| &it.gates) {
            if !gates.iter().any(|(known, _)| *known == gate.party) {
                gates.push((&gate.party, &gate.title));
            }
        }
        if gates.is_empty() {
            return None;
        }
        let head = ["proposal"].into_iter().chain(gates.iter().map(|(_, title)| *title));
        let mut table = Table::new(head).caption("How each gate would decide, by what is stated");
        let mut rows = Vec::new();
        for proposal in &self.proposals {
            let mut row = vec![Text::from(proposal.proposal.as_str())];
            let mut cells = Vec::new();
            for (party, _) in &gates {
                let gate = proposal.gates.iter().find(|gate| gate.party == *party);
                let (tone, words) = gate.map_or((Tone::Quiet, "not asked".to_owned()), |gate| {
                    let state = if gate.stated || gate.state != "undecided" {
                        gate.state.replace("undecided", "not known")
                    } else {
                        "nothing stated".to_owned()
                    };
                    let sometimes = if gate.asked == "always" { "" } else { " (if asked)" };
                    (gate.tone(), format!("{state}{sometimes}"))
                });
                row.push(Text::from(words.as_str()).toned(tone));
                cells.push(Cell { tone, words, note: String::new() });
            }
            table.push(row);
            rows.push(MatrixRow { label: proposal.proposal.clone(), cells });
        }
        Some(Figure {
            title: "How each text fares at each gate".to_owned(),
            alt: "A row for each proposal, a column for each gate. A full circle: passes; a ring: \
                  not known; a cross: fails; a dash: not asked."
                .to_owned(),
            picture: Picture::Matrix(Matrix {
                columns: gates.iter().map(|(_, title)| (*title).to_owned()).collect(),
                rows,
            }),
            table,
        })
    }
}
