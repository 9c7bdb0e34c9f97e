//! Which settings of issues bring enforcement of the file into force?

use super::verdict::Doubts;
use crate::analysis::network::Network;
use crate::analysis::settlement::{Outline, Settlement, outline};
use crate::analysis::treatment::{Treatment, treatment};
use crate::analysis::verdict::{Kind, verdict};
use crate::scenario::{Clause, IssueId, OptionId, OptionSet, PartyId, Proposal};
use crate::search::{Budget, Exhausted};

/// Settings that bring enforcement into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Issue by issue.
    pub list: Vec<Setting>,
    /// The enforcements that come into force, by their places.
    pub enforcement: Vec<usize>,
    /// What the party then says as trusted.
    pub then: Kind,
    /// Other parties that reject the changed text on paper, though not the text as it is.
    pub newly_rejected_by: Vec<PartyId>,
}

/// An issue settled otherwise than the text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The issue.
    pub issue: IssueId,
    /// How it is to be settled.
    pub option: OptionId,
    /// Whether that contradicts the text; else the text leaves it silent, open or ambiguous.
    pub changes_the_text: bool,
}

/// The smallest sets of settings that bring enforcement into force so that the party says at least
/// so much of the text.
pub(super) fn settings(
    doubts: &Doubts<'_>,
    proposal: &Proposal,
    before: &Outline,
    least: u8,
    budget: &mut Budget,
) -> Result<Vec<Settings>, Exhausted> {
    let network = doubts.network;
    let frame = &network.scenario.frame;
    let mut issues: Vec<IssueId> =
        frame.enforcement.iter().flat_map(|it| it.when.scope()).collect();
    issues.sort_unstable();
    issues.dedup();
    let in_force = in_force(network, before, budget)?;
    for size in 1..=issues.len() {
        let mut found = Vec::new();
        for set in itertools::Itertools::combinations(issues.iter().copied(), size) {
            let options: Vec<Vec<Setting>> =
                set.iter().map(|issue| alternatives(network, before, *issue)).collect();
            let picks = itertools::Itertools::multi_cartesian_product(options.into_iter());
            for list in picks {
                budget.spend(1)?;
                let changed = with(proposal, &list);
                let after = outline(network, &changed, budget)?;
                if after.realisations.is_empty() {
                    continue;
                }
                let mut enforcement = self::in_force(network, &after, budget)?;
                enforcement.retain(|it| !in_force.contains(it));
                if enforcement.is_empty() {
                    continue;
                }
                let then = doubts.verdict(&changed, &after, budget)?.kind;
                if rank(then) < least {
                    continue;
                }
                let mut newly_rejected_by = Vec::new();
                for other in frame.parties.ids().filter(|it| *it != doubts.party) {
                    let rejects = |proposal, outline, budget: &mut Budget| {
                        let verdict = verdict(network, proposal, outline, other, budget)?;
                        Ok(verdict.kind == Kind::Rejects)
                    };
                    if rejects(&changed, &after, budget)? && !rejects(proposal, before, budget)? {
                        newly_rejected_by.push(other);
                    }
                }
                found.push(Settings { list, enforcement, then, newly_rejected_by });
            }
        }
        if !found.is_empty() {
            let changes = |it: &Settings| it.list.iter().filter(|it| it.changes_the_text).count();
            found.sort_by_key(|it| (it.newly_rejected_by.len(), changes(it)));
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The enforcements that are in force however the text is carried out.
fn in_force(
    network: &Network<'_>,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<usize>, Exhausted> {
    let mut list = Vec::new();
    for (place, enforcement) in network.scenario.frame.enforcement.iter().enumerate() {
        let mut always = true;
        for realisation in &outline.realisations {
            let here = treatment(network, &enforcement.when, realisation, budget)?;
            always &= here == Treatment::Kept;
        }
        if always {
            list.push(place);
        }
    }
    Ok(list)
}

/// How an issue could be settled otherwise than the text does.
fn alternatives(network: &Network<'_>, outline: &Outline, issue: IssueId) -> Vec<Setting> {
    let all = network.scenario.frame.issues[issue].all();
    let settlement = outline.settlements.get(issue.index()).copied();
    let (options, within) = match settlement {
        Some(Settlement::Settled(only)) => (all.minus(OptionSet::only(only)), OptionSet::EMPTY),
        Some(other) => (all, other.options()),
        None => (OptionSet::EMPTY, OptionSet::EMPTY),
    };
    options
        .iter()
        .map(|option| Setting { issue, option, changes_the_text: !within.contains(option) })
        .collect()
}

/// A text with some issues settled otherwise.
fn with(proposal: &Proposal, list: &[Setting]) -> Proposal {
    let mut changed = proposal.clone();
    let is_set = |issue: IssueId| list.iter().any(|it| it.issue == issue);
    for clause in &mut changed.clauses {
        clause.leaves.retain(|(issue, _)| !is_set(*issue));
        for reading in &mut clause.readings {
            reading.settles.retain(|(issue, _)| !is_set(*issue));
        }
    }
    let settles = list.iter().map(|it| (it.issue, OptionSet::only(it.option))).collect();
    changed.clauses.push(Clause::supposed("", "", settles));
    changed
}

/// Verdicts from worst to best.
pub(super) fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Impossible | Kind::NotAsked => 0,
        Kind::Rejects => 1,
        Kind::DependsOnReading => 2,
        Kind::DependsOnJudgement => 3,
        Kind::NoStatedObjection => 4,
        Kind::Accepts => 5,
    }
}
