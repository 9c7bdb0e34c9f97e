//! Answers become a report: names are put in.

use impasse_core::analysis::agreement::Agreement;
use impasse_core::analysis::any_scale::Holds;
use impasse_core::analysis::change::{Change as Tipping, ChangeKind};
use impasse_core::analysis::compare::Direction;
use impasse_core::analysis::filling::Case;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::tipping::{Passes, Scored, Tips};
use impasse_core::analysis::verdict::{Kind, Verdict};
use impasse_core::scenario::PartyId;

use super::super::score::verdict_words;
use super::super::wording::Wording;
use super::cases::Telling;
use super::words::{self, line};
use super::{
    Answers, Cases, Change, ComparisonAnswers, DirectionAnswer, ProposalAnswers, Report,
    VerdictAnswer,
};

/// The report of some answers; only the lines of the parties `shown`, of all if there is none.
pub fn build(
    network: &Network<'_>,
    wording: &Wording<'_>,
    answers: Answers<'_>,
    shown: &[PartyId],
) -> Report {
    let scenario = network.scenario;
    let hidden = wording.hidden();
    let floored = || scenario.frame.parties.ids().filter(|it| scenario.floor(*it).is_some());
    // What tips an answer tells of all that it hangs on.
    let counted = (hidden.floors || hidden.weights) && floored().next().is_some();
    let told = hidden.parties.is_empty() && !counted;
    let endings = answers.openings.filter(|_| told).map(|list| {
        let lines = list.iter().map(|tip| {
            let becomes = "no stated obstacle".to_owned();
            line(scenario, wording, None, &tip.change, tip.reach, becomes)
        });
        distinct(lines)
    });
    let proposals = answers
        .scored
        .iter()
        .enumerate()
        .map(|(place, scored)| {
            let tips = answers.tips.as_ref().and_then(|list| list.get(place));
            let scales = answers.scales.as_ref().and_then(|list| list.get(place));
            let cases = answers.cases.as_ref().and_then(|list| list.get(place));
            let known = Known {
                tips,
                scales: scales.map(Vec::as_slice),
                cases: cases.filter(|_| told).map(Vec::as_slice),
            };
            let mut answers = proposal(network, wording, scored, known, shown);
            if !told {
                answers.changes = None;
            }
            answers
        })
        .collect();
    let compared = answers.compared.filter(|_| !hidden.weights);
    let comparison = compared.map(|compared| ComparisonAnswers {
        first: compared.first.title.clone(),
        second: compared.second.title.clone(),
        parties: compared
            .comparison
            .parties
            .iter()
            .zip(&compared.scales)
            .filter(|(change, _)| shown.is_empty() || shown.contains(&change.party))
            .map(|(change, holds)| DirectionAnswer {
                party: wording.party_key(change.party),
                title: wording.party_title(change.party),
                second_is: match change.direction() {
                    Direction::Better => "better for certain",
                    Direction::Worse => "worse for certain",
                    Direction::Same => "the same for certain",
                    Direction::NotDecided => "possibly better, possibly worse",
                },
                every_scale: every_scale(*holds),
                not_on: not_on(*holds),
            })
            .collect(),
    });
    Report {
        schema: super::super::SCHEMA,
        command: "robust",
        title: scenario.frame.title.clone(),
        as_of: scenario.as_of.to_string(),
        outcome: match answers.strongest {
            Agreement::Certain(_) => "agreement",
            Agreement::NoStatedObstacle(..) => "no stated obstacle",
            Agreement::Deadlock => "deadlock",
        },
        outcome_on_every_scale: if counted {
            "not decided"
        } else {
            every_scale(answers.on_scales)
        },
        endings,
        floors: (!hidden.floors).then(|| floored().count()),
        proposals,
        comparison,
        unfinished: Vec::new(),
        sources: wording.sources(),
    }
}

/// What was found out about a proposal.
#[derive(Clone, Copy)]
struct Known<'a> {
    tips: Option<&'a Tips>,
    scales: Option<&'a [Holds]>,
    cases: Option<&'a [Cases]>,
}

fn proposal(
    network: &Network<'_>,
    wording: &Wording<'_>,
    scored: &Scored<'_>,
    known: Known<'_>,
    shown: &[PartyId],
) -> ProposalAnswers {
    let scenario = network.scenario;
    let passes = Passes::from(scored.passing);
    let lines = |tips: &Tips| {
        distinct(tips.passing.iter().filter(|tip| shows(wording, &tip.change)).map(|tip| {
            let becomes = words::passes(tip.becomes).to_owned();
            line(scenario, wording, Some(scored.proposal), &tip.change, tip.reach, becomes)
        }))
    };
    let verdicts = scored.verdicts.iter().filter(|verdict| {
        (shown.is_empty() || shown.contains(&verdict.party))
            && !wording.hidden().party(verdict.party)
    });
    ProposalAnswers {
        proposal: scored.proposal.name.clone(),
        title: scored.proposal.title.clone(),
        outcome: words::passes(passes),
        for_certain: matches!(passes, Passes::Passes | Passes::Fails | Passes::Impossible),
        changes: known.tips.map(lines),
        verdicts: verdicts
            .map(|verdict| answer(network, wording, scored, verdict, known))
            .collect(),
    }
}

fn answer(
    network: &Network<'_>,
    wording: &Wording<'_>,
    scored: &Scored<'_>,
    verdict: &Verdict,
    known: Known<'_>,
) -> VerdictAnswer {
    let place = verdict.party.index();
    let holds = known.scales.and_then(|list| list.get(place)).copied();
    let holds = holds.unwrap_or(Holds::NotDecided);
    let tips = known.tips.and_then(|tips| tips.verdicts.get(place));
    let cases = known.cases.and_then(|list| list.get(place));
    let scenario = network.scenario;
    let telling =
        Telling { scenario, wording, proposal: scored.proposal, outline: scored.outline, verdict };
    let told = |case: &Option<Case>| case.as_ref().map(|case| telling.case(case));
    let hidden = wording.hidden();
    let counted = hidden.floors || hidden.weights;
    let hides = counted && scenario.floor(verdict.party).is_some();
    VerdictAnswer {
        party: wording.party_key(verdict.party),
        title: wording.party_title(verdict.party),
        verdict: verdict_words(scored.proposal, verdict),
        settles_nothing: scored.outline.realisations.iter().all(|realisation| {
            let positions = scenario.positions[verdict.party].iter();
            let options = positions.filter(|(_, it)| it.is_some()).map(|(issue, _)| issue.index());
            let mut settled = options.filter_map(|issue| realisation.options.get(issue));
            settled.all(|(settled, _)| !settled)
        }),
        accepts: match verdict.kind {
            Kind::Accepts => "for certain",
            Kind::Rejects => "for certain not",
            Kind::NotAsked => "not asked",
            Kind::Impossible => "impossible",
            Kind::DependsOnReading | Kind::DependsOnJudgement | Kind::NoStatedObjection => {
                "possibly"
            }
        },
        accepts_if: cases.filter(|_| !hides).and_then(|it| told(&it.accepting)),
        refuses_if: cases.filter(|_| !hides).and_then(|it| told(&it.refusing)),
        // On which scale a verdict is another tells how high the floor is.
        every_scale: if hides { "not decided" } else { every_scale(holds) },
        not_on: if hides { None } else { not_on(holds) },
        changes: tips.filter(|_| !hides).map(|tips| {
            distinct(tips.iter().filter(|tip| shows(wording, &tip.change)).map(|tip| {
                let becomes = words::verdict(tip.becomes).to_owned();
                let text = Some(scored.proposal);
                line(scenario, wording, text, &tip.change, tip.reach, becomes)
            }))
        }),
    }
}

/// Whether a change can be told: numbers are counted in what may be left out.
fn shows(wording: &Wording<'_>, change: &Tipping) -> bool {
    let counted =
        matches!(change.kind(), ChangeKind::Floor | ChangeKind::Weight | ChangeKind::Worth);
    !(counted && (wording.hidden().floors || wording.hidden().weights))
}

/// Changes that read alike once.
fn distinct(lines: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut list: Vec<Change> = Vec::new();
    for line in lines {
        if !list.contains(&line) {
            list.push(line);
        }
    }
    list
}

fn every_scale(holds: Holds) -> &'static str {
    match holds {
        Holds::Always => "yes",
        Holds::NotOn(_) => "no",
        Holds::NotDecided => "not decided",
    }
}

fn not_on(holds: Holds) -> Option<String> {
    match holds {
        Holds::NotOn(scale) => Some(words::scale(&scale)),
        Holds::Always | Holds::NotDecided => None,
    }
}
