//! Which ways out are the cheapest, where there are too many to list them all?
//!
//! A depth-first search over packages with lower bounds of what any completion asks. The bound of
//! the greatest price to one party is a weighted mean of the prices to all (Lagrange multipliers,
//! tuned at the root); points below a floor enter it with a multiplier of their own, so that no
//! floor costs a dimension. A branch is left out only if the bound says that it holds nothing
//! cheaper than the last of the list, or that all it asks contains a way out already known.

use super::distance::Concessions;
use super::network::Network;
use super::price_scale::PriceScale;
use crate::scenario::{Package, PartyId, Points, Ratio};
use crate::search::bounds::{Bounds, Sums};
use crate::search::layers::{Complete, Plan, search};
use crate::search::{Budget, Exhausted, Factor};

/// Which ways out come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Criterion {
    /// Fewest refusals, then least greatest price to one party, then least total.
    #[default]
    FewestRefusals,
    /// Least greatest price to one party, then fewest refusals, then least total.
    LeastGreatestPrice,
    /// Least total of all prices, then fewest refusals, then least greatest price.
    LeastTotalPrice,
}

/// The packages of the cheapest ways out.
#[derive(Clone, Debug)]
pub(crate) struct Cheapest {
    /// One package a way out.
    pub(crate) packages: Vec<Package>,
    /// Whether these are all.
    pub(crate) complete: bool,
    /// Why they are not proven to be the cheapest, if they are not.
    pub(crate) stopped: Option<Exhausted>,
    /// No package asks for fewer refusals.
    pub(crate) least_refusals: usize,
}

/// Multipliers of the parts of a key: refusals, greatest price, total price; links count one.
#[derive(Clone, Copy, Debug)]
struct Parts {
    refusals: i128,
    greatest: i128,
    total: i128,
}

/// Multipliers are whole numbers of these.
const UNIT: i128 = 64;

impl Criterion {
    /// Every criterion.
    pub const ALL: [Self; 3] =
        [Self::FewestRefusals, Self::LeastGreatestPrice, Self::LeastTotalPrice];

    /// Multipliers under which one number orders by all parts in turn. Scaled prices stay below
    /// two to the 36th, links and parties below two to the 10th and the 6th.
    fn parts(self) -> Parts {
        match self {
            Self::FewestRefusals => Parts { refusals: 1 << 101, greatest: 1 << 58, total: 1 << 10 },
            Self::LeastGreatestPrice => {
                Parts { refusals: 1 << 58, greatest: 1 << 70, total: 1 << 10 }
            }
            Self::LeastTotalPrice => Parts { refusals: 1 << 52, greatest: 1 << 10, total: 1 << 64 },
        }
    }

    /// What ways out are ordered by.
    pub(crate) fn key(self, refusals: usize, greatest: Ratio, total: Ratio) -> [Ratio; 3] {
        let refusals = Ratio::from_integer(i128::try_from(refusals).unwrap_or(i128::MAX));
        match self {
            Self::FewestRefusals => [refusals, greatest, total],
            Self::LeastGreatestPrice => [greatest, refusals, total],
            Self::LeastTotalPrice => [total, refusals, greatest],
        }
    }
}

/// What a package asks, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ask {
    key: i128,
    refusals: i128,
    links: i128,
    /// By party: points conceded and points below its floor.
    points: Vec<Points>,
    below: Vec<Points>,
    marks: Vec<u64>,
    assignment: Vec<usize>,
}

impl Ask {
    /// Whether this asks no more of anybody and less of somebody.
    fn undercuts(&self, other: &Self) -> bool {
        self.undercuts_all(other.refusals, other.links, &other.points)
    }

    /// Whether this asks less than whatever asks at least so much: the refusals, the links, and by
    /// party the points.
    fn undercuts_all(&self, refusals: i128, links: i128, points: &[Points]) -> bool {
        self.refusals <= refusals
            && self.links <= links
            && self.points.iter().zip(points).all(|(mine, theirs)| mine <= theirs)
            && (self.refusals < refusals || self.links < links || self.points != points)
    }

    fn same(&self, other: &Self) -> bool {
        self.marks == other.marks && self.below == other.below
    }
}

/// The multipliers of one bound: for each party one of its price and one, no greater, of what its
/// floor lacks. Those of the prices add up to [`UNIT`].
#[derive(Clone, Debug)]
struct Mix {
    price: Vec<i128>,
    lack: Vec<i128>,
}

/// The tables of the search.
struct Asking<'a> {
    network: &'a Network<'a>,
    tables: &'a Concessions,
    scale: PriceScale,
    prices: Vec<(PartyId, Factor<i128>)>,
    lacks: Vec<(PartyId, Factor<i128>)>,
    parts: Parts,
    parties: usize,
}

impl<'a> Asking<'a> {
    fn new(network: &'a Network<'a>, tables: &'a Concessions, criterion: Criterion) -> Self {
        let lists = tables.prices.iter().chain(&tables.floors).chain(&tables.kept_floors);
        let scale = PriceScale::new(network, lists.map(|(party, list)| (*party, list.as_slice())));
        let scaled = |lists: &std::collections::BTreeMap<PartyId, Vec<Factor<Points>>>| {
            let tables = lists.iter().flat_map(|(party, list)| {
                list.iter().map(|table| (*party, scale.table(*party, table)))
            });
            tables.collect::<Vec<_>>()
        };
        Self {
            network,
            tables,
            prices: scaled(&tables.prices),
            lacks: scaled(&tables.floors),
            scale,
            parts: criterion.parts(),
            parties: network.scenario.frame.parties.len(),
        }
    }

    /// The sums to bound: the key under each mix; then, if `all`, what decides: the refusals, the
    /// links, by party what it concedes, by floor what it lacks, kept ones last.
    fn sums(&self, mixes: &[Mix], all: bool) -> Sums<'_> {
        let tables = self.tables;
        let mut views = mixes.len();
        let mut terms: Vec<(&Factor<i128>, Vec<i128>)> = Vec::new();
        let row = |of: &dyn Fn(&Mix) -> i128| mixes.iter().map(of).collect::<Vec<_>>();
        let Parts { refusals, greatest, total } = self.parts;
        let at = |list: &[i128], party: PartyId| list.get(party.index()).copied().unwrap_or(0);
        terms.extend(tables.refusals.iter().map(|it| (it, row(&|_| refusals))));
        terms.extend(tables.links.iter().map(|it| (it, row(&|_| 1))));
        for (party, table) in &self.prices {
            terms.push((table, row(&|mix| at(&mix.price, *party) * greatest + UNIT * total)));
        }
        for (party, table) in &self.lacks {
            let of = |mix: &Mix| {
                let (price, lack) = (at(&mix.price, *party), at(&mix.lack, *party));
                let share = if price == 0 { 0 } else { UNIT * lack / price };
                lack * greatest + share * total
            };
            terms.push((table, row(&of)));
        }
        if all {
            let lists = [&tables.refusals, &tables.links].into_iter();
            let lists = lists.chain(tables.prices.values());
            for list in lists.chain(tables.floors.values()).chain(tables.kept_floors.values()) {
                let mut row = vec![0; views];
                row.push(1);
                terms.extend(list.iter().map(|table| (table, row.clone())));
                views += 1;
            }
        }
        let mut hard: Vec<&Factor<bool>> = self.network.hard.iter().collect();
        hard.extend(tables.kept.iter().filter_map(|it| self.network.keeps[*it].as_ref()));
        Sums { domains: self.network.domains.clone(), hard, terms, views }
    }

    /// What an assignment asks; none if it misses a floor that is kept.
    fn ask(&self, assignment: &[usize], marks: &[u64]) -> Option<Ask> {
        let sum = |list: &[Factor<i128>]| -> i128 {
            list.iter().filter_map(|table| table.at(assignment)).sum()
        };
        if self.tables.kept_floors.values().any(|list| sum(list) > 0) {
            return None;
        }
        let mut points = vec![0; self.parties];
        let mut below = vec![0; self.parties];
        for (party, list) in &self.tables.prices {
            if let Some(cell) = points.get_mut(party.index()) {
                *cell = sum(list);
            }
        }
        for (party, list) in &self.tables.floors {
            let lacks = sum(list).max(0);
            let index = party.index();
            if let (Some(cell), Some(price)) = (below.get_mut(index), points.get_mut(index)) {
                *cell = lacks;
                *price += lacks;
            }
        }
        let (refusals, links) = (sum(&self.tables.refusals), sum(&self.tables.links));
        let up = |(index, points): (usize, &Points)| self.scale.up(PartyId::new(index), *points);
        let greatest = points.iter().enumerate().map(up).max().unwrap_or(0);
        let total: i128 = points.iter().enumerate().map(up).sum();
        let key = refusals * self.parts.refusals
            + UNIT * (greatest * self.parts.greatest + total * self.parts.total)
            + links;
        let assignment = assignment.to_vec();
        Some(Ask { key, refusals, links, points, below, marks: marks.to_vec(), assignment })
    }
}

/// Keeps the cheapest asks that none undercuts.
struct Keep<'a> {
    asking: &'a Asking<'a>,
    most: usize,
    found: Vec<Ask>,
}

impl Keep<'_> {
    /// The key of the last ask wanted; what does not come before it need not be looked at.
    fn bound(&self) -> i128 {
        let mut keys: Vec<i128> = self.found.iter().map(|ask| ask.key).collect();
        keys.sort_unstable();
        let last = self.most.checked_sub(1).and_then(|last| keys.get(last));
        last.copied().unwrap_or(i128::MAX)
    }

    fn add(&mut self, found: Vec<Complete>) {
        for one in found {
            let Some(ask) = self.asking.ask(&one.assignment, &one.marks) else { continue };
            if self.found.iter().any(|other| other.undercuts(&ask) || other.same(&ask)) {
                continue;
            }
            self.found.retain(|other| !ask.undercuts(other));
            self.found.push(ask);
        }
    }
}

/// Tables of bounds have no more entries than this.
const TABLE: usize = 4096;

/// Labels a layer in the first search, which only looks for good ways out to start from.
const WIDTH: usize = 64;

/// How often the multipliers are mended.
const ROUNDS: usize = 8;

/// The `most` cheapest ways out.
pub(crate) fn cheapest(
    network: &Network<'_>,
    tables: &Concessions,
    criterion: Criterion,
    most: usize,
    budget: &mut Budget,
) -> Cheapest {
    let asking = Asking::new(network, tables, criterion);
    let mut keep = Keep { asking: &asking, most, found: Vec::new() };
    let mut least_refusals = 0;
    let (complete, stopped) = match run(&asking, &mut keep, &mut least_refusals, budget) {
        Ok(complete) => (complete, None),
        Err(exhausted) => (false, Some(exhausted)),
    };
    let exactly = |ask: &Ask| {
        let points = ask.points.iter().enumerate();
        let prices: Vec<Ratio> =
            points.map(|(it, points)| asking.scale.exactly(PartyId::new(it), *points)).collect();
        let greatest = prices.iter().copied().max().unwrap_or_default();
        let refusals = usize::try_from(ask.refusals).unwrap_or(0);
        criterion.key(refusals, greatest, prices.into_iter().sum())
    };
    keep.found.sort_by_cached_key(|ask| (exactly(ask), ask.links, ask.marks.clone()));
    keep.found.truncate(most);
    let packages = keep.found.iter().map(|ask| network.package(&ask.assignment)).collect();
    Cheapest { packages, complete, stopped, least_refusals }
}

/// Searches with more and more room; whether the list is all there is.
fn run(
    asking: &Asking<'_>,
    keep: &mut Keep<'_>,
    least_refusals: &mut usize,
    budget: &mut Budget,
) -> Result<bool, Exhausted> {
    let broken = &asking.tables.broken;
    let marks: Vec<(usize, &Factor<bool>)> =
        broken.iter().map(|(id, factor)| (id.index(), factor)).collect();
    let variables = asking.network.domains.len();
    let even = asking.even();
    let tuned = asking.tune(&even, budget)?;
    let mixes = [even, tuned];
    let bounds = Bounds::new(&asking.sums(&mixes, true), TABLE, budget)?;
    if let Some(root) = bounds.root().get(mixes.len()) {
        *least_refusals = usize::try_from(*root).unwrap_or(0);
    }
    let mut width = WIDTH;
    loop {
        let bound = keep.bound();
        let mut cut = false;
        let costs = 2 + asking.tables.prices.len();
        let plan = Plan { apart: mixes.len(), costs, ties: keep.most, width };
        let kept = bounds.root().len() - asking.tables.kept_floors.len();
        let mut points = vec![0; asking.parties];
        let wanted = |sums: &[i128], _: &[u64]| {
            if sums.iter().skip(kept).any(|lacks| *lacks > 0) {
                return false;
            }
            // What a known way out undercuts already is not looked for.
            let asks = sums.get(mixes.len()..).unwrap_or(&[]);
            let (refusals, links) = asking.at_least(asks, &mut points);
            if keep.found.iter().any(|known| known.undercuts_all(refusals, links, &points)) {
                return false;
            }
            let cheap = sums.iter().take(mixes.len()).all(|key| *key < bound);
            cut |= !cheap;
            cheap
        };
        let layers = search(&bounds, variables, &marks, plan, wanted, budget)?;
        keep.add(layers.found);
        let enough = keep.found.len() >= keep.most;
        // What undercuts others may leave fewer than wanted after more was cut off.
        if !layers.narrow && (enough || !cut && !layers.tied) {
            return Ok(!cut && !layers.tied && keep.found.len() <= keep.most);
        }
        width = width.saturating_mul(16);
    }
}

impl Asking<'_> {
    /// What sums that no completion undercuts say of what it asks: refusals and links; the points
    /// by party are put into `points`.
    fn at_least(&self, sums: &[i128], points: &mut [Points]) -> (i128, i128) {
        let mut sums = sums.iter().copied();
        let (refusals, links) = (sums.next().unwrap_or(0), sums.next().unwrap_or(0));
        points.fill(0);
        let prices = self.tables.prices.keys().map(|party| (*party, false));
        for (party, lacks) in prices.chain(self.tables.floors.keys().map(|party| (*party, true))) {
            let sum = sums.next().unwrap_or(0);
            if let Some(points) = points.get_mut(party.index()) {
                *points += if lacks { sum.max(0) } else { sum };
            }
        }
        (refusals, links)
    }

    /// Every party alike.
    fn even(&self) -> Mix {
        let parties = i128::try_from(self.parties.max(1)).unwrap_or(1);
        let price = vec![UNIT / parties; self.parties];
        Mix { lack: price.clone(), price }
    }

    /// Multipliers that lift the bound of the whole: more weight to whoever pays most in a package
    /// that comes near it.
    fn tune(&self, even: &Mix, budget: &mut Budget) -> Result<Mix, Exhausted> {
        let mut best = (i128::MIN, even.clone());
        let mut mix = even.clone();
        for _ in 0..ROUNDS {
            let bounds = Bounds::new(&self.sums(std::slice::from_ref(&mix), false), TABLE, budget)?;
            let root = bounds.root().first().copied().unwrap_or(0);
            if root > best.0 {
                best = (root, mix.clone());
            }
            let plan = Plan { apart: 0, costs: 1, ties: 1, width: 1 };
            let variables = self.network.domains.len();
            let mut dive = search(&bounds, variables, &[], plan, |_, _| true, budget)?;
            let Some(first) = dive.found.pop() else { break };
            let Some(next) = self.mended(&mix, &first.assignment) else { break };
            mix = next;
        }
        Ok(best.1)
    }

    /// The multipliers after one step: those of whoever pays more than the mean rise.
    fn mended(&self, mix: &Mix, assignment: &[usize]) -> Option<Mix> {
        let mut price = vec![0_i128; self.parties];
        let mut lack = vec![0_i128; self.parties];
        for (sums, tables) in [(&mut price, &self.prices), (&mut lack, &self.lacks)] {
            for (party, table) in tables {
                if let (Some(sum), Some(more)) = (sums.get_mut(party.index()), table.at(assignment))
                {
                    *sum += more;
                }
            }
        }
        let pays: Vec<i128> =
            price.iter().zip(&lack).map(|(price, lack)| price + (*lack).max(0)).collect();
        let most = pays.iter().copied().max().filter(|most| *most > 0)?;
        // Between half and one and a half times the weight it had, then back to the whole.
        let raised: Vec<i128> = mix
            .price
            .iter()
            .zip(&pays)
            .map(|(weight, pays)| (weight + 1) * (most + 2 * pays) * 64 / (2 * most))
            .collect();
        let sum: i128 = raised.iter().sum();
        let price: Vec<i128> = raised.iter().map(|weight| weight * UNIT / sum.max(1)).collect();
        let lacks = price.iter().zip(&mix.lack).zip(&mix.price).zip(&lack).map(
            |(((price, old), of), lacks)| {
                let share = if *of == 0 { UNIT } else { UNIT * old / of };
                let share = if *lacks > 0 { (share + 16).min(UNIT) } else { (share - 16).max(0) };
                price * share / UNIT
            },
        );
        Some(Mix { lack: lacks.collect(), price })
    }
}
