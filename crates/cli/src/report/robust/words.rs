//! Single changes in words.

use impasse_core::analysis::change::{Change, ChangeKind};
use impasse_core::analysis::tipping::{Passes, Reach};
use impasse_core::analysis::verdict::Kind;
use impasse_core::scenario::{Proposal, Ratio, Scale, Scenario, View, Word, decimal};

use super::super::wording::{Wording, word_of};
use super::Change as Line;

/// A change as a line.
pub(super) fn line(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposal: Option<&Proposal>,
    change: &Change,
    reach: Reach,
    becomes: String,
) -> Line {
    let number = number(change);
    let sized = matches!(
        change,
        Change::Step { .. }
            | Change::Worth { .. }
            | Change::Weight { .. }
            | Change::Floor { by: Some(_), .. }
    );
    Line {
        kind: kind(change.kind()),
        change: words(scenario, wording, proposal, change, reach),
        number: number.map(Into::into),
        reach: match reach {
            Reach::At => "at",
            Reach::Above => "above",
            Reach::Below => "below",
        },
        size: sized.then(|| change.size().into()),
        becomes,
    }
}

fn number(change: &Change) -> Option<Ratio> {
    match change {
        Change::Worth { to, .. } | Change::Floor { to, .. } | Change::Weight { to, .. } => {
            Some(*to)
        }
        Change::Drop(_)
        | Change::Firm(_)
        | Change::Step { .. }
        | Change::Answer { .. }
        | Change::Reading { .. } => None,
    }
}

fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Demand => "demand",
        ChangeKind::Step => "step",
        ChangeKind::Answer => "answer",
        ChangeKind::Worth => "worth",
        ChangeKind::Floor => "floor",
        ChangeKind::Weight => "weight",
        ChangeKind::Reading => "reading",
    }
}

fn words(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposal: Option<&Proposal>,
    change: &Change,
    reach: Reach,
) -> String {
    let on = |view: &View| {
        format!("“{}” on {}", wording.option(view.issue, view.option), wording.issue(view.issue))
    };
    let at = |to: &Ratio| {
        let than = match reach {
            Reach::At => "",
            Reach::Above => "more than ",
            Reach::Below => "less than ",
        };
        format!("{than}{}", decimal(*to, 2))
    };
    match change {
        Change::Drop(demand) => {
            let demand = wording.demand(*demand);
            format!("“{}” ({}) of {} is dropped", demand.says, demand.id, demand.party_name)
        }
        Change::Firm(demand) => {
            let demand = wording.demand(*demand);
            format!(
                "“{}” ({}) of {}, now disputed, turns out to hold",
                demand.says, demand.id, demand.party_name
            )
        }
        Change::Step { view, from, to } => {
            let steps = (*from as i32 - *to as i32).abs();
            let noun = if steps == 1 { "step" } else { "steps" };
            format!(
                "{} moves by {steps} {noun} for {}, from {} to {}",
                on(view),
                wording.party(view.party),
                word_of(*from),
                word_of(*to)
            )
        }
        Change::Answer { view, to } => {
            let floored = scenario.floor(view.party).is_some();
            let answer = match to {
                Word::Never => "refused",
                _ if !floored => "not refused",
                word => word_of(*word),
            };
            let party = wording.party(view.party);
            format!("{}, not spoken on by {party} so far, turns out {answer}", on(view))
        }
        Change::Worth { view, to, .. } => {
            let party = wording.party(view.party);
            format!("{} is worth {} of 100 to {party}", on(view), at(to))
        }
        Change::Floor { party, to, .. } => {
            format!("having no deal is worth {} of 100 to {}", at(to), wording.party(*party))
        }
        Change::Weight { party, issue, to, .. } => {
            format!("{} weighs {} for {}", wording.issue(*issue), at(to), wording.party(*party))
        }
        Change::Reading { clause, reading } => {
            let clause = proposal.and_then(|it| it.clauses.get(*clause));
            let number = clause.map_or("", |clause| clause.number.as_str());
            let says = clause
                .and_then(|clause| clause.readings.get(*reading))
                .and_then(|reading| reading.grounds.says.clone())
                .map(|says| format!(": “{says}”"));
            format!(
                "clause {number} can be read in its reading {} only{}",
                reading + 1,
                says.unwrap_or_default()
            )
        }
    }
}

/// A kind of verdict in words.
pub(super) fn verdict(kind: Kind) -> &'static str {
    match kind {
        Kind::Impossible => "impossible",
        Kind::NotAsked => "not asked",
        Kind::Rejects => "rejects",
        Kind::Accepts => "accepts",
        Kind::DependsOnReading => "depends on the reading",
        Kind::DependsOnJudgement => "depends on judgement",
        Kind::NoStatedObjection => "no stated objection",
    }
}

/// Whether a proposal passes, in words.
pub(super) fn passes(passes: Passes) -> &'static str {
    match passes {
        Passes::Impossible => "impossible",
        Passes::Passes => "passes",
        Passes::NoStatedObstacle => "no stated obstacle",
        Passes::OnlyReadDifferently => "only read differently",
        Passes::Fails => "fails",
    }
}

/// A scale in words.
pub(super) fn scale(scale: &Scale) -> String {
    let worth = |word| format!("{} {}", word_of(word), decimal(scale.worth(word), 1));
    let words = [Word::Acceptable, Word::Tolerable, Word::Opposed].map(worth);
    format!("with {}", words.join(", "))
}
