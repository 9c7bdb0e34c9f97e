//! Is every party coded with the same care? Counts that show uneven coding.

use std::collections::BTreeSet;

use crate::scenario::{Confidence, DemandKind, PartyId, Scenario, SourceId, Stance};

/// How a party is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The party.
    pub party: PartyId,
    /// Issues on which it has a position.
    pub issues: usize,
    /// Statements.
    pub statements: usize,
    /// Statements of high confidence.
    pub high: usize,
    /// Red lines.
    pub red_lines: usize,
    /// Links.
    pub links: usize,
    /// Demands that are disputed.
    pub disputed: usize,
    /// Different sources cited.
    pub sources: usize,
    /// Options on which it has stated a view.
    pub stated: usize,
    /// Options on which nothing was found.
    pub unknown: usize,
}

/// Every party's counts, in file order.
pub fn hands(scenario: &Scenario) -> Vec<Hand> {
    let parties = scenario.frame.parties.ids();
    parties.map(|party| hand(scenario, party)).collect()
}

fn hand(scenario: &Scenario, party: PartyId) -> Hand {
    let mut hand = Hand {
        party,
        issues: 0,
        statements: 0,
        high: 0,
        red_lines: 0,
        links: 0,
        disputed: 0,
        sources: 0,
        stated: 0,
        unknown: 0,
    };
    let mut sources: BTreeSet<SourceId> = BTreeSet::new();
    for position in scenario.positions[party].values().flatten() {
        hand.issues += 1;
        for cell in &position.cells {
            if cell.is_unknown() {
                hand.unknown += 1;
            } else {
                hand.stated += 1;
            }
        }
        for row in &position.rows {
            let says_nothing = row.options.iter().all(|option| {
                position.cell(option).stances().all(|stance| stance == Stance::Unknown)
            });
            if says_nothing {
                continue;
            }
            hand.statements += 1;
            hand.high += usize::from(row.grounds.confidence == Confidence::High);
            sources.extend(&row.grounds.sources);
        }
    }
    for (id, demand) in scenario.demands.iter().filter(|(_, demand)| demand.party == party) {
        match demand.kind {
            DemandKind::RedLine { .. } => hand.red_lines += 1,
            DemandKind::Link { .. } => {
                hand.links += 1;
                hand.statements += 1;
                hand.high += usize::from(demand.grounds.confidence == Confidence::High);
                sources.extend(&demand.grounds.sources);
            }
            DemandKind::Floor(_) => {}
        }
        hand.disputed += usize::from(!scenario.is_firm(id));
    }
    hand.sources = sources.len();
    hand
}
