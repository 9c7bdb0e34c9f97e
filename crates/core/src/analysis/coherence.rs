//! Is anything in a scenario odd: impossible, said twice, or against its own party?

use super::network::Network;
use super::settlement::{follows, groups, outline, possible};
use super::verdict::{Kind, verdict};
use crate::scenario::{
    DemandId, IssueId, OptionId, OptionSet, PartyId, ProposalId, Ratio, RuleId, Stance, Word,
};
use crate::search::{Budget, Exhausted, Factor, nogoods};

/// Something odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The rules exclude every package: a smallest set of rules that does.
    NothingPossible(Vec<RuleId>),
    /// A party with a position on an issue says nothing about these options.
    CellMissing(PartyId, IssueId, OptionSet),
    /// The weights of a party look like hundredths but do not add up to a hundred.
    WeightsSum(PartyId, Ratio),
    /// The issues that hang on an issue weigh more than it does.
    AttributesOutweigh(PartyId, IssueId),
    /// The status quo breaks a rule.
    StatusQuoBreaksRule(RuleId),
    /// No package has this option.
    OptionImpossible(IssueId, OptionId),
    /// No package keeps this demand.
    DemandImpossible(DemandId),
    /// A demand follows from another of the same party.
    DemandImplied(DemandId, DemandId),
    /// Every ideal option of a party on an issue breaks one of these demands of its own.
    OwnIdealExcluded(PartyId, IssueId, Vec<DemandId>),
    /// An author rejects its own proposal; these demands it breaks.
    AuthorRejects(ProposalId, PartyId, Vec<DemandId>),
}

/// Everything odd, in the order of the parts of a file.
pub fn oddities(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<Oddity>, Exhausted> {
    let scenario = network.scenario;
    let mut found = Vec::new();
    let Some(options) = possible(network, &[], budget)? else {
        return Ok(vec![Oddity::NothingPossible(excluding(network, budget)?)]);
    };
    for (issue, known) in scenario.frame.issues.iter() {
        let seen = options.get(issue.index()).copied().unwrap_or_default();
        let never = known.all().minus(seen);
        found.extend(never.iter().map(|option| Oddity::OptionImpossible(issue, option)));
    }
    for (rule, stated) in scenario.frame.rules.iter() {
        let scope = stated.holds.scope();
        let today = |issue: IssueId| scenario.frame.issues[issue].status_quo;
        if !scope.is_empty()
            && scope.iter().all(|issue| today(*issue).is_some())
            && !stated.holds.holds_with(&scenario.frame.issues, &|issue| {
                today(issue).unwrap_or(OptionId::new(0))
            })
        {
            found.push(Oddity::StatusQuoBreaksRule(rule));
        }
    }
    for party in scenario.frame.parties.ids() {
        positions(network, party, &mut found);
        demands(network, party, &mut found, budget)?;
    }
    for (id, proposal) in scenario.proposals() {
        if proposal.by.is_empty() {
            continue;
        }
        let outline = outline(network, proposal, budget)?;
        for author in scenario.frame.parties.ids().filter(|party| proposal.by.contains(party)) {
            let verdict = verdict(network, proposal, &outline, author, budget)?;
            if verdict.kind == Kind::Rejects {
                let crossed = verdict.crossed.iter().map(|crossed| crossed.demand);
                let firm = crossed.filter(|demand| scenario.is_firm(*demand)).collect();
                found.push(Oddity::AuthorRejects(id, author, firm));
            }
        }
    }
    Ok(found)
}

/// A smallest set of rules that exclude every package together.
pub fn excluding(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<RuleId>, Exhausted> {
    let rules: Vec<RuleId> = network.scenario.frame.rules.ids().collect();
    // The rules come first among what the world excludes.
    let (soft, hard) = network.hard.split_at(rules.len().min(network.hard.len()));
    let soft: Vec<&Factor<bool>> = soft.iter().collect();
    let hard: Vec<&Factor<bool>> = hard.iter().collect();
    let sets = nogoods::conflicts(&network.domains, &hard, &soft, budget)?;
    let smallest = sets.into_iter().next().unwrap_or_default();
    Ok(smallest.into_iter().filter_map(|place| rules.get(place).copied()).collect())
}

fn positions(network: &Network<'_>, party: PartyId, found: &mut Vec<Oddity>) {
    let scenario = network.scenario;
    let mut children: Vec<(IssueId, i128)> = Vec::new();
    for (issue, position) in scenario.positions[party].iter() {
        let Some(position) = position else { continue };
        let missing: OptionSet = position
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.row.is_none() && cell.inferred.is_none())
            .map(|(place, _)| OptionId::new(place))
            .collect();
        if !missing.is_empty() {
            found.push(Oddity::CellMissing(party, issue, missing));
        }
        if let Some((_, parent)) = &scenario.frame.issues[issue].applies {
            children.push((*parent, scenario.weights[party].middle(issue)));
        }
    }
    for parent in scenario.frame.issues.ids() {
        let weigh: i128 =
            children.iter().filter(|(id, _)| *id == parent).map(|(_, weight)| weight).sum();
        let own = scenario.weights[party].middle(parent);
        if weigh > own && own > 0 {
            found.push(Oddity::AttributesOutweigh(party, parent));
        }
    }
    let weights = &scenario.weights[party];
    if let [only] = weights.boxes()
        && only.iter().all(crate::scenario::Range::is_exact)
    {
        let total = Ratio::new(weights.total(), weights.unit());
        let near = total > Ratio::from_integer(90) && total < Ratio::from_integer(110);
        if near && total != Ratio::from_integer(100) {
            found.push(Oddity::WeightsSum(party, total));
        }
    }
}

fn demands(
    network: &Network<'_>,
    party: PartyId,
    found: &mut Vec<Oddity>,
    budget: &mut Budget,
) -> Result<(), Exhausted> {
    let scenario = network.scenario;
    let own: Vec<(DemandId, Factor<bool>)> = scenario
        .demands
        .iter()
        .filter(|(_, demand)| demand.party == party)
        .filter_map(|(id, demand)| Some((id, network.table(demand.keeps()?, None))))
        .collect();
    let groups = groups(network, &[]);
    let mut keepable = Vec::new();
    for (_, keeps) in &own {
        keepable.push(follows(network, std::slice::from_ref(keeps), budget)?);
    }
    for ((id, keeps), possible) in own.iter().zip(&keepable) {
        if !possible {
            found.push(Oddity::DemandImpossible(*id));
            continue;
        }
        let broken = keeps.map(|keeps| !keeps);
        let breakable = follows(network, std::slice::from_ref(&broken), budget)?;
        for ((other, kept), possible) in own.iter().zip(&keepable).filter(|it| it.0.0 != *id) {
            let apart = !kept.scope().iter().any(|variable| keeps.scope().contains(variable));
            if apart && network.scenario.frame.rules.is_empty() {
                continue;
            }
            let joined = groups.iter().any(|group| {
                let touches =
                    |table: &Factor<bool>| table.scope().iter().any(|it| group.contains(it));
                touches(keeps) && touches(kept)
            });
            let together = if joined {
                follows(network, &[broken.clone(), kept.clone()], budget)?
            } else {
                breakable && *possible
            };
            if !together {
                found.push(Oddity::DemandImplied(*id, *other));
            }
        }
    }
    for (issue, position) in scenario.positions[party].iter() {
        let Some(position) = position else { continue };
        let ideal: OptionSet = position
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.last == Stance::Word(Word::Ideal))
            .map(|(place, _)| OptionId::new(place))
            .collect();
        if ideal.is_empty() {
            continue;
        }
        let mut constraints: Vec<Factor<bool>> = own
            .iter()
            .filter(|(id, _)| scenario.is_firm(*id))
            .map(|(_, keeps)| keeps.clone())
            .collect();
        constraints.push(network.only(issue, ideal));
        if !follows(network, &constraints, budget)? {
            let ideal = network.only(issue, ideal);
            let mut breaking = Vec::new();
            for (id, keeps) in own.iter().filter(|(id, _)| scenario.is_firm(*id)) {
                if !follows(network, &[keeps.clone(), ideal.clone()], budget)? {
                    breaking.push(*id);
                }
            }
            found.push(Oddity::OwnIdealExcluded(party, issue, breaking));
        }
    }
    Ok(())
}
