//! `impasse diff`: of two proposals, or of two scenario files.

use std::path::Path;

use impasse_core::analysis::agreement::{Agreement, strongest};
use impasse_core::analysis::compare::{Side, compare};
use impasse_core::analysis::conflict::conflicts;
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::network::Network;
use impasse_core::scenario::{Ratio, Scenario};

use super::score::{answer, one};
use super::{Failure, Rendered, budget};
use crate::args::Common;
use crate::load::{Loaded, Refusal, load, load_file};
use crate::progress::Progress;
use crate::report::parts::Number;
use crate::report::wording::Wording;
use crate::report::{diff, files};

pub(super) fn run(
    common: &Common,
    others: &[String],
    explain: bool,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    match others {
        [first, second] => proposals(common, first, second, explain, progress),
        [file] => scenarios(common, file, progress),
        _ => Err(Refusal::Request(
            "name two proposals of the file, or one other scenario file".to_owned(),
        )
        .into()),
    }
}

fn proposals(
    common: &Common,
    first: &str,
    second: &str,
    explain: bool,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let scenario = loaded.scenario(common, true)?;
    let report = report(&loaded, &scenario, common, [first, second], explain, progress)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

pub(super) fn report(
    loaded: &Loaded,
    scenario: &Scenario,
    common: &Common,
    names: [&str; 2],
    explain: bool,
    progress: &Progress,
) -> Result<diff::Report, Failure> {
    let shown = loaded.parties(common)?;
    let [first, second] = names;
    let (first, second) = (&one(scenario, first)?, &one(scenario, second)?);
    let network = Network::new(scenario);
    let mut budget = budget(common);
    progress.expect(3);
    progress.stage(&first.name);
    let before = answer(&network, first, &mut budget)?;
    progress.stage(&second.name);
    let after = answer(&network, second, &mut budget)?;
    let from = Side { proposal: first, outline: &before.0, verdicts: &before.1 };
    let to = Side { proposal: second, outline: &after.0, verdicts: &after.1 };
    progress.stage("comparing");
    let comparison = compare(&network, from, to, &mut budget)?;
    let wording = loaded.wording(scenario);
    Ok(diff::build(&network, &wording, (from, to), &comparison, &shown, explain))
}

fn scenarios(common: &Common, other: &str, progress: &Progress) -> Result<Rendered, Failure> {
    let first = load(common)?;
    let second = load_file(Path::new(other))?;
    let (old, new) = (first.scenario(common, false)?, second.scenario(common, false)?);
    let old_voice = first.wording(&old);
    let new_voice = second.wording(&new);
    progress.expect(2);
    let name = common.file.display().to_string();
    progress.stage(&name);
    let first = file(common, &name, &old, &old_voice)?;
    progress.stage(other);
    let report = files::build(first, file(common, other, &new, &new_voice)?);
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

fn file<'a>(
    common: &Common,
    name: &str,
    scenario: &'a Scenario,
    wording: &'a Wording<'a>,
) -> Result<files::File<'a>, Failure> {
    let network = Network::new(scenario);
    let mut budget = budget(common);
    let outcome = match strongest(&network, &mut budget)? {
        Agreement::Certain(_) => "agreement",
        Agreement::NoStatedObstacle(..) => "no stated obstacle",
        Agreement::Deadlock => "deadlock",
    };
    let found = conflicts(&network, &[], &mut budget);
    if let Some(exhausted) = found.stopped {
        return Err(exhausted.into());
    }
    let steps = distance(&network, &mut budget)?.steps;
    let step = steps.first();
    Ok(files::File {
        name: name.to_owned(),
        scenario,
        wording,
        outcome,
        conflicts: found
            .list
            .iter()
            .map(|it| it.demands().map(|id| wording.demand(id)).collect())
            .collect(),
        distance: files::Distance {
            refusals: step.map_or(0, |step| step.refusals),
            missing: Number::from(step.map_or(Ratio::from_integer(0), |step| step.missing)),
        },
    })
}
