//! How likely is a deadlock, when floors, weights and worths are drawn?
//!
//! In each sample everything that bears on a floor is drawn, for every party that has one, each
//! party by itself; then one package is searched for that keeps all demands that hold in the
//! outlook and meets every floor. Only floors are drawn tests: where no floor is stated, or
//! nothing that bears on one is open, there is nothing to draw and the answer is exact.

use super::Rule;
use super::chance::Chance;
use super::model::{criteria, weighing};
use crate::analysis::case::Outlook;
use crate::analysis::first::{Wish, first};
use crate::analysis::network::{Asked, Network};
use crate::analysis::reach::stance;
use crate::analysis::worth::{Term, Worth, floor_package, worth_of_issue};
use crate::scenario::{FloorHeight, PartyId, Points, Ratio, Stance, Word};
use crate::search::acceptability::{Weighing, share};
use crate::search::random::Random;
use crate::search::{Budget, Exhausted, Factor};

/// How likely a deadlock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// With unknown views at the worst, disputed demands holding.
    pub cautious: Chance,
    /// With unknown views at the best, only firm demands holding.
    pub hopeful: Chance,
    /// Samples, if any were drawn.
    pub samples: u64,
}

/// How likely it is that no package is accepted by every party it asks.
pub fn deadlock(
    network: &Network<'_>,
    rule: &Rule,
    budget: &mut Budget,
) -> Result<Deadlock, Exhausted> {
    let (cautious, one) = in_outlook(network, Outlook::Cautious, rule, budget)?;
    let (hopeful, other) = in_outlook(network, Outlook::Hopeful, rule, budget)?;
    Ok(Deadlock { cautious, hopeful, samples: one.max(other) })
}

fn in_outlook(
    network: &Network<'_>,
    outlook: Outlook,
    rule: &Rule,
    budget: &mut Budget,
) -> Result<(Chance, u64), Exhausted> {
    let scenario = network.scenario;
    let hard: Vec<&Factor<bool>> = network
        .binding()
        .filter(|(id, _)| outlook == Outlook::Cautious || scenario.is_firm(*id))
        .map(|(_, keeps)| keeps)
        .collect();
    let floored: Vec<PartyId> = network.floored().map(|(party, _)| party).collect();
    let drawn = floored.iter().any(|party| is_drawn(network, *party));
    let samples = if drawn { rule.deadlock } else { 1 };
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut deadlocks = 0;
    for sample in 0..samples {
        let mut floors: Vec<Vec<Factor<Points>>> = Vec::new();
        for party in &floored {
            // A stream of its own for every sample and party.
            let stream = (sample << 16) + party.index() as u64 + 2;
            let mut draw = Draw { random: Random::new(rule.seed, stream), cells: Vec::new() };
            floors.extend(costs(network, *party, outlook, &mut draw));
        }
        let meets = |assignment: &Vec<usize>| {
            floors.iter().all(|list| {
                let costs = list.iter().filter_map(|factor| factor.at(assignment));
                costs.sum::<Points>() <= 0
            })
        };
        // A package of an earlier sample often does.
        if found.iter().any(meets) {
            continue;
        }
        let wish = Wish {
            hard: hard.clone(),
            counts: Vec::new(),
            floors: floors.iter().map(Vec::as_slice).collect(),
        };
        match first(network, &wish, budget)? {
            Some(package) => found.push(package),
            None => deadlocks += 1,
        }
    }
    Ok(if drawn {
        (Chance::Sampled(share(deadlocks, samples)), samples)
    } else {
        (Chance::Certain(deadlocks > 0), 0)
    })
}

/// Whether anything is drawn that bears on a party's floor.
fn is_drawn(network: &Network<'_>, party: PartyId) -> bool {
    let scenario = network.scenario;
    let terms: Vec<&Term> = criteria(network, party).collect();
    let ranged = scenario.floor(party).is_some_and(|(_, floor)| match floor.height {
        FloorHeight::Worth(height) => !height.is_exact(),
        FloorHeight::AsGoodAs(_) => false,
    });
    let open = |worth: &Worth| match stance(scenario, party, worth) {
        Stance::Word(word) => !matches!(word, Word::Ideal | Word::Never),
        Stance::Worth(_) => !worth.range.is_exact(),
        Stance::Unknown => false,
    };
    ranged
        || scenario.weights[party].boxes().len() > 1
        || weighing(scenario, party, &terms).is_none_or(|it| !it.is_fixed())
        || terms.iter().any(|term| term.worth.entries().iter().any(open))
}

/// Drawn numbers are in so many parts.
const BITS: u32 = 16;

/// What one sample draws for one party, in parts of points.
struct Draw {
    random: Random,
    /// Stated ranges, drawn once for a cell.
    cells: Vec<(Worth, Points)>,
}

impl Draw {
    fn step(&mut self) -> Points {
        Points::from((self.random.bits(BITS - 1) << 1) | 1)
    }

    fn within(&mut self, low: Points, high: Points) -> Points {
        if low == high { low << BITS } else { (low << BITS) + (high - low) * self.step() }
    }
}

/// Tables whose sum is not above zero where a party's floor is met, in one sample.
fn costs(
    network: &Network<'_>,
    party: PartyId,
    outlook: Outlook,
    draw: &mut Draw,
) -> Option<Vec<Factor<Points>>> {
    let scenario = network.scenario;
    let (_, floor) = scenario.floor(party)?;
    let mut middle = [draw.step(), draw.step(), draw.step()];
    middle.sort_unstable();
    let height = match &floor.height {
        FloorHeight::Worth(height) => {
            let points = |worth: Ratio| scenario.points(party, worth);
            draw.within(points(height.low), points(height.high))
        }
        FloorHeight::AsGoodAs(_) => 0,
    };
    let terms: Vec<&Term> = criteria(network, party).collect();
    let weights = weights(&weighing(scenario, party, &terms)?, draw);
    let scale = &scenario.frame.scale;
    let (never, ideal) = (scenario.points(party, scale.never), scenario.points(party, scale.ideal));
    let mut worth = |worth: &Worth, outlook: Outlook| -> Points {
        let [opposed, tolerable, acceptable] = middle;
        let word = |step: Points| (never << BITS) + (ideal - never) * step;
        match stance(scenario, party, worth) {
            Stance::Word(Word::Ideal) => ideal << BITS,
            Stance::Word(Word::Acceptable) => word(acceptable),
            Stance::Word(Word::Tolerable) => word(tolerable),
            Stance::Word(Word::Opposed) => word(opposed),
            Stance::Word(Word::Never) => never << BITS,
            Stance::Unknown => outlook.worth(worth.range) << BITS,
            Stance::Worth(_) => {
                let known = draw.cells.iter().find(|(other, _)| other.cell == worth.cell);
                if let Some((_, drawn)) = known {
                    return *drawn;
                }
                let drawn = draw.within(worth.range.low, worth.range.high);
                draw.cells.push((*worth, drawn));
                drawn
            }
        }
    };
    let mut tables: Vec<Factor<Points>> = Vec::new();
    for (term, weight) in terms.iter().zip(weights) {
        let there = match &floor.height {
            FloorHeight::Worth(_) => None,
            FloorHeight::AsGoodAs(options) => {
                let package = floor_package(scenario, options);
                Some(worth_of_issue(scenario, party, term.issue, &package))
            }
        };
        let opposite = match outlook {
            Outlook::Cautious => Outlook::Hopeful,
            Outlook::Hopeful => Outlook::Cautious,
        };
        tables.push(term.worth.map(|here| match &there {
            Some(there) if there.cell == here.cell => 0,
            Some(there) => weight * (worth(there, opposite) - worth(here, outlook)),
            None => weight * (height - worth(here, outlook)),
        }));
    }
    if let Asked::Where(variable) = network.asked(party) {
        // Where the party is not asked, its floor is met whatever it would lose.
        let most = |table: &Factor<Points>| table.entries().iter().map(|it| it.abs()).max();
        let relief: Points = tables.iter().filter_map(most).sum();
        tables.push(Factor::tabulate(&network.domains, vec![variable], |values| {
            if values.first() == Some(&0) { -relief } else { 0 }
        }));
    }
    Some(tables)
}

fn weights(weighing: &Weighing, draw: &mut Draw) -> Vec<Points> {
    match weighing {
        Weighing::Box(ends) => {
            let all_fixed = weighing.is_fixed();
            let weight = |(low, high): &(i64, i64)| {
                if all_fixed { (*low).into() } else { draw.within((*low).into(), (*high).into()) }
            };
            ends.iter().map(weight).collect()
        }
        Weighing::Corners(corners) => {
            let mut marks: Vec<Points> = (1..corners.len()).map(|_| draw.step()).collect();
            marks.sort_unstable();
            marks.push(1 << BITS);
            let starts = std::iter::once(0).chain(marks.iter().copied());
            let gaps: Vec<Points> =
                marks.iter().zip(starts).map(|(end, start)| end - start).collect();
            let criteria = corners.first().map_or(0, Vec::len);
            let weight = |criterion: usize| {
                let parts = corners.iter().zip(&gaps);
                let parts = parts.map(|(corner, gap)| {
                    corner.get(criterion).map_or(0, |it| Points::from(*it) * gap)
                });
                parts.sum()
            };
            (0..criteria).map(weight).collect()
        }
    }
}
