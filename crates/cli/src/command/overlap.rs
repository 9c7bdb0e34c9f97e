//! `impasse overlap`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::{closable, overlap};
use impasse_core::scenario::Scenario;

use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, load};
use crate::report::overlap::{Report, build};

pub(super) fn run(common: &Common) -> Result<Rendered, Failure> {
    let loaded = load(&common.file)?;
    let scenario = loaded.scenario(common, true)?;
    let report = report(&loaded, &scenario, common)?;
    Rendered::new(&report, report.document(), report.is_bad_news())
}

pub(super) fn report(
    loaded: &Loaded,
    scenario: &Scenario,
    common: &Common,
) -> Result<Report, Failure> {
    let shown = loaded.parties(common)?;
    let network = Network::new(scenario);
    let mut budget = budget(common);
    let overlaps = overlap::overlaps(&network, &mut budget)?;
    let closable = closable::closable(&network, &mut budget)?;
    let voice = loaded.voice(scenario);
    Ok(build(scenario, &voice, &overlaps, &closable, &shown))
}
