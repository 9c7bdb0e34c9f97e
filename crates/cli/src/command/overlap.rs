//! `impasse overlap`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::{closable, overlap};
use impasse_core::scenario::Scenario;

use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::progress::Progress;
use crate::report::overlap::{Report, build};

pub(super) fn run(common: &Common, progress: &Progress) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let report = report(&loaded, &scenario, common, progress)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

pub(super) fn report(
    loaded: &Loaded,
    scenario: &Scenario,
    common: &Common,
    progress: &Progress,
) -> Result<Report, Failure> {
    let shown = loaded.parties(common)?;
    let network = Network::new(scenario);
    let mut budget = budget(common);
    progress.expect(2);
    progress.stage("the map of issues");
    let overlaps = overlap::overlaps(&network, &mut budget)?;
    progress.stage("what can be closed now");
    let closable = closable::closable(&network, &mut budget)?;
    let wording = loaded.wording(scenario);
    Ok(build(scenario, &wording, &overlaps, &closable, &shown))
}
