//! Do the principals come nearer each other, issue by issue?
//!
//! Between two parties, an option is as good as the lesser of their two words on it; the *gap* on
//! an issue is how many words the best such option lies below ideal: 0 where some option is ideal
//! to both, 1 where it is acceptable, 2 tolerable, 3 opposed, 4 where each option that the rules
//! allow is a red line of one of the two. What is unknown or disputed makes it a range.

use crate::analysis::network::Network;
use crate::analysis::overlap::{Overlap, View, overlaps, view};
use crate::analysis::settlement::possible;
use crate::scenario::{IssueId, OptionSet, PartyId, Scenario, Word};
use crate::search::{Budget, Exhausted};

/// How the principals stand to each other, issue by issue, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closeness {
    /// The classes of overlap.
    pub overlaps: Vec<Overlap>,
    /// By issue, the gap of each pair of principals, in the order of [`Overlap::pairs`].
    pub gaps: Vec<Vec<Gap>>,
}

/// How many words below ideal the best option of two parties lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// With everything open at its best.
    pub least: usize,
    /// With everything open at its worst.
    pub greatest: usize,
}

/// How the principals stand to each other.
pub(super) fn closeness(
    network: &Network<'_>,
    budget: &mut Budget,
) -> Result<Closeness, Exhausted> {
    let scenario = network.scenario;
    let overlaps = overlaps(network, budget)?;
    let allowed = possible(network, &[], budget)?.unwrap_or_default();
    let gaps = overlaps
        .iter()
        .map(|overlap| {
            let allowed = allowed.get(overlap.issue.index()).copied().unwrap_or_default();
            let allowed = allowed.and(scenario.frame.issues[overlap.issue].all());
            let pairs = overlap.pairs.iter();
            pairs
                .map(|(one, other, ..)| gap(scenario, [*one, *other], overlap.issue, allowed))
                .collect()
        })
        .collect();
    Ok(Closeness { overlaps, gaps })
}

fn gap(scenario: &Scenario, pair: [PartyId; 2], issue: IssueId, allowed: OptionSet) -> Gap {
    let below = |word: fn(View) -> Word| {
        let lesser = |option| {
            let words = pair.map(|party| word(view(scenario, party, issue, option)));
            words.into_iter().min().unwrap_or(Word::Never)
        };
        steps_below_ideal(allowed.iter().map(lesser).max().unwrap_or(Word::Never))
    };
    Gap { least: below(|view| view.best), greatest: below(|view| view.worst) }
}

fn steps_below_ideal(word: Word) -> usize {
    match word {
        Word::Ideal => 0,
        Word::Acceptable => 1,
        Word::Tolerable => 2,
        Word::Opposed => 3,
        Word::Never => 4,
    }
}
