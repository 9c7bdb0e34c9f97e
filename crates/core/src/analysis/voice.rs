//! Whose terms are these?
//!
//! For a proposal and a party: the shares of its weight on issues that the text settles at what it
//! stands to as ideal, acceptable, tolerable, opposed or crossing a red line; on issues where that
//! varies; on issues that the text leaves open or does not mention; and on issues on whose outcome
//! it has not spoken. They add up to the whole. Sharing a view is not having written it.
//!
//! The word counts that the party itself has for the option, in the reading and under the condition
//! that hold; a stated worth counts as the highest word whose worth it reaches. It *varies* where
//! readings of the text, options that its words allow, what else it leaves unsettled, or the coders'
//! range decide between several words, and where the only refusal is disputed. An issue that does
//! not arise counts with its parent's option.

use super::floor_test::possible_worths;
use super::network::Network;
use super::settlement::{Outline, Settlement, follows};
use super::worth::Worth;
use crate::scenario::{
    Cell, DemandKind, IssueId, OptionId, PartyId, Points, Range, Ratio, Scenario, Stance, Word,
};
use crate::search::{Budget, Exhausted};

/// How a party stands to what a text does about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// What the party wants most.
    Ideal,
    /// What it accepts.
    Acceptable,
    /// What it can live with.
    Tolerable,
    /// What it objects to.
    Opposed,
    /// What breaks a red line of its on the issue.
    Crossed,
    /// Several of these, as the text is read or carried out, or as the coders judge.
    Varies,
    /// The text leaves the issue to later talks.
    Open,
    /// The text does not mention it.
    Silent,
    /// The party has not said how it stands to what the text says.
    Unspoken,
}

impl Standing {
    /// Every standing, best first; what is not known comes last.
    pub const ALL: [Self; 9] = [
        Self::Ideal,
        Self::Acceptable,
        Self::Tolerable,
        Self::Opposed,
        Self::Crossed,
        Self::Varies,
        Self::Open,
        Self::Silent,
        Self::Unspoken,
    ];

    /// Whether the text settles the issue and the party has spoken on it in one word.
    pub fn is_definite(self) -> bool {
        self <= Self::Crossed
    }

    /// Whether the text gives the party what it accepts at least.
    pub fn is_served(self) -> bool {
        self <= Self::Acceptable
    }
}

/// A share of a party's weight, in hundredths: at the middle of the ranges of its weights, and the
/// least and the greatest over all weights in them.
pub type Share = Range<Ratio>;

/// How a text treats what a party cares about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The party.
    pub party: PartyId,
    /// How it stands to what the text does about each issue on which it has a position.
    pub issues: Vec<(IssueId, Standing)>,
    /// The share of its weight at each standing, in the order of [`Standing::ALL`].
    pub shares: [Share; 9],
}

impl Voice {
    /// The share of its weight at some standings, at the middle of its weights.
    pub fn share(&self, of: impl Fn(Standing) -> bool) -> Ratio {
        let shares = Standing::ALL.iter().zip(&self.shares);
        shares.filter(|(standing, _)| of(**standing)).map(|(_, share)| share.likely).sum()
    }

    /// Of the weight on which the text and the party are definite, the part at acceptable or better;
    /// none where they are definite on nothing that weighs.
    pub fn served(&self) -> Option<Ratio> {
        let definite = self.share(Standing::is_definite);
        (definite > Ratio::from_integer(0)).then(|| self.share(Standing::is_served) / definite)
    }
}

/// How a text treats what a party cares about; none where its issues weigh nothing or the text has
/// no reading.
pub fn voice(
    network: &Network<'_>,
    outline: &Outline,
    party: PartyId,
    budget: &mut Budget,
) -> Result<Option<Voice>, Exhausted> {
    let scenario = network.scenario;
    if scenario.weights[party].total() == 0 || outline.realisations.is_empty() {
        return Ok(None);
    }
    let mut issues: Vec<(IssueId, Standing)> = Vec::new();
    for term in network.terms(party) {
        issues.push((term.issue, standing(network, outline, party, term.issue, budget)?));
    }
    let shares = Standing::ALL.map(|standing| {
        share(scenario, party, |issue| {
            issues.iter().any(|(other, at)| *other == issue && *at == standing)
        })
    });
    Ok(Some(Voice { party, issues, shares }))
}

/// The share of a party's weight that some of its issues have, in hundredths.
///
/// The share of some issues is least where their weights are at the low ends and all others at the
/// high ends, and greatest the other way round.
pub fn share(scenario: &Scenario, party: PartyId, of: impl Fn(IssueId) -> bool) -> Share {
    let weights = &scenario.weights[party];
    let ratio = |inside: Points, outside: Points| {
        (inside + outside > 0).then(|| Ratio::new(100 * inside, inside + outside))
    };
    let sums = |weight: &dyn Fn(IssueId, bool) -> Points| {
        let spoken = scenario.positions[party].iter().filter(|(_, position)| position.is_some());
        spoken.fold((0, 0), |(inside, outside), (issue, _)| {
            if of(issue) {
                (inside + weight(issue, true), outside)
            } else {
                (inside, outside + weight(issue, false))
            }
        })
    };
    let (inside, outside) = sums(&|issue, _| weights.middle(issue));
    let likely = ratio(inside, outside).unwrap_or_default();
    let extreme = |low: bool| {
        weights.boxes().iter().filter_map(move |ranges| {
            let (inside, outside) = sums(&|issue, inside| {
                let range = ranges.get(issue.index());
                range.map_or(0, |range| if inside == low { range.low } else { range.high })
            });
            ratio(inside, outside)
        })
    };
    Range {
        low: extreme(true).min().unwrap_or(likely),
        likely,
        high: extreme(false).max().unwrap_or(likely),
    }
}

/// The heaviest issues of a party, which together make up half its weight or more at the middle of
/// its weights; of equally heavy ones all or none. Heaviest first, then in file order.
pub fn priorities(scenario: &Scenario, party: PartyId) -> Vec<IssueId> {
    let weights = &scenario.weights[party];
    let positions = scenario.positions[party].iter();
    let mut issues: Vec<IssueId> = positions
        .filter(|(issue, position)| position.is_some() && weights.middle(*issue) > 0)
        .map(|(issue, _)| issue)
        .collect();
    issues.sort_by_key(|issue| std::cmp::Reverse(weights.middle(*issue)));
    let (mut sum, mut last) = (0, None);
    issues.retain(|issue| {
        let weight = weights.middle(*issue);
        let kept = 2 * sum < weights.total() || last == Some(weight);
        if kept {
            sum += weight;
            last = Some(weight);
        }
        kept
    });
    issues
}

/// How a party stands to what a text does about an issue.
fn standing(
    network: &Network<'_>,
    outline: &Outline,
    party: PartyId,
    issue: IssueId,
    budget: &mut Budget,
) -> Result<Standing, Exhausted> {
    let scenario = network.scenario;
    match outline.settlements.get(speaking(scenario, outline, issue).index()) {
        Some(Settlement::Open(..)) => return Ok(Standing::Open),
        Some(Settlement::Silent(_)) => return Ok(Standing::Silent),
        _ => {}
    }
    let Some(term) = network.terms(party).iter().find(|term| term.issue == issue) else {
        return Ok(Standing::Unspoken);
    };
    let mut found: Vec<Standing> = Vec::new();
    for realisation in &outline.realisations {
        let mut here: Vec<Standing> =
            possible_worths(term, realisation).map(|it| of_worth(scenario, party, it)).collect();
        here.sort_unstable();
        here.dedup();
        if here.len() > 1 {
            // Options that are possible one by one may not be so together.
            let mut with = realisation.constraints(network);
            let mut possible = Vec::new();
            for standing in here {
                with.push(term.worth.map(|it| of_worth(scenario, party, it) == standing));
                if follows(network, &with, budget)? {
                    possible.push(standing);
                }
                with.pop();
            }
            here = possible;
        }
        found.extend(here);
        found.sort_unstable();
        found.dedup();
        if found.len() > 1 {
            return Ok(Standing::Varies);
        }
    }
    Ok(found.first().copied().unwrap_or(Standing::Unspoken))
}

/// The issue that speaks for an issue in a text: itself, or where it does not arise its parent.
fn speaking(scenario: &Scenario, outline: &Outline, issue: IssueId) -> IssueId {
    let mut speaks = issue;
    while outline.settlements.get(speaks.index()) == Some(&Settlement::NotApplicable)
        && let Some((_, parent)) = &scenario.frame.issues[speaks].applies
    {
        speaks = *parent;
    }
    speaks
}

/// How a party stands to an option, in the conditional stance that a worth comes from.
fn of_worth(scenario: &Scenario, party: PartyId, worth: &Worth) -> Standing {
    let (issue, option, branch) = worth.cell;
    let Some(position) = scenario.position(party, issue) else { return Standing::Unspoken };
    let cell: &Cell = position.cell(option);
    let stance = cell.branches.get(branch).map_or(cell.last, |(_, stance)| *stance);
    match stance {
        // Beyond a red line of a view that falls off there are red lines only.
        Stance::Unknown
            if cell.branches.is_empty() && refuses_firmly(scenario, party, issue, option) =>
        {
            Standing::Crossed
        }
        Stance::Unknown => Standing::Unspoken,
        Stance::Word(Word::Never) if !refuses_firmly(scenario, party, issue, option) => {
            Standing::Varies
        }
        Stance::Word(word) => of_word(word),
        Stance::Worth(range) => {
            let [low, high] = [range.low, range.high].map(|it| scenario.frame.scale.word(it));
            if low == high { of_word(low) } else { Standing::Varies }
        }
    }
}

fn of_word(word: Word) -> Standing {
    match word {
        Word::Ideal => Standing::Ideal,
        Word::Acceptable => Standing::Acceptable,
        Word::Tolerable => Standing::Tolerable,
        Word::Opposed => Standing::Opposed,
        Word::Never => Standing::Crossed,
    }
}

/// Whether some firm red line of a party excludes an option.
fn refuses_firmly(scenario: &Scenario, party: PartyId, issue: IssueId, option: OptionId) -> bool {
    scenario.demands.iter().any(|(id, demand)| {
        demand.party == party
            && matches!(&demand.kind, DemandKind::RedLine { issue: on, options, .. }
                if *on == issue && options.contains(option))
            && scenario.is_firm(id)
    })
}
