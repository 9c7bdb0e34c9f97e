//! What each issue may come to under a reading, every package looked at; and how often things
//! happen, drawn in floating-point numbers.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::scenario::{Floor, FloorHeight, IssueId, PartyId, Proposal, Ratio, Stance, Word};
use itertools::Itertools;

use super::verdict::realisations;
use super::worth::{CellKey, View, arising, spoken, view};
use super::{Choice, World};
use crate::draw::Draw;

/// A reading of a text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// By clause, which of its readings.
    pub picks: Vec<Option<usize>>,
    /// By issue: whether it is settled, and the options that are still possible.
    pub issues: Vec<(bool, BTreeSet<usize>)>,
}

/// The readings of a text.
pub fn readings(world: &World<'_>, proposal: &Proposal) -> Vec<Reading> {
    let count = world.scenario.frame.issues.len();
    let mut found: BTreeMap<Vec<Option<usize>>, Reading> = BTreeMap::new();
    for ((picks, settled), packages) in realisations(world, proposal) {
        let reading = found
            .entry(picks.clone())
            .or_insert_with(|| Reading { picks, issues: vec![(false, BTreeSet::new()); count] });
        for (issue, _) in settled {
            reading.issues[issue].0 = true;
        }
        for package in packages {
            for (issue, option) in package.into_iter().enumerate() {
                reading.issues[issue].1.insert(option);
            }
        }
    }
    let left = || proposal.clauses.iter().flat_map(|clause| &clause.leaves);
    for reading in found.values_mut() {
        for (issue, interim) in left() {
            let options = world.scenario.frame.issues[*issue].options.len();
            let (settled, possible) = &mut reading.issues[issue.index()];
            let rule = |it: &&usize| {
                interim.is_some_and(|interim| **it == interim.index() || **it == options)
            };
            let ruled: BTreeSet<usize> = possible.iter().filter(rule).copied().collect();
            if !*settled && interim.is_some() && !ruled.is_empty() {
                *possible = ruled;
            }
        }
    }
    found.into_values().collect()
}

impl Reading {
    /// Every choice of possible options, whatever rules join them.
    fn choices(&self) -> Vec<Choice> {
        let options = self.issues.iter().map(|(_, options)| options.iter().copied());
        options.multi_cartesian_product().collect()
    }

    /// A package as a text that settles everything.
    pub fn of_package(choice: &Choice) -> Self {
        let issues = choice.iter().map(|option| (true, BTreeSet::from([*option]))).collect();
        Self { picks: Vec::new(), issues }
    }

    fn alike(&self, other: &Self) -> Vec<usize> {
        let both = self.issues.iter().zip(&other.issues);
        both.positions(|(one, other)| one == other && !one.0).collect()
    }
}

/// The issues that can weigh anything for a party.
pub fn weighing(world: &World<'_>, party: PartyId) -> Vec<IssueId> {
    let boxes = world.scenario.weights[party].boxes();
    let issues = spoken(world.scenario, party).into_iter();
    issues.filter(|it| boxes.iter().any(|weights| weights[it.index()].high > 0)).collect()
}

/// By issue, all that a party may see here and there.
fn pairs(
    world: &World<'_>,
    party: PartyId,
    here: &Reading,
    there: &Reading,
) -> Vec<(IssueId, Vec<(View, View)>)> {
    let alike = here.alike(there);
    let choices = here.choices().into_iter().cartesian_product(there.choices());
    let choices = choices.filter(|(one, other)| alike.iter().all(|it| one[*it] == other[*it]));
    let choices = choices.collect_vec();
    let issues = weighing(world, party).into_iter();
    let seen = issues.map(|issue| {
        let seen = choices
            .iter()
            .map(|(one, other)| (view(world, party, issue, one), view(world, party, issue, other)));
        (issue, seen.unique_by(|(one, other)| (one.key, other.key)).collect())
    });
    seen.collect()
}

fn end(view: &View, hopeful: bool) -> Ratio {
    match view.stance {
        Stance::Unknown if hopeful => view.worth.high,
        Stance::Unknown => view.worth.low,
        _ => view.worth.likely,
    }
}

/// By issue, how far a party is above where it would be there: at the worst or at the best of what
/// nobody has stated or settled.
pub fn above(
    world: &World<'_>,
    party: PartyId,
    here: &Reading,
    there: &Reading,
    hopeful: bool,
) -> Vec<(IssueId, Ratio)> {
    let issues = pairs(world, party, here, there).into_iter();
    let extreme = |(issue, pairs): (IssueId, Vec<(View, View)>)| {
        let differences = pairs.iter().map(|(one, other)| {
            if one.key == other.key {
                return 0.into();
            }
            end(one, hopeful) - end(other, !hopeful)
        });
        let extreme = if hopeful { differences.max() } else { differences.min() };
        (issue, extreme.unwrap())
    };
    issues.map(extreme).collect()
}

/// By issue, how far a party is above its floor.
pub fn above_floor(
    world: &World<'_>,
    party: PartyId,
    here: &Reading,
    floor: &Floor,
    hopeful: bool,
) -> Vec<(IssueId, Ratio)> {
    match &floor.height {
        FloorHeight::AsGoodAs(options) => {
            let named = options.iter().map(|it| it.index()).collect();
            let there = Reading::of_package(&arising(world, &named));
            above(world, party, here, &there, hopeful)
        }
        FloorHeight::Worth(height) => {
            let issues = pairs(world, party, here, here).into_iter();
            let extreme = |(issue, pairs): (IssueId, Vec<(View, View)>)| {
                let values = pairs.iter().map(|(one, _)| end(one, hopeful) - height.likely);
                let extreme = if hopeful { values.max() } else { values.min() };
                (issue, extreme.unwrap())
            };
            issues.map(extreme).collect()
        }
    }
}

/// How often things happened: by text and rank, by text and another one that it is ahead of, and
/// by text and reading whether the floor is met.
#[derive(Clone, Debug)]
pub struct Counts {
    /// By text, by rank; what is level shares its ranks.
    pub ranks: Vec<Vec<f64>>,
    /// By text and text.
    pub wins: Vec<Vec<f64>>,
    /// By text and reading.
    pub met: Vec<Vec<f64>>,
}

/// Drawn numbers of one sample.
struct Sample {
    words: [f64; 3],
    cells: BTreeMap<CellKey, f64>,
    weights: Vec<f64>,
    floor: f64,
}

/// By issue the views of a reading, each with that of what it is compared with.
type PairedViews = Vec<(IssueId, Vec<(View, View)>)>;

/// By issue the view of a package, and that of the floor's package.
type FlooredViews = Vec<(IssueId, View, Option<View>)>;

fn unit(draw: &mut Draw) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a drawn number is as fine as it can be")]
    let number = (draw.bits() >> 11) as f64;
    number / 2_f64.powi(53)
}

fn float(ratio: Ratio) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "small numbers of drawn scenarios")]
    let number = *ratio.numer() as f64 / *ratio.denom() as f64;
    number
}

impl Sample {
    fn new(world: &World<'_>, party: PartyId, cells: &[View], draw: &mut Draw) -> Self {
        let scale = &world.scenario.frame.scale;
        let within = |draw: &mut Draw, low: f64, high: f64| low + (high - low) * unit(draw);
        let (never, ideal) = (float(scale.never), float(scale.ideal));
        let mut words = [(); 3].map(|()| within(draw, never, ideal));
        words.sort_by(f64::total_cmp);
        let mut drawn = BTreeMap::new();
        for cell in cells {
            if let Stance::Worth(range) = cell.stance {
                let value = within(draw, float(range.low), float(range.high));
                drawn.insert(cell.key, value);
            }
        }
        let floor = match world.scenario.floor(party).map(|(_, floor)| &floor.height) {
            Some(FloorHeight::Worth(height)) => within(draw, float(height.low), float(height.high)),
            _ => 0.0,
        };
        let end = |value: i128| float(value.into());
        let weights = match world.scenario.weights[party].boxes() {
            [] => vec![0.0; world.scenario.frame.issues.len()],
            [only] => only.iter().map(|it| within(draw, end(it.low), end(it.high))).collect(),
            corners => {
                let mut shares: Vec<f64> = corners.iter().map(|_| -unit(draw).ln()).collect();
                let total: f64 = shares.iter().sum();
                for share in &mut shares {
                    *share /= total;
                }
                let weight = |issue: usize| {
                    let mixed = corners.iter().zip(&shares);
                    mixed.map(|(corner, share)| end(corner[issue].low) * share).sum()
                };
                (0..world.scenario.frame.issues.len()).map(weight).collect()
            }
        };
        Self { words, cells: drawn, weights, floor }
    }

    fn worth(&self, world: &World<'_>, view: &View, hopeful: bool) -> f64 {
        let scale = &world.scenario.frame.scale;
        match view.stance {
            Stance::Word(Word::Ideal) => float(scale.ideal),
            Stance::Word(Word::Acceptable) => self.words[2],
            Stance::Word(Word::Tolerable) => self.words[1],
            Stance::Word(Word::Opposed) => self.words[0],
            Stance::Word(Word::Never) => float(scale.never),
            Stance::Worth(_) => self.cells[&view.key],
            Stance::Unknown => float(if hopeful { view.worth.high } else { view.worth.low }),
        }
    }
}

/// How often things happen to texts in so many samples.
pub fn counts(
    world: &World<'_>,
    party: PartyId,
    texts: &[&Proposal],
    hopeful: bool,
    samples: usize,
    draw: &mut Draw,
) -> Counts {
    let all: Vec<Vec<Reading>> = texts.iter().map(|text| readings(world, text)).collect();
    let views = |reading: &Reading| -> PairedViews { pairs(world, party, reading, reading) };
    let seen: Vec<Vec<PairedViews>> =
        all.iter().map(|list| list.iter().map(views).collect()).collect();
    let floor = world.scenario.floor(party).map(|(_, floor)| floor);
    let package = floor.and_then(|floor| match &floor.height {
        FloorHeight::AsGoodAs(options) => {
            let named = options.iter().map(|it| it.index()).collect();
            Some(Reading::of_package(&arising(world, &named)))
        }
        FloorHeight::Worth(_) => None,
    });
    let against = |reading: &Reading| -> Option<PairedViews> {
        package.as_ref().map(|package| pairs(world, party, reading, package))
    };
    let against: Vec<Vec<Option<PairedViews>>> =
        all.iter().map(|list| list.iter().map(against).collect()).collect();
    let every = seen.iter().flatten().flatten().chain(against.iter().flatten().flatten().flatten());
    let cells = every.flat_map(|(_, pairs)| pairs.iter().flat_map(|(one, other)| [*one, *other]));
    let cells = cells.unique_by(|view| view.key).collect_vec();
    let number = texts.len();
    let mut counts = Counts {
        ranks: vec![vec![0.0; number]; number],
        wins: vec![vec![0.0; number]; number],
        met: all.iter().map(|list| vec![0.0; list.len()]).collect(),
    };
    let extreme = |values: Vec<f64>| {
        let better = |one: f64, other: f64| if hopeful { one.max(other) } else { one.min(other) };
        values.into_iter().reduce(better).unwrap()
    };
    let step = 1.0 / f64::from(u32::try_from(samples).unwrap());
    for _ in 0..samples {
        let sample = Sample::new(world, party, &cells, draw);
        let weighted = |views: &PairedViews, value: &dyn Fn(&(View, View)) -> f64| -> f64 {
            let issues = views.iter().map(|(issue, pairs)| {
                sample.weights[issue.index()] * extreme(pairs.iter().map(value).collect())
            });
            issues.sum()
        };
        let plain = |pair: &(View, View)| sample.worth(world, &pair.0, hopeful);
        let values: Vec<f64> = seen
            .iter()
            .map(|list| extreme(list.iter().map(|views| weighted(views, &plain)).collect()))
            .collect();
        for (text, list) in seen.iter().enumerate() {
            for (reading, views) in list.iter().enumerate() {
                let above = match &against[text][reading] {
                    None => weighted(views, &|pair| plain(pair) - sample.floor),
                    Some(views) => weighted(views, &|(one, other)| {
                        if one.key == other.key {
                            return 0.0;
                        }
                        sample.worth(world, one, hopeful) - sample.worth(world, other, !hopeful)
                    }),
                };
                if above >= -1e-9 {
                    counts.met[text][reading] += step;
                }
            }
        }
        let ahead = |one: usize, other: usize| values[one] > values[other] + 1e-9;
        for one in 0..number {
            let others = (0..number).filter(|other| *other != one).collect_vec();
            let better = others.iter().filter(|other| ahead(**other, one)).count();
            let worse = others.iter().filter(|other| ahead(one, **other)).count();
            let level = number - better - worse;
            for rank in better..better + level {
                counts.ranks[one][rank] += step / f64::from(u32::try_from(level).unwrap());
            }
            for other in others {
                if ahead(one, other) {
                    counts.wins[one][other] += step;
                }
            }
        }
    }
    counts
}

/// How often no package is accepted by every party it asks: demands that hold in the outlook are
/// kept, and floors are met in the sample.
pub fn deadlocks(world: &World<'_>, hopeful: bool, samples: usize, draw: &mut Draw) -> f64 {
    let scenario = world.scenario;
    let keeps = |choice: &&Choice| {
        let broken = world.broken(choice);
        broken.iter().all(|id| hopeful && !super::is_firm(&scenario.demands[*id]))
    };
    let packages = world.packages.iter().filter(keeps).collect_vec();
    let floored = scenario.frame.parties.ids().filter(|party| scenario.floor(*party).is_some());
    let floored = floored.collect_vec();
    let views = |party: PartyId, choice: &Choice| -> FlooredViews {
        let package = match &scenario.floor(party).unwrap().1.height {
            FloorHeight::AsGoodAs(options) => {
                Some(arising(world, &options.iter().map(|it| it.index()).collect()))
            }
            FloorHeight::Worth(_) => None,
        };
        let issues = weighing(world, party).into_iter();
        let seen = issues.map(|issue| {
            let there = package.as_ref().map(|package| view(world, party, issue, package));
            (issue, view(world, party, issue, choice), there)
        });
        seen.collect()
    };
    let seen: Vec<Vec<Option<FlooredViews>>> = packages
        .iter()
        .map(|choice| {
            let asked =
                |party: &PartyId| world.asked(*party, choice).then(|| views(*party, choice));
            floored.iter().map(asked).collect()
        })
        .collect();
    let cells: Vec<Vec<View>> = (0..floored.len())
        .map(|place| {
            let here = seen.iter().filter_map(|list| list[place].as_ref()).flatten();
            let both =
                here.flat_map(|(_, here, there)| [Some(*here), *there].into_iter().flatten());
            both.unique_by(|view| view.key).collect()
        })
        .collect();
    let mut found = 0;
    for _ in 0..samples {
        let drawn: Vec<Sample> = floored
            .iter()
            .zip(&cells)
            .map(|(party, cells)| Sample::new(world, *party, cells, draw))
            .collect();
        let meets = |views: &Option<FlooredViews>, sample: &Sample| {
            let Some(views) = views else { return true };
            let above = views.iter().map(|(issue, here, there)| {
                let weight = sample.weights[issue.index()];
                let worth = sample.worth(world, here, hopeful);
                weight
                    * match there {
                        None => worth - sample.floor,
                        Some(there) if there.key == here.key => 0.0,
                        Some(there) => worth - sample.worth(world, there, !hopeful),
                    }
            });
            above.sum::<f64>() >= -1e-9
        };
        let accepted = |list: &Vec<Option<FlooredViews>>| {
            list.iter().zip(&drawn).all(|(views, it)| meets(views, it))
        };
        found += u32::from(!seen.iter().any(accepted));
    }
    f64::from(found) / f64::from(u32::try_from(samples).unwrap())
}
