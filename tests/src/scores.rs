//! Scenarios in which every party scores issue by issue, states a worth for every option, and
//! demands nothing but a floor: what their packages are worth, exactly. Most published cases are
//! of this kind.

use impasse_core::scenario::{DemandKind, FloorHeight, IssueId, PartyId, Ratio, Scenario};
use itertools::Itertools;

use super::oracle::Choice;
use super::oracle::worth::worth_of;

/// What a package, or a part of one, is worth: by party, in whole points of its own.
pub type Vector = Vec<i128>;

/// What every option is worth.
#[derive(Clone, Debug)]
pub struct Scores {
    /// By issue and option.
    pub options: Vec<Vec<Vector>>,
    /// By party: what it insists on, nothing where it states no floor.
    pub floors: Vector,
    /// By party: points that make one hundredth of its total.
    pub hundredth: Vector,
    /// By party: what it is called.
    pub parties: Vec<String>,
    /// By issue and option: what it is called.
    pub names: Vec<Vec<String>>,
}

impl Scores {
    /// A scenario of this kind; any other is refused.
    pub fn new(scenario: &Scenario) -> Self {
        let frame = &scenario.frame;
        assert!(frame.rules.is_empty() && frame.issues.values().all(|it| it.applies.is_none()));
        assert!(scenario.demands.values().all(|it| matches!(it.kind, DemandKind::Floor(_))));
        assert_eq!(scenario.principals().count(), frame.parties.len());
        let mut case = Self {
            options: frame.issues.values().map(|it| vec![Vec::new(); it.options.len()]).collect(),
            floors: Vec::new(),
            hundredth: Vec::new(),
            parties: frame.parties.values().map(|it| it.name.clone()).collect(),
            names: { frame.issues.values() }
                .map(|issue| issue.options.iter().map(|it| it.name.clone()).collect())
                .collect(),
        };
        for party in frame.parties.ids() {
            case.add(scenario, party);
        }
        case
    }

    fn add(&mut self, scenario: &Scenario, party: PartyId) {
        let weight = |issue: IssueId| Ratio::from(scenario.weights[party].middle(issue));
        let total: Ratio = scenario.frame.issues.ids().map(weight).sum();
        let floor = scenario.floor(party).map_or(0.into(), |(_, floor)| match &floor.height {
            FloorHeight::Worth(worth) if worth.is_exact() => worth.low * total,
            other => panic!("{other:?}"),
        });
        let scores = scenario.frame.issues.iter().map(|(issue, known)| {
            let Some(position) = scenario.position(party, issue) else {
                return vec![Ratio::default(); known.options.len()];
            };
            let worths = position.cells.iter().map(|cell| {
                let worth = worth_of(scenario, cell.last, None);
                assert!(cell.branches.is_empty() && worth.is_exact());
                worth.low * weight(issue)
            });
            worths.collect()
        });
        let scores: Vec<Vec<Ratio>> = scores.collect();
        let all = scores.iter().flatten().chain([&floor, &total]);
        let unit = Ratio::from(all.fold(1, |unit, score| lcm(unit, *score.denom())));
        let points = |score: Ratio| (score * unit).to_integer();
        self.floors.push(points(floor));
        self.hundredth.push(points(total));
        for (issue, scores) in self.options.iter_mut().zip(scores) {
            issue.iter_mut().zip(scores).for_each(|(option, score)| option.push(points(score)));
        }
    }

    /// How many packages there are.
    pub fn len(&self) -> usize {
        self.options.iter().map(Vec::len).product()
    }

    /// Whether there is no package.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every package, the last issue changing fastest, and what it is worth.
    pub fn packages(&self) -> impl Iterator<Item = (Choice, Vector)> {
        let places = self.options.iter().map(|options| 0..options.len());
        places.multi_cartesian_product().map(|choice| {
            let parts = choice.iter().zip(&self.options).map(|(option, issue)| &issue[*option]);
            let nothing = vec![0; self.floors.len()];
            let worth = parts.fold(nothing, |sum, part| add(&sum, part));
            (choice, worth)
        })
    }

    /// The packages that every party finds worth its floor.
    pub fn acceptable(&self) -> impl Iterator<Item = (Choice, Vector)> {
        self.packages().filter(|(_, worth)| worth.iter().zip(&self.floors).all(|(a, b)| a >= b))
    }

    /// The frontier of all packages, built issue by issue: a part that another one beats is beaten
    /// whatever is added to both.
    pub fn merged_frontier(&self) -> Vec<(Vector, usize)> {
        let nothing = vec![(vec![0; self.floors.len()], 1)];
        self.options.iter().fold(nothing, |parts, issue| {
            let longer = parts.iter().cartesian_product(issue);
            frontier(longer.map(|((part, count), option)| (add(part, option), *count)))
        })
    }

    /// Points as hundredths of each party's own total.
    pub fn hundredths(&self, points: &Vector) -> Vec<Ratio> {
        points.iter().zip(&self.hundredth).map(|(it, unit)| Ratio::new(*it, *unit)).collect()
    }

    /// Points above the floors.
    pub fn gains(&self, points: &Vector) -> Vector {
        points.iter().zip(&self.floors).map(|(it, floor)| it - floor).collect()
    }

    /// The names of chosen options.
    pub fn named(&self, choice: &Choice) -> Vec<&str> {
        choice.iter().zip(&self.names).map(|(option, names)| names[*option].as_str()).collect()
    }
}

fn add(one: &Vector, other: &Vector) -> Vector {
    one.iter().zip(other).map(|(a, b)| a + b).collect()
}

fn lcm(one: i128, other: i128) -> i128 {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    one / a * other
}

/// The distinct vectors that no other one equals or exceeds everywhere, the greatest first, each
/// with how many packages have it.
pub fn frontier(vectors: impl IntoIterator<Item = (Vector, usize)>) -> Vec<(Vector, usize)> {
    let mut sorted = vectors.into_iter().collect_vec();
    // In descending order whatever beats a vector comes before it.
    sorted.sort_by(|one, other| other.cmp(one));
    let mut kept: Vec<(Vector, usize)> = Vec::new();
    for (vector, count) in sorted {
        if let Some((last, tied)) = kept.last_mut()
            && *last == vector
        {
            *tied += count;
            continue;
        }
        let beats = |other: &Vector| other.iter().zip(&vector).all(|(a, b)| a >= b);
        if !kept.iter().rev().any(|(other, _)| beats(other)) {
            kept.push((vector, count));
        }
    }
    kept
}
