//! How does a way to carry out a text treat a condition, and whom does it ask?

use super::network::{Asked, Network, occasions};
use super::settlement::{Realisation, follows};
use crate::scenario::{Formula, IssueId, OptionId, PartyId};
use crate::search::factor::for_each;
use crate::search::{Budget, Exhausted};

/// How a realisation treats a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Every package that follows it keeps the demand.
    Kept,
    /// Every one breaks it.
    Broken,
    /// It hangs on what is not settled.
    Pending,
}

/// In which realisations a party is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// In all.
    Always,
    /// In some, or depending on issues that the text does not settle.
    Sometimes(Vec<IssueId>),
    /// In none.
    Never,
}

/// The issues of a condition that a realisation does not determine.
pub(crate) fn undetermined(formula: &Formula, realisation: &Realisation) -> Vec<IssueId> {
    let options = |issue: &IssueId| realisation.options.get(issue.index()).map(|it| it.1.len());
    formula.scope().into_iter().filter(|issue| options(issue) != Some(1)).collect()
}

/// How a realisation treats a condition: whether the packages that follow it meet it.
pub fn treatment(
    network: &Network<'_>,
    formula: &Formula,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Treatment, Exhausted> {
    let issues = &network.scenario.frame.issues;
    let scope: Vec<IssueId> = formula.scope().into_iter().collect();
    let options = |issue: IssueId| -> Vec<OptionId> {
        let set = realisation.options.get(issue.index()).map(|it| it.1);
        set.unwrap_or_default().iter().collect()
    };
    let possible: Vec<Vec<OptionId>> = scope.iter().map(|issue| options(*issue)).collect();
    let sizes: Vec<usize> = possible.iter().map(Vec::len).collect();
    let (mut holds, mut fails) = (false, false);
    for_each(&sizes, |values| {
        if holds && fails {
            return;
        }
        let chosen = |issue: IssueId| {
            let place = scope.iter().position(|other| *other == issue);
            let option = place.and_then(|it| possible.get(it)?.get(*values.get(it)?));
            option.copied().unwrap_or(OptionId::new(0))
        };
        let kept = formula.holds_with(issues, &chosen);
        holds |= kept;
        fails |= !kept;
    });
    let verdict = |holds: bool, fails: bool| match (holds, fails) {
        (true, true) => Treatment::Pending,
        (true, false) => Treatment::Kept,
        _ => Treatment::Broken,
    };
    let open = sizes.iter().filter(|size| **size > 1).count();
    if open < 2 || holds != fails {
        return Ok(verdict(holds, fails));
    }
    // Options that are possible one by one may not be so together.
    let table = network.table(formula, None);
    let mut with = realisation.constraints(network);
    with.push(table.clone());
    let holds = follows(network, &with, budget)?;
    with.pop();
    with.push(table.map(|holds| !holds));
    Ok(verdict(holds, follows(network, &with, budget)?))
}

/// Whether a realisation asks a party.
pub fn occasion(
    network: &Network<'_>,
    party: PartyId,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Occasion, Exhausted> {
    match network.asked(party) {
        Asked::Always => return Ok(Occasion::Always),
        Asked::Never => return Ok(Occasion::Never),
        Asked::Where(_) => {}
    }
    let mut hangs_on = Vec::new();
    let mut none = Vec::new();
    for occasion in occasions(network.scenario, party) {
        match treatment(network, &occasion, realisation, budget)? {
            Treatment::Kept => return Ok(Occasion::Always),
            Treatment::Broken => {}
            Treatment::Pending => {
                hangs_on.extend(undetermined(&occasion, realisation));
                none.push(network.table(&occasion.negated(), None));
            }
        }
    }
    if hangs_on.is_empty() {
        return Ok(Occasion::Never);
    }
    // Each may be open and yet one of them hold whatever comes.
    none.extend(realisation.constraints(network));
    let avoidable = follows(network, &none, budget)?;
    Ok(if avoidable { Occasion::Sometimes(hangs_on) } else { Occasion::Always })
}
