//! `impasse check`.

use impasse_core::read::Fault;

use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, load, render_faults};
use crate::report::check;
use crate::warnings::oddities;

pub(super) fn run(common: &Common, strict: bool, colour: bool) -> Result<Rendered, Failure> {
    let loaded = load(&common.file)?;
    let scenario = loaded.scenario(common, true)?;
    let warnings = warnings(&loaded, common)?;
    let voice = loaded.voice(&scenario);
    let report = check::build(&scenario, &voice, &warnings, &loaded.sources);
    let mut rendered = Rendered::new(&report, report.document(), report.warnings() > 0)?;
    rendered.failed = strict && report.warnings() > 0;
    rendered.warnings = render_faults(&loaded.sources, &warnings, colour);
    Ok(rendered)
}

/// Everything odd about a file, in its order.
pub(super) fn warnings(loaded: &Loaded, common: &Common) -> Result<Vec<Fault>, Failure> {
    let mut warnings = loaded.warnings.clone();
    warnings.extend(loaded.unused_sources());
    // What --only leaves out is not missing from the file.
    let whole = loaded.scenario(&Common { only: None, ..common.clone() }, true)?;
    warnings.extend(oddities(&loaded.origins, &whole, &mut budget(common))?);
    warnings.sort_by_key(|fault| fault.labels.first().map(|label| label.span));
    Ok(warnings)
}
