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

use super::extremes::{Extreme, extremes};
use super::floor_test::{Met, floor_met, interim, possible_worths};
use super::network::Network;
use super::settlement::{Outline, Realisation, clause_tables};
use super::treatment::{Occasion, Treatment, occasion, treatment, undetermined};
use super::worth::Term;
use crate::scenario::{Clause, DemandId, Formula, IssueId, OptionSet, PartyId, Proposal};
use crate::search::{Budget, Exhausted, Factor};

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
    /// and fillings and whatever is not settled. None also where only the verdict was asked for.
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

/// A demand that some realisation breaks for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// The demand.
    pub demand: DemandId,
    /// Whether every realisation that asks the party does.
    pub everywhere: bool,
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
    let mut verdicts = without_worths(network, proposal, outline, budget)?;
    for verdict in &mut verdicts {
        verdict.worth = worth_over(network, proposal, verdict.party, budget)?;
    }
    Ok(verdicts)
}

/// The verdict of every party, its worths left out: no verdict rests on them.
pub fn without_worths(
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

/// How demands are tested: on paper, or as trusted.
pub(crate) trait Test {
    /// How a realisation fares by a red line or a link.
    fn demand(
        &self,
        demand: DemandId,
        keeps: &Formula,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Fares, Exhausted>;

    /// The unsettled issues that a red line or a link waits for.
    fn waits_for(
        &self,
        demand: DemandId,
        keeps: &Formula,
        realisation: &Realisation,
    ) -> Vec<IssueId>;

    /// Whether a party's floor is met.
    fn floor(
        &self,
        proposal: &Proposal,
        party: PartyId,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Met, Exhausted>;
}

/// How a realisation fares by a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fares {
    /// As every package that follows it does, or as some do.
    Treated(Treatment),
    /// The coders' ranges decide.
    ByJudgement,
}

/// Every promise counts as kept.
pub(crate) struct OnPaper<'a>(pub(crate) &'a Network<'a>);

impl Test for OnPaper<'_> {
    fn demand(
        &self,
        _: DemandId,
        keeps: &Formula,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Fares, Exhausted> {
        treatment(self.0, keeps, realisation, budget).map(Fares::Treated)
    }

    fn waits_for(&self, _: DemandId, keeps: &Formula, realisation: &Realisation) -> Vec<IssueId> {
        undetermined(keeps, realisation)
    }

    fn floor(
        &self,
        proposal: &Proposal,
        party: PartyId,
        realisation: &Realisation,
        budget: &mut Budget,
    ) -> Result<Met, Exhausted> {
        floor_met(self.0, proposal, party, realisation, budget)
    }
}

/// The verdict of one party, its worth left out.
pub(crate) fn verdict(
    network: &Network<'_>,
    proposal: &Proposal,
    outline: &Outline,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Verdict, Exhausted> {
    verdict_by(&OnPaper(network), network, proposal, (outline, party), budget)
}

/// The verdict of one party by a test of its demands, its worth left out.
pub(crate) fn verdict_by(
    test: &impl Test,
    network: &Network<'_>,
    proposal: &Proposal,
    (outline, party): (&Outline, PartyId),
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
        worth: None,
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
            match test.demand(*id, keeps, realisation, budget)? {
                Fares::Treated(Treatment::Kept) => {}
                Fares::ByJudgement => answer = answer.min(Answer::Judgement),
                Fares::Treated(Treatment::Broken) => {
                    *count += 1;
                    let firm = network.scenario.is_firm(*id);
                    answer = answer.min(if firm { Answer::Breaks } else { Answer::Judgement });
                }
                Fares::Treated(Treatment::Pending) => {
                    answer = answer.min(Answer::Open);
                    let waits = test.waits_for(*id, keeps, realisation);
                    note_pending(&mut result.pending, *id, waits);
                }
            }
        }
        if !network.scenario.has_stated(party) {
            answer = answer.min(Answer::Open);
        }
        for issue in unspoken(network, party, realisation) {
            answer = answer.min(Answer::Open);
            if !result.unspoken.contains(&issue) {
                result.unspoken.push(issue);
            }
        }
        if let Some((demand, _)) = network.scenario.floor(party) {
            let met = test.floor(proposal, party, realisation, budget)?;
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
        result.deciding = deciding(network, &proposal.clauses, outline, &result.by_realisation);
    }
    Ok(result)
}

pub(super) fn kind(answers: &[Option<Answer>]) -> Kind {
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

fn note_pending(
    pending: &mut Vec<(DemandId, Vec<IssueId>)>,
    demand: DemandId,
    waits: Vec<IssueId>,
) {
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

/// The range of a party's worth over all readings, fillings and whatever is not settled.
fn worth_over(
    network: &Network<'_>,
    proposal: &Proposal,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Option<(Extreme, Extreme)>, Exhausted> {
    // Some reading of every clause: that is every reading of the text.
    let mut constraints: Vec<Factor<bool>> =
        proposal.clauses.iter().flat_map(|clause| clause_tables(network, clause)).collect();
    constraints.extend(interim(network, proposal));
    extremes(network, party, &constraints, budget)
}

/// The clauses on whose reading an answer hangs: those of which another reading, all other
/// clauses read alike, changes whether a demand breaks.
fn deciding(
    network: &Network<'_>,
    clauses: &[Clause],
    outline: &Outline,
    answers: &[Option<Answer>],
) -> Vec<usize> {
    let arises = |issue: IssueId, options: OptionSet| {
        let nowhere = network.scenario.frame.issues[issue].not_applicable();
        nowhere.map(OptionSet::only) != Some(options)
    };
    // By clause its reading and the options it comes to; none where what it settles does not arise,
    // which is no reading of its own but follows from that of another clause.
    let signature = |realisation: &Realisation| -> Vec<Option<(usize, Vec<OptionSet>)>> {
        let reading = outline.readings.get(realisation.reading);
        clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| {
                let pick = reading.and_then(|it| it.picks.get(place).copied().flatten())?;
                let settled = clause.readings.get(pick)?.settles.iter();
                let options = settled.filter_map(|(issue, _)| {
                    let options = realisation.options.get(issue.index())?.1;
                    arises(*issue, options).then_some(options)
                });
                let options: Vec<OptionSet> = options.collect();
                (!options.is_empty()).then_some((pick, options))
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
    let differs = |one: &[Option<_>], other: &[Option<_>]| -> Vec<usize> {
        let pairs = one.iter().zip(other).enumerate();
        let differ = pairs.filter(|(_, pair)| match pair {
            (Some(one), Some(other)) => one != other,
            _ => false,
        });
        differ.map(|(place, _)| place).collect()
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
