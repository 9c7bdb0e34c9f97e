//! Where do the principals' positions overlap, issue by issue?
//!
//! Classes, the first that fits: *common ground*: some option is acceptable or better to all;
//! *tolerable*: some option is tolerable or better to all; *trade only*: some option is nobody's
//! red line, but each such is below tolerable for somebody; *deadlocked*: every option the rules
//! allow is a red line of somebody. A class holds for certain if it holds in every filling;
//! otherwise the best and the worst are given, and whose silence or dispute makes the difference.

use super::network::Network;
use super::settlement::possible;
use crate::scenario::{IssueId, OptionId, OptionSet, PartyId, Position, Scenario, Stance, Word};
use crate::search::{Budget, Exhausted};

/// How positions on an issue overlap, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Some option is acceptable or better to all.
    CommonGround,
    /// Some option is tolerable or better to all.
    Tolerable,
    /// Some option is nobody's red line.
    TradeOnly,
    /// Every option is a red line of somebody.
    Deadlocked,
}

/// How positions on an issue overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The issue.
    pub issue: IssueId,
    /// The class with everything open at its best.
    pub best: Class,
    /// The class with everything open at its worst.
    pub worst: Class,
    /// The options that make the best class, in file order.
    pub options: OptionSet,
    /// Of these, the options that make it with everything open at its worst, too.
    pub sure: OptionSet,
    /// The principals whose unknown or disputed stances make the difference.
    pub open: Vec<PartyId>,
    /// By pair of principals, the best and the worst class between the two.
    pub pairs: Vec<(PartyId, PartyId, Class, Class)>,
}

/// A party's view of an option, from worst to best over all fillings and conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// At worst.
    pub worst: Word,
    /// At best.
    pub best: Word,
    /// Whether nothing was stated.
    pub unknown: bool,
}

/// The overlap on every issue, in file order.
pub fn overlaps(network: &Network<'_>, budget: &mut Budget) -> Result<Vec<Overlap>, Exhausted> {
    let scenario = network.scenario;
    let allowed = possible(network, &[], budget)?.unwrap_or_default();
    let principals: Vec<PartyId> = scenario.principals().collect();
    let issues = scenario.frame.issues.iter();
    Ok(issues
        .map(|(issue, known)| {
            let allowed = allowed.get(issue.index()).copied().unwrap_or_default();
            let allowed = allowed.and(known.all());
            let of = |parties: &[PartyId]| {
                (
                    class(scenario, parties, issue, allowed, |view| view.best),
                    class(scenario, parties, issue, allowed, |view| view.worst),
                )
            };
            let (best, worst) = of(&principals);
            let mut pairs = Vec::new();
            for (place, one) in principals.iter().enumerate() {
                for other in principals.iter().skip(place + 1) {
                    let (best, worst) = of(&[*one, *other]);
                    pairs.push((*one, *other, best, worst));
                }
            }
            let settled = |party: &PartyId| {
                let mut pinned = principals.clone();
                pinned.retain(|other| other != party);
                // Whoever makes no difference even alone is not named.
                let range = |word: fn(&View) -> Word| {
                    class_with(scenario, &principals, issue, allowed, |other, view| {
                        if other == *party { word(view) } else { view.best }
                    })
                };
                range(|view| view.best) == range(|view| view.worst)
            };
            Overlap {
                issue,
                best,
                worst,
                options: making(scenario, &principals, issue, allowed, best, |view| view.best),
                sure: making(scenario, &principals, issue, allowed, best, |view| view.worst),
                open: if best == worst {
                    Vec::new()
                } else {
                    let open = principals.iter().filter(|party| !settled(party));
                    open.copied().collect()
                },
                pairs,
            }
        })
        .collect())
}

/// A party's view of an option; a party without a position has not spoken.
pub fn view(scenario: &Scenario, party: PartyId, issue: IssueId, option: OptionId) -> View {
    let unknown = View { worst: Word::Never, best: Word::Ideal, unknown: true };
    let Some(position) = scenario.position(party, issue) else { return unknown };
    let cell = position.cell(option);
    let scale = &scenario.frame.scale;
    let mut views = cell.stances().map(|stance| match stance {
        Stance::Word(Word::Never) if !is_firm(scenario, position, option) => {
            View { worst: Word::Never, best: Word::Opposed, unknown: false }
        }
        Stance::Word(word) => View { worst: word, best: word, unknown: false },
        Stance::Worth(worth) => {
            View { worst: scale.word(worth.low), best: scale.word(worth.high), unknown: false }
        }
        Stance::Unknown => match cell.inferred {
            None => unknown,
            Some(bounds) => View {
                worst: if cell.bounded { scale.word(bounds.low) } else { Word::Never },
                best: scale.word(bounds.high),
                unknown: true,
            },
        },
    });
    let first = views.next().unwrap_or(unknown);
    views.fold(first, |one, other| View {
        worst: one.worst.min(other.worst),
        best: one.best.max(other.best),
        unknown: one.unknown || other.unknown,
    })
}

/// Whether the red line that excludes an option is firm.
fn is_firm(scenario: &Scenario, position: &Position, option: OptionId) -> bool {
    let row = position.cell(option).row.and_then(|row| position.rows.get(row));
    row.and_then(|row| row.demand).is_none_or(|demand| scenario.is_firm(demand))
}

fn class(
    scenario: &Scenario,
    parties: &[PartyId],
    issue: IssueId,
    allowed: OptionSet,
    word: impl Fn(&View) -> Word,
) -> Class {
    class_with(scenario, parties, issue, allowed, |_, view| word(view))
}

fn class_with(
    scenario: &Scenario,
    parties: &[PartyId],
    issue: IssueId,
    allowed: OptionSet,
    word: impl Fn(PartyId, &View) -> Word,
) -> Class {
    let least = |option: OptionId| {
        let words =
            parties.iter().map(|party| word(*party, &view(scenario, *party, issue, option)));
        words.min().unwrap_or(Word::Ideal)
    };
    let best = allowed.iter().map(least).max().unwrap_or(Word::Never);
    of_word(best)
}

fn of_word(word: Word) -> Class {
    match word {
        Word::Ideal | Word::Acceptable => Class::CommonGround,
        Word::Tolerable => Class::Tolerable,
        Word::Opposed => Class::TradeOnly,
        Word::Never => Class::Deadlocked,
    }
}

/// The options that are as good as a class, everything open at its best or at its worst.
fn making(
    scenario: &Scenario,
    parties: &[PartyId],
    issue: IssueId,
    allowed: OptionSet,
    class: Class,
    word: fn(&View) -> Word,
) -> OptionSet {
    let least = |option: &OptionId| {
        let words = parties.iter().map(|party| word(&view(scenario, *party, issue, *option)));
        words.min().unwrap_or(Word::Ideal)
    };
    if class == Class::Deadlocked {
        return OptionSet::EMPTY;
    }
    allowed.iter().filter(|option| of_word(least(option)) == class).collect()
}
