//! `deadlock`: what blocks an agreement, and what would open one.

use impasse_core::analysis::agreement::{Agreement, RestsOn};
use impasse_core::analysis::ask::{About, Question};
use impasse_core::analysis::conflict::{Conflict, Conflicts, Member};
use impasse_core::analysis::distance::Distance;
use impasse_core::analysis::involvement::Involvement;
use impasse_core::analysis::nearest::{Nearest, Text as NearText};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::way_out::{Criterion, Given, WayOut, WaysOut, price_parts};
use impasse_core::scenario::{Confidence, DemandId, Package, PartyId, Proposal, Ratio, Scenario};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source, Span};
use super::score::ProposalScore;
use super::voice::{Voice, confidence};

/// What blocks an agreement, and what would open one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Whether the arithmetic is laid out.
    #[serde(skip)]
    pub(super) explain: bool,
    pub(super) schema: u32,
    pub(super) command: &'static str,
    pub(super) title: String,
    pub(super) as_of: String,
    /// `agreement`, `no stated obstacle`, `deadlock`, or `not decided` within the bound.
    pub outcome: &'static str,
    /// The lowest confidence of the firmest conflict, where there is one.
    pub(super) confidence: Option<&'static str>,
    pub(super) package: Option<Vec<Choice>>,
    pub(super) rests_on: Vec<String>,
    pub(super) knots: Vec<Knot>,
    /// How many minimal conflicts there are.
    pub conflicts: usize,
    pub(super) unfinished: Vec<String>,
    pub(super) distance: Vec<Step>,
    pub(super) ways_out: Vec<Way>,
    pub(super) ways_out_in_all: usize,
    pub(super) ways_out_complete: bool,
    pub(super) ways_out_first: &'static str,
    pub(super) alone: Vec<Alone>,
    pub(super) involvement: Vec<Share>,
    pub(super) demands: Vec<DemandShare>,
    pub(super) would_also_block: Vec<Demand>,
    pub(super) questions: Vec<Ask>,
    pub(super) proposal: Option<Blocked>,
    pub(super) what_if: Option<WhatIf>,
    /// Only conflicts of these parties are listed; all if there is none.
    pub(super) shown: Vec<String>,
    pub(super) sources: Vec<Source>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Choice {
    pub(super) issue: String,
    pub(super) option: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Knot {
    pub(super) conflicts: Vec<ConflictReport>,
}

/// A conflict with what dropping each member opens.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictReport {
    pub(super) number: usize,
    pub(super) confidence: &'static str,
    pub(super) members: Vec<MemberReport>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MemberReport {
    pub(super) demand: Option<Demand>,
    pub(super) clause: Option<ClauseMember>,
    /// Conflicts that stand if this member is dropped.
    pub(super) others_stand: usize,
    /// Whether dropping it alone opens an agreement.
    pub(super) opens_agreement: bool,
    /// A package on which all the other members hold.
    pub(super) without: Vec<Choice>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseMember {
    pub(super) number: String,
    pub(super) says: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    pub(super) refusals: usize,
    pub(super) missing: Number,
    pub(super) greatest: Number,
    pub(super) breaks: Vec<Demand>,
    pub(super) package: Vec<Choice>,
}

/// A way out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Way {
    pub(super) refusals: usize,
    pub(super) greatest_price: Number,
    pub(super) concessions: Vec<ConcessionReport>,
    pub(super) prices: Vec<Price>,
    pub(super) package: Vec<Choice>,
    /// How many other ways out are as good in refusals, greatest and total price.
    pub(super) tied: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ConcessionReport {
    pub(super) demand: Demand,
    pub(super) what: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Price {
    pub(super) party: String,
    pub(super) title: String,
    pub(super) middle: Number,
    pub(super) range: Span,
    pub(super) links: usize,
    /// The arithmetic of the middle: one line for each conceded issue.
    pub(super) lines: Vec<PriceLine>,
    pub(super) sum_of_weights: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PriceLine {
    pub(super) issue: String,
    pub(super) weight: Number,
    pub(super) best: Number,
    pub(super) gets: Number,
    pub(super) product: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Alone {
    pub(super) party: String,
    pub(super) title: String,
    pub(super) way: Option<Way>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Share {
    pub(super) party: String,
    pub(super) title: String,
    pub(super) points: Number,
    pub(super) demands_stated: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemandShare {
    pub(super) demand: Demand,
    pub(super) conflicts: usize,
    pub(super) points: Number,
    pub(super) inconsistency: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Ask {
    pub(super) question: String,
    pub(super) verdicts: usize,
}

/// What blocks a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Blocked {
    pub(super) score: ProposalScore,
    pub(super) conflicts: Vec<ConflictReport>,
    pub(super) unfinished: bool,
    pub(super) nearest: NearestReport,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NearestReport {
    pub(super) passes: bool,
    pub(super) texts: Vec<TextReport>,
    pub(super) still_broken: Vec<Demand>,
    pub(super) missing: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TextReport {
    pub(super) changes: Vec<ClauseChange>,
    pub(super) clarifications: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseChange {
    pub(super) clause: String,
    pub(super) says: String,
    pub(super) instead: Vec<Choice>,
}

/// What suppositions change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhatIf {
    pub(super) suppositions: Vec<String>,
    pub(super) outcome: [String; 2],
    pub(super) refusals: [usize; 2],
    pub(super) missing: [Number; 2],
    pub(super) resolved: Vec<Vec<String>>,
    pub(super) new: Vec<Vec<String>>,
    pub(super) resolved_in_words: Vec<Vec<String>>,
    pub(super) new_in_words: Vec<Vec<String>>,
}

/// The answers that a deadlock report is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The strongest agreement; none where the bound was met first.
    pub agreement: Option<&'a Agreement>,
    /// All minimal conflicts.
    pub conflicts: &'a Conflicts,
    /// How far from agreement; none where the bound was met first.
    pub distance: Option<&'a Distance>,
    /// The ways out; none where there is no deadlock.
    pub ways: Option<&'a WaysOut>,
    /// Which of them come first.
    pub criterion: Criterion,
    /// What each party alone could do.
    pub alone: &'a [(PartyId, Option<WayOut>)],
    /// How often each party's demands stand in conflicts.
    pub involvement: &'a Involvement,
    /// Disputed demands that would block if they were firm.
    pub would_block: &'a [DemandId],
    /// What to ask next.
    pub questions: &'a [Question],
    /// What could not be finished.
    pub unfinished: Vec<String>,
}

/// How many ways out are listed unless all are asked for.
const SHOWN: usize = 5;
/// How many questions are listed.
const QUESTIONS: usize = 12;

/// The report of the answers.
pub fn build(network: &Network<'_>, voice: &Voice<'_>, answers: &Answers<'_>, all: bool) -> Report {
    let scenario = network.scenario;
    let (outcome, package, rests_on) = match answers.agreement {
        Some(Agreement::Certain(package)) => ("agreement", Some(package), Vec::new()),
        Some(Agreement::NoStatedObstacle(package, rests)) => {
            ("no stated obstacle", Some(package), rests_words(scenario, voice, rests))
        }
        Some(Agreement::Deadlock) => ("deadlock", None, Vec::new()),
        None => ("not decided", None, Vec::new()),
    };
    let firmest = answers.conflicts.list.iter().map(|it| lowest(scenario, it)).max();
    let ways = answers.ways.map_or(&[][..], |ways| &ways.list);
    let complete = answers.conflicts.stopped.is_none();
    let mut number = 0;
    let knots = answers.conflicts.knots().into_iter().map(|knot| Knot {
        conflicts: knot
            .into_iter()
            .map(|conflict| {
                number += 1;
                conflict_report(
                    network,
                    voice,
                    conflict,
                    &answers.conflicts.list,
                    number,
                    complete,
                    &[],
                )
            })
            .collect(),
    });
    let knots = knots.collect();
    let kept = if all { ways.len() } else { SHOWN };
    Report {
        explain: false,
        schema: super::SCHEMA,
        command: "deadlock",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        outcome,
        confidence: firmest.map(confidence),
        package: package.map(|package| choices(voice, package)),
        rests_on,
        knots,
        conflicts: answers.conflicts.list.len(),
        unfinished: answers.unfinished.clone(),
        distance: answers.distance.map_or(Vec::new(), |distance| steps(voice, distance, ways)),
        ways_out: ways.iter().take(kept).map(|way| way_report(network, voice, way, ways)).collect(),
        ways_out_in_all: ways.len(),
        ways_out_complete: answers.ways.is_none_or(|ways| ways.complete),
        ways_out_first: match answers.criterion {
            Criterion::FewestRefusals => "refusals",
            Criterion::LeastGreatestPrice => "greatest",
            Criterion::LeastTotalPrice => "total",
        },
        alone: answers
            .alone
            .iter()
            .map(|(party, way)| Alone {
                party: voice.party_key(*party),
                title: voice.party_title(*party),
                way: way.as_ref().map(|way| way_report(network, voice, way, &[])),
            })
            .collect(),
        involvement: answers
            .involvement
            .parties
            .iter()
            .filter(|share| share.stated > 0)
            .map(|share| Share {
                party: voice.party_key(share.party),
                title: voice.party_title(share.party),
                points: share.points.into(),
                demands_stated: share.stated,
            })
            .collect(),
        demands: answers
            .involvement
            .demands
            .iter()
            .map(|share| DemandShare {
                demand: voice.demand(share.demand),
                conflicts: share.conflicts,
                points: share.points.into(),
                inconsistency: share.inconsistency.into(),
            })
            .collect(),
        would_also_block: answers.would_block.iter().map(|id| voice.demand(*id)).collect(),
        questions: answers
            .questions
            .iter()
            .take(QUESTIONS)
            .map(|question| ask(scenario, voice, question))
            .collect(),
        proposal: None,
        what_if: None,
        shown: Vec::new(),
        sources: Vec::new(),
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

fn rests_words(scenario: &Scenario, voice: &Voice<'_>, rests: &RestsOn) -> Vec<String> {
    let mut words: Vec<String> = rests
        .unknown
        .iter()
        .map(|(party, issue)| {
            format!(
                "{} has not said how it stands to this on {}",
                voice.party_title(*party),
                voice.issue(*issue)
            )
        })
        .collect();
    words.extend(rests.disputed.iter().map(|id| {
        let demand = voice.demand(*id);
        let party = voice.party(scenario.demands[*id].party);
        format!("it breaks the disputed {} of {party}: {}", demand.kind, demand.says)
    }));
    words.extend(rests.floors.iter().map(|id| {
        let demand = voice.demand(*id);
        format!("{} meets its floor only if the coders' ranges turn out well", demand.party_title)
    }));
    words
}

/// A package, issue by issue; what does not arise is left out.
fn choices(voice: &Voice<'_>, package: &Package) -> Vec<Choice> {
    voice
        .package(package)
        .into_iter()
        .filter(|(_, option)| option != "not applicable")
        .map(|(issue, option)| Choice { issue, option })
        .collect()
}

/// A conflict with names; `number` counts from one.
fn conflict_report(
    network: &Network<'_>,
    voice: &Voice<'_>,
    conflict: &Conflict,
    all: &[Conflict],
    number: usize,
    complete: bool,
    clauses: &[impasse_core::scenario::Clause],
) -> ConflictReport {
    let scope: Vec<impasse_core::scenario::IssueId> = conflict
        .demands()
        .filter_map(|id| network.scenario.demands[id].keeps())
        .flat_map(impasse_core::scenario::Formula::scope)
        .collect();
    let members = conflict.members.iter().enumerate().map(|(place, member)| {
        let others_stand = all.iter().filter(|other| !other.members.contains(member)).count();
        let (demand, clause) = match member {
            Member::Demand(id) => (Some(voice.demand(*id)), None),
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
        let without = conflict.without.get(place).map_or(Vec::new(), |package| {
            package
                .choices()
                .filter(|(issue, _)| scope.contains(issue))
                .map(|(issue, option)| Choice {
                    issue: voice.issue(issue),
                    option: voice.option(issue, option),
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
fn steps(voice: &Voice<'_>, distance: &Distance, ways: &[WayOut]) -> Vec<Step> {
    let missing = |way: &WayOut| -> Ratio {
        let below = way.concessions.iter().map(|concession| match &concession.what {
            Given::BelowFloor { by, .. } => *by,
            Given::LivesWith(..) | Given::LinkNotMet => Ratio::from_integer(0),
        });
        below.sum()
    };
    let report = |step: &impasse_core::analysis::distance::Step| {
        let same = |way: &&WayOut| way.refusals == step.refusals && missing(way) == step.missing;
        let way = ways.iter().find(same);
        let breaks: Vec<DemandId> =
            way.map_or_else(|| step.breaks.clone(), |way| way.demands().collect());
        Step {
            refusals: step.refusals,
            missing: step.missing.into(),
            greatest: step.greatest.into(),
            breaks: breaks.into_iter().map(|id| voice.demand(id)).collect(),
            package: choices(voice, way.map_or(&step.package, |way| &way.package)),
        }
    };
    distance.steps.iter().map(report).collect()
}

fn way_report(network: &Network<'_>, voice: &Voice<'_>, way: &WayOut, all: &[WayOut]) -> Way {
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
        greatest_price: way.greatest_price().into(),
        concessions: way
            .concessions
            .iter()
            .map(|concession| ConcessionReport {
                demand: voice.demand(concession.demand),
                what: match &concession.what {
                    Given::LivesWith(issue, option) => format!(
                        "lives with “{}” on {}",
                        voice.option(*issue, *option),
                        voice.issue(*issue)
                    ),
                    Given::LinkNotMet => "does without this condition".to_owned(),
                    Given::BelowFloor { by, at_best } => format!(
                        "accepts {} points less than its floor (the package is worth {} to it at \
                         best)",
                        Number::from(*by).decimal,
                        Number::from(*at_best).decimal
                    ),
                },
            })
            .collect(),
        prices: way
            .prices
            .iter()
            .map(|(party, price)| Price {
                party: voice.party_key(*party),
                title: voice.party_title(*party),
                middle: price.likely.into(),
                range: (price.low, price.high).into(),
                links: links(*party),
                lines: price_lines(network, voice, *party, way),
                sum_of_weights: Ratio::new(
                    network.scenario.weights[*party].total(),
                    network.scenario.weights[*party].unit(),
                )
                .into(),
            })
            .collect(),
        package: choices(voice, &way.package),
        tied: all.iter().filter(same).count(),
    }
}

fn price_lines(
    network: &Network<'_>,
    voice: &Voice<'_>,
    party: PartyId,
    way: &WayOut,
) -> Vec<PriceLine> {
    let weights = &network.scenario.weights[party];
    let unit = network.scenario.worth_unit(party);
    price_parts(network, party, way)
        .into_iter()
        .map(|part| PriceLine {
            issue: voice.issue(part.issue),
            weight: Ratio::new(part.weight, weights.unit()).into(),
            best: Ratio::new(part.best, unit).into(),
            gets: Ratio::new(part.gets, unit).into(),
            product: Ratio::new(part.weight * (part.best - part.gets), weights.unit() * unit)
                .into(),
        })
        .collect()
}

fn ask(scenario: &Scenario, voice: &Voice<'_>, question: &Question) -> Ask {
    let question_text = match question.about {
        About::Stance(party, issue) => {
            format!("The stance of {} on {}", voice.party(party), voice.issue(issue))
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
    voice: &Voice<'_>,
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
                let mut issues: Vec<impasse_core::scenario::IssueId> = Vec::new();
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
                            issue: voice.issue(issue),
                            option: voice.option(issue, text.package.option(issue)),
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
            still_broken: step.breaks.iter().map(|id| voice.demand(*id)).collect(),
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
                    voice,
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

impl Report {
    /// The report with the part on a proposal.
    #[must_use]
    pub fn with_proposal(mut self, blocked: Blocked) -> Self {
        self.proposal = Some(blocked);
        self
    }

    /// The report with only the conflicts of some parties listed.
    #[must_use]
    pub fn showing(mut self, parties: Vec<String>) -> Self {
        self.shown = parties;
        self
    }

    /// The report with the arithmetic laid out.
    #[must_use]
    pub fn explained(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// The report with its sources.
    #[must_use]
    pub fn with_sources(mut self, sources: Vec<Source>) -> Self {
        self.sources = sources;
        self
    }

    /// The report as a difference to the one without the suppositions.
    #[must_use]
    pub fn since(mut self, before: &Self, suppositions: Vec<String>) -> Self {
        let sets = |report: &Self, word: fn(&Demand) -> String| -> Vec<Vec<String>> {
            let conflicts = report.knots.iter().flat_map(|knot| &knot.conflicts);
            conflicts
                .map(|conflict| {
                    let demands = conflict.members.iter().filter_map(|it| it.demand.as_ref());
                    demands.map(word).collect()
                })
                .collect()
        };
        let gone = |one: &Self, other: &Self, word: fn(&Demand) -> String| {
            let (kept, sets) = (sets(other, word), sets(one, word));
            sets.into_iter().filter(|set| !kept.contains(set)).collect()
        };
        let id: fn(&Demand) -> String = |demand| demand.id.clone();
        let zero = || Number::from(Ratio::from_integer(0));
        let first = |report: &Self| {
            let step = report.distance.first();
            step.map_or((0, zero()), |step| (step.refusals, step.missing.clone()))
        };
        let ((refusals_before, missing_before), (refusals, missing)) =
            (first(before), first(&self));
        self.what_if = Some(WhatIf {
            suppositions,
            outcome: [before.outcome.to_owned(), self.outcome.to_owned()],
            refusals: [refusals_before, refusals],
            missing: [missing_before, missing],
            resolved: gone(before, &self, id),
            new: gone(&self, before, id),
            resolved_in_words: gone(before, &self, Demand::in_short),
            new_in_words: gone(&self, before, Demand::in_short),
        });
        self
    }
}
