//! Single changes in words.

use impasse_core::analysis::change::{Change, ChangeKind};
use impasse_core::analysis::tipping::{Passes, Reach};
use impasse_core::analysis::verdict::Kind;
use impasse_core::scenario::{PartyId, Proposal, Ratio, Scale, Scenario, View, Word, decimal};

use super::super::wording::{Wording, word_of};
use super::Change as Line;

/// A change as a line; none where floors or weights are hidden and it speaks of them.
pub(super) fn line(
    scenario: &Scenario,
    wording: &Wording<'_>,
    proposal: Option<&Proposal>,
    change: &Change,
    reach: Reach,
    becomes: String,
) -> Option<Line> {
    let hidden = wording.hidden();
    let party = party(scenario, change);
    if party.is_some_and(|party| hidden.party(party)) {
        return Some(Line {
            kind: "undisclosed",
            change: "a party left out changes one of its positions".to_owned(),
            number: None,
            reach: "at",
            size: None,
            becomes,
        });
    }
    // Worths and weights bear on an answer through a floor only.
    let counted =
        matches!(change.kind(), ChangeKind::Floor | ChangeKind::Weight | ChangeKind::Worth);
    if counted && (hidden.floors || (hidden.weights && change.kind() != ChangeKind::Floor)) {
        return None;
    }
    let number = number(change);
    let sized = matches!(
        change,
        Change::Step { .. }
            | Change::Worth { .. }
            | Change::Weight { .. }
            | Change::Floor { by: Some(_), .. }
    );
    Some(Line {
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
    })
}

fn party(scenario: &Scenario, change: &Change) -> Option<PartyId> {
    match change {
        Change::Drop(demand) | Change::Firm(demand) => Some(scenario.demands[*demand].party),
        Change::Step { view, .. } | Change::Answer { view, .. } | Change::Worth { view, .. } => {
            Some(view.party)
        }
        Change::Floor { party, .. } | Change::Weight { party, .. } => Some(*party),
        Change::Reading { .. } => None,
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
            format!("{} drops {}", demand.party_title, demand.statement())
        }
        Change::Firm(demand) => {
            let demand = wording.demand(*demand);
            format!("{}, now disputed, is firm: {}", demand.party_title, demand.statement())
        }
        Change::Step { view, from, to } => {
            let steps = (*from as i32 - *to as i32).abs();
            let noun = if steps == 1 { "step" } else { "steps" };
            format!(
                "{} moves {} by {steps} {noun}, from {} to {}",
                wording.party_title(view.party),
                on(view),
                word_of(*from),
                word_of(*to)
            )
        }
        Change::Answer { view, to } => {
            let floored = scenario.floor(view.party).is_some();
            let answer = match to {
                Word::Never => "refuses it",
                _ if !floored => "does not refuse it",
                word => word_of(*word),
            };
            let party = wording.party_title(view.party);
            format!("{party} says of {}, on which it has not spoken: {answer}", on(view))
        }
        Change::Worth { view, to, .. } => {
            let party = wording.party(view.party);
            format!("{} is worth {} of 100 to {party}", on(view), at(to))
        }
        Change::Floor { party, to, .. } => {
            format!("no deal is worth {} of 100 to {}", at(to), wording.party(*party))
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
