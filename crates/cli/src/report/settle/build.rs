//! A settle report from its answers.

use std::collections::BTreeSet;

use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::settle::{Attainable, Point, Refused, Solution, Unit};
use impasse_core::analysis::standing::{Place, Standing};
use impasse_core::scenario::{DemandId, OptionSet, Package, ProposalId, Ratio, Scenario};
use impasse_core::search::{Budget, Diagram};
use num_bigint::BigUint;

use super::packages::{Chosen, point};
use super::{
    Absent, Answers, Change, Extreme, Found, FrontierReport, Name, Others, Outcome, OutlookReport,
    Refusal, Report, SolutionReport, Solved, StandingReport, YardstickReport, solution_name,
};
use crate::report::big::{self, grouped};
use crate::report::parts::{Number, count};
use crate::report::trade;
use crate::report::wording::Wording;

/// How many outcomes that are equally good by a rule are listed at most.
const TIED: usize = 100;
/// How many points of a frontier are listed at most.
const LISTED: usize = 500;
/// Up to so many points the packages that lead to them are counted.
const COUNTED: usize = 5_000;

/// How large a scenario is, in a line.
pub fn size(scenario: &Scenario, diagram: &Diagram) -> String {
    format!(
        "{} packages under the rules, {}, {}; the table of them is up to {} wide",
        grouped(&diagram.count().to_string()),
        count(scenario.frame.issues.len(), "issue"),
        big::parties(scenario.frame.parties.len()),
        grouped(&diagram.width().to_string())
    )
}

/// How large a scenario is before anything is known of its rules, in a line.
pub fn combinations(scenario: &Scenario) -> String {
    let issues = &scenario.frame.issues;
    let all: BigUint = issues.values().map(|issue| BigUint::from(issue.options.len())).product();
    format!(
        "the {} of {} between {}",
        big::many(&all.to_string(), "combination"),
        count(issues.len(), "issue"),
        big::parties(scenario.frame.parties.len())
    )
}

/// The report of the answers.
pub fn build(
    wording: &Wording<'_>,
    scenario: &Scenario,
    answers: &Answers<'_>,
    listed: bool,
    explain: bool,
) -> Report {
    let of = |place: usize| {
        let found = answers.found.get(place)?;
        // Of two outlooks the other one.
        let other = answers.found.get(1 - place.min(1));
        Some(outlook(wording, found, other, listed, explain))
    };
    Report {
        schema: crate::report::SCHEMA,
        command: "settle",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        gains: if answers.unit == Unit::Shares { "shares" } else { "points" },
        principals: scenario
            .principals()
            .map(|it| Name { party: wording.party_key(it), title: wording.party_title(it) })
            .collect(),
        status_quo: scenario
            .frame
            .issues
            .values()
            .map(|issue| Chosen {
                issue: issue.title.clone(),
                option: issue.status_quo.map(|option| issue.option_title(option).to_owned()),
            })
            .collect(),
        outlooks: (0..answers.found.len()).filter_map(of).collect(),
        demands: broken(answers.found).into_iter().map(|id| wording.demand(id)).collect(),
        trades: answers.trades.map(|trades| trade::report(wording, scenario, trades)),
        unfinished: answers.unfinished.clone(),
        what_if: None,
        shown: Vec::new(),
        sources: Vec::new(),
    }
}

/// The demands that packages of the report break, in file order.
fn broken(found: &[Found<'_>]) -> BTreeSet<DemandId> {
    let solved = found.iter().flat_map(|it| &it.solutions);
    let solved = solved.filter_map(|(_, answer)| answer.as_ref()?.as_ref().ok());
    let singled = solved.flat_map(|points| points.iter().take(TIED));
    let standings = found.iter().flat_map(|it| &it.standings);
    let stand = standings.flat_map(|(_, standing)| {
        let better = match &standing.place {
            Place::Dominated(better) => Some(better.as_ref()),
            _ => None,
        };
        standing.best.iter().chain(better)
    });
    singled.chain(stand).flat_map(|point| &point.breaks).copied().collect()
}

fn outlook(
    wording: &Wording<'_>,
    found: &Found<'_>,
    other: Option<&Found<'_>>,
    listed: bool,
    explain: bool,
) -> OutlookReport {
    let (case, considered) = (&found.case, &found.considered);
    let scenario = case.network.scenario;
    let hundredths = |party, points| Number::from(case.hundredths(party, points));
    let (mut shared, mut absent) = (Vec::new(), Vec::new());
    for ((id, issue), options) in scenario.frame.issues.iter().zip(&considered.options) {
        let title = issue.title.clone();
        if let Some(option) = options.single() {
            let option = issue.option(option).map(|option| option.title.clone());
            shared.push(Chosen { issue: title, option });
        } else {
            let none: OptionSet = issue.all().minus(*options);
            let options: Vec<String> = none.iter().map(|it| wording.option(id, it)).collect();
            if !options.is_empty() {
                absent.push(Absent { issue: title, options });
            }
        }
    }
    let floored = scenario.frame.parties.ids().filter(|it| !case.principals.contains(it));
    OutlookReport {
        outlook: if case.outlook == Outlook::Cautious { "cautious" } else { "hopeful" },
        possible: considered.possible.to_string(),
        acceptable: considered.zopa.to_string(),
        refusals: considered.refusals,
        considered: considered.count.to_string(),
        floors_met: considered.floors_met,
        shared,
        absent,
        yardsticks: considered
            .yardsticks
            .iter()
            .map(|it| YardstickReport {
                party: wording.party_key(it.party),
                name: wording.party(it.party),
                title: wording.party_title(it.party),
                floor: it.floor.map(|id| wording.demand(id)),
                counted_from: hundredths(it.party, it.base),
                best: hundredths(it.party, it.base + it.ideal),
                ideal_gain: hundredths(it.party, it.ideal),
            })
            .collect(),
        other_floors: floored
            .filter_map(|party| scenario.floor(party))
            .map(|(id, _)| wording.demand(id))
            .collect(),
        frontier: found.frontier.as_ref().map(|it| frontier(wording, found, it, listed)),
        solutions: found
            .solutions
            .iter()
            .map(|(solution, answer)| {
                solution_report(wording, found, other, *solution, answer.as_ref(), explain)
            })
            .collect(),
        standings: found
            .standings
            .iter()
            .map(|(id, standing)| standing_report(wording, found, *id, standing))
            .collect(),
    }
}

fn frontier(
    wording: &Wording<'_>,
    found: &Found<'_>,
    frontier: &Attainable,
    listed: bool,
) -> FrontierReport {
    let (case, considered) = (&found.case, &found.considered);
    let sums = frontier.sums();
    let at = |sums: &[i64], place: usize| sums.get(place).copied().unwrap_or(0);
    let extremes = case.principals.iter().enumerate().map(|(place, party)| {
        let best = sums.iter().map(|it| at(it, place)).max().unwrap_or(0);
        let reach: Vec<&Vec<i64>> = sums.iter().filter(|it| at(it, place) == best).collect();
        let others = case.principals.iter().enumerate().filter(|(other, _)| *other != place);
        Extreme {
            party: wording.party_key(*party),
            title: wording.party_title(*party),
            best: case.hundredths(*party, best).into(),
            others: others
                .map(|(other, party)| {
                    let low = reach.iter().map(|it| at(it, other)).min().unwrap_or(0);
                    let high = reach.iter().map(|it| at(it, other)).max().unwrap_or(0);
                    let worth = |points| case.hundredths(*party, points);
                    Others {
                        party: wording.party_key(*party),
                        title: wording.party_title(*party),
                        worth: (worth(low), worth(high)).into(),
                    }
                })
                .collect(),
        }
    });
    let listed = if listed { LISTED.min(frontier.len()) } else { 0 };
    let list = (0..listed).map(|place| {
        let point = frontier.point(case, considered, place);
        Outcome {
            worths: point.worths(case).into_iter().map(Number::from).collect(),
            packages: point.tied.to_string(),
        }
    });
    FrontierReport {
        points: frontier.len(),
        packages: (frontier.len() <= COUNTED).then(|| frontier.packages(considered).to_string()),
        extremes: extremes.collect(),
        list: list.collect(),
    }
}

fn solution_report(
    wording: &Wording<'_>,
    found: &Found<'_>,
    other: Option<&Found<'_>>,
    solution: Solution,
    answer: Option<&Solved>,
    explain: bool,
) -> SolutionReport {
    let named = |one: &Point| {
        let mut report = point(wording, &found.case, &found.considered, one, explain);
        report.in_other_outlook = other.and_then(|other| also_in(other, solution, one));
        if explain {
            let shares: Option<Vec<Ratio>> = one.shares(&found.considered).into_iter().collect();
            report.product = shares.and_then(|shares| big::product(&shares));
        }
        report
    };
    let refused = answer.and_then(|it| it.as_ref().err()).map(|refused| match refused {
        Refused::NoGain(parties) => Refusal {
            why: "no gain",
            parties: parties.iter().map(|it| wording.party(*it)).collect(),
        },
        Refused::NotTogether => Refusal { why: "not together", parties: Vec::new() },
        Refused::BelowFloors => Refusal { why: "below floors", parties: Vec::new() },
    });
    SolutionReport {
        solution: solution_name(solution),
        outcomes: answer.map(|it| it.iter().flatten().count()),
        points: answer.map(|it| it.iter().flatten().take(TIED).map(named).collect()),
        refused,
    }
}

/// Whether a package is singled out in an outlook, too; none if that is not known.
fn also_in(other: &Found<'_>, solution: Solution, point: &Point) -> Option<bool> {
    let (_, answer) = other.solutions.iter().find(|(it, _)| *it == solution)?;
    let Ok(points) = answer.as_ref()? else { return Some(false) };
    let worth = |party| other.case.worth(party, &point.package);
    let sums: Vec<i64> = other.case.principals.iter().map(|party| worth(*party)).collect();
    if !points.iter().any(|it| it.sums == sums) {
        return Some(false);
    }
    // The path is fixed: what is left to do is next to nothing.
    other.considered.contains(&point.package, &mut Budget::new(Budget::DEFAULT)).ok()
}

fn standing_report(
    wording: &Wording<'_>,
    found: &Found<'_>,
    id: ProposalId,
    standing: &Standing,
) -> StandingReport {
    let (case, considered) = (&found.case, &found.considered);
    let proposal = &case.network.scenario.frame.proposals[id];
    let report = |it: &Point| point(wording, case, considered, it, false);
    let better = match &standing.place {
        Place::Dominated(better) => Some(better.as_ref()),
        _ => None,
    };
    let by = standing.best.iter().zip(better).flat_map(|(best, better)| {
        let sums = case.principals.iter().zip(better.sums.iter().zip(&best.sums));
        sums.map(|(party, (more, less))| case.hundredths(*party, more - less).into())
    });
    StandingReport {
        proposal: proposal.name.clone(),
        title: proposal.title.clone(),
        packages: standing.packages.to_string(),
        acceptable: standing.acceptable.to_string(),
        refusals: standing.refusals,
        place: match standing.place {
            Place::OnFrontier => "on the frontier",
            Place::Dominated(_) => "dominated",
            Place::Beside => "beside",
            Place::Nowhere => "nowhere",
        },
        best: standing.best.as_ref().map(report),
        better: better.map(report),
        better_by: by.collect(),
        changes: standing
            .best
            .iter()
            .zip(better)
            .flat_map(|(best, better)| changes(wording, case, &best.package, &better.package))
            .collect(),
    }
}

/// Where two packages differ. The order by the greatest change to one party orders a list and
/// compares nobody with anybody.
fn changes(
    wording: &Wording<'_>,
    case: &Case<'_>,
    before: &Package,
    after: &Package,
) -> Vec<Change> {
    let issues = &case.network.scenario.frame.issues;
    let mut found: Vec<(Ratio, Change)> = Vec::new();
    for ((issue, from), (_, to)) in before.choices().zip(after.choices()) {
        let part = |party, package| case.part(party, issue, package);
        let adds: Vec<Ratio> = case
            .principals
            .iter()
            .map(|it| case.hundredths(*it, part(*it, after) - part(*it, before)))
            .collect();
        let zero = Ratio::from_integer(0);
        let most = adds.iter().map(|it| if *it < zero { -*it } else { *it }).max().unwrap_or(zero);
        if from != to {
            let title = |option| issues[issue].option(option).map(|option| option.title.clone());
            let change = Change {
                issue: wording.issue(issue),
                from: title(from),
                to: title(to),
                adds: adds.into_iter().map(Number::from).collect(),
            };
            found.push((most, change));
        }
    }
    found.sort_by_key(|(most, _)| std::cmp::Reverse(*most));
    found.into_iter().map(|(_, change)| change).collect()
}
