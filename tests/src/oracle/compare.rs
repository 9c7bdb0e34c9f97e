//! What the change from one text to another is worth to a party, over all pairs of packages.

use std::collections::BTreeSet;

use impasse_core::scenario::{Clause, Issue, IssueId, PartyId, Proposal, Ratio};
use itertools::Itertools;

use super::verdict::{Key, follows_interim, realisations};
use super::worth::differences;
use super::{Choice, World};

/// The least and the greatest worth under the second less that under the first, in hundredths of
/// the party's total; none if there is no pair, or nothing weighs anything.
pub fn gain(
    world: &World<'_>,
    party: PartyId,
    first: &Proposal,
    second: &Proposal,
) -> Option<(Ratio, Ratio)> {
    let [one, other] = [first, second].map(|text| packages(world, text));
    let shared = shared(world, [first, second], [&one, &other]);
    let [one, other] = [(one, first), (other, second)].map(|(mut packages, text)| {
        packages.retain(|(_, choice)| follows_interim(world, text, choice));
        packages
    });
    let alike = alike(first, second);
    let pairs = one.iter().cartesian_product(&other).filter(|((mine, here), (theirs, there))| {
        shared.iter().all(|issue| here[*issue] == there[*issue])
            && alike.iter().all(|(clause, twin)| mine.0[*clause] == theirs.0[*twin])
    });
    let each = pairs.filter_map(|((_, here), (_, there))| means(world, party, here, there));
    let each = each.collect_vec();
    Some((each.iter().map(|it| it.0).min()?, each.iter().map(|it| it.1).max()?))
}

/// The least and the greatest worth there less that here, in hundredths of the party's total.
pub fn means(
    world: &World<'_>,
    party: PartyId,
    here: &Choice,
    there: &Choice,
) -> Option<(Ratio, Ratio)> {
    let sums = differences(world, party, there, here).into_iter();
    let sums = sums.filter(|(.., total)| *total > 0.into());
    let each = sums.map(|(least, most, total)| (least / total, most / total)).collect_vec();
    Some((each.iter().map(|it| it.0).min()?, each.iter().map(|it| it.1).max()?))
}

/// The packages that follow a text, with how they read it.
fn packages(world: &World<'_>, text: &Proposal) -> Vec<(Key, Choice)> {
    let all = realisations(world, text).into_iter();
    all.flat_map(|(key, packages)| packages.into_iter().map(move |it| (key.clone(), it))).collect()
}

/// The issues that no reading of either text settles, with the same options still possible and
/// the same interim rule, if any: whatever comes later comes under both.
fn shared(world: &World<'_>, texts: [&Proposal; 2], packages: [&[(Key, Choice)]; 2]) -> Vec<usize> {
    let interim = |text: &Proposal, issue: IssueId| {
        let mut left = text.clauses.iter().flat_map(|clause| &clause.leaves);
        left.find_map(|(other, option)| (*other == issue).then_some(*option)?)
    };
    let issues = world.scenario.frame.issues.iter();
    let same = |(id, issue): &(IssueId, &Issue)| {
        let settled = packages
            .iter()
            .copied()
            .flatten()
            .any(|((_, options), _)| options.iter().any(|(settled, _)| *settled == id.index()));
        let [one, other] = packages.map(|packages| -> BTreeSet<usize> {
            let chosen = packages.iter().map(|(_, choice)| choice[id.index()]);
            chosen.filter(|option| *option < issue.options.len()).collect()
        });
        !settled && one == other && interim(texts[0], *id) == interim(texts[1], *id)
    };
    issues.filter(same).map(|(id, _)| id.index()).collect()
}

/// Clauses of the two texts in the same words, with the same readings.
fn alike(first: &Proposal, second: &Proposal) -> Vec<(usize, usize)> {
    let same =
        |one: &Clause, other: &Clause| (&one.says, &one.readings) == (&other.says, &other.readings);
    let pairs = (0..first.clauses.len()).cartesian_product(0..second.clauses.len());
    pairs.filter(|(one, other)| same(&first.clauses[*one], &second.clauses[*other])).collect()
}
