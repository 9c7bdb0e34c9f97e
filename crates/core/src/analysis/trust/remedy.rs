//! What would make a text as acceptable to a party as trusted as it is on paper?
//!
//! A text that a party rejects as trusted is to be rejected no longer; one that it does not reject,
//! but of which it says less than on paper, is to get the verdict on paper. Two kinds of remedy.
//! *Settings*: enforcement of the file is brought into force by settling issues that the text
//! leaves silent or open, or by changing what it says; the fewest issues that do, all of them.
//! *Belief*: the party believes another more, everywhere, and the exact percent
//! from which it no longer rejects the text. For a text that is not rejected only settings are
//! looked for.

use super::least_belief::least_belief;
use super::settings::{Settings, rank, settings};
use super::verdict::Doubts;
use crate::analysis::floor_test::Met;
use crate::analysis::settlement::Outline;
use crate::analysis::verdict::{Kind, Verdict};
use crate::scenario::{DemandId, PartyId, Proposal, Ratio};
use crate::search::{Budget, Exhausted};

/// What would make a text acceptable to a party as trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It is rejected even with every promise kept: no enforcement cures that.
    None(Obstacle),
    /// What would do, each by itself.
    Some {
        /// The smallest sets of settings that bring enforcement into force; empty if none does.
        settings: Vec<Settings>,
        /// For each obliged party the least belief from which the text is not rejected; parties
        /// for whom full belief does not suffice are left out.
        beliefs: Vec<(PartyId, Ratio)>,
    },
}

/// Why no enforcement cures a rejection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// These firm red lines and links are broken on paper, each by every way to carry out the text
    /// that asks the party.
    Demands(Vec<DemandId>),
    /// The floor is missed on paper.
    Floor(DemandId),
    /// Every way to carry out the text breaks some demand on paper, no one of them all.
    Together,
}

/// What would make a text as acceptable to a party as trusted as on paper; none if it does not
/// reject the text and says no less of it than on paper. Its two verdicts are known.
pub fn remedy(
    doubts: &Doubts<'_>,
    proposal: &Proposal,
    outline: &Outline,
    [paper, trusted]: [&Verdict; 2],
    budget: &mut Budget,
) -> Result<Option<Remedy>, Exhausted> {
    if trusted.kind != Kind::Rejects {
        if rank(trusted.kind) >= rank(paper.kind) {
            return Ok(None);
        }
        let settings = settings(doubts, proposal, outline, rank(paper.kind), budget)?;
        return Ok(Some(Remedy::Some { settings, beliefs: Vec::new() }));
    }
    if paper.kind == Kind::Rejects {
        let firm = |demand: &DemandId| doubts.network.scenario.is_firm(*demand);
        let crossed = paper.crossed.iter().filter(|it| it.everywhere).map(|it| it.demand);
        let crossed: Vec<DemandId> = crossed.filter(firm).collect();
        let missed = paper.floor.filter(|(_, met)| *met == Met::Never);
        return Ok(Some(Remedy::None(match (crossed.is_empty(), missed) {
            (false, _) => Obstacle::Demands(crossed),
            (true, Some((floor, _))) => Obstacle::Floor(floor),
            (true, None) => Obstacle::Together,
        })));
    }
    let least = rank(Kind::Rejects) + 1;
    let settings = settings(doubts, proposal, outline, least, budget)?;
    let mut beliefs = Vec::new();
    for other in doubts.network.scenario.frame.parties.ids() {
        if other != doubts.party
            && let Some(least) = least_belief(doubts, other, proposal, outline, budget)?
        {
            beliefs.push((other, least));
        }
    }
    Ok(Some(Remedy::Some { settings, beliefs }))
}
