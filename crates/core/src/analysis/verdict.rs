//! What does each party say to a proposal, and does it pass?
//!
//! Verdicts, the first that fits. *impossible*: the text has no reading under the rules.
//! *rejects*: every realisation breaks one of the party's firm demands for certain. *accepts*: no
//! realisation can break any demand in any filling. *depends on a clause*: some realisations
//! break a demand for certain, others do not. *depends on judgement*: even with unknowns at their
//! best the coders' ranges, or a disputed demand, decide. *no stated objection*: only unspoken or
//! unsettled matters stand between it and *accepts*.
//!
//! What no clause settles breaks nothing: a demand on it is *pending*. A demand is broken for
//! certain by a realisation if every package that follows it breaks the demand.

use super::conflict::clause_table;
use super::extremes::{Extreme, extreme};
use super::network::{Asked, Network, obliging};
use super::settlement::{Outline, Realisation, follows};
use super::worth::{End, Term};
use crate::scenario::{
    Clause, Consent, DemandId, Formula, IssueId, OptionId, OptionSet, PartyId, Proposal,
};
use crate::search::{Budget, Exhausted, Factor, Goal};

/// What a party says to a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Who.
    pub party: PartyId,
    /// In which realisations it is asked.
    pub asked: Occasion,
    /// The verdict.
    pub kind: Kind,
    /// Demands that some realisation breaks for certain, firm and disputed, in file order.
    pub crossed: Vec<Crossed>,
    /// Demands that wait for what the text does not settle, with the issues they wait for.
    pub pending: Vec<(DemandId, Vec<IssueId>)>,
    /// Issues the text settles on whose outcome the party has not spoken.
    pub unspoken: Vec<IssueId>,
    /// The clauses on whose reading the verdict hangs, by their places.
    pub deciding: Vec<usize>,
    /// By realisation, what the party says to it; none where it is not asked.
    pub by_realisation: Vec<Option<Answer>>,
    /// Its least and greatest worth, in hundredths of the party's own total, over all readings
    /// and fillings and whatever is not settled.
    pub worth: Option<(Extreme, Extreme)>,
    /// Which demand is its floor, and whether it is met: in every filling, in some, in none.
    pub floor: Option<(DemandId, Met)>,
}

/// The verdicts, best argued first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The text has no reading.
    Impossible,
    /// The party's consent is not asked.
    NotAsked,
    /// Every realisation breaks a firm demand for certain.
    Rejects,
    /// No realisation can break any demand.
    Accepts,
    /// Some realisations break a firm demand, others do not.
    DependsOnReading,
    /// Disputed demands or the coders' ranges decide.
    DependsOnJudgement,
    /// Only what is unspoken or unsettled stands in the way.
    NoStatedObjection,
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

/// A demand that some realisation breaks for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// The demand.
    pub demand: DemandId,
    /// Whether every realisation that asks the party does.
    pub everywhere: bool,
}

/// Whether a floor is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// In no filling.
    Never,
    /// Where the ranges of the coders turn out well, unknowns at their best.
    ByJudgement,
    /// In every filling with unknowns at their best; not with unknowns or later talks at worst.
    IfUnknownsTurnOutWell,
    /// In every filling.
    Always,
}

/// What a party says to one realisation, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It breaks a firm demand for certain.
    Breaks,
    /// It breaks a disputed demand, or hangs on the coders' ranges.
    Judgement,
    /// Something unspoken or unsettled could still break a demand.
    Open,
    /// Nothing can break any demand.
    Accepts,
}

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

/// Whether a proposal passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// The text has no reading.
    Impossible,
    /// One realisation, by its place, is accepted by every party it asks.
    Passes(usize),
    /// To one realisation no party that it asks has a stated objection.
    NoStatedObstacle(usize),
    /// Every party that is always asked could accept a realisation of its own, but no
    /// realisation suits them all.
    OnlyReadDifferently,
    /// No realisation suits every party that it asks; those that reject every one, in file order.
    Fails(Vec<PartyId>),
}

/// The verdict of every party.
pub fn verdicts(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<Verdict>, Exhausted> {
    let parties = network.scenario.frame.parties.ids();
    parties.map(|party| verdict(network, proposal, outline, party, budget)).collect()
}

/// Whether the proposal passes, given the verdict of every party.
pub fn passing(verdicts: &[Verdict], outline: &Outline) -> Passing {
    if outline.realisations.is_empty() {
        return Passing::Impossible;
    }
    let worst = |place: usize| {
        verdicts.iter().filter_map(|verdict| *verdict.by_realisation.get(place)?).min()
    };
    let places = 0..outline.realisations.len();
    let best = places
        .max_by_key(|place| (worst(*place).unwrap_or(Answer::Accepts), std::cmp::Reverse(*place)));
    match best.map(|place| (place, worst(place).unwrap_or(Answer::Accepts))) {
        Some((place, Answer::Accepts)) => return Passing::Passes(place),
        Some((place, Answer::Open | Answer::Judgement)) => {
            return Passing::NoStatedObstacle(place);
        }
        Some((_, Answer::Breaks)) | None => {}
    }
    let rejecting: Vec<PartyId> = verdicts
        .iter()
        .filter(|verdict| verdict.kind == Kind::Rejects)
        .map(|verdict| verdict.party)
        .collect();
    if rejecting.is_empty() { Passing::OnlyReadDifferently } else { Passing::Fails(rejecting) }
}

fn verdict(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Verdict, Exhausted> {
    let mut result = Verdict {
        party,
        asked: Occasion::Never,
        kind: Kind::Impossible,
        crossed: Vec::new(),
        pending: Vec::new(),
        unspoken: Vec::new(),
        deciding: Vec::new(),
        by_realisation: Vec::new(),
        worth: worth_over(network, proposal, party, budget)?,
        floor: None,
    };
    if outline.realisations.is_empty() {
        return Ok(result);
    }
    let demands: Vec<DemandId> = network
        .scenario
        .demands
        .iter()
        .filter(|(_, demand)| demand.party == party && demand.keeps().is_some())
        .map(|(id, _)| id)
        .collect();
    let mut breaks: Vec<(DemandId, usize)> = demands.iter().map(|id| (*id, 0)).collect();
    let mut asked_in = 0;
    let mut hangs_on: Vec<IssueId> = Vec::new();
    for realisation in &outline.realisations {
        let occasion = occasion(network, party, realisation, budget)?;
        if let Occasion::Sometimes(issues) = &occasion {
            hangs_on.extend(issues);
        }
        if occasion == Occasion::Never {
            result.by_realisation.push(None);
            continue;
        }
        asked_in += 1;
        let mut answer = Answer::Accepts;
        for (id, count) in &mut breaks {
            let Some(keeps) = network.scenario.demands[*id].keeps() else { continue };
            match treatment(network, keeps, realisation, budget)? {
                Treatment::Kept => {}
                Treatment::Broken => {
                    *count += 1;
                    let firm = network.scenario.is_firm(*id);
                    answer = answer.min(if firm { Answer::Breaks } else { Answer::Judgement });
                }
                Treatment::Pending => {
                    answer = answer.min(Answer::Open);
                    note_pending(&mut result.pending, *id, keeps, realisation);
                }
            }
        }
        for issue in unspoken(network, party, realisation) {
            answer = answer.min(Answer::Open);
            if !result.unspoken.contains(&issue) {
                result.unspoken.push(issue);
            }
        }
        if let Some((demand, _)) = network.scenario.floor(party) {
            let met = floor_met(network, proposal, party, realisation, budget)?;
            answer = answer.min(match met {
                Met::Never => Answer::Breaks,
                Met::ByJudgement => Answer::Judgement,
                Met::IfUnknownsTurnOutWell => Answer::Open,
                Met::Always => Answer::Accepts,
            });
            let worst = result.floor.map_or(met, |(_, other)| other.min(met));
            result.floor = Some((demand, worst));
        }
        if occasion != Occasion::Always {
            // Whether it is asked at all is not settled, so no objection of its is certain.
            answer = answer.max(Answer::Open);
        }
        result.by_realisation.push(Some(answer));
    }
    result.unspoken.sort_unstable();
    result.crossed = breaks
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(demand, count)| Crossed { demand, everywhere: count == asked_in })
        .collect();
    hangs_on.sort_unstable();
    hangs_on.dedup();
    result.asked = if asked_in == 0 {
        Occasion::Never
    } else if asked_in == outline.realisations.len() && hangs_on.is_empty() {
        Occasion::Always
    } else {
        Occasion::Sometimes(hangs_on)
    };
    result.kind = kind(&result.by_realisation);
    if result.kind == Kind::DependsOnReading {
        result.deciding = deciding(&proposal.clauses, outline, &result.by_realisation);
    }
    Ok(result)
}

fn kind(answers: &[Option<Answer>]) -> Kind {
    let answers: Vec<Answer> = answers.iter().flatten().copied().collect();
    let (Some(worst), Some(best)) = (answers.iter().min(), answers.iter().max()) else {
        return Kind::NotAsked;
    };
    match (worst, best) {
        (_, Answer::Breaks) => Kind::Rejects,
        (Answer::Accepts, _) => Kind::Accepts,
        (Answer::Breaks, _) => Kind::DependsOnReading,
        (Answer::Judgement, _) => Kind::DependsOnJudgement,
        (Answer::Open, _) => Kind::NoStatedObjection,
    }
}

/// Whether a realisation asks a party.
fn occasion(
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
    let mut none = realisation.constraints.clone();
    for occasion in occasions(network, party) {
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
    let avoidable = follows(network, &none, budget)?;
    Ok(if avoidable { Occasion::Sometimes(hangs_on) } else { Occasion::Always })
}

/// The conditions under which a party is asked, any of which suffices.
fn occasions(network: &Network<'_>, party: PartyId) -> Vec<Formula> {
    let obliged = obliging(network.scenario, party);
    let mut list: Vec<Formula> =
        obliged.map(|(issue, options)| Formula::Is(issue, options)).collect();
    if let Consent::When(formula) = &network.scenario.frame.parties[party].consent {
        match formula {
            Formula::Any(parts) => list.extend(parts.iter().cloned()),
            whole => list.push(whole.clone()),
        }
    }
    list
}

/// The issues of a condition that a realisation does not determine.
fn undetermined(formula: &Formula, realisation: &Realisation) -> Vec<IssueId> {
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
    let loose = undetermined(formula, realisation);
    let issues = &network.scenario.frame.issues;
    let first = |issue: IssueId| {
        let options = realisation.options.get(issue.index()).map(|it| it.1);
        options.and_then(|set| set.iter().next()).unwrap_or(OptionId::new(0))
    };
    let verdict = |holds: bool, fails: bool| match (holds, fails) {
        (true, true) => Treatment::Pending,
        (true, false) => Treatment::Kept,
        _ => Treatment::Broken,
    };
    match loose[..] {
        [] => {
            let holds = formula.holds_with(issues, &first);
            Ok(verdict(holds, !holds))
        }
        // With one open issue, what is possible there decides.
        [open] => {
            let options = realisation.options.get(open.index()).map_or(OptionSet::EMPTY, |it| it.1);
            let holds = |option: OptionId| {
                let chosen = |issue: IssueId| if issue == open { option } else { first(issue) };
                formula.holds_with(issues, &chosen)
            };
            Ok(verdict(options.iter().any(holds), options.iter().any(|it| !holds(it))))
        }
        _ => {
            let table = network.table(formula, None);
            let mut with = realisation.constraints.clone();
            with.push(table.clone());
            let holds = follows(network, &with, budget)?;
            let mut without = realisation.constraints.clone();
            without.push(table.map(|holds| !holds));
            Ok(verdict(holds, follows(network, &without, budget)?))
        }
    }
}

fn note_pending(
    pending: &mut Vec<(DemandId, Vec<IssueId>)>,
    demand: DemandId,
    keeps: &Formula,
    realisation: &Realisation,
) {
    let waits = undetermined(keeps, realisation);
    match pending.iter_mut().find(|(id, _)| *id == demand) {
        Some((_, issues)) => {
            issues.extend(waits);
            issues.sort_unstable();
            issues.dedup();
        }
        None => pending.push((demand, waits)),
    }
}

/// The issues a realisation settles, on whose outcome a party has not spoken: its stance may turn
/// out to be a red line.
fn unspoken(network: &Network<'_>, party: PartyId, realisation: &Realisation) -> Vec<IssueId> {
    let settled = |term: &&Term| {
        realisation.options.get(term.issue.index()).is_some_and(|(settled, _)| *settled)
    };
    network
        .terms(party)
        .iter()
        .filter(settled)
        .filter(|term| {
            possible_worths(term, realisation)
                .any(|worth| worth.unknown && worth.cell.0 == term.issue)
        })
        .map(|term| term.issue)
        .collect()
}

/// The worths of a term under every combination of options that a realisation leaves possible,
/// issue by issue.
fn possible_worths<'a>(
    term: &'a Term,
    realisation: &'a Realisation,
) -> impl Iterator<Item = &'a super::worth::Worth> {
    let sets: Vec<OptionSet> = term
        .worth
        .scope()
        .iter()
        .map(|issue| realisation.options.get(*issue).map_or(OptionSet::EMPTY, |it| it.1))
        .collect();
    term.worth.entries().iter().enumerate().filter_map(move |(place, worth)| {
        let mut rest = place;
        let inside = term.worth.scope().iter().zip(&sets).all(|(variable, set)| {
            let stride = term.worth.stride(*variable);
            let value = rest / stride;
            rest %= stride;
            set.contains(OptionId::new(value))
        });
        inside.then_some(worth)
    })
}

/// Packages that follow a text, as far as a party's worth goes: what the text leaves open with an
/// interim rule counts as that rule says.
pub(crate) fn interim(network: &Network<'_>, proposal: &Proposal) -> Vec<Factor<bool>> {
    let left = proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    left.filter_map(|(issue, interim)| {
        interim.map(|option| {
            let nowhere = network.scenario.frame.issues[*issue].not_applicable();
            let set = OptionSet::only(option);
            network.only(*issue, nowhere.map_or(set, |nowhere| set.with(nowhere)))
        })
    })
    .collect()
}

/// How a floor fares in the packages that follow a realisation.
fn floor_met(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    realisation: &Realisation,
    budget: &mut Budget,
) -> Result<Met, Exhausted> {
    let Some((_, floor)) = network.scenario.floor(party) else { return Ok(Met::Always) };
    let interim = interim(network, proposal);
    // Where the party is not asked its floor is met; only packages that ask it count here.
    let asking: Vec<Vec<Factor<bool>>> = match network.asked(party) {
        Asked::Always | Asked::Never => vec![Vec::new()],
        Asked::Where(variable) => {
            let is_asked = Factor::tabulate(&network.domains, vec![variable], |values| {
                values.first() == Some(&1)
            });
            let occasions = occasions(network, party);
            let tables = occasions.iter().map(|occasion| network.table(occasion, None));
            tables.map(|table| vec![table, is_asked.clone()]).collect()
        }
    };
    let mut most = |end: End, greatest: bool| -> Result<i128, Exhausted> {
        let sign = if greatest { -1 } else { 1 };
        let mut found_most: Option<i128> = None;
        for costs in network.floor_costs(party, &floor.height, end) {
            let costs: Vec<Factor<i128>> =
                costs.iter().map(|factor| factor.map(|cost| sign * cost)).collect();
            let mut least: Option<i128> = None;
            for asked in &asking {
                let mut problem = network.problem();
                problem.hard.extend(&realisation.constraints);
                problem.hard.extend(&interim);
                problem.hard.extend(asked);
                problem.costs = costs.iter().map(|factor| (0, factor)).collect();
                problem.dimensions = 1;
                let found = problem.solve(Goal::First, budget)?;
                let cost = found.first().and_then(|it| it.costs.first().copied());
                least = [least, cost].into_iter().flatten().min();
            }
            let cost = least.unwrap_or(0) * sign;
            found_most = Some(found_most.map_or(cost, |other: i128| other.max(cost)));
        }
        Ok(found_most.unwrap_or(0))
    };
    // Costs are what the floor test lacks: the worst filling at the worst package, and the best
    // at the best.
    if most(End::Low, true)? <= 0 {
        return Ok(Met::Always);
    }
    if most(End::High, false)? > 0 {
        return Ok(Met::Never);
    }
    let known = known_costs(network, party, realisation);
    Ok(if known { Met::IfUnknownsTurnOutWell } else { Met::ByJudgement })
}

/// Whether a floor is met in every filling once unknown stances are at their best and unsettled
/// issues come out best.
fn known_costs(network: &Network<'_>, party: PartyId, realisation: &Realisation) -> bool {
    let scenario = network.scenario;
    let Some((_, floor)) = scenario.floor(party) else { return true };
    scenario.weights[party].boxes().iter().all(|weights| {
        let lacks: i128 = network
            .terms(party)
            .iter()
            .filter_map(|term| {
                let weight = weights.get(term.issue.index()).copied()?;
                let best = possible_worths(term, realisation)
                    .map(|worth| {
                        let above = super::worth::above_floor(
                            scenario,
                            party,
                            term.issue,
                            worth,
                            &floor.height,
                        );
                        // An unknown stance at its best still faces the floor at its highest.
                        let amount = if worth.unknown {
                            above.low + worth.range.high - worth.range.low
                        } else {
                            above.low
                        };
                        super::worth::at_weight(weight, amount, End::Low)
                    })
                    .max()?;
                Some(-best)
            })
            .sum();
        lacks <= 0
    })
}

/// The range of a party's worth over all readings, fillings and whatever is not settled.
fn worth_over(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
    let interim = interim(network, proposal);
    // Some reading of every clause: that is every reading of the text.
    let clauses: Vec<Factor<bool>> =
        proposal.clauses.iter().map(|clause| clause_table(network, clause)).collect();
    let constraints: Vec<&Factor<bool>> = clauses.iter().chain(&interim).collect();
    let low = extreme(network, party, &constraints, End::Low, budget)?;
    let high = extreme(network, party, &constraints, End::High, budget)?;
    Ok(low.zip(high))
}

/// The clauses on whose reading an answer hangs: those of which another reading, all other
/// clauses read alike, changes whether a demand breaks.
fn deciding(clauses: &[Clause], outline: &Outline, answers: &[Option<Answer>]) -> Vec<usize> {
    let signature = |realisation: &Realisation| -> Vec<(Option<usize>, Vec<OptionSet>)> {
        let reading = outline.readings.get(realisation.reading);
        clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| {
                let pick = reading.and_then(|it| it.picks.get(place).copied().flatten());
                let settles = pick.and_then(|pick| clause.readings.get(pick));
                let options = settles.map_or(Vec::new(), |reading| {
                    let settled = reading.settles.iter();
                    settled
                        .filter_map(|(issue, _)| realisation.options.get(issue.index()))
                        .map(|(_, options)| *options)
                        .collect()
                });
                (pick, options)
            })
            .collect()
    };
    let signed: Vec<_> = outline
        .realisations
        .iter()
        .zip(answers)
        .filter_map(|(realisation, answer)| Some((signature(realisation), (*answer)?)))
        .collect();
    let breaks = |answer: Answer| answer == Answer::Breaks;
    let differs = |one: &[_], other: &[_]| -> Vec<usize> {
        (0..clauses.len()).filter(|place| one.get(*place) != other.get(*place)).collect()
    };
    let mut found: Vec<usize> = Vec::new();
    let mut several: Vec<usize> = Vec::new();
    for (index, (one, first)) in signed.iter().enumerate() {
        for (other, second) in signed.iter().skip(index + 1) {
            if breaks(*first) != breaks(*second) {
                match differs(one, other)[..] {
                    [place] => found.push(place),
                    ref places => several.extend(places),
                }
            }
        }
    }
    // Where no clause decides alone, all that differ are named.
    let mut places = if found.is_empty() { several } else { found };
    places.sort_unstable();
    places.dedup();
    places
}
