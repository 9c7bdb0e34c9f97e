//! `impasse voice`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::voice::voice;
use impasse_core::scenario::{PartyId, Proposal, Scenario};
use impasse_core::search::Exhausted;

use super::{Failure, Rendered, budget, score};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::voice::{Heard, Report, build};

pub(super) fn run(
    common: &Common,
    names: &[String],
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let proposals = score::named(&scenario, names)?;
    let report = report(&loaded, &scenario, common, &proposals, !names.is_empty(), progress)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

pub(super) fn report(
    loaded: &Loaded,
    scenario: &Scenario,
    common: &Common,
    proposals: &[Proposal],
    closely: bool,
    progress: &Progress,
) -> Result<Report, Failure> {
    let parties = scenario.frame.parties.ids();
    let told: Vec<PartyId> = parties.filter(|party| !loaded.hidden.party(*party)).collect();
    let shown = Some(loaded.parties(common)?).filter(|shown| !shown.is_empty());
    let shown = shown.unwrap_or_else(|| told.clone());
    let network = Network::new(scenario);
    let (mut heard, mut unfinished) = (Vec::new(), Vec::new());
    progress.expect(proposals.len());
    for proposal in proposals {
        progress.stage(&proposal.name);
        match hear(&network, proposal, &told, common) {
            Ok(one) => heard.push(one),
            Err(exhausted) if proposals.len() == 1 => return Err(exhausted.into()),
            Err(exhausted) => unfinished.push(format!("`{}` {exhausted}", proposal.name)),
        }
    }
    let wording = loaded.wording(scenario);
    Ok(build(scenario, &wording, heard, &shown, closely, unfinished))
}

fn hear(
    network: &Network<'_>,
    proposal: &Proposal,
    told: &[PartyId],
    common: &Common,
) -> Result<Heard, Exhausted> {
    let mut budget = budget(common);
    let outline = outline(network, proposal, &mut budget)?;
    let mut voices = Vec::new();
    for party in told {
        voices.extend(voice(network, &outline, *party, &mut budget)?);
    }
    Ok(Heard { proposal: proposal.clone(), voices })
}
