//! Does the evidence that an answer carries prove it?

use impasse_core::analysis::agreement::Agreement;
use impasse_core::analysis::conflict::{Conflict, Member};
use impasse_core::analysis::distance::Step;
use impasse_core::analysis::nearest::Text;
use impasse_core::analysis::settle::Point;
use impasse_core::analysis::way_out::{Given, WayOut};
use impasse_core::scenario::{Clause, Package, Proposal};

use super::oracle::agreement::{has_no_stated_obstacle, is_agreement};
use super::oracle::conflict::{breaks, follows};
use super::oracle::distance::{below, missing, refusals};
use super::oracle::nearest::{contradicted, settles, to_add, to_clarify, weight};
use super::oracle::settle::{Attainable, Row, exceeds};
use super::oracle::way_out::ask;
use super::oracle::worth::unstated;
use super::oracle::{Choice, World, choice};

/// What is wrong with some evidence.
pub type Flaw = String;

/// The choice of a package that is one under the rules.
fn possible(world: &World<'_>, package: &Package) -> Result<Choice, Flaw> {
    let choice = choice(package);
    if world.packages.contains(&choice) {
        Ok(choice)
    } else {
        Err(format!("the rules exclude {choice:?}"))
    }
}

fn ensure(holds: bool, flaw: impl Into<Flaw>) -> Result<(), Flaw> {
    if holds { Ok(()) } else { Err(flaw.into()) }
}

/// The witness of an agreement is accepted as the answer says, and rests on what it names.
pub fn agreement(world: &World<'_>, answer: &Agreement) -> Result<(), Flaw> {
    match answer {
        Agreement::Certain(package) => {
            let choice = possible(world, package)?;
            ensure(is_agreement(world, &choice), "not accepted in every filling")
        }
        Agreement::NoStatedObstacle(package, rests_on) => {
            let choice = possible(world, package)?;
            ensure(has_no_stated_obstacle(world, &choice), "a stated obstacle")?;
            ensure(rests_on.disputed == world.broken(&choice), "other disputed demands")
        }
        Agreement::Deadlock => Ok(()),
    }
}

/// No package keeps all members of a conflict; the others hold on the package given for each.
pub fn conflict(world: &World<'_>, clauses: &[Clause], answer: &Conflict) -> Result<(), Flaw> {
    ensure(answer.members.len() == answer.without.len(), "not one package for each member")?;
    let keeps = |choice: &Choice, member: &Member| match member {
        Member::Demand(id) => !breaks(world, choice).contains(id),
        Member::Clause(place) => follows(world, choice, &clauses[*place]),
    };
    let all = world.packages.iter().find(|it| answer.members.iter().all(|one| keeps(it, one)));
    ensure(all.is_none(), format!("{all:?} keeps all the members"))?;
    for (left_out, package) in answer.members.iter().zip(&answer.without) {
        let choice = possible(world, package)?;
        for member in answer.members.iter().filter(|member| *member != left_out) {
            ensure(keeps(&choice, member), format!("{member:?} without {left_out:?}"))?;
        }
    }
    Ok(())
}

/// The package of a step asks what the step says.
pub fn step(world: &World<'_>, answer: &Step) -> Result<(), Flaw> {
    let choice = possible(world, &answer.package)?;
    ensure(answer.breaks == breaks(world, &choice), "breaks other demands")?;
    ensure(answer.refusals == refusals(world, &answer.breaks), "another number of refusals")?;
    ensure((answer.missing, answer.greatest) == missing(world, &choice), "other points missing")
}

/// The package of a way out breaks exactly its demands, at its prices.
pub fn way_out(world: &World<'_>, answer: &WayOut) -> Result<(), Flaw> {
    let choice = possible(world, &answer.package)?;
    let ask = ask(world, &choice);
    ensure(answer.demands().eq(ask.broken.iter().copied()), "breaks other demands")?;
    ensure(answer.refusals == ask.refusals, "another number of refusals")?;
    for party in world.scenario.frame.parties.ids() {
        let price = answer.prices.iter().find(|(id, _)| *id == party);
        let price = price.map_or_else(|| 0.into(), |(_, price)| price.likely);
        ensure(price == ask.prices[party.index()], format!("another price to {party:?}"))?;
    }
    for concession in &answer.concessions {
        let demand = &world.scenario.demands[concession.demand];
        let right = match &concession.what {
            Given::LivesWith(issue, option) => {
                demand.issue() == Some(*issue) && choice[issue.index()] == option.index()
            }
            Given::LinkNotMet => demand.issue().is_none() && demand.floor().is_none(),
            Given::BelowFloor { by, .. } => {
                demand.floor().is_some() && *by == below(world, demand.party, &choice)
            }
        };
        ensure(right, format!("another concession than {:?}", concession.what))?;
    }
    Ok(())
}

/// The package of a point is worth what the point says, breaks what it names, and rests on the
/// views it names.
pub fn point(table: &Attainable<'_>, answer: &Point) -> Result<(), Flaw> {
    let row = row(table, &answer.package)?;
    let sums: Vec<i128> = answer.sums.iter().map(|sum| i128::from(*sum)).collect();
    ensure(sums == row.sums, format!("worth {:?}, not {sums:?}", row.sums))?;
    ensure(answer.breaks == row.broken, format!("breaks {:?}", row.broken))?;
    ensure(answer.unstated == unstated(table.world, &row.choice), "rests on other views")
}

/// A considered package is no worse for any principal than another, better for one, and breaks no
/// more refusals.
pub fn better(table: &Attainable<'_>, worse: &Point, answer: &Point) -> Result<(), Flaw> {
    point(table, answer)?;
    let (mine, other) = (row(table, &answer.package)?, row(table, &worse.package)?);
    ensure(table.considered.iter().any(|it| it.choice == mine.choice), "not considered")?;
    ensure(exceeds(&mine.sums, &other.sums), "not better")?;
    ensure(mine.refusals <= other.refusals, "breaks more refusals")
}

fn row<'t>(table: &'t Attainable<'_>, package: &Package) -> Result<&'t Row, Flaw> {
    let choice = possible(table.world, package)?;
    let row = table.rows.iter().find(|row| row.choice == choice);
    row.ok_or_else(|| format!("{choice:?} is not listed"))
}

/// The package of a text contradicts only the clauses to change, and the rest of what is to be
/// done to the text is as the definitions have it.
pub fn text(world: &World<'_>, proposal: &Proposal, answer: &Text) -> Result<(), Flaw> {
    let choice = possible(world, &answer.package)?;
    let against = contradicted(world, proposal, &choice);
    ensure(against == answer.changed, "contradicts other clauses")?;
    let nowhere = |place: &&usize| {
        let issues = &world.scenario.frame.issues;
        settles(&proposal.clauses[**place])
            .iter()
            .all(|issue| choice[issue.index()] >= issues[*issue].options.len())
    };
    ensure(against.iter().filter(nowhere).eq(&answer.struck), "strikes other clauses")?;
    let weights = against.iter().map(|place| weight(world, &proposal.clauses[*place]));
    ensure(answer.weight == weights.sum(), "weighs something else")?;
    let unclear = to_clarify(world, proposal, &against, &choice);
    ensure(answer.clarified == unclear, "clarifies other clauses")?;
    ensure(answer.added == to_add(world, proposal, &choice), "adds other issues")
}
