//! What two principals get at once.

use super::place;
use crate::document::{Column, Figure, Table};
use crate::picture::{Picture, Plane, Spot};
use crate::report::briefing::Report;
use crate::report::parts::Number;
use crate::report::settle::OutlookReport;

impl Report {
    /// What two principals get at once, one plane a pair, counted cautiously.
    pub(in crate::report::briefing) fn attainable_figure(&self) -> Option<Figure> {
        let attainable = self.attainable.as_ref()?;
        let outlook = attainable.outlooks.first()?;
        let frontier = outlook.frontier.as_ref()?;
        let names = &attainable.principals;
        if names.len() < 2 {
            return None;
        }
        let rows = rows(outlook);
        let mut planes = Vec::new();
        for across in 0..names.len() {
            for up in across + 1..names.len() {
                planes.extend(self.plane(outlook, &rows, across, up));
            }
        }
        let mut table =
            Table::new([Column::text("package")].into_iter().chain(
                names.iter().map(|name| Column::numeric(format!("worth to {}", name.title))),
            ));
        let named = rows.iter().map(|(name, worths, _)| (name.clone(), worths.clone()));
        let listed = frontier.list.iter().enumerate().map(|(at, outcome)| {
            (format!("outcome {} on the frontier", at + 1), outcome.worths.clone())
        });
        for (name, worths) in named.chain(listed) {
            let cells = worths.iter().map(|it| it.decimal.clone());
            table.push([name].into_iter().chain(cells));
        }
        Some(Figure {
            title: "What the parties can get at once".to_owned(),
            alt: format!(
                "Worth to one party across, worth to the other upwards, counted cautiously. {} \
                 outcomes on the frontier, the best package of each proposal, and the packages that \
                 rules of bargaining theory single out. {}",
                frontier.points,
                if outlook.acceptable == "0" {
                    "None of these packages is acceptable to all: each breaks stated refusals."
                } else {
                    "The room for agreement is shaded."
                }
            ),
            picture: Picture::Attainable(planes),
            table,
        })
    }

    fn plane(
        &self,
        outlook: &OutlookReport,
        rows: &[(String, Vec<Number>, bool)],
        across: usize,
        up: usize,
    ) -> Option<Plane> {
        let names = &self.attainable.as_ref()?.principals;
        let spot = |worths: &[Number]| Some((place(worths.get(across)?), place(worths.get(up)?)));
        let floor = |at: usize| {
            let yardstick = outlook.yardsticks.get(at)?;
            yardstick.floor.as_ref().map(|_| place(&yardstick.counted_from))
        };
        let spots = |solution: bool| {
            let rows = rows.iter().filter(move |(_, _, is_solution)| *is_solution == solution);
            rows.filter_map(|(name, worths, _)| {
                Some(Spot { name: name.clone(), place: spot(worths)? })
            })
            .collect()
        };
        let frontier = outlook.frontier.as_ref()?;
        Some(Plane {
            parties: [names.get(across)?.title.clone(), names.get(up)?.title.clone()],
            floors: [floor(across), floor(up)],
            zone: outlook.acceptable != "0",
            frontier: frontier.list.iter().filter_map(|it| spot(&it.worths)).collect(),
            proposals: spots(false),
            solutions: spots(true),
        })
    }
}

/// Packages with a name: what it is called, what it is worth to the principals, and whether a rule of
/// bargaining theory singles it out.
fn rows(outlook: &OutlookReport) -> Vec<(String, Vec<Number>, bool)> {
    let mut rows: Vec<(String, Vec<Number>, bool)> = Vec::new();
    for solution in &outlook.solutions {
        let name = match solution.solution {
            "nash" => "Greatest product of gains (Nash)",
            "kalai-smorodinsky" => "Who comes off worst gets the largest share (Kalai–Smorodinsky)",
            "leximin" => "Smallest shares raised first (leximin, egalitarian)",
            _ => "Greatest sum of shares (utilitarian)",
        };
        for point in solution.points.iter().flatten().take(1) {
            let worths: Vec<Number> = point.worths.iter().map(|it| it.worth.clone()).collect();
            match rows.iter_mut().find(|(_, known, _)| *known == worths) {
                Some((names, _, _)) => names.push_str(&format!("; {name}")),
                None => rows.push((name.to_owned(), worths, true)),
            }
        }
    }
    for standing in &outlook.standings {
        if let Some(best) = &standing.best {
            let worths = best.worths.iter().map(|it| it.worth.clone()).collect();
            rows.push((standing.proposal.clone(), worths, false));
        }
    }
    rows
}
