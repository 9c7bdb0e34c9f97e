//! What each party says to a proposal, with names.

use impasse_core::analysis::coverage::coverage;
use impasse_core::analysis::floor_test::Met;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::treatment::Occasion;
use impasse_core::analysis::verdict::{Kind, Passing, Verdict};
use impasse_core::scenario::{PartyId, Proposal, Ratio, Scenario};
use itertools::Itertools as _;

use super::clauses::{clause_score, terms, unsettled};
use super::{
    Answered, ClauseChoice, FloorMark, PartyVerdict, Pending, ProposalScore, ReadingOutcome,
    Shares, Unspoken,
};
use crate::document::Text;
use crate::report::arithmetic;
use crate::report::parts::Demand;
use crate::report::wording::Wording;

/// The part of the report on one proposal.
pub fn proposal_score(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    shown: &[PartyId],
    explain: bool,
) -> ProposalScore {
    let Answered { proposal, outline, verdicts, passing, if_silence } = answered;
    let visible = |party: PartyId| shown.is_empty() || shown.contains(&party);
    wording.cite(&proposal.grounds);
    let verdict_reports = verdicts
        .iter()
        .enumerate()
        .filter(|(_, verdict)| visible(verdict.party))
        .map(|(place, verdict)| {
            let silence = if_silence.as_ref().and_then(|list| list.get(place).cloned());
            party_verdict(network, wording, answered, verdict, silence, explain)
        })
        .collect();
    ProposalScore {
        proposal: proposal.name.clone(),
        title: proposal.title.clone(),
        date: proposal.date.to_string(),
        public: proposal.public.map(|date| date.to_string()),
        by: proposal.by.iter().map(|party| wording.party(*party)).collect(),
        about: proposal.about.clone(),
        readings: outline.readings.len(),
        realisations: outline.realisations.len(),
        outcome: match passing {
            Passing::Impossible => "impossible",
            Passing::Passes(_) => "passes",
            Passing::NoStatedObstacle(_) => "no stated obstacle",
            Passing::OnlyReadDifferently => "only read differently",
            Passing::Fails(_) => "fails",
        },
        outcome_text: outcome_text(wording, answered),
        verdicts: verdict_reports,
        clauses: proposal
            .clauses
            .iter()
            .map(|clause| clause_score(network, wording, clause, &visible))
            .collect(),
        terms: terms(network, wording, outline),
        unsettled: unsettled(network, wording, answered, &visible),
    }
}

fn outcome_text(wording: &Wording<'_>, answered: &Answered<'_>) -> String {
    match answered.passing {
        Passing::Impossible => {
            let clauses: Vec<String> = answered
                .outline
                .clash
                .iter()
                .filter_map(|place| answered.proposal.clauses.get(*place))
                .map(|clause| clause.number.clone())
                .collect();
            match &clauses[..] {
                [one] => format!("The text has no reading: clause {one} breaks the rules."),
                several => format!(
                    "The text has no reading: clauses {} cannot hold together under the rules.",
                    crate::report::parts::sentence_list(several)
                ),
            }
        }
        Passing::Passes(_) => "Passes: every party it asks accepts it.".to_owned(),
        Passing::NoStatedObstacle(_) => {
            "No stated obstacle: read in one way, it breaks for certain no firm demand of anybody \
             who is asked."
                .to_owned()
        }
        Passing::OnlyReadDifferently => {
            "Agreed only because it is read differently: each party could accept a reading of its \
             own, but no reading suits them all."
                .to_owned()
        }
        Passing::Fails(parties) => {
            format!("Does not pass: rejected by {}.", wording.parties(parties))
        }
    }
}

/// A verdict in words.
pub fn verdict_words(proposal: &Proposal, verdict: &Verdict) -> String {
    match verdict.kind {
        Kind::Impossible => "impossible".to_owned(),
        Kind::NotAsked => "not asked".to_owned(),
        Kind::Rejects => "rejects".to_owned(),
        Kind::Accepts => "accepts".to_owned(),
        Kind::DependsOnReading => {
            let clauses: Vec<String> = verdict
                .deciding
                .iter()
                .filter_map(|place| proposal.clauses.get(*place))
                .map(|clause| clause.number.clone())
                .collect();
            let noun = if clauses.len() == 1 { "clause" } else { "clauses" };
            format!("depends on {noun} {}", crate::report::parts::sentence_list(&clauses))
        }
        Kind::DependsOnJudgement => "depends on judgement".to_owned(),
        Kind::NoStatedObjection => "no stated objection".to_owned(),
    }
}

fn party_verdict(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    verdict: &Verdict,
    if_silence: Option<String>,
    explain: bool,
) -> PartyVerdict {
    let scenario = network.scenario;
    let crossed = |everywhere: bool| -> Vec<Demand> {
        let crossed = verdict.crossed.iter().filter(|it| it.everywhere == everywhere);
        crossed.map(|crossed| wording.demand(crossed.demand)).collect()
    };
    let mut words = verdict_words(answered.proposal, verdict);
    let asked_if = match &verdict.asked {
        Occasion::Sometimes(issues) => issues.iter().map(|it| wording.issue(*it)).collect(),
        Occasion::Always | Occasion::Never => Vec::new(),
    };
    if matches!(verdict.asked, Occasion::Sometimes(_)) && verdict.kind != Kind::Impossible {
        words.push_str(" (if asked)");
    }
    let weights = &scenario.weights[verdict.party];
    PartyVerdict {
        party: wording.party_key(verdict.party),
        title: wording.party_title(verdict.party),
        name: wording.party(verdict.party),
        asked: match verdict.asked {
            Occasion::Always => "always",
            Occasion::Sometimes(_) => "sometimes",
            Occasion::Never => "never",
        },
        asked_if,
        kind: match verdict.kind {
            Kind::Impossible => "impossible",
            Kind::NotAsked => "not asked",
            Kind::Rejects => "rejects",
            Kind::Accepts => "accepts",
            Kind::DependsOnReading => "depends on reading",
            Kind::DependsOnJudgement => "depends on judgement",
            Kind::NoStatedObjection => "no stated objection",
        },
        verdict: words,
        ground: ground(scenario, wording, verdict, &crossed(true), &crossed(false)),
        as_author: as_author(network, wording, answered, verdict),
        worth: verdict.worth.as_ref().map(|(low, high)| (low.mean, high.mean).into()),
        floor: verdict.floor.map(|(demand, met)| FloorMark {
            demand: wording.demand(demand),
            met: match met {
                Met::Always => "met in every case",
                Met::IfUnknownsTurnOutWell => "met if what is unknown or unsettled turns out well",
                Met::ByJudgement => "met at some ends of the coders' ranges",
                Met::Never => "missed in every case",
            },
        }),
        coverage: coverage(network, answered.outline, verdict.party).map(|it| Shares {
            settled: it.settled.into(),
            ambiguous: it.ambiguous.into(),
            open: it.open.into(),
            silent: it.silent.into(),
            not_spoken_on: it.unspoken.into(),
        }),
        crossed: crossed(true),
        crossed_in_some_readings: crossed(false),
        pending: verdict
            .pending
            .iter()
            .map(|(demand, issues)| Pending {
                demand: wording.demand(*demand),
                waits_for: issues.iter().map(|issue| wording.issue(*issue)).collect(),
            })
            .collect(),
        unspoken: verdict
            .unspoken
            .iter()
            .sorted_by_key(|issue| std::cmp::Reverse(weights.middle(**issue)))
            .map(|issue| Unspoken {
                issue: wording.issue_key(*issue),
                title: wording.issue(*issue),
                could_move: Some(
                    Ratio::new(weights.middle(*issue) * 100, weights.total().max(1)).into(),
                ),
            })
            .collect(),
        hangs_on: hangs_on(wording, answered, verdict),
        if_silence,
        arithmetic: explain.then(|| arithmetic::of_verdict(network, wording, verdict)).flatten(),
    }
}

fn ground(
    scenario: &Scenario,
    wording: &Wording<'_>,
    verdict: &Verdict,
    certain: &[Demand],
    some: &[Demand],
) -> Text {
    let name = |demand: &Demand| {
        let says = Text::from(format!("{} “{}” ", demand.kind, demand.says));
        if demand.sources.is_empty() {
            says.plain("(").text(demand.mark()).plain(")")
        } else {
            says.text(demand.mark())
        }
    };
    let names = |demands: &[&Demand]| Text::joined(demands.iter().map(|it| name(it)), "; ");
    let firm: Vec<&Demand> = certain.iter().filter(|demand| !demand.disputed).collect();
    match verdict.kind {
        Kind::Impossible => "the text has no reading under the rules".into(),
        Kind::NotAsked => "its consent is not asked".into(),
        Kind::Accepts => "nothing in it can break any of its demands".into(),
        Kind::Rejects => match (firm.split_first(), verdict.floor) {
            (Some((first, [])), _) => Text::from("breaks its ").text(name(first)),
            (Some((first, others)), _) => Text::from("breaks its ").text(name(first)).plain(
                format!("; and {}", crate::report::parts::count(others.len(), "other firm demand")),
            ),
            (None, Some((floor, Met::Never))) => {
                format!("misses its floor: {}", wording.excludes(floor)).into()
            }
            (None, _) => Text::from("every way to carry it out breaks one of: ")
                .text(names(&some.iter().collect::<Vec<_>>())),
        },
        Kind::DependsOnReading => {
            let broken = some.iter().chain(certain).filter(|demand| !demand.disputed);
            let broken: Vec<&Demand> = broken.collect();
            if broken.is_empty() {
                "some readings miss its floor".into()
            } else {
                Text::from("some readings break its ").text(names(&broken))
            }
        }
        Kind::DependsOnJudgement => {
            let disputed = certain.iter().chain(some).filter(|demand| demand.disputed);
            let disputed: Vec<&Demand> = disputed.collect();
            if disputed.is_empty() {
                "the coders' ranges decide whether its floor is met".into()
            } else {
                Text::from("breaks only what is disputed: its ").text(names(&disputed))
            }
        }
        Kind::NoStatedObjection => {
            let mut parts = Vec::new();
            if !verdict.unspoken.is_empty() {
                parts.push(format!(
                    "has not spoken on {} that the text settles",
                    crate::report::parts::count(verdict.unspoken.len(), "issue")
                ));
            }
            if !verdict.pending.is_empty() {
                parts.push(match verdict.pending.len() {
                    1 => "1 of its demands waits for what the text leaves unsettled".to_owned(),
                    waiting => {
                        format!("{waiting} of its demands wait for what the text leaves unsettled")
                    }
                });
            }
            if parts.is_empty() {
                let silent = !scenario.has_stated(verdict.party);
                parts.push(if silent {
                    "has stated nothing that the file knows of".to_owned()
                } else {
                    "whether it is asked is not settled".to_owned()
                });
            }
            parts.join("; ").into()
        }
    }
}

/// Why an author rejects its own text: which of the demands it breaks were stated only later.
fn as_author(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    verdict: &Verdict,
) -> Option<String> {
    let proposal = answered.proposal;
    if !proposal.by.contains(&verdict.party) || verdict.kind != Kind::Rejects {
        return None;
    }
    let frame = &network.scenario.frame;
    let (later, before): (Vec<String>, Vec<String>) = verdict
        .crossed
        .iter()
        .filter(|crossed| network.scenario.is_firm(crossed.demand))
        .map(|crossed| {
            let demand = &network.scenario.demands[crossed.demand];
            let says = wording.demand(crossed.demand).says;
            let dates = demand.grounds.sources.iter().map(|id| &frame.sources[*id].date);
            let first = dates.min_by_key(|date| date.earliest());
            let since = first.filter(|date| date.earliest() > proposal.date);
            match since {
                Some(_) if wording.hidden().sources => {
                    (true, format!("“{says}” ({})", demand.name))
                }
                Some(date) => (true, format!("“{says}” ({}, first source {date})", demand.name)),
                None => (false, format!("“{says}” ({})", demand.name)),
            }
        })
        .partition_map(|(is_later, name)| {
            if is_later { itertools::Either::Left(name) } else { itertools::Either::Right(name) }
        });
    let mut text = format!("It wrote this text itself, on {}.", proposal.date);
    if !later.is_empty() {
        text.push_str(&format!(
            " Stated only since then: {}.",
            crate::report::parts::sentence_list(&later)
        ));
    }
    if !before.is_empty() {
        text.push_str(&format!(
            " Stated in sources no later than the text: {}.",
            crate::report::parts::sentence_list(&before)
        ));
    }
    Some(text)
}

fn hangs_on(
    wording: &Wording<'_>,
    answered: &Answered<'_>,
    verdict: &Verdict,
) -> Vec<ClauseChoice> {
    use impasse_core::analysis::verdict::Answer;
    let clauses = verdict
        .deciding
        .iter()
        .filter_map(|place| answered.proposal.clauses.get(*place).map(|clause| (*place, clause)));
    clauses
        .map(|(place, clause)| {
            let outcomes = |pick: Option<usize>| -> Vec<bool> {
                answered
                    .outline
                    .realisations
                    .iter()
                    .zip(&verdict.by_realisation)
                    .filter(|(realisation, _)| {
                        let reading = answered.outline.readings.get(realisation.reading);
                        reading.and_then(|it| it.picks.get(place).copied()) == Some(pick)
                    })
                    .filter_map(|(_, answer)| answer.map(|answer| answer == Answer::Breaks))
                    .collect()
            };
            let picks = (0..clause.readings.len()).map(Some).chain([None]);
            let readings = picks
                .filter_map(|pick| {
                    let found = outcomes(pick);
                    let (breaks, keeps) = (found.contains(&true), found.contains(&false));
                    let outcome = match (breaks, keeps) {
                        (true, true) => "either",
                        (true, false) => "breaks",
                        (false, true) => "keeps",
                        (false, false) => return None,
                    };
                    let reading = pick.and_then(|pick| clause.readings.get(pick));
                    Some(ReadingOutcome {
                        reading: reading.map_or("it does not apply".to_owned(), |reading| {
                            reading.grounds.says.clone().unwrap_or_else(|| clause.says.clone())
                        }),
                        read_by: reading.map_or(Vec::new(), |reading| {
                            reading.read_by.iter().map(|party| wording.party(*party)).collect()
                        }),
                        outcome,
                    })
                })
                .collect();
            ClauseChoice { clause: clause.number.clone(), readings }
        })
        .collect()
}
