//! Which issues could be traded for each other?
//!
//! "If Russia yields on A, worth 3 to it and 11 to Ukraine, and Ukraine yields on B …": parties
//! whose weights differ can all gain where each yields on what counts less for it (logrolling:
//! Froman and Cohen 1970; Raiffa 1982). A *trade* is two or three [shifts](super::shift) on
//! different issues, everything else staying as it is, such that
//!
//! - somebody yields by each of them, and somebody else may gain by it;
//! - every principal that loses by one of them gains in sum; hence nobody loses in sum;
//! - it breaks nothing: for every rule, and every red line and link of a party that may be asked,
//!   firm or disputed, there is a choice on the other issues it names with which it holds before,
//!   and with every such choice it holds afterwards;
//! - some package under the rules has the options it starts from.
//!
//! It is *certain* if all of this holds whatever the views that are open turn out to be; else it
//! *hangs on* them: it is a trade in their best case, and its `needs` say how far between worst
//! and best they must lie. Three issues are looked at only where nothing is open, and listed only
//! if no two of the three shifts are a trade already.
//!
//! The list has the best first: those with the fewest open views; then with the least needs; then
//! with the greatest least gain among those who may lose by one of the shifts (at worst; in the
//! middle where it hangs on open views); then with the greatest sum of the gains of all
//! principals; then in file order. Of all trades that start from the same options the best is
//! listed, unless a better one is listed on the same issues in which on each of them somebody
//! yields who yields there in this one, too.
//!
//! All amounts are in hundredths of each party's own total; comparing them between parties orders
//! the list and measures nobody's effort.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use itertools::Itertools as _;

use super::consequences::{Conditions, newly_asked};
use super::network::Network;
use super::shift::{Move, Shift, Shifts, Start, View, hundredths};
use crate::scenario::{Confidence, IssueId, OptionId, OptionSet, PartyId, Points, Range, Ratio};
use crate::search::{Budget, Exhausted, Factor};

/// The best trades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trades {
    /// Best first.
    pub list: Vec<Trade>,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// Why there may be better ones on three issues, if there may.
    pub stopped: Option<Exhausted>,
}

/// Two or three issues on which parties yield to each other, to the gain of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// What changes, in file order.
    pub shifts: Vec<Shift>,
    /// What each principal for which it changes anything gains in sum, in file order: least,
    /// middle and greatest, in hundredths of its own total.
    pub gains: Vec<(PartyId, Range<Ratio>)>,
    /// Views of options shifted to that are open: nothing is stated, or it hangs on what else is
    /// agreed. None of them is known to be a red line; each may turn out to be one.
    pub open: Vec<View>,
    /// Where it hangs on open views: how far between worst and best, 0 to 1, they must lie for
    /// everybody to gain, taken alike for all views of a party; the greatest over the parties.
    pub needs: Option<Ratio>,
    /// Other parties whose consent may be asked after it and not before.
    pub asks: Vec<PartyId>,
    /// The stated views it rests on, by party, issue and option.
    pub rests_on: Vec<View>,
    /// The lowest confidence among the statements of those views.
    pub confidence: Confidence,
}

/// The best trades, at most so many.
pub fn trades(
    network: &Network<'_>,
    most: usize,
    budget: &mut Budget,
) -> Result<Trades, Exhausted> {
    let shifts = Shifts::new(network);
    let conditions = Conditions::new(network);
    let mut starts: Vec<Vec<Start>> = Vec::new();
    for issue in network.scenario.frame.issues.ids() {
        let mut here = Vec::new();
        for start in shifts.of(issue, budget)? {
            // Nobody is where a demand breaks whatever else is agreed.
            if conditions.hold_somewhere((issue, start.from), budget)? {
                here.push(start);
            }
        }
        if !here.is_empty() {
            starts.push(here);
        }
    }
    let mut search = Search {
        shifts: &shifts,
        conditions: &conditions,
        most,
        possible: BTreeMap::new(),
        list: Vec::new(),
    };
    search.pairs(&starts, budget)?;
    let stopped = search.triples(&starts, budget).err();
    let more = search.list.len() > most;
    search.list.truncate(most);
    let list = search.list.into_iter().map(|(rank, moves)| trade(&shifts, &rank, &moves)).collect();
    Ok(Trades { list, more, stopped })
}

/// Where a trade stands in the list; the least is the best.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    open: usize,
    needs: Option<Ratio>,
    least: Reverse<Ratio>,
    sum: Reverse<Ratio>,
    changes: Vec<(IssueId, OptionId, OptionId)>,
}

/// Shifts that are a trade, with their place.
type Ranked<'m> = (Rank, Vec<&'m Move>);

struct Search<'a> {
    shifts: &'a Shifts<'a>,
    conditions: &'a Conditions<'a>,
    most: usize,
    /// Whether some package under the rules has these options.
    possible: BTreeMap<Vec<(IssueId, OptionId)>, bool>,
    /// The best so far, at most one more than asked for.
    list: Vec<(Rank, Vec<Move>)>,
}

impl Search<'_> {
    /// The trades on two issues.
    fn pairs(&mut self, starts: &[Vec<Start>], budget: &mut Budget) -> Result<(), Exhausted> {
        for [ones, others] in starts.iter().array_combinations() {
            let mut found = Vec::new();
            for (one, other) in ones.iter().cartesian_product(others) {
                budget.spend(1)?;
                if !self.hopeless(&[one, other]) {
                    found.extend(self.pair([one, other], budget)?);
                }
            }
            self.keep(found, budget)?;
        }
        Ok(())
    }

    /// The best trade that starts from the given options of two issues.
    fn pair<'m>(
        &self,
        [one, other]: [&'m Start; 2],
        budget: &mut Budget,
    ) -> Result<Option<Ranked<'m>>, Exhausted> {
        let mut best: Option<Ranked<'m>> = None;
        for first in &one.moves {
            budget.spend(1 + other.moves.len() as u64 / 4)?;
            for second in &other.moves {
                if first.yields & !second.gains == 0 && second.yields & !first.gains == 0 {
                    let moves = [first, second];
                    if let Some(rank) = self.promising(best.as_ref(), &moves)
                        && self.conditions.keep(&moves, budget)?
                    {
                        best = Some((rank, moves.to_vec()));
                    }
                }
            }
        }
        Ok(best)
    }

    /// The trades on three issues, where nothing is open and no two of the shifts are a trade
    /// already.
    fn triples(&mut self, starts: &[Vec<Start>], budget: &mut Budget) -> Result<(), Exhausted> {
        let stated: Vec<Vec<Start>> =
            starts.iter().map(|starts| starts.iter().map(Start::stated).collect()).collect();
        for [ones, others, lasts] in stated.iter().array_combinations() {
            let mut found = Vec::new();
            for ((one, other), last) in
                ones.iter().cartesian_product(others).cartesian_product(lasts)
            {
                budget.spend(1)?;
                if !self.hopeless(&[one, other, last]) {
                    found.extend(self.triple([one, other, last], budget)?);
                }
            }
            self.keep(found, budget)?;
        }
        Ok(())
    }

    /// The best trade that starts from the given options of three issues.
    fn triple<'m>(
        &self,
        [one, other, last]: [&'m Start; 3],
        budget: &mut Budget,
    ) -> Result<Option<Ranked<'m>>, Exhausted> {
        let mut best: Option<Ranked<'m>> = None;
        for first in &one.moves {
            for second in &other.moves {
                budget.spend(1 + last.moves.len() as u64 / 4)?;
                for third in &last.moves {
                    let moves = [first, second, third];
                    let gains = first.gains | second.gains | third.gains;
                    let yields = first.yields | second.yields | third.yields;
                    if yields & !gains == 0
                        && let Some(rank) = self.promising(best.as_ref(), &moves)
                        && !self.holds_a_pair(moves, budget)?
                        && self.conditions.keep(&moves, budget)?
                    {
                        best = Some((rank, moves.to_vec()));
                    }
                }
            }
        }
        Ok(best)
    }

    /// Whether two of the shifts are a trade already. Some package has what they start from, if
    /// one has what all three start from.
    fn holds_a_pair(
        &self,
        [first, second, third]: [&Move; 3],
        budget: &mut Budget,
    ) -> Result<bool, Exhausted> {
        for pair in [[first, second], [first, third], [second, third]] {
            if self.rank(&pair).is_some() && self.conditions.keep(&pair, budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether nothing from these starts can be a trade, or one that would be listed.
    fn hopeless(&self, starts: &[&Start]) -> bool {
        // One more than asked for is kept, to know whether there are more.
        let bar = self.list.get(self.most).map(|(rank, _)| rank);
        let open = starts.iter().any(|start| start.moves.iter().any(|one| !one.open.is_empty()));
        let bar = bar.filter(|rank| !open && rank.open == 0).map(|rank| rank.least.0);
        self.shifts.units.iter().enumerate().any(|(place, unit)| {
            let most = |start: &&Start| start.most.get(place).copied().unwrap_or(0);
            let sum: Points = starts.iter().map(most).sum();
            let loses = starts.iter().any(|start| most(start) < 0);
            sum < 0 || (loses && bar.is_some_and(|bar| Ratio::new(sum, *unit) < bar))
        })
    }

    /// Where the shifts would stand in the list; none if somebody gains nothing by them.
    fn rank(&self, moves: &[&Move]) -> Option<Rank> {
        let sides = || (0..self.shifts.units.len()).map(|place| sums(moves, place));
        if sides().any(|(_, high, loses)| high < 0 || (loses && high == 0)) {
            return None;
        }
        // Where a gain is in doubt, something is open: the least is below the greatest.
        let needs = sides()
            .filter(|(low, _, loses)| *low < 0 || (*loses && *low == 0))
            .map(|(low, high, _)| Ratio::new(-low, (high - low).max(1)))
            .max();
        let zero = Ratio::from_integer(0);
        let (mut least, mut sum) = (None, zero);
        for ((low, high, loses), unit) in sides().zip(&self.shifts.units) {
            let gain = match needs {
                None => Ratio::new(low, *unit),
                Some(_) => Ratio::new(low + high, 2 * unit),
            };
            sum += gain;
            if loses && least.is_none_or(|least| gain < least) {
                least = Some(gain);
            }
        }
        Some(Rank {
            open: moves.iter().map(|one| one.open.len()).sum(),
            needs,
            least: Reverse(least.unwrap_or(zero)),
            sum: Reverse(sum),
            changes: moves.iter().map(|one| (one.issue, one.from, one.to)).collect(),
        })
    }

    /// Where the shifts would stand, if that is before the best from the same start and before
    /// the last in the list.
    fn promising(&self, best: Option<&Ranked<'_>>, moves: &[&Move]) -> Option<Rank> {
        let bar = self.list.get(self.most).map(|(rank, _)| rank);
        self.rank(moves)
            .filter(|rank| best.is_none_or(|(best, _)| rank < best))
            .filter(|rank| bar.is_none_or(|bar| rank < bar))
    }

    /// Puts trades on the same issues into the list as far as they are good enough, some package
    /// has what they start from, and none of them is much like a better one.
    fn keep(&mut self, mut found: Vec<Ranked<'_>>, budget: &mut Budget) -> Result<(), Exhausted> {
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut listed: Vec<Vec<&Move>> = Vec::new();
        for (rank, moves) in found {
            let place = self.list.partition_point(|(other, _)| *other < rank);
            if place > self.most {
                break;
            }
            let alike = |better: &Vec<&Move>| {
                better.iter().zip(&moves).all(|(one, other)| one.yields & other.yields != 0)
            };
            if !listed.iter().any(alike) && self.is_possible(&moves, budget)? {
                self.list.insert(place, (rank, moves.iter().copied().cloned().collect()));
                self.list.truncate(self.most + 1);
                listed.push(moves);
            }
        }
        Ok(())
    }

    /// The options the shifts start from, on issues that the world couples with others.
    fn coupled(&self, moves: &[&Move]) -> Vec<(IssueId, OptionId)> {
        let hard = &self.conditions.network.hard;
        let coupled = |issue: IssueId| hard.iter().any(|it| it.scope().contains(&issue.index()));
        let from = moves.iter().map(|one| (one.issue, one.from));
        from.filter(|(issue, _)| coupled(*issue)).collect()
    }

    /// Whether some package under the rules has the options the shifts start from.
    fn is_possible(&mut self, moves: &[&Move], budget: &mut Budget) -> Result<bool, Exhausted> {
        let from = self.coupled(moves);
        if from.is_empty() {
            return Ok(true);
        }
        if let Some(known) = self.possible.get(&from) {
            return Ok(*known);
        }
        let network = self.conditions.network;
        let only =
            from.iter().map(|(issue, option)| network.only(*issue, OptionSet::only(*option)));
        let only: Vec<Factor<bool>> = only.collect();
        let mut problem = network.problem();
        problem.hard.extend(&only);
        let possible = problem.is_possible(budget)?;
        self.possible.insert(from, possible);
        Ok(possible)
    }
}

impl Start {
    /// The same without what is open to somebody.
    fn stated(&self) -> Self {
        let moves = self.moves.iter().filter(|one| one.open.is_empty());
        Self { moves: moves.cloned().collect(), ..self.clone() }
    }
}

/// What some shifts come to for a principal, at worst and at best, and whether it may lose by
/// one of them.
fn sums(moves: &[&Move], place: usize) -> (Points, Points, bool) {
    let changes = moves.iter().filter_map(|one| one.change.get(place));
    changes.fold((0, 0, false), |(low, high, loses), (worst, best)| {
        (low + worst, high + best, loses || *worst < 0)
    })
}

/// A trade with all that is said of it.
fn trade(shifts: &Shifts<'_>, rank: &Rank, moves: &[Move]) -> Trade {
    let network = shifts.network();
    let borrowed: Vec<&Move> = moves.iter().collect();
    let parties = shifts.principals.iter().zip(&shifts.units).enumerate();
    let gains = parties.filter_map(|(place, (party, unit))| {
        let (low, high, _) = sums(&borrowed, place);
        let touched = moves.iter().any(|it| it.change.get(place).is_some_and(|it| *it != (0, 0)));
        touched.then(|| (*party, hundredths((low, high), *unit)))
    });
    let collect = |views: fn(&Move) -> &Vec<View>| {
        let mut all: Vec<View> = moves.iter().flat_map(views).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let rests_on = collect(|one| &one.rests_on);
    let confidence = rests_on.iter().filter_map(|(party, issue, option)| {
        let position = network.scenario.position(*party, *issue)?;
        let row = position.cell(*option).row?;
        position.rows.get(row).map(|row| row.grounds.confidence)
    });
    Trade {
        shifts: moves.iter().map(|one| shifts.in_hundredths(one)).collect(),
        gains: gains.collect(),
        open: collect(|one| &one.open),
        needs: rank.needs,
        asks: newly_asked(network, moves),
        confidence: confidence.min().unwrap_or(Confidence::High),
        rests_on,
    }
}
