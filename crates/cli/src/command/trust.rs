//! `impasse trust`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::trust::{Doubts, losses, remedy};
use impasse_core::analysis::verdict::verdicts;
use impasse_core::scenario::{PartyId, Proposal, Scenario};
use impasse_core::search::Exhausted;

use super::{Failure, Rendered, budget, closely, score};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::trust::{Answered, PartyAnswer, Report, build, party_answer};
use crate::report::wording::Wording;

pub(super) fn run(
    common: &Common,
    names: &[String],
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let proposals = score::named(&scenario, names)?;
    let report = report(&loaded, &scenario, common, &proposals, progress)?;
    let rendered = Rendered::new(
        &report,
        report.document(closely(names, proposals.len())),
        report.is_bad_news(),
    )?;
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
    let wording = loaded.wording(scenario);
    let network = Network::new(scenario);
    let mut list = Vec::new();
    let mut unfinished = Vec::new();
    progress.expect(proposals.len() + 1);
    progress.stage("trust");
    let mut bound = budget(common);
    let parties = scenario.frame.parties.ids().filter(|it| !wording.hidden().party(*it));
    let doubts: Vec<(PartyId, Doubts<'_>)> = parties
        .map(|party| Ok((party, Doubts::new(&network, party, &mut bound)?)))
        .collect::<Result<_, Exhausted>>()?;
    for proposal in proposals {
        progress.stage(&proposal.name);
        match answers(&network, &wording, proposal, &doubts, common) {
            Ok((possible, parties)) => list.push((proposal, possible, parties)),
            Err(exhausted) => unfinished.push(format!("`{}` {exhausted}", proposal.name)),
        }
    }
    Ok(build(scenario, &wording, &list, &shown, unfinished))
}

/// Whether a proposal has a reading, and what every party says to it.
fn answers(
    network: &Network<'_>,
    wording: &Wording<'_>,
    proposal: &Proposal,
    doubts: &[(PartyId, Doubts<'_>)],
    common: &Common,
) -> Result<(bool, Vec<PartyAnswer>), Exhausted> {
    let mut budget = budget(common);
    let outline = outline(network, proposal, &mut budget)?;
    let verdicts = verdicts(network, proposal, &outline, &mut budget)?;
    let mut list = Vec::new();
    for (party, doubts) in doubts {
        let Some(paper) = verdicts.iter().find(|it| it.party == *party) else { continue };
        let trusted = if doubts.may_decide() {
            doubts.verdict(proposal, &outline, &mut budget)?
        } else {
            paper.clone()
        };
        let answered = Answered {
            proposal,
            outline: &outline,
            paper,
            trusted: &trusted,
            worth: doubts.worth(proposal, &outline, &mut budget)?,
            losses: losses(doubts, &outline, &mut budget)?,
            remedy: remedy(doubts, proposal, &outline, [paper, &trusted], &mut budget)?,
        };
        list.push(party_answer(network.scenario, wording, &answered));
    }
    Ok((!outline.realisations.is_empty(), list))
}
