//! What blocks an agreement and what would open one, with names.

use impasse_core::analysis::agreement::{Agreement, RestsOn};
use impasse_core::analysis::ask::{About, Question};
use impasse_core::analysis::conflict::{Conflict, Conflicts, Member};
use impasse_core::analysis::distance::{Distance, Step as DistanceStep, count_refusals};
use impasse_core::analysis::nearest::{Nearest, Text as NearText};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::{Criterion, Given, WayOut, interchangeable, price_parts};
use impasse_core::scenario::{
    Clause, Confidence, DemandId, Formula, IssueId, Package, PartyId, Proposal, Ratio, Scenario,
};
use itertools::Itertools as _;

use super::layout::points;
use super::subjects;
use super::{
    Alone, Answers, Ask, Blocked, Choice, ClauseChange, ClauseMember, ConcessionReport,
    ConflictReport, DemandShare, FirstBy, Knot, MemberReport, NearestReport, Portion, Price,
    PriceLine, Report, Share, Step, TextReport, Way,
};
use crate::report::parts::Number;
use crate::report::score::ProposalScore;
use crate::report::wording::{Wording, confidence};

/// How many ways out are listed unless all are asked for.
const SHOWN: usize = 5;
/// How many questions are listed.
const QUESTIONS: usize = 12;

/// The report of the answers.
pub fn build(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answers: &Answers<'_>,
    all: bool,
) -> Report {
    let scenario = network.scenario;
    let (outcome, package, rests_on) = match answers.agreement {
        Some(Agreement::Certain(package)) => ("agreement", Some(package), Vec::new()),
        Some(Agreement::NoStatedObstacle(package, rests)) => {
            ("no stated obstacle", Some(package), rests_words(scenario, wording, rests))
        }
        Some(Agreement::Deadlock) => ("deadlock", None, Vec::new()),
        None => ("not decided", None, Vec::new()),
    };
    let firmest = answers.conflicts.list.iter().map(|it| lowest(scenario, it)).max();
    let ways = answers.ways.map_or(&[][..], |ways| &ways.list);
    let open_questions = || {
        answers.questions.iter().filter(|question| match question.about {
            About::Stance(party, _) => !wording.hidden().party(party),
            About::Clause(..) => true,
        })
    };
    let kept = if all { ways.len() } else { SHOWN };
    Report {
        explain: false,
        embedded: false,
        schema: crate::report::SCHEMA,
        command: "deadlock",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        outcome,
        confidence: firmest.map(confidence),
        package: package.map(|package| choices(wording, package)),
        rests_on,
        knots: knots(network, wording, answers.conflicts),
        conflicts: answers.conflicts.list.len(),
        subjects: subjects::build(scenario, wording, answers.conflicts),
        unfinished: answers.unfinished.clone(),
        distance: answers.distance.map_or(Vec::new(), |distance| steps(wording, distance, ways)),
        ways_out: ways
            .iter()
            .take(kept)
            .map(|way| way_report(network, wording, way, ways))
            .collect(),
        ways_out_in_all: ways.len(),
        ways_out_complete: answers.ways.is_none_or(|ways| ways.complete),
        ways_out_first: order(answers.criterion),
        splits: splits(network, wording, ways),
        first_by: answers
            .first_by
            .iter()
            .map(|(criterion, way)| FirstBy {
                order: order(*criterion),
                portions: portions(network, wording, way),
                way: way_report(network, wording, way, ways),
            })
            .collect(),
        alone: alone(network, wording, answers),
        involvement: answers
            .involvement
            .parties
            .iter()
            .filter(|share| share.stated > 0 && !wording.hidden().party(share.party))
            .map(|share| Share {
                party: wording.party_key(share.party),
                title: wording.party_title(share.party),
                points: share.points.into(),
                demands_stated: share.stated,
            })
            .collect(),
        demands: answers
            .involvement
            .demands
            .iter()
            .filter(|share| !wording.hides(share.demand))
            .map(|share| DemandShare {
                demand: wording.demand(share.demand),
                conflicts: share.conflicts,
                points: share.points.into(),
                inconsistency: share.inconsistency.into(),
            })
            .collect(),
        would_also_block: answers
            .would_block
            .iter()
            .filter(|id| !wording.hides(**id))
            .map(|id| wording.demand(*id))
            .collect(),
        questions_in_all: open_questions().count(),
        questions: open_questions()
            .take(QUESTIONS)
            .map(|question| ask(scenario, wording, question))
            .collect(),
        proposals: Vec::new(),
        what_if: None,
        shown: Vec::new(),
        sources: Vec::new(),
    }
}

/// For every party that is shown, what it could open an agreement with by itself.
fn alone(network: &Network<'_>, wording: &Wording<'_>, answers: &Answers<'_>) -> Vec<Alone> {
    let shown = answers.alone.iter().filter(|(party, _)| !wording.hidden().party(*party));
    let report = |way: &WayOut| way_report(network, wording, way, &[]);
    shown
        .map(|(party, way)| Alone {
            party: wording.party_key(*party),
            title: wording.party_title(*party),
            way: way.as_ref().map(report),
        })
        .collect()
}

/// The conflicts by knot, numbered through.
fn knots(network: &Network<'_>, wording: &Wording<'_>, found: &Conflicts) -> Vec<Knot> {
    let complete = found.stopped.is_none();
    let mut number = 0;
    let knots = found.knots().into_iter().map(|knot| Knot {
        conflicts: knot
            .into_iter()
            .map(|conflict| {
                number += 1;
                conflict_report(network, wording, conflict, &found.list, number, complete, &[])
            })
            .collect(),
    });
    knots.collect()
}

/// The different ways in which the fewest refusals fall on the parties.
fn splits(network: &Network<'_>, wording: &Wording<'_>, ways: &[WayOut]) -> Vec<Vec<Portion>> {
    let fewest = ways.iter().map(|way| way.refusals).min();
    let mut splits = Vec::new();
    for way in ways.iter().filter(|way| Some(way.refusals) == fewest) {
        let split = portions(network, wording, way);
        if !splits.contains(&split) {
            splits.push(split);
        }
    }
    splits
}

/// How many stated refusals of each party give, in file order.
fn portions(network: &Network<'_>, wording: &Wording<'_>, way: &WayOut) -> Vec<Portion> {
    let demands = &network.scenario.demands;
    let mut refusals: Vec<DemandId> = way.demands().collect();
    refusals.retain(|id| demands[*id].floor().is_none());
    let parties = refusals.iter().map(|id| demands[*id].party).unique().sorted();
    parties
        .map(|party| {
            let mut own = refusals.clone();
            own.retain(|id| demands[*id].party == party);
            Portion {
                party: wording.party_key(party),
                name: wording.party(party),
                refusals: count_refusals(network, &own),
            }
        })
        .collect()
}

fn order(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::FewestRefusals => "refusals",
        Criterion::LeastGreatestPrice => "greatest",
        Criterion::LeastTotalPrice => "total",
    }
}

/// The lowest confidence among the demands of a conflict.
fn lowest(scenario: &Scenario, conflict: &Conflict) -> Confidence {
    let demands = conflict.demands().map(|id| &scenario.demands[id]);
    // A floor is a forecast, not a statement: its range says how sure it is.
    demands
        .filter(|demand| demand.floor().is_none())
        .map(|demand| demand.grounds.confidence)
        .min()
        .unwrap_or(Confidence::Medium)
}

fn rests_words(scenario: &Scenario, wording: &Wording<'_>, rests: &RestsOn) -> Vec<String> {
    let silent = rests.silent.iter().map(|party| {
        format!("{} has stated nothing that the file knows of", wording.party_title(*party))
    });
    let mut words: Vec<String> = silent.collect();
    words.extend(rests.unknown.iter().map(|(party, issue)| {
        format!(
            "{} has not said how it stands to this on {}",
            wording.party_title(*party),
            wording.issue(*issue)
        )
    }));
    words.extend(rests.disputed.iter().map(|id| {
        let demand = wording.demand(*id);
        let party = wording.party(scenario.demands[*id].party);
        format!("it breaks the disputed {} of {party}: {}", demand.kind, demand.says)
    }));
    words.extend(rests.floors.iter().map(|id| {
        let demand = wording.demand(*id);
        format!("{} meets its floor only if the coders' ranges turn out well", demand.party_title)
    }));
    words
}

/// A package, issue by issue; what does not arise is left out.
fn choices(wording: &Wording<'_>, package: &Package) -> Vec<Choice> {
    wording
        .package(package)
        .into_iter()
        .filter(|(_, option)| option != "not applicable")
        .map(|(issue, option)| Choice { issue, option })
        .collect()
}

/// A conflict with names; `number` counts from one.
fn conflict_report(
    network: &Network<'_>,
    wording: &Wording<'_>,
    conflict: &Conflict,
    all: &[Conflict],
    number: usize,
    complete: bool,
    clauses: &[Clause],
) -> ConflictReport {
    let scope: Vec<IssueId> = conflict
        .demands()
        .filter_map(|id| network.scenario.demands[id].keeps())
        .flat_map(Formula::scope)
        .collect();
    let members = conflict.members.iter().enumerate().map(|(place, member)| {
        let others_stand = all.iter().filter(|other| !other.members.contains(member)).count();
        let (demand, clause) = match member {
            Member::Demand(id) => (Some(wording.demand(*id)), None),
            Member::Clause(place) => {
                let clause = clauses.get(*place);
                let clause = clause.map(|clause| ClauseMember {
                    number: clause.number.clone(),
                    says: clause.says.clone(),
                });
                (None, clause)
            }
        };
        // With all conflicts known, an agreement opens as soon as none is left.
        let opens = complete && others_stand == 0 && matches!(member, Member::Demand(_));
        // Only the issues the conflict is about tell anything.
        // Where a member is left out, what the rest holds with would tell what it rules out.
        let open = !conflict.demands().any(|id| wording.hides(id));
        let without = conflict.without.get(place).filter(|_| open).map_or(Vec::new(), |package| {
            package
                .choices()
                .filter(|(issue, _)| scope.contains(issue))
                .map(|(issue, option)| Choice {
                    issue: wording.issue(issue),
                    option: wording.option(issue, option),
                })
                .collect()
        });
        MemberReport { demand, clause, others_stand, opens_agreement: opens, without }
    });
    ConflictReport {
        number,
        confidence: confidence(lowest(network.scenario, conflict)),
        members: members.collect(),
    }
}

/// The staircase; the instance of a step is the first way out that gives as little.
fn steps(wording: &Wording<'_>, distance: &Distance, ways: &[WayOut]) -> Vec<Step> {
    let missing = |way: &WayOut| -> Ratio {
        let below = way.concessions.iter().map(|concession| match &concession.what {
            Given::BelowFloor { by, .. } => *by,
            Given::LivesWith(..) | Given::LinkNotMet => Ratio::from_integer(0),
        });
        below.sum()
    };
    let report = |step: &DistanceStep| {
        let same = |way: &&WayOut| way.refusals == step.refusals && missing(way) == step.missing;
        let way = ways.iter().find(same);
        let breaks: Vec<DemandId> =
            way.map_or_else(|| step.breaks.clone(), |way| way.demands().collect());
        Step {
            refusals: step.refusals,
            missing: Some(step.missing.into()),
            greatest: Some(step.greatest.into()),
            breaks: breaks.into_iter().map(|id| wording.demand(id)).collect(),
            package: choices(wording, way.map_or(&step.package, |way| &way.package)),
        }
    };
    distance.steps.iter().map(report).collect()
}

fn way_report(network: &Network<'_>, wording: &Wording<'_>, way: &WayOut, all: &[WayOut]) -> Way {
    let same = |other: &&WayOut| {
        other.concessions != way.concessions
            && other.refusals == way.refusals
            && other.greatest_price() == way.greatest_price()
            && other.total_price() == way.total_price()
    };
    let links = |party: PartyId| {
        let links = way.concessions.iter().filter(|concession| {
            concession.what == Given::LinkNotMet
                && network.scenario.demands[concession.demand].party == party
        });
        links.count()
    };
    Way {
        refusals: way.refusals,
        greatest_price: Some(way.greatest_price().into()),
        concessions: way
            .concessions
            .iter()
            .map(|concession| ConcessionReport {
                demand: wording.demand(concession.demand),
                what: match &concession.what {
                    _ if wording.hides(concession.demand) => "gives up a demand".to_owned(),
                    Given::LivesWith(issue, _) => format!(
                        "lives with {} on {}",
                        wording.options(*issue, interchangeable(network, way, *issue)),
                        wording.issue(*issue)
                    ),
                    Given::LinkNotMet => "does without this condition".to_owned(),
                    Given::BelowFloor { by, at_best } => format!(
                        "accepts {} less than its floor (the package is worth {} to it at best)",
                        points(&Number::from(*by).decimal),
                        Number::from(*at_best).decimal
                    ),
                },
            })
            .collect(),
        prices: way
            .prices
            .iter()
            .filter(|(party, _)| !wording.hidden().party(*party))
            .map(|(party, price)| Price {
                party: wording.party_key(*party),
                title: wording.party_title(*party),
                middle: price.likely.into(),
                range: (price.low, price.high).into(),
                links: links(*party),
                lines: price_lines(network, wording, *party, way),
                sum_of_weights: Ratio::new(
                    network.scenario.weights[*party].total(),
                    network.scenario.weights[*party].unit(),
                )
                .into(),
            })
            .collect(),
        package: choices(wording, &way.package),
        tied: all.iter().filter(same).count(),
    }
}

fn price_lines(
    network: &Network<'_>,
    wording: &Wording<'_>,
    party: PartyId,
    way: &WayOut,
) -> Vec<PriceLine> {
    let weights = &network.scenario.weights[party];
    let unit = network.scenario.worth_unit(party);
    price_parts(network, party, way)
        .into_iter()
        .map(|part| PriceLine {
            issue: wording.issue(part.issue),
            weight: Ratio::new(part.weight, weights.unit()).into(),
            best: Ratio::new(part.best, unit).into(),
            gets: Ratio::new(part.gets, unit).into(),
            product: Ratio::new(part.weight * (part.best - part.gets), weights.unit() * unit)
                .into(),
        })
        .collect()
}

fn ask(scenario: &Scenario, wording: &Wording<'_>, question: &Question) -> Ask {
    let question_text = match question.about {
        About::Stance(party, issue) => {
            format!("The stance of {} on {}", wording.party(party), wording.issue(issue))
        }
        About::Clause(proposal, place) => {
            let proposal = &scenario.frame.proposals[proposal];
            let clause = proposal.clauses.get(place);
            format!(
                "The reading of clause {} of {}: {}",
                clause.map_or("", |clause| clause.number.as_str()),
                proposal.name,
                clause.map_or("", |clause| clause.says.as_str())
            )
        }
    };
    Ask { question: question_text, verdicts: question.verdicts.len() }
}

/// The part of the report on one proposal.
pub fn blocked(
    network: &Network<'_>,
    wording: &Wording<'_>,
    proposal: &Proposal,
    score: ProposalScore,
    conflicts: &Conflicts,
    nearest: &Nearest,
) -> Blocked {
    let text = |text: &NearText| TextReport {
        changes: text
            .changed
            .iter()
            .filter_map(|place| proposal.clauses.get(*place))
            .map(|clause| {
                let mut issues: Vec<IssueId> = Vec::new();
                for (issue, _) in clause.readings.iter().flat_map(|reading| &reading.settles) {
                    if !issues.contains(issue) {
                        issues.push(*issue);
                    }
                }
                ClauseChange {
                    clause: clause.number.clone(),
                    says: clause.says.clone(),
                    instead: issues
                        .into_iter()
                        .map(|issue| Choice {
                            issue: wording.issue(issue),
                            option: wording.option(issue, text.package.option(issue)),
                        })
                        .collect(),
                }
            })
            .collect(),
        clarifications: text
            .clarified
            .iter()
            .filter_map(|place| proposal.clauses.get(*place))
            .map(|clause| clause.number.clone())
            .collect(),
    };
    let nearest = match nearest {
        Nearest::Passing(texts) => NearestReport {
            passes: true,
            texts: texts.iter().map(text).collect(),
            still_broken: Vec::new(),
            missing: None,
        },
        Nearest::LeastBad(one, step) => NearestReport {
            passes: false,
            texts: vec![text(one)],
            still_broken: step.breaks.iter().map(|id| wording.demand(*id)).collect(),
            missing: Some(step.missing.into()),
        },
    };
    Blocked {
        score,
        conflicts: conflicts
            .list
            .iter()
            .enumerate()
            .map(|(place, conflict)| {
                conflict_report(
                    network,
                    wording,
                    conflict,
                    &conflicts.list,
                    place + 1,
                    false,
                    &proposal.clauses,
                )
            })
            .collect(),
        unfinished: conflicts.stopped.is_some(),
        nearest,
    }
}
