//! How the cost grows: with the width of the links' graph, and with drawn negotiations.

use super::conflicts::all_conflicts;
use super::scenario::whole_command;
use super::{Case, case};
use crate::demands::Demands;
use crate::negotiation::Negotiation;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for width in 1..=8 {
        cases.push(case(format!("width/conflicts_30_issues_w{width}"), move |_| {
            Some(all_conflicts(&Demands::band(30, width, 1)))
        }));
    }
    for (name, negotiation) in negotiations() {
        for command in ["check", "score", "deadlock"] {
            cases.push(case(format!("negotiation/{name}/{command}"), move |tools| {
                whole_command(tools, &[command, "-"], Some(&negotiation.text()))
            }));
        }
    }
    cases
}

/// Ten to sixty issues, two to eight parties, twenty to five hundred demands; links sparse (a
/// quarter of the demands, between near issues) and dense (over a half, between any two).
pub fn negotiations() -> Vec<(String, Negotiation)> {
    let sizes = [(2, 10, 20), (2, 20, 60), (3, 16, 60), (4, 30, 150), (6, 40, 300), (8, 60, 500)];
    let mut all = Vec::new();
    for (parties, issues, demands) in sizes {
        for (word, links, reach) in [("sparse", 25, 2), ("dense", 60, issues)] {
            for (floors, floor) in [("", None), ("_floors", Some(40))] {
                let name = format!("p{parties}_i{issues}_d{demands}_{word}{floors}");
                let options = 5;
                let seed = 1;
                let drawn =
                    Negotiation { parties, issues, options, demands, links, reach, floor, seed };
                all.push((name, drawn));
            }
        }
    }
    all
}
