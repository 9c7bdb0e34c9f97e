//! Which gates must a text pass, and what is left of it if one of them refuses?
//!
//! Negotiators agree at one table, and each has to win a vote at another (Putnam 1988). A *gate* is
//! a party that is asked only where a package reaches it. A gate whose vote a clause waits for
//! (`ratified_by`) can keep the clause from taking effect: the text then *counts as refused*, with
//! what the clause settles otherwise. The gate that refused was asked about the text as written.

use super::network::{Asked, Network};
use super::settlement::{Outline, outline};
use super::treatment::{Treatment, occasions, treatment};
use super::verdict::{Kind, Passing, Verdict, passing, without_worths};
use crate::scenario::{Clause, Formula, PartyId, Proposal, Reading};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counts {
    /// As it is written: no clause waits for a vote that could be refused.
    AsWritten,
    /// As what is left, by the place among the refusals: a gate refuses for certain. Where several
    /// with different remainders refuse, the first.
    AsRefused(usize),
    /// Not known: these gates have not accepted it, and no gate refuses for certain.
    Undecided(Vec<PartyId>),
}

/// The parties that are asked only where a package reaches them, in file order.
pub fn gates(network: &Network<'_>) -> Vec<PartyId> {
    let parties = network.scenario.frame.parties.ids();
    parties.filter(|party| matches!(network.asked(*party), Asked::Where(_))).collect()
}

/// What is left of a text if a gate refuses; none if no clause waits for its vote.
pub fn refused(proposal: &Proposal, gate: PartyId) -> Option<Proposal> {
    let waits = |clause: &Clause| {
        clause.ratification.as_ref().is_some_and(|ratification| ratification.by.contains(&gate))
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
    for gate in network.scenario.frame.parties.ids() {
        let Some(left) = refused(proposal, gate) else { continue };
        match refusals.iter_mut().find(|it| settle_alike(&it.left, &left)) {
            Some(same) => same.gates.push(gate),
            None => {
                let judged = judged(network, &left, budget)?;
                refusals.push(Refusal { gates: vec![gate], left, judged });
            }
        }
    }
    let counts = counts(&written, &refusals);
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
    for occasion in occasions(network, gate) {
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

fn counts(written: &Judged, refusals: &[Refusal]) -> Counts {
    let says = |gate: &PartyId| {
        let verdict = written.verdicts.iter().find(|verdict| verdict.party == *gate);
        verdict.map_or(Kind::NotAsked, |verdict| verdict.kind)
    };
    let refuses = |refusal: &Refusal| refusal.gates.iter().any(|gate| says(gate) == Kind::Rejects);
    if let Some(place) = refusals.iter().position(refuses) {
        return Counts::AsRefused(place);
    }
    let settled = |kind: Kind| matches!(kind, Kind::Accepts | Kind::NotAsked | Kind::Impossible);
    let mut open: Vec<PartyId> =
        refusals.iter().flat_map(|it| &it.gates).filter(|it| !settled(says(it))).copied().collect();
    open.sort_unstable();
    if open.is_empty() { Counts::AsWritten } else { Counts::Undecided(open) }
}
