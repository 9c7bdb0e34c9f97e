//! What single change would tip a verdict, or whether a proposal passes?
//!
//! One thing at a time is changed: a demand, a view, a worth, a floor, a weight, the reading of a
//! clause. What a party says rests on its own positions, the rules and the text alone, so each
//! change is tried on the positions of its party. Of each kind the smallest changes are kept, all
//! that are equally small; where no size tells changes of a kind apart, all of them.

use super::change::{Change, ChangeKind, Names, Origin, Stated, WORDS, read_as, refusals, views};
use super::network::Network;
use super::settlement::{Outline, outline};
use super::threshold::{Base, Number, Threshold, Tried, thresholds};
use super::treatment::Occasion;
use super::verdict::{Answer, Kind, Passing, Verdict, kind, passing, verdict, without_worths};
use crate::scenario::{DemandKind, FloorHeight, PartyId, Proposal, Ratio, Scenario, Stance, Word};
use crate::search::{Budget, Exhausted};

/// A proposal with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// What it settles.
    pub outline: &'a Outline,
    /// The verdict of every party, in file order.
    pub verdicts: &'a [Verdict],
    /// Whether it passes.
    pub passing: &'a Passing,
}

/// A change that tips an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip<T> {
    /// The change.
    pub change: Change,
    /// What the answer becomes.
    pub becomes: T,
    /// Whether it tips at the number that the change names or only beyond it.
    pub reach: Reach,
}

/// Where a change of a number tips an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// At the number; all changes by a word do.
    At,
    /// Above it, however little, and not yet at it.
    Above,
    /// Below it, however little, and not yet at it.
    Below,
}

/// What tips the answers about one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tips {
    /// By party, in file order, what tips its verdict.
    pub verdicts: Vec<Vec<Tip<Kind>>>,
    /// What tips whether the proposal passes.
    pub passing: Vec<Tip<Passes>>,
}

/// Whether a proposal passes, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passes {
    /// The text has no reading.
    Impossible,
    /// It is accepted by all who are asked.
    Passes,
    /// Nobody who is asked has a stated objection.
    NoStatedObstacle,
    /// Only where those asked read it differently.
    OnlyReadDifferently,
    /// It fails.
    Fails,
}

impl From<&Passing> for Passes {
    fn from(passing: &Passing) -> Self {
        match passing {
            Passing::Impossible => Self::Impossible,
            Passing::Passes(_) => Self::Passes,
            Passing::NoStatedObstacle(_) => Self::NoStatedObstacle,
            Passing::OnlyReadDifferently => Self::OnlyReadDifferently,
            Passing::Fails(_) => Self::Fails,
        }
    }
}

/// What tips the answers about some proposals. With `placed`, floors are also put in place where
/// none is stated.
pub fn tips(
    origin: Origin<'_>,
    network: &Network<'_>,
    scored: &[Scored<'_>],
    placed: bool,
    budget: &mut Budget,
) -> Result<Vec<Tips>, Exhausted> {
    let names = Names::new(network.scenario);
    let mut search = Search {
        origin,
        names,
        scored,
        found: scored
            .iter()
            .map(|it| Tips { verdicts: vec![Vec::new(); it.verdicts.len()], passing: Vec::new() })
            .collect(),
    };
    for party in network.scenario.frame.parties.ids() {
        search.try_words(network.scenario, party, budget)?;
        if placed || network.scenario.floor(party).is_some() {
            search.try_numbers(network, party, budget)?;
        }
    }
    search.try_readings(network, budget)?;
    for tips in &mut search.found {
        for list in &mut tips.verdicts {
            keep_smallest(list);
        }
        keep_smallest(&mut tips.passing);
    }
    Ok(search.found)
}

struct Search<'a> {
    origin: Origin<'a>,
    names: Names,
    scored: &'a [Scored<'a>],
    found: Vec<Tips>,
}

impl Search<'_> {
    /// Tries what is changed by a word: demands and views.
    fn try_words(
        &mut self,
        scenario: &Scenario,
        party: PartyId,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        let floored = scenario.floor(party).is_some();
        let has_stated = scenario.has_stated(party);
        for (demand, known) in refusals(scenario, party) {
            let dropped = Change::Drop(demand);
            let bears = |verdict: &Verdict| {
                verdict.crossed.iter().any(|it| it.demand == demand)
                    || verdict.pending.iter().any(|(id, _)| *id == demand)
            };
            // A red line that is dropped leaves options unspoken on, with all that is said of them
            // under conditions: that bears on a floor, and on views that a shape ties to it.
            let ties = |it: &Stated| it.demand == Some(demand) && (it.shaped || !it.plain);
            let is_red_line = matches!(known.kind, DemandKind::RedLine { .. });
            let unties = is_red_line && (floored || views(scenario, party).iter().any(ties));
            // Without its only statement a party has said nothing, and accepts nothing.
            let unties = unties || refusals(scenario, party).nth(1).is_none();
            self.attempt(party, &dropped, budget, |_, verdict| unties || bears(verdict))?;
            if !scenario.is_firm(demand) {
                self.attempt(party, &Change::Firm(demand), budget, |_, verdict| bears(verdict))?;
            }
        }
        for stated in views(scenario, party) {
            for to in WORDS {
                let view = stated.view(party, Stance::Word(to));
                let change = match stated.stance {
                    Stance::Word(from) if from != to => Change::Step { view, from, to },
                    Stance::Unknown => Change::Answer { view, to },
                    Stance::Word(_) | Stance::Worth(_) => continue,
                };
                let simple =
                    to == Word::Never && stated.plain && !stated.shaped && !floored && has_stated;
                let bears = |scored: &Scored<'_>, verdict: &Verdict| {
                    bears(scored, verdict, &stated, to, floored)
                };
                if simple {
                    self.refuse(party, &change, &stated, bears);
                }
                self.attempt(party, &change, budget, |scored, verdict| {
                    !(simple && verdict.asked == Occasion::Always) && bears(scored, verdict)
                })?;
            }
        }
        Ok(())
    }

    /// Tries a change on the proposals on which it may bear.
    fn attempt(
        &mut self,
        party: PartyId,
        change: &Change,
        budget: &mut Budget,
        bears: impl Fn(&Scored<'_>, &Verdict) -> bool,
    ) -> Result<(), Exhausted> {
        let places: Vec<usize> = self
            .scored
            .iter()
            .enumerate()
            .filter(|(_, scored)| {
                scored
                    .verdicts
                    .get(party.index())
                    .is_some_and(|it| is_given(it) && bears(scored, it))
            })
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            return Ok(());
        }
        // A change is made of what the scenario has.
        let Ok(changed) = self.origin.changed_alone(&self.names, change, party) else {
            return Ok(());
        };
        let network = Network::new(&changed);
        for place in places {
            let Some(scored) = self.scored.get(place) else { continue };
            let now = verdict(&network, scored.proposal, scored.outline, party, budget)?;
            self.note(place, &now, change, Reach::At);
        }
        Ok(())
    }

    /// Notes what one more refusal of a single option tips, where nothing else plays a part: what
    /// it breaks can be read off the ways to carry out the text.
    fn refuse(
        &mut self,
        party: PartyId,
        change: &Change,
        stated: &Stated,
        bears: impl Fn(&Scored<'_>, &Verdict) -> bool,
    ) {
        for place in 0..self.scored.len() {
            let Some(scored) = self.scored.get(place) else { continue };
            let Some(before) = scored.verdicts.get(party.index()) else { continue };
            if before.asked != Occasion::Always || !is_given(before) || !bears(scored, before) {
                continue;
            }
            let mut now = before.clone();
            for (answer, realisation) in
                now.by_realisation.iter_mut().zip(&scored.outline.realisations)
            {
                let options = realisation.options.get(stated.issue.index());
                let options = options.map(|(_, options)| *options).unwrap_or_default();
                if let Some(answer) = answer
                    && options.contains(stated.option)
                {
                    let breaks = options.len() == 1;
                    *answer = (*answer).min(if breaks { Answer::Breaks } else { Answer::Open });
                }
            }
            now.kind = kind(&now.by_realisation);
            self.note(place, &now, change, Reach::At);
        }
    }

    /// Notes what a changed verdict tips.
    fn note(&mut self, place: usize, now: &Verdict, change: &Change, reach: Reach) {
        self.note_verdict(place, now, change, reach);
        self.note_passing(place, now, change, reach);
    }

    fn note_verdict(&mut self, place: usize, now: &Verdict, change: &Change, reach: Reach) {
        let at = now.party.index();
        let before = self.scored.get(place).and_then(|scored| scored.verdicts.get(at));
        let list = self.found.get_mut(place).and_then(|found| found.verdicts.get_mut(at));
        if let (Some(before), Some(list)) = (before, list)
            && before.kind != now.kind
        {
            list.push(Tip { change: change.clone(), becomes: now.kind, reach });
        }
    }

    fn note_passing(&mut self, place: usize, now: &Verdict, change: &Change, reach: Reach) {
        let (Some(scored), Some(found)) = (self.scored.get(place), self.found.get_mut(place))
        else {
            return;
        };
        let mut verdicts = scored.verdicts.to_vec();
        if let Some(verdict) = verdicts.get_mut(now.party.index()) {
            *verdict = now.clone();
        }
        let becomes = Passes::from(&passing(&verdicts, scored.outline));
        if becomes != Passes::from(scored.passing) {
            found.passing.push(Tip { change: change.clone(), becomes, reach });
        }
    }

    /// Tries what is changed by a number: floors, weights, worths.
    fn try_numbers(
        &mut self,
        network: &Network<'_>,
        party: PartyId,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        let (origin, scenario) = (self.origin, network.scenario);
        let numbers = numbers(scenario, party);
        for (place, scored) in self.scored.iter().enumerate() {
            let base = Base::new(origin, &self.names, scored, network, party, budget)?;
            let Some(base) = base else { continue };
            let mut found = Vec::new();
            for number in &numbers {
                let tried = Tried { origin, names: &self.names, party, number: *number };
                found.extend(thresholds(&tried, scored, &base, scenario, budget)?);
            }
            for Threshold { verdict, change, reach, tips_verdict, tips_passing } in found {
                if tips_verdict {
                    self.note_verdict(place, &verdict, &change, reach);
                }
                if tips_passing {
                    self.note_passing(place, &verdict, &change, reach);
                }
            }
        }
        Ok(())
    }

    /// Tries each reading of each clause that has several.
    fn try_readings(
        &mut self,
        network: &Network<'_>,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        for (scored, found) in self.scored.iter().zip(&mut self.found) {
            for (clause, known) in scored.proposal.clauses.iter().enumerate() {
                if known.readings.len() < 2 {
                    continue;
                }
                for reading in 0..known.readings.len() {
                    let text = read_as(scored.proposal, clause, reading);
                    let outline = outline(network, &text, budget)?;
                    let verdicts = without_worths(network, &text, &outline, budget)?;
                    let change = Change::Reading { clause, reading };
                    let pairs = scored.verdicts.iter().zip(&verdicts).zip(&mut found.verdicts);
                    for ((before, after), list) in pairs {
                        if before.kind != after.kind {
                            list.push(Tip {
                                change: change.clone(),
                                becomes: after.kind,
                                reach: Reach::At,
                            });
                        }
                    }
                    let becomes = Passes::from(&passing(&verdicts, &outline));
                    if becomes != Passes::from(scored.passing) {
                        found.passing.push(Tip { change, becomes, reach: Reach::At });
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a party says anything to a text, so that a change of its positions may tip it.
fn is_given(verdict: &Verdict) -> bool {
    !matches!(verdict.kind, Kind::Impossible | Kind::NotAsked)
}

/// Whether another view may bear on a verdict.
fn bears(scored: &Scored<'_>, verdict: &Verdict, stated: &Stated, to: Word, floored: bool) -> bool {
    let possible = scored.outline.realisations.iter().any(|realisation| {
        let options = realisation.options.get(stated.issue.index());
        options.is_some_and(|(_, options)| options.contains(stated.option))
    });
    // A floor may speak of options that no reading allows, and what a shape ties together moves
    // with each of its views.
    if stated.shaped {
        return true;
    }
    if !possible && !floored {
        return false;
    }
    let rejects = verdict.kind == Kind::Rejects;
    match stated.stance {
        // Answers only narrow what is taken at its best already.
        Stance::Unknown if to == Word::Never => !rejects,
        Stance::Unknown => {
            let alone = verdict.unspoken == [stated.issue] && verdict.pending.is_empty();
            let passes = matches!(scored.passing, Passing::NoStatedObstacle(_));
            let waited_for = verdict.unspoken.contains(&stated.issue) && (alone || passes);
            !rejects && (floored || (waited_for && to == Word::Ideal))
        }
        Stance::Word(Word::Never) => {
            let mut bound = verdict.crossed.iter().map(|it| it.demand);
            let mut waiting = verdict.pending.iter().map(|(demand, _)| *demand);
            let named = |demand| Some(demand) == stated.demand;
            let crossed = bound.any(named) || waiting.any(named);
            floored || (crossed && to == Word::Opposed)
        }
        Stance::Word(_) if to == Word::Never => !rejects || floored,
        Stance::Word(_) | Stance::Worth(_) => floored,
    }
}

/// The numbers of a party that may be moved.
fn numbers(scenario: &Scenario, party: PartyId) -> Vec<Number> {
    let Some((_, floor)) = scenario.floor(party) else {
        // Nothing that is said can fall short of the floor of a party that says nothing.
        let placed = scenario.has_stated(party).then_some(Number::Floor(None));
        return placed.into_iter().collect();
    };
    let mut list = Vec::new();
    if let FloorHeight::Worth(range) = floor.height {
        list.push(Number::Floor(Some(range)));
    }
    if let [weights] = scenario.weights[party].boxes() {
        let unit = Ratio::from_integer(scenario.weights[party].unit());
        let ratio = |points| Ratio::from_integer(points) / unit;
        let spoken = scenario.positions[party].iter().filter(|(_, it)| it.is_some());
        list.extend(spoken.filter_map(|(issue, _)| {
            let range = weights.get(issue.index())?.map(ratio);
            Some(Number::Weight(issue, range))
        }));
    }
    let stated = views(scenario, party).into_iter().filter(|it| !it.shaped);
    list.extend(stated.filter_map(|stated| match stated.stance {
        Stance::Worth(range) => Some(Number::Worth(stated, range)),
        Stance::Word(_) | Stance::Unknown => None,
    }));
    list
}

/// Keeps of each kind the smallest changes.
fn keep_smallest<T>(list: &mut Vec<Tip<T>>) {
    for kind in ChangeKind::ALL {
        let sizes = list.iter().filter(|tip| tip.change.kind() == kind);
        let Some(least) = sizes.map(|tip| tip.change.size()).min() else { continue };
        list.retain(|tip| tip.change.kind() != kind || tip.change.size() == least);
    }
    list.sort_by_key(|tip| tip.change.kind());
}
