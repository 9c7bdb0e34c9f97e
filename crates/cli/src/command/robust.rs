//! `impasse robust`.

use impasse_core::analysis::agreement::{self, Agreement, Strength};
use impasse_core::analysis::any_scale::{self, Holds};
use impasse_core::analysis::change::Origin;
use impasse_core::analysis::compare::{Side, compare};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::filling::{accepting, refusing};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::opening::openings;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::tipping::{Scored, tips};
use impasse_core::analysis::verdict::{Kind, passing, without_worths};
use impasse_core::scenario::{DemandId, Proposal, Scenario};
use impasse_core::search::{Budget, Exhausted};

use super::score::named;
use super::{Failure, Rendered, budget, closely};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::robust::{Answers, Cases, Compared, Report, build};

/// Bad news is a deadlock, or a conclusion that some single change would tip.
pub(super) fn run(
    common: &Common,
    names: &[String],
    all: bool,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let proposals = named(&scenario, names)?;
    let report = report(&loaded, &scenario, common, &proposals, progress)?;
    let document = report.document(all || closely(names, proposals.len()), all);
    let rendered = Rendered::new(&report, document, report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

pub(super) fn report(
    loaded: &Loaded,
    scenario: &Scenario,
    common: &Common,
    proposals: &[Proposal],
    progress: &Progress,
) -> Result<Report, Failure> {
    let shown = loaded.parties(common)?;
    let supposition = loaded.supposition(common, true)?;
    let origin =
        Origin { history: &loaded.history, date: loaded.date(common)?, supposition: &supposition };
    let network = Network::new(scenario);
    let mut unfinished = Vec::new();
    progress.expect(4 + proposals.len());
    let mut answers = Vec::new();
    for proposal in proposals {
        progress.stage(&proposal.name);
        let mut budget = budget(common);
        let found = outline(&network, proposal, &mut budget).and_then(|outline| {
            let verdicts = without_worths(&network, proposal, &outline, &mut budget)?;
            let passing = passing(&verdicts, &outline);
            Ok((proposal, outline, verdicts, passing))
        });
        match found {
            Ok(found) => answers.push(found),
            Err(exhausted) => unfinished.push(format!("`{}` {exhausted}", proposal.name)),
        }
    }
    let scored: Vec<Scored<'_>> = answers
        .iter()
        .map(|(proposal, outline, verdicts, passing)| Scored {
            proposal,
            outline,
            verdicts,
            passing,
        })
        .collect();
    let mut part =
        |what: &str, exhausted: Exhausted| unfinished.push(format!("{what} {exhausted}"));
    progress.stage("every scale of the words");
    let scales = any_scale::verdicts(origin, scenario, &scored, &mut budget(common))
        .map_err(|exhausted| part("the test of every scale", exhausted))
        .ok();
    progress.stage("single changes");
    let tips = tips(origin, &network, &scored, true, &mut budget(common))
        .map_err(|exhausted| part("the search for single changes", exhausted))
        .ok();
    progress.stage("cases of both");
    let mut spent = budget(common);
    let cases = scored
        .iter()
        .map(|scored| cases(&network, scored, &mut spent))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|exhausted| part("the search for cases of acceptance and refusal", exhausted))
        .ok();
    progress.stage("the conclusion");
    let strongest = agreement::strongest(&network, &mut budget(common))?;
    let mut ends = None;
    let mut on_scales = Holds::NotDecided;
    if strongest == Agreement::Deadlock {
        let mut budget = budget(common);
        let known = conflicts(&network, &[], &mut budget);
        match known.stopped {
            Some(exhausted) => part("the search for what alone would end the deadlock", exhausted),
            None => match openings(origin, &network, &known, &mut budget) {
                Ok(list) => ends = Some(list),
                Err(exhausted) => {
                    part("the search for what alone would end the deadlock", exhausted);
                }
            },
        }
        if rests_on_refusals(&network, &mut budget)? {
            on_scales = Holds::Always;
        }
    }
    let names: Vec<&str> = scored.iter().map(|it| it.proposal.name.as_str()).collect();
    let pair = scenario.frame.compared(&names);
    let compared = pair
        .and_then(|[from, to]| Some([*scored.get(from)?, *scored.get(to)?]))
        .map(|pair| compared(origin, &network, pair, &mut budget(common)))
        .transpose();
    let compared = compared.map_err(|exhausted| part("the comparison", exhausted)).ok().flatten();
    let wording = loaded.wording(scenario);
    let found = Answers {
        strongest: &strongest,
        on_scales,
        openings: ends,
        scored: &scored,
        scales,
        cases,
        tips,
        compared,
    };
    Ok(build(&network, &wording, found, &shown).unfinished(unfinished))
}

/// By party, a case in which it accepts a proposal and one in which it refuses, where its verdict
/// leaves both open.
fn cases(
    network: &Network<'_>,
    scored: &Scored<'_>,
    budget: &mut Budget,
) -> Result<Vec<Cases>, Exhausted> {
    let Scored { proposal, outline, .. } = *scored;
    let verdicts = scored.verdicts.iter();
    verdicts
        .map(|verdict| {
            let leaves_open = matches!(
                verdict.kind,
                Kind::DependsOnReading | Kind::DependsOnJudgement | Kind::NoStatedObjection
            );
            if !leaves_open {
                return Ok(Cases::default());
            }
            Ok(Cases {
                accepting: accepting(network, proposal, outline, verdict, budget)?,
                refusing: refusing(network, proposal, outline, verdict, budget)?,
            })
        })
        .collect()
}

/// Whether there is a deadlock even if no floor counts.
fn rests_on_refusals(network: &Network<'_>, budget: &mut Budget) -> Result<bool, Exhausted> {
    let firm: Vec<DemandId> =
        network.binding().map(|(id, _)| id).filter(|id| network.scenario.is_firm(*id)).collect();
    Ok(agreement::find(network, Strength::Possible, &firm, &[], &[], budget)?.is_none())
}

fn compared<'a>(
    origin: Origin<'_>,
    network: &Network<'_>,
    [first, second]: [Scored<'a>; 2],
    budget: &mut Budget,
) -> Result<Compared<'a>, Exhausted> {
    let side = |scored: Scored<'a>| Side {
        proposal: scored.proposal,
        outline: scored.outline,
        verdicts: scored.verdicts,
    };
    let comparison = compare(network, side(first), side(second), budget)?;
    let scales =
        any_scale::directions(origin, network.scenario, [first, second], &comparison, budget)?;
    Ok(Compared { first: first.proposal, second: second.proposal, comparison, scales })
}
