//! `impasse overlap`.

use impasse_core::analysis::network::Network;
use impasse_core::analysis::{closable, overlap};

use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::load;
use crate::report;
use crate::report::voice::Voice;

pub(super) fn run(common: &Common) -> Result<Rendered, Failure> {
    let loaded = load(&common.file)?;
    let scenario = loaded.scenario(common, true)?;
    let shown = loaded.parties(common)?;
    let network = Network::new(&scenario);
    let mut budget = budget(common);
    let overlaps = overlap::overlaps(&network, &mut budget)?;
    let closable = closable::closable(&network, &mut budget)?;
    let voice = Voice::new(&scenario, &loaded.origins, &loaded.sources);
    let report = report::overlap::build(&scenario, &voice, &overlaps, &closable, &shown);
    Rendered::new(&report, report.document(), report.is_bad_news())
}
