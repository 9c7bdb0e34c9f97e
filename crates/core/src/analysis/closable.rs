//! What could be closed now, without the rest?
//!
//! A set of issues with a new option each, everything else staying as it is: no demand on them
//! breaks, firm or disputed; links and rules that touch them hold with the other issues at the
//! status quo; and for every party that is asked the gain against the status quo is not below
//! zero in any filling, and above zero for one party in every filling. Floors do not apply: a
//! partial deal is measured against today. All largest sets are given.

use super::network::{Network, is_asked};
use super::worth::{End, Term, at_weight, worth_of_issue};
use crate::scenario::{Formula, IssueId, OptionId, OptionSet, Package, PartyId, Stance, Word};
use crate::search::{Budget, Exhausted};

/// What could be closed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closable {
    /// All largest sets, in file order: issues with their new options.
    pub sets: Vec<Vec<(IssueId, OptionId)>>,
    /// Single issues that only an unspoken stance keeps from being closed: the issue, the option,
    /// and who has not spoken.
    pub if_answered: Vec<(IssueId, OptionId, Vec<PartyId>)>,
    /// Issues whose status quo every principal states to be acceptable or better.
    pub already: Vec<IssueId>,
    /// Why there may be larger sets, or more, if there may.
    pub stopped: Option<Exhausted>,
}

/// How the gain of a set of issues turns out for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gain {
    /// Somebody may lose, or a demand breaks.
    No,
    /// Only unspoken stances could make somebody lose.
    IfAnswered,
    /// Nobody loses and somebody gains.
    Yes,
}

/// What could be closed now.
pub fn closable(network: &Network<'_>, budget: &mut Budget) -> Result<Closable, Exhausted> {
    let scenario = network.scenario;
    let today = today(network);
    let mut candidates: Vec<(IssueId, Vec<OptionId>)> = Vec::new();
    let mut if_answered = Vec::new();
    for (issue, known) in scenario.frame.issues.iter() {
        let Some(now) = today.get(issue.index()).copied().flatten() else { continue };
        let others = known.all().minus(OptionSet::only(now));
        let mut options = Vec::new();
        for option in others.iter() {
            budget.spend(1)?;
            let change = [(issue, option)];
            let (gain, silent) = gain(network, &today, &change);
            if gain == Gain::IfAnswered {
                if_answered.push((issue, option, silent));
            }
            // A loss here may be made good elsewhere; a broken demand or an unknown may not.
            if may_take_part(network, issue, option) {
                options.push(option);
            }
        }
        if !options.is_empty() {
            candidates.push((issue, options));
        }
    }
    let mut search = Search { network, today: &today, candidates, best: 1, sets: Vec::new() };
    let stopped = search.extend(0, &mut Vec::new(), budget).err();
    let already = scenario.frame.issues.iter().filter(|(issue, known)| {
        known.status_quo.is_some_and(|now| {
            let mut principals = scenario.principals();
            principals.all(|party| {
                let view = super::overlap::view(scenario, party, *issue, now);
                !view.unknown && view.worst >= Word::Acceptable
            })
        })
    });
    let already = already.map(|(id, _)| id).collect();
    Ok(Closable { sets: search.sets, if_answered, already, stopped })
}

/// The status quo as far as it is stated; issues that do not arise in it are not applicable.
fn today(network: &Network<'_>) -> Vec<Option<OptionId>> {
    let issues = &network.scenario.frame.issues;
    let mut today: Vec<Option<OptionId>> = issues.values().map(|issue| issue.status_quo).collect();
    // Conditions may hang on each other, but never in a circle.
    for _ in 0..issues.len() {
        let before = today.clone();
        for (issue, known) in issues.iter() {
            if let (Some((applies, _)), Some(nowhere)) = (&known.applies, known.not_applicable())
                && always(network, applies, &today) == Some(false)
                && let Some(slot) = today.get_mut(issue.index())
            {
                *slot = Some(nowhere);
            }
        }
        if today == before {
            break;
        }
    }
    today
}

/// Whether a condition holds (or fails) whatever the options that are not stated.
fn always(network: &Network<'_>, formula: &Formula, stated: &[Option<OptionId>]) -> Option<bool> {
    let issues = &network.scenario.frame.issues;
    let scope: Vec<IssueId> = formula.scope().into_iter().collect();
    let open: Vec<IssueId> = scope
        .iter()
        .copied()
        .filter(|issue| stated.get(issue.index()).copied().flatten().is_none())
        .collect();
    let sizes: Vec<usize> = open.iter().map(|issue| issues[*issue].places()).collect();
    let (mut holds, mut fails) = (false, false);
    crate::search::factor::for_each(&sizes, |values| {
        let chosen = |issue: IssueId| {
            let known = stated.get(issue.index()).copied().flatten();
            known.unwrap_or_else(|| {
                let place = open.iter().position(|other| *other == issue);
                OptionId::new(place.and_then(|it| values.get(it).copied()).unwrap_or(0))
            })
        };
        if formula.holds_with(issues, &chosen) {
            holds = true;
        } else {
            fails = true;
        }
    });
    match (holds, fails) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Today with some issues settled anew, what does not arise any more taken out.
fn changed(
    network: &Network<'_>,
    today: &[Option<OptionId>],
    change: &[(IssueId, OptionId)],
) -> Vec<Option<OptionId>> {
    let issues = &network.scenario.frame.issues;
    let mut named = today.to_vec();
    for (issue, option) in change {
        if let Some(slot) = named.get_mut(issue.index()) {
            *slot = Some(*option);
        }
    }
    let mut result = named.clone();
    // Conditions may hang on each other, but never in a circle.
    for _ in 0..issues.len() {
        let round = issues.iter().zip(&named).map(|((_, known), named)| {
            let nowhere = known.not_applicable();
            let Some((applies, _)) = &known.applies else { return *named };
            match always(network, applies, &result) {
                Some(false) => nowhere,
                // An issue that arises only now is not settled by today.
                _ if *named == nowhere => None,
                _ => *named,
            }
        });
        let round: Vec<Option<OptionId>> = round.collect();
        if round == result {
            break;
        }
        result = round;
    }
    result
}

/// Whether an option could be part of a set: no party that is asked whatever the rest of the set
/// says refuses it under every condition.
fn may_take_part(network: &Network<'_>, issue: IssueId, option: OptionId) -> bool {
    let scenario = network.scenario;
    let surely_asked = |party: PartyId| {
        let obliged = scenario.frame.issues[issue].option(option);
        scenario.frame.parties[party].is_principal()
            || obliged.is_some_and(|option| option.obliged.contains(&party))
    };
    scenario.frame.parties.ids().filter(|party| surely_asked(*party)).all(|party| {
        let Some(position) = scenario.position(party, issue) else { return true };
        let cell = position.cell(option);
        let refused = cell.stances().all(|stance| stance == Stance::Word(Word::Never));
        let unknown = cell.stances().all(|stance| stance == Stance::Unknown) && !cell.bounded;
        !refused && !unknown
    })
}

/// Whether a party's consent is asked for, or may be.
fn asked(network: &Network<'_>, party: PartyId, stated: &[Option<OptionId>]) -> bool {
    let scenario = network.scenario;
    // Where an option is not stated, the place after the last stands for none of them.
    let package = Package::new(
        scenario
            .frame
            .issues
            .iter()
            .map(|(issue, known)| {
                let option = stated.get(issue.index()).copied().flatten();
                option.unwrap_or_else(|| OptionId::new(known.options.len()))
            })
            .collect(),
    );
    is_asked(scenario, party, &package)
}

/// How a change turns out for everybody; and who is silent, if only silence stands in the way.
fn gain(
    network: &Network<'_>,
    today: &[Option<OptionId>],
    change: &[(IssueId, OptionId)],
) -> (Gain, Vec<PartyId>) {
    let scenario = network.scenario;
    let after = changed(network, today, change);
    let touches = |formula: &Formula| {
        let scope = formula.scope();
        change.iter().any(|(issue, _)| scope.contains(issue))
    };
    let rules = scenario.frame.rules.values().map(|rule| &rule.holds);
    if rules.filter(|rule| touches(rule)).any(|rule| always(network, rule, &after) != Some(true)) {
        return (Gain::No, Vec::new());
    }
    // An issue that arises only now would have to be settled as well.
    let unsettled = scenario.frame.issues.iter().any(|(issue, _)| {
        let place = issue.index();
        today.get(place).copied().flatten().is_some()
            && after.get(place).copied().flatten().is_none()
    });
    if unsettled {
        return (Gain::No, Vec::new());
    }
    let mut silent = Vec::new();
    let mut somebody_gains = false;
    for party in scenario.frame.parties.ids().filter(|party| asked(network, *party, &after)) {
        let mut demands = scenario.demands.values().filter(|demand| demand.party == party);
        let broken = demands.any(|demand| {
            demand
                .keeps()
                .is_some_and(|keeps| touches(keeps) && always(network, keeps, &after) != Some(true))
        });
        if broken {
            return (Gain::No, Vec::new());
        }
        let (least, least_known) = party_gain(network, party, today, &after);
        if least < 0 {
            if least_known < 0 {
                return (Gain::No, Vec::new());
            }
            silent.push(party);
        }
        let quiet = change.iter().any(|(issue, _)| {
            scenario.position(party, *issue).is_some() && {
                let worth = worth_of_issue(scenario, party, *issue, &stated_package(&after));
                worth.unknown && worth.cell.0 == *issue
            }
        });
        if quiet && !silent.contains(&party) {
            silent.push(party);
        }
        somebody_gains |= least > 0;
    }
    if !silent.is_empty() {
        return (Gain::IfAnswered, silent);
    }
    (if somebody_gains { Gain::Yes } else { Gain::No }, silent)
}

/// What is stated as a package; where nothing is, the first option stands in.
fn stated_package(stated: &[Option<OptionId>]) -> Package {
    Package::new(stated.iter().map(|option| option.unwrap_or(OptionId::new(0))).collect())
}

/// A party's least gain over all fillings; and with unknown stances at their best.
fn party_gain(
    network: &Network<'_>,
    party: PartyId,
    before: &[Option<OptionId>],
    after: &[Option<OptionId>],
) -> (i128, i128) {
    let scenario = network.scenario;
    let (old, new) = (stated_package(before), stated_package(after));
    let at = |list: &[Option<OptionId>], place: usize| list.get(place).copied().flatten();
    let stated =
        |issue: IssueId| at(before, issue.index()).is_some() && at(after, issue.index()).is_some();
    // Where nothing changes that an issue's worth depends on, nothing is gained.
    let touched = |term: &Term| {
        let mut scope = term.worth.scope().iter();
        scope.any(|place| at(before, *place) != at(after, *place))
    };
    let over_boxes = scenario.weights[party].boxes().iter().map(|weights| {
        let mut sums = (0, 0);
        let terms = network.terms(party).iter();
        for term in terms.filter(|term| stated(term.issue) && touched(term)) {
            let Some(weight) = weights.get(term.issue.index()).copied() else { continue };
            let was = worth_of_issue(scenario, party, term.issue, &old);
            let is = worth_of_issue(scenario, party, term.issue, &new);
            let gain = is.minus(&was);
            let mut known = gain.low;
            if was.cell != is.cell {
                known += if is.unknown { is.range.high - is.range.low } else { 0 };
                known += if was.unknown { was.range.high - was.range.low } else { 0 };
            }
            sums.0 += at_weight(weight, gain.low, End::Low);
            sums.1 += at_weight(weight, known, End::Low);
        }
        sums
    });
    let all: Vec<(i128, i128)> = over_boxes.collect();
    (
        all.iter().map(|sums| sums.0).min().unwrap_or(0),
        all.iter().map(|sums| sums.1).min().unwrap_or(0),
    )
}

struct Search<'a> {
    network: &'a Network<'a>,
    today: &'a [Option<OptionId>],
    candidates: Vec<(IssueId, Vec<OptionId>)>,
    best: usize,
    sets: Vec<Vec<(IssueId, OptionId)>>,
}

impl Search<'_> {
    /// Looks for the largest sets among the candidates from `place` on.
    fn extend(
        &mut self,
        place: usize,
        change: &mut Vec<(IssueId, OptionId)>,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        budget.spend(1)?;
        if change.len() + (self.candidates.len() - place) < self.best {
            return Ok(());
        }
        let Some((issue, options)) = self.candidates.get(place).cloned() else {
            budget.spend(self.network.domains.len() as u64)?;
            if gain(self.network, self.today, change).0 == Gain::Yes {
                if change.len() > self.best {
                    self.sets.clear();
                }
                self.best = change.len();
                self.sets.push(change.clone());
            }
            return Ok(());
        };
        for option in options {
            change.push((issue, option));
            self.extend(place + 1, change, budget)?;
            change.pop();
        }
        self.extend(place + 1, change, budget)
    }
}
