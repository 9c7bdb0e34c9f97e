//! `impasse timeline`.

use impasse_core::analysis::timeline::{Timeline, Wanted, Window, timeline};
use impasse_core::scenario::{Confidence, Date, Supposition, parse_date};
use itertools::Itertools as _;

use super::{Failure, Rendered, budget};
use crate::args::{Common, Firm};
use crate::load::{Loaded, Refusal, load};
use crate::progress::Progress;
use crate::report::timeline::{Answers, Report, build};
use crate::report::wording::Wording;

/// From and to which day, as typed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Days<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) to: Option<&'a str>,
}

pub(super) fn run(
    common: &Common,
    days: Days<'_>,
    progress: &Progress,
) -> Result<Rendered, Failure> {
    let loaded = load(common)?;
    let report = report(&loaded, common, days, true, progress)?;
    let rendered = Rendered::new(&report, report.document(), report.is_bad_news())?;
    Ok(rendered.with_sheet(report.sheet()))
}

/// The timeline; `whole` also tells each state's cheapest way out and each move's part in the end.
pub(super) fn report(
    loaded: &Loaded,
    common: &Common,
    days: Days<'_>,
    whole: bool,
    progress: &Progress,
) -> Result<Report, Failure> {
    let shown = loaded.parties(common)?;
    let history = &loaded.history;
    let window = window(loaded, common, days)?;
    let supposition = supposition(loaded, common, window)?;
    let mut budget = budget(common);
    progress.expect(2);
    progress.stage("the states over time");
    let wanted = Wanted { ways: whole, closeness: true };
    let states: Timeline = timeline(history, window, &supposition, wanted, &mut budget);
    progress.stage("what each move made of the end");
    let (parts, stopped) = if whole {
        states.contributions(history, &supposition, &mut budget)
    } else {
        (Vec::new(), None)
    };
    let wordings: Vec<Wording<'_>> =
        states.states.iter().map(|state| loaded.wording(&state.scenario)).collect();
    let answers = Answers {
        history,
        timeline: &states,
        parts: whole.then_some(&parts[..]),
        parts_stopped: stopped,
        shown: &shown,
        suppositions: loaded.suppositions(common),
    };
    Ok(build(&answers, &wordings))
}

/// The days that a request is about: to the earlier of `--to` and the day the report speaks of.
fn window(loaded: &Loaded, common: &Common, days: Days<'_>) -> Result<Window, Refusal> {
    let day = |text: &str| {
        parse_date(text).ok_or_else(|| {
            Refusal::Request(format!("`{text}` is not a day: write it as 2025-12-31"))
        })
    };
    let as_of = loaded.date(common)?;
    let to = days.to.map(day).transpose()?.map_or(as_of, |to: Date| to.min(as_of));
    let from = days.from.map(day).transpose()?;
    let start = loaded.history.from();
    if to < start || from.is_some_and(|from| from < start) {
        return Err(Refusal::Request(format!(
            "that day is too early: positions are known from {start} on"
        )));
    }
    match from {
        Some(from) if from > to => {
            Err(Refusal::Request(format!("nothing lies between {from} and {to}: turn them round")))
        }
        from => Ok(Window { from, to }),
    }
}

/// What is supposed against the file. A supposed drop counts wherever the demand stands; it has to
/// stand at some time.
fn supposition(loaded: &Loaded, common: &Common, window: Window) -> Result<Supposition, Refusal> {
    let mut supposition = Supposition {
        only: common.only.map(|only| match only {
            Firm::High => Confidence::High,
            Firm::Medium => Confidence::Medium,
        }),
        drops: common.drop.iter().unique().cloned().collect(),
        floors: loaded.floors(common)?,
        ..Supposition::default()
    };
    let bare = Supposition { drops: supposition.drops.clone(), ..Supposition::default() };
    let moves = loaded.history.moves().iter().filter(|step| step.date <= window.to).count();
    let mut astray = supposition.drops.clone();
    for count in 0..=moves {
        let (_, missing) = loaded.history.after(window.to, |place, _| place < count, &bare);
        astray.retain(|name| missing.contains(name));
    }
    if let Some(name) = astray.first() {
        return Err(loaded.unknown_demand(name));
    }
    supposition.drops.dedup();
    Ok(supposition)
}
