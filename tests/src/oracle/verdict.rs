//! What parties say to a text, by looking at every package that follows it.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::scenario::{DemandId, IssueId, OptionSet, PartyId, Proposal, Ratio, Reading};
use itertools::Itertools;

use super::worth::{above_floor, of_package, view};
use super::{Choice, World, is_firm};

/// One reading for every clause, none where a clause settles nothing or does not bite; and the
/// options of the issues that those readings settle.
pub type Key = (Vec<Option<usize>>, Vec<(usize, usize)>);

/// The ways to carry out the words, each with all packages that follow it.
pub fn realisations(world: &World<'_>, proposal: &Proposal) -> BTreeMap<Key, Vec<Choice>> {
    let mut found: BTreeMap<Key, Vec<Choice>> = BTreeMap::new();
    for choice in &world.packages {
        let bites = |it: &Reading| it.when.as_ref().is_none_or(|it| world.holds(it, choice));
        let picks = proposal.clauses.iter().map(|clause| {
            let followed = clause.readings.iter().positions(|reading| {
                let settles = |(issue, options): &(IssueId, _)| contains(*options, choice, *issue);
                bites(reading) && reading.settles.iter().all(settles)
            });
            let idle = !clause.readings.iter().any(bites);
            followed.map(Some).chain(idle.then_some(None)).collect_vec()
        });
        let all = picks.multi_cartesian_product().collect_vec();
        let all = if proposal.clauses.is_empty() { vec![Vec::new()] } else { all };
        for picks in all {
            let settled = picks.iter().zip(&proposal.clauses).filter_map(|(pick, clause)| {
                Some(clause.readings[(*pick)?].settles.iter().map(|(issue, _)| issue.index()))
            });
            let settled: BTreeSet<usize> = settled.flatten().collect();
            let options = settled.into_iter().map(|issue| (issue, choice[issue])).collect();
            found.entry((picks, options)).or_default().push(choice.clone());
        }
    }
    found
}

fn contains(options: OptionSet, choice: &Choice, issue: IssueId) -> bool {
    options.iter().any(|option| option.index() == choice[issue.index()])
}

/// What a party says to a realisation, as far as packages decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It breaks a firm demand for certain.
    Breaks,
    /// Neither.
    Between,
    /// It can break no demand.
    Accepts,
}

/// What a party says to the packages of a realisation; none where none asks it. `broken` collects
/// the demands that are broken for certain.
pub fn says(
    world: &World<'_>,
    (party, proposal): (PartyId, &Proposal),
    (key, packages): (&Key, &[Choice]),
    broken: &mut BTreeSet<DemandId>,
) -> Option<Says> {
    let asked = packages.iter().filter(|choice| world.asked(party, choice)).collect_vec();
    let always = asked.len() == packages.len();
    let mut answer = Says::Accepts;
    for (id, demand) in world.scenario.demands.iter().filter(|(_, it)| it.party == party) {
        let kept = if let Some(floor) = demand.floor() {
            let follows = |it: &&&Choice| follows_interim(world, proposal, it);
            let sums = asked.iter().filter(follows).map(|it| above_floor(world, party, floor, it));
            let sums = sums.collect_vec();
            let met = sums.iter().filter(|it| it.0 >= 0.into()).count();
            let missed = sums.iter().filter(|it| it.1 < 0.into()).count();
            (met == sums.len(), missed == sums.len() && !sums.is_empty())
        } else {
            let keeps = demand.keeps().unwrap();
            let kept = packages.iter().filter(|it| world.holds(keeps, it)).count();
            (kept == packages.len(), kept == 0)
        };
        if kept.1 && !asked.is_empty() && demand.floor().is_none() {
            broken.insert(id);
        }
        answer = answer.min(match kept {
            (true, _) => Says::Accepts,
            (_, true) if is_firm(demand) => Says::Breaks,
            _ => Says::Between,
        });
    }
    let silent = key.1.iter().any(|(issue, _)| {
        let issue = IssueId::from(*issue);
        world.scenario.positions[party][issue].is_some()
            && packages.iter().any(|it| {
                let view = view(world, party, issue, it);
                view.may_refuse && view.key.0 == issue.index()
            })
    });
    let silent = silent || !world.has_stated(party);
    let answer = if silent { answer.min(Says::Between) } else { answer };
    // Where asking itself hangs on what is not settled, no objection is certain.
    let answer = if always { answer } else { answer.max(Says::Between) };
    (!asked.is_empty()).then_some(answer)
}

/// Whether a package takes the interim rules of what the text leaves open.
pub fn follows_interim(world: &World<'_>, proposal: &Proposal, choice: &Choice) -> bool {
    let mut left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    left.all(|(issue, interim)| {
        let chosen = choice[issue.index()];
        let arises = chosen < world.scenario.frame.issues[*issue].options.len();
        interim.is_none_or(|option| !arises || option.index() == chosen)
    })
}

/// The least and greatest worth over all packages that follow the text.
pub fn worth(world: &World<'_>, party: PartyId, proposal: &Proposal) -> Option<(Ratio, Ratio)> {
    let all = realisations(world, proposal).into_values().flatten();
    let all: BTreeSet<Choice> = all.filter(|it| follows_interim(world, proposal, it)).collect();
    let worths = all.iter().filter_map(|choice| of_package(world, party, choice)).collect_vec();
    Some((worths.iter().map(|it| it.0).min()?, worths.iter().map(|it| it.1).max()?))
}
