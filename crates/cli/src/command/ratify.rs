//! `impasse ratify`.

use impasse_core::analysis::case::Outlook;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::ratification::{gates, ratification};
use impasse_core::analysis::win_set::win_sets;
use impasse_core::scenario::{Proposal, Scenario};

use super::{Failure, Rendered, budget, score};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::ratify::{Answers, Report, build};

pub(super) fn run(
    common: &Common,
    names: &[String],
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let proposals = score::named(&scenario, names)?;
    let report = report(&loaded, &scenario, common, &proposals, progress)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
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
    let network = Network::new(scenario);
    let silent = gates(&network).into_iter().filter(|party| !scenario.has_stated(*party));
    let mut answers = Answers { silent: silent.collect(), ..Answers::default() };
    progress.expect(proposals.len() + 2);
    for proposal in proposals {
        progress.stage(&proposal.name);
        match ratification(&network, proposal, &mut budget(common)) {
            Ok(answer) => answers.proposals.push((proposal.clone(), answer)),
            Err(exhausted) => answers.unfinished.push(format!("`{}` {exhausted}", proposal.name)),
        }
    }
    for (name, outlook) in [("hopeful", Outlook::Hopeful), ("cautious", Outlook::Cautious)] {
        progress.stage("the win-sets");
        match win_sets(scenario, outlook, &mut budget(common)) {
            Ok(sets) => answers.win_sets.push((name, sets)),
            Err(exhausted) => {
                answers.unfinished.push(format!("the win-sets of the {name} case {exhausted}"));
            }
        }
    }
    Ok(build(scenario, &loaded.wording(scenario), &answers, &shown))
}
