//! `impasse overlap`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::{closable, overlap};

use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::load;
use crate::progress::Progress;
use crate::report;
use crate::report::voice::Voice;

pub(super) fn run(common: &Common, progress: &Progress) -> Result<Rendered, Failure> {
    let loaded = load(&common.file)?;
    let scenario = loaded.scenario(common, true)?;
    let shown = loaded.parties(common)?;
    let network = Network::new(&scenario);
    let mut budget = budget(common);
    progress.expect(2);
    progress.stage("the map of issues");
    let overlaps = overlap::overlaps(&network, &mut budget)?;
    progress.stage("what can be closed now");
    let closable = closable::closable(&network, &mut budget)?;
    let voice = Voice::new(&scenario, &loaded.origins, &loaded.sources);
    let report = report::overlap::build(&scenario, &voice, &overlaps, &closable, &shown);
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}
