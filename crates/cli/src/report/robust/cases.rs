//! In which case a party accepts, and in which it refuses, in words.

use std::collections::BTreeSet;

use impasse_core::analysis::filling::{Against, Case};
use impasse_core::analysis::settlement::Outline;
use impasse_core::analysis::verdict::{Kind, Verdict};
use impasse_core::scenario::{DemandId, Formula, IssueId, Proposal, Ratio, Scenario};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::parts::Number;
use super::super::wording::Wording;

/// A case in which a party accepts or refuses: a package, and what everything open turns out to be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct CaseAnswer {
    /// What decides, in words that follow an “if”.
    pub(super) conditions: Vec<String>,
    /// How each clause that can be read in several ways is read, in words.
    pub(super) readings: Vec<String>,
    /// A package that follows the text so read, and asks the party.
    pub(super) package: Vec<Chosen>,
    /// What its issues weigh; empty where no floor counts, or if weights are left out.
    pub(super) weights: Vec<Weighed>,
    /// What its views are worth on 0 to 100; empty where no floor counts, or if floors are left out.
    pub(super) worths: Vec<Valued>,
    /// What no deal is worth on 0 to 100; null where no floor is a number, or if it is left out.
    pub(super) floor: Option<Number>,
    /// The disputed demands that hold, by name.
    pub(super) holding: Vec<String>,
    /// Views nobody has stated that turn out refused.
    pub(super) refused: Vec<Chosen>,
}

/// An issue as a package has it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct Chosen {
    /// The issue's title.
    pub(super) issue: String,
    /// The option's title.
    pub(super) option: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct Weighed {
    /// The issue's title.
    pub(super) issue: String,
    pub(super) weight: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::report) struct Valued {
    /// The issue's title.
    pub(super) issue: String,
    /// The option's title.
    pub(super) option: String,
    pub(super) worth: Number,
}

/// What cases are told by.
pub(super) struct Telling<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) wording: &'a Wording<'a>,
    pub(super) proposal: &'a Proposal,
    pub(super) outline: &'a Outline,
    pub(super) verdict: &'a Verdict,
}

impl Telling<'_> {
    pub(super) fn case(&self, case: &Case) -> CaseAnswer {
        let Self { scenario, wording, verdict, .. } = *self;
        let party = verdict.party;
        let floored = scenario.floor(party).is_some();
        let counts = floored && !wording.hidden().floors && !wording.hidden().weights;
        let (weight_unit, worth_unit) =
            (scenario.weights[party].unit(), scenario.worth_unit(party));
        let filling = &case.filling;
        let chosen = |(issue, option): (String, String)| Chosen { issue, option };
        CaseAnswer {
            conditions: self.conditions(case),
            readings: self.readings(case, |_| true),
            package: wording.package(&case.package).into_iter().map(chosen).collect(),
            weights: filling
                .weights
                .iter()
                .filter(|_| counts)
                .map(|(issue, weight)| Weighed {
                    issue: wording.issue(*issue),
                    weight: Ratio::new(*weight, weight_unit).into(),
                })
                .collect(),
            worths: filling
                .worths
                .iter()
                .filter(|_| counts)
                .map(|((issue, option, _), worth)| Valued {
                    issue: wording.issue(*issue),
                    option: wording.option(*issue, *option),
                    worth: Ratio::new(*worth, worth_unit).into(),
                })
                .collect(),
            floor: filling
                .floor
                .filter(|_| counts)
                .map(|floor| Ratio::new(floor, worth_unit).into()),
            holding: filling.holding.iter().map(|id| wording.demand(*id).id).collect(),
            refused: filling
                .refused
                .iter()
                .map(|(issue, option, _)| Chosen {
                    issue: wording.issue(*issue),
                    option: wording.option(*issue, *option),
                })
                .collect(),
        }
    }

    fn conditions(&self, case: &Case) -> Vec<String> {
        // Clauses are named where their reading decides.
        let deciding = &self.verdict.deciding;
        let mut list = self.readings(case, |clause| deciding.contains(&clause));
        match case.against {
            None => self.well(case, &mut list),
            Some(against) => list.push(self.against(case, against)),
        }
        list
    }

    /// What turns out well where the party accepts.
    fn well(&self, case: &Case, list: &mut Vec<String>) {
        let Self { scenario, verdict, .. } = *self;
        if !scenario.has_stated(verdict.party) {
            list.push("it, which has stated nothing, does not refuse".to_owned());
            return;
        }
        list.extend(self.waited_for(case, None));
        for (id, demand) in scenario.demands.iter() {
            let breaks = |keeps: &Formula| !keeps.holds(&scenario.frame.issues, &case.package);
            let own = demand.party == verdict.party && !scenario.is_firm(id);
            if own && demand.keeps().is_some_and(breaks) {
                list.push(format!("the disputed demand {} does not hold", self.named(id)));
            }
        }
        if !verdict.unspoken.is_empty() {
            list.push("nothing that it has not spoken on turns out refused".to_owned());
        }
        if scenario.floor(verdict.party).is_some() && verdict.kind == Kind::DependsOnJudgement {
            list.push("what is open in its numbers turns out well for the text".to_owned());
        }
    }

    fn against(&self, case: &Case, against: Against) -> String {
        let Self { scenario, wording, .. } = *self;
        match against {
            Against::Demand(demand) => {
                let named = self.named(demand);
                let outcomes = self.waited_for(case, Some(demand));
                match (outcomes.is_empty(), scenario.is_firm(demand)) {
                    (true, true) => format!("the text is so carried out that it breaks {named}"),
                    (true, false) => {
                        format!("the disputed demand {named}, which the text breaks, holds")
                    }
                    (false, true) => format!("{}, which breaks {named}", outcomes.join(" and ")),
                    (false, false) => format!(
                        "{}, and the disputed demand {named}, which that breaks, holds",
                        outcomes.join(" and ")
                    ),
                }
            }
            Against::Unstated((issue, option, _)) => format!(
                "“{}” on {}, which it has not spoken on, turns out refused",
                wording.option(issue, option),
                wording.issue(issue)
            ),
            Against::Floor(_) => {
                "what is open turns out badly enough in its numbers that the text \
                                  is worth less to it than no deal"
                    .to_owned()
            }
            Against::NothingStated => "it, which has stated nothing, refuses".to_owned(),
        }
    }

    /// How issues come out that demands wait for, of one demand or of all.
    fn waited_for(&self, case: &Case, only: Option<DemandId>) -> Vec<String> {
        let Self { scenario, wording, verdict, .. } = *self;
        let pending = verdict.pending.iter();
        let pending = pending.filter(|(demand, _)| only.is_none_or(|only| *demand == only));
        let issues: BTreeSet<IssueId> =
            pending.flat_map(|(_, issues)| issues.iter().copied()).collect();
        issues
            .into_iter()
            .map(|issue| (issue, case.package.option(issue)))
            .filter(|(issue, option)| {
                scenario.frame.issues[*issue].not_applicable() != Some(*option)
            })
            .map(|(issue, option)| {
                let (issue, option) = (wording.issue(issue), wording.option(issue, option));
                format!("“{issue}” comes out as “{option}”")
            })
            .collect()
    }

    fn readings(&self, case: &Case, told: impl Fn(usize) -> bool) -> Vec<String> {
        let realisation = self.outline.realisations.get(case.realisation);
        let reading = realisation.and_then(|it| self.outline.readings.get(it.reading));
        let picks = reading.map_or(&[][..], |reading| &reading.picks);
        let clauses = self.proposal.clauses.iter().zip(picks).enumerate();
        clauses
            .filter(|(place, (clause, _))| clause.readings.len() > 1 && told(*place))
            .filter_map(|(_, (clause, pick))| {
                let pick = (*pick)?;
                let says = clause.readings.get(pick)?.grounds.says.clone();
                Some(match says {
                    Some(says) => format!("clause {} is read as “{says}”", clause.number),
                    None => format!("clause {} is read in its reading {}", clause.number, pick + 1),
                })
            })
            .collect()
    }

    fn named(&self, demand: DemandId) -> String {
        let demand = self.wording.demand(demand);
        format!("“{}” ({})", demand.says, demand.id)
    }
}
