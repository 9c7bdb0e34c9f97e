//! `impasse check`.

use impasse_core::read::{Fault, Source};

use super::{Failure, Rendered, budget, tally};
use crate::args::{Common, Format};
use crate::load::{Loaded, Refusal, load, render_faults};
use crate::progress::Progress;
use crate::report::check;
use crate::warnings::oddities;

pub(super) fn run(
    common: &Common,
    strict: bool,
    colour: bool,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    progress.expect(2);
    progress.stage("reading the file");
    // On the terminal faults and warnings are shown at their places instead.
    let listed = common.format() != Some(Format::Terminal) || common.output().is_some();
    let loaded = match load(common) {
        Err(Refusal::Faults(sources, faults, warnings)) if listed => {
            return faulty(&sources, &faults, &warnings, colour);
        }
        other => other?,
    };
    let scenario = loaded.scenario(common, true)?;
    progress.stage("looking for oddities");
    let warnings = warnings(&loaded, common)?;
    let wording = loaded.wording(&scenario);
    let report = check::build(&scenario, &wording, &warnings, &loaded.sources);
    let mut rendered = Rendered::new(&report, report.document(listed), report.warnings() > 0)?;
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

/// The report of a file that cannot be read.
fn faulty(
    sources: &[Source],
    faults: &[Fault],
    warnings: &[Fault],
    colour: bool,
) -> Result<Rendered, Failure> {
    let report = check::faulty(faults, warnings, sources);
    let mut rendered = Rendered::new(&report, report.document(true), true)?;
    rendered.failed = true;
    let all: Vec<Fault> = faults.iter().chain(warnings).cloned().collect();
    rendered.warnings = format!(
        "{}\n{}\n",
        render_faults(sources, &all, colour),
        tally(faults.len(), warnings.len())
    );
    Ok(rendered)
}
