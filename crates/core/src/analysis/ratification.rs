//! Which gates must a text pass, and what is left of it if one of them refuses?
//!
//! Negotiators agree at one table, and each has to win a vote at another (Putnam 1988). A *gate* is
//! a party that is asked only where a package reaches it. A gate whose vote a clause waits for
//! (`ratified_by`) can keep the clause from taking effect: if it refuses for certain, the text counts
//! as what is left, with what the clause settles otherwise; if it is undecided, both are told. The
//! gates are asked about the text as written.

use super::network::{Asked, Network, occasions};
use super::settlement::{Outline, outline};
use super::treatment::{Treatment, treatment};
use super::verdict::{Kind, Passing, Verdict, passing, without_worths};
use crate::scenario::{Clause, Consent, Formula, PartyId, Proposal, Reading, Scenario};
use crate::search::{Budget, Exhausted};

/// A text before the gates.
#[derive(Clone, Debug)]
pub struct Ratification {
    /// What every party says to the text as it is written, gates among them.
    pub written: Judged,
    /// By gate that may be asked, in file order: what asks it.
    pub triggers: Vec<(PartyId, Vec<Trigger>)>,
    /// What is left of the text if gates refuse on whose vote a clause waits, those together whose
    /// refusal leaves the same.
    pub refusals: Vec<Refusal>,
    /// How the text counts.
    pub counts: Counts,
}

/// What parties say to a text, and whether it passes.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What the text settles.
    pub outline: Outline,
    /// By party, in file order.
    pub verdicts: Vec<Verdict>,
    /// Whether it passes.
    pub passing: Passing,
}

/// A condition that asks a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The condition.
    pub occasion: Formula,
    /// Whether every way to carry out the text meets it; otherwise some, or what is not settled may.
    pub certain: bool,
}

/// What is left of a text if a gate refuses.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The gates, any of whose refusal leaves this.
    pub gates: Vec<PartyId>,
    /// The text that is left.
    pub left: Proposal,
    /// What every party says to it.
    pub judged: Judged,
}

/// How a text counts, given what the gates say whose vote its clauses wait for.
#[derive(Clone, Debug)]
pub struct Counts {
    /// The gates that refuse it for certain, in file order: all clauses that wait for their vote
    /// fall.
    pub refused: Vec<PartyId>,
    /// The gates that neither pass it nor refuse it for certain, for whose vote other clauses wait.
    pub undecided: Vec<PartyId>,
    /// What is left after those refusals; none where nobody refuses.
    pub left: Option<(Proposal, Judged)>,
}

/// The parties that are asked only where a package reaches them, in file order.
pub fn gates(network: &Network<'_>) -> Vec<PartyId> {
    let parties = network.scenario.frame.parties.ids();
    parties.filter(|party| matches!(network.asked(*party), Asked::Where(_))).collect()
}

/// What is left of a text if some gates refuse; none if no clause waits for their vote.
pub fn refused(proposal: &Proposal, gates: &[PartyId]) -> Option<Proposal> {
    let waits = |clause: &Clause| {
        let by = clause.ratification.as_ref().map(|ratification| &ratification.by);
        by.is_some_and(|by| by.iter().any(|gate| gates.contains(gate)))
    };
    if !proposal.clauses.iter().any(waits) {
        return None;
    }
    let mut left = proposal.clone();
    for clause in left.clauses.iter_mut().filter(|clause| waits(clause)) {
        let otherwise = clause.ratification.take().map(|it| it.otherwise).unwrap_or_default();
        clause.readings = if otherwise.is_empty() {
            Vec::new()
        } else {
            vec![Reading {
                read_by: Vec::new(),
                when: None,
                settles: otherwise,
                grounds: clause.grounds.clone(),
            }]
        };
    }
    Some(left)
}

/// The parties for whose vote some clause of a text waits, in file order.
pub fn awaited(scenario: &Scenario, proposal: &Proposal) -> Vec<PartyId> {
    let ratified = proposal.clauses.iter().filter_map(|clause| clause.ratification.as_ref());
    let by: Vec<PartyId> = ratified.flat_map(|ratification| &ratification.by).copied().collect();
    scenario.frame.parties.ids().filter(|party| by.contains(party)).collect()
}

/// A text before the gates.
pub fn ratification(
    network: &Network<'_>,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<Ratification, Exhausted> {
    let gates = gates(network);
    let written = judged(network, proposal, budget)?;
    let mut triggers = Vec::new();
    for gate in &gates {
        triggers.push((*gate, of_gate(network, *gate, &written.outline, budget)?));
    }
    let mut refusals: Vec<Refusal> = Vec::new();
    for gate in awaited(network.scenario, proposal) {
        let Some(left) = refused(proposal, &[gate]) else { continue };
        match refusals.iter_mut().find(|it| settle_alike(&it.left, &left)) {
            Some(same) => same.gates.push(gate),
            None => {
                let judged = judged(network, &left, budget)?;
                refusals.push(Refusal { gates: vec![gate], left, judged });
            }
        }
    }
    let counts = counts(network, proposal, budget)?;
    Ok(Ratification { written, triggers, refusals, counts })
}

/// Whether two remainders of one text settle the same.
fn settle_alike(one: &Proposal, other: &Proposal) -> bool {
    one.clauses.iter().zip(&other.clauses).all(|(one, other)| one.readings == other.readings)
}

fn judged(
    network: &Network<'_>,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<Judged, Exhausted> {
    let outline = outline(network, proposal, budget)?;
    let verdicts = without_worths(network, proposal, &outline, budget)?;
    let passing = passing(&verdicts, &outline);
    Ok(Judged { outline, verdicts, passing })
}

/// The occasions that ask a gate in some way to carry out a text.
fn of_gate(
    network: &Network<'_>,
    gate: PartyId,
    outline: &Outline,
    budget: &mut Budget,
) -> Result<Vec<Trigger>, Exhausted> {
    let mut triggers = Vec::new();
    for occasion in occasions(network.scenario, gate) {
        let (mut met, mut all) = (false, !outline.realisations.is_empty());
        for realisation in &outline.realisations {
            let here = treatment(network, &occasion, realisation, budget)?;
            met |= here != Treatment::Broken;
            all &= here == Treatment::Kept;
        }
        if met {
            triggers.push(Trigger { occasion, certain: all });
        }
    }
    Ok(triggers)
}

/// A clause that waits for the vote of a gate puts the text before it, whatever else would.
fn counts(
    network: &Network<'_>,
    proposal: &Proposal,
    budget: &mut Budget,
) -> Result<Counts, Exhausted> {
    let awaited = awaited(network.scenario, proposal);
    let mut counts = Counts { refused: Vec::new(), undecided: Vec::new(), left: None };
    if awaited.is_empty() {
        return Ok(counts);
    }
    let mut asking = network.scenario.clone();
    for gate in &awaited {
        asking.frame.parties[*gate].consent = Consent::Always;
    }
    let asking = Network::new(&asking);
    let verdicts = judged(&asking, proposal, budget)?.verdicts;
    let says = |gate: &PartyId| {
        let verdict = verdicts.iter().find(|verdict| verdict.party == *gate);
        verdict.map_or(Kind::NotAsked, |verdict| verdict.kind)
    };
    counts.refused = awaited.iter().filter(|it| says(it) == Kind::Rejects).copied().collect();
    let left = refused(proposal, &counts.refused);
    let open = self::awaited(network.scenario, left.as_ref().unwrap_or(proposal));
    let undecided =
        |gate: &PartyId| !matches!(says(gate), Kind::Accepts | Kind::Rejects | Kind::Impossible);
    counts.undecided = open.into_iter().filter(undecided).collect();
    if let Some(left) = left {
        let judged = judged(network, &left, budget)?;
        counts.left = Some((left, judged));
    }
    Ok(counts)
}
