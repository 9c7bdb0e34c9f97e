//! Laws of what is attainable: what changes nothing, and what changes only the unit.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{
    Considered, Point, Refused, Solution, Unit, Yardstick, considered,
};
use impasse_core::analysis::standing::standing;
use impasse_core::scenario::{PartyId, Ratio, Scenario};
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::World;
use impasse_tests::parse;
use impasse_tests::replay::seeds;
use impasse_tests::rewrite::{each_stance, halve, refuse};
use impasse_tests::spec::{ConsentSpec, KindSpec, Q, Spec, StanceSpec};
use num_bigint::BigUint;

/// Something by the names of parties.
type Named<T> = BTreeMap<String, T>;
/// Worths in hundredths, and how many packages have them.
type Worths = (Named<Ratio>, BigUint);

/// The answers in one outlook, by names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answers {
    /// Possible, acceptable, considered.
    counts: [BigUint; 3],
    refusals: usize,
    floors_met: bool,
    /// Base and ideal gain, in hundredths.
    yardsticks: Named<(Ratio, Ratio)>,
    /// By issue.
    options: Named<BTreeSet<String>>,
    frontier: BTreeSet<Worths>,
    solutions: Vec<Result<BTreeSet<Worths>, BTreeSet<String>>>,
    /// By text.
    standings: Vec<Stands>,
}

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stands {
    packages: BigUint,
    acceptable: BigUint,
    refusals: usize,
    /// The gains of the best in shares, rising.
    best: Vec<Ratio>,
}

fn name(scenario: &Scenario, party: PartyId) -> String {
    scenario.frame.parties[party].name.clone()
}

fn worths(case: &Case<'_>, point: &Point) -> Worths {
    let names = case.principals.iter().map(|party| name(case.network.scenario, *party));
    (names.zip(point.worths(case)).collect(), point.tied.clone())
}

/// The shares that decide which package of a text is best: of the ideal gain, or of the whole.
fn rising(case: &Case<'_>, considered: &Considered, point: &Point) -> Vec<Ratio> {
    let gains = considered.yardsticks.iter().zip(&point.sums);
    let unit = |it: &Yardstick| if it.ideal > 0 { it.ideal } else { case.whole(it.party).max(1) };
    let mut shares: Vec<Ratio> =
        gains.map(|(it, sum)| Ratio::new(i128::from(sum - it.base), unit(it).into())).collect();
    shares.sort();
    shares
}

fn solutions(
    case: &Case<'_>,
    considered: &Considered,
    units: &[Unit],
    budget: &mut Budget,
) -> Vec<Result<Vec<Point>, Refused>> {
    let mut list = Vec::new();
    for unit in units {
        for solution in Solution::ALL {
            list.push(considered.solve(case, solution, *unit, budget).unwrap());
        }
    }
    list
}

fn answers(scenario: &Scenario, outlook: Outlook) -> Answers {
    let network = Network::new(scenario);
    let case = Case::new(&network, outlook);
    let mut budget = Budget::new(Budget::DEFAULT);
    let known = considered(&case, &mut budget).unwrap();
    let frontier = known.frontier(&mut budget).unwrap();
    let hundredths = |party, points| case.hundredths(party, points);
    let named = |refused: Refused| match refused {
        Refused::NoGain(parties) => {
            parties.into_iter().map(|party| name(scenario, party)).collect()
        }
        other => BTreeSet::from([format!("{other:?}")]),
    };
    let solutions = solutions(&case, &known, &[Unit::Shares, Unit::Points], &mut budget);
    let solutions = solutions.into_iter().map(|found| {
        let points = found.map_err(named)?;
        Ok(points.iter().map(|point| worths(&case, point)).collect())
    });
    let options = scenario.frame.issues.iter().zip(&known.options).map(|((_, issue), set)| {
        let title = |place: usize| {
            issue.options.get(place).map_or("not applicable".to_owned(), |it| it.name.clone())
        };
        (issue.name.clone(), set.iter().map(|option| title(option.index())).collect())
    });
    let standings = scenario.frame.proposals.values().map(|proposal| {
        let found = standing(&case, &known, proposal, &mut Budget::new(Budget::DEFAULT)).unwrap();
        Stands {
            best: found.best.as_ref().map_or(Vec::new(), |best| rising(&case, &known, best)),
            packages: found.packages,
            acceptable: found.acceptable,
            refusals: found.refusals,
        }
    });
    Answers {
        counts: [known.possible.clone(), known.zopa.clone(), known.count.clone()],
        refusals: known.refusals,
        floors_met: known.floors_met,
        yardsticks: known
            .yardsticks
            .iter()
            .map(|it| {
                let measures = (hundredths(it.party, it.base), hundredths(it.party, it.ideal));
                (name(scenario, it.party), measures)
            })
            .collect(),
        options: options.collect(),
        frontier: (0..frontier.len())
            .map(|at| worths(&case, &frontier.point(&case, &known, at)))
            .collect(),
        solutions: solutions.collect(),
        standings: standings.collect(),
    }
}

/// Checks a law on the scenarios of some seeds: the text before, after some change, and how the
/// answers before and after are to compare.
fn law(
    count: u64,
    sizes: &[Size],
    change: impl Fn(u64, &mut Spec) -> bool,
    check: impl Fn(Answers, Answers, &str),
) {
    let mut changed = 0;
    for size in sizes {
        for seed in seeds(count) {
            let mut spec = scenario(seed, size);
            let before = spec.text();
            if !change(seed, &mut spec) {
                continue;
            }
            let (one, other) = (parse(&before), parse(&spec.text()));
            if World::new(&one).packages.is_empty() {
                continue;
            }
            for outlook in [Outlook::Cautious, Outlook::Hopeful] {
                let replay = format!("seed {seed} {outlook:?}\n{}", spec.text());
                check(answers(&one, outlook), answers(&other, outlook), &replay);
                changed += 1;
            }
        }
    }
    assert!(changed > 0);
}

const SIZES: [Size; 2] = [Size::MIXED, Size::FLOORS];

fn swapped(name: &str) -> String {
    match name {
        "p0" => "p1".to_owned(),
        "p1" => "p0".to_owned(),
        other => other.to_owned(),
    }
}

impl Answers {
    fn renamed(self, party: &impl Fn(&str) -> String) -> Self {
        fn keys<T>(map: Named<T>, party: &impl Fn(&str) -> String) -> Named<T> {
            map.into_iter().map(|(name, value)| (party(&name), value)).collect()
        }
        let all = |set: BTreeSet<Worths>| -> BTreeSet<Worths> {
            set.into_iter().map(|(worths, tied)| (keys(worths, party), tied)).collect()
        };
        let solutions = self.solutions.into_iter().map(|found| match found {
            Ok(set) => Ok(all(set)),
            Err(names) => Err(names.iter().map(|name| party(name)).collect()),
        });
        Self {
            yardsticks: keys(self.yardsticks, party),
            frontier: all(self.frontier),
            solutions: solutions.collect(),
            ..self
        }
    }

    /// The worths that each question comes to, ties left out.
    fn outcomes(&self) -> Vec<BTreeSet<Named<Ratio>>> {
        let worths = |set: &BTreeSet<Worths>| set.iter().map(|it| it.0.clone()).collect();
        let solutions = self.solutions.iter().flatten().map(worths);
        solutions.chain([worths(&self.frontier)]).collect()
    }

    /// How many packages stand behind each.
    fn ties(&self) -> Vec<BigUint> {
        let tied = |set: &BTreeSet<Worths>| set.iter().map(|it| it.1.clone()).sum();
        let solutions = self.solutions.iter().flatten().map(tied);
        solutions.chain([tied(&self.frontier)]).chain(self.counts.clone()).collect()
    }
}

#[test]
fn two_sides_may_swap_names() {
    let swap = |_, spec: &mut Spec| {
        spec.parties.iter_mut().for_each(|it| it.name = swapped(&it.name));
        true
    };
    law(100, &SIZES, swap, |before, after, replay| {
        assert_eq!(after, before.renamed(&swapped), "{replay}");
    });
}

#[test]
fn the_order_of_parties_and_issues_changes_nothing() {
    let turn = |_, spec: &mut Spec| {
        spec.party_order.reverse();
        spec.issue_order.reverse();
        spec.issue_order.rotate_left(1);
        true
    };
    law(100, &SIZES, turn, |before, after, replay| assert_eq!(after, before, "{replay}"));
}

#[test]
fn splitting_an_option_multiplies_packages_and_changes_no_worth() {
    let twin = |seed: u64, spec: &mut Spec| {
        let Some(issue) = spec.issues.iter().position(|it| it.kind == KindSpec::Nominal) else {
            return false;
        };
        let option = usize::try_from(seed).unwrap() % spec.issues[issue].options.len();
        // The law is about packages: what texts say stays as it is.
        let proposals = spec.proposals.clone();
        spec.split(issue, option);
        spec.proposals = proposals;
        true
    };
    law(150, &SIZES, twin, |before, after, replay| {
        assert_eq!(after.outcomes(), before.outcomes(), "{replay}");
        assert_eq!(after.yardsticks, before.yardsticks, "{replay}");
        let refused = |it: &Answers| -> Vec<Option<BTreeSet<String>>> {
            it.solutions.iter().map(|found| found.clone().err()).collect()
        };
        assert_eq!(refused(&after), refused(&before), "{replay}");
        assert_eq!((after.refusals, after.floors_met), (before.refusals, before.floors_met));
        for (after, before) in after.ties().into_iter().zip(before.ties()) {
            assert!(before <= after && after <= before * 2_u32, "{replay}");
        }
        // Every set of options has its twin with the option.
        for (issue, options) in &after.options {
            let mut options = options.clone();
            options.remove("twin");
            assert_eq!(Some(&options), before.options.get(issue), "{replay}");
        }
    });
}

#[test]
fn an_option_that_somebody_refuses_changes_nothing_where_there_is_a_zone_of_agreement() {
    let add = |_, spec: &mut Spec| {
        let mut pairs = (0..spec.parties.len())
            .filter(|party| matches!(spec.parties[*party].consent, ConsentSpec::Always))
            .flat_map(|party| (0..spec.issues.len()).map(move |issue| (party, issue)));
        let found = pairs.find(|(party, issue)| {
            spec.issues[*issue].kind == KindSpec::Nominal
                && spec.parties[*party].positions[*issue].is_some()
        });
        if let Some((party, issue)) = found {
            refuse(spec, party, issue);
        }
        found.is_some()
    };
    law(200, &SIZES, add, |before, mut after, replay| {
        if before.counts[1] == BigUint::ZERO {
            return;
        }
        assert!(after.counts[0] >= before.counts[0]);
        after.counts[0] = before.counts[0].clone();
        for (after, before) in after.standings.iter_mut().zip(&before.standings) {
            // A text that somebody refuses may now be carried out by refusing less.
            if before.refusals > 0 || before.packages == BigUint::ZERO {
                *after = before.clone();
            }
            after.packages = before.packages.clone();
        }
        assert_eq!(after, before, "{replay}");
    });
}

#[test]
fn the_unit_of_a_party_s_weights_changes_nothing() {
    let rescale = |_, spec: &mut Spec| {
        for position in spec.parties[0].positions.iter_mut().flatten() {
            let whole = |low: i128, high: i128| vec![Q::from(low), Q::from(high)];
            let weight = match &position.weight {
                Ok("High") => whole(20, 40),
                Ok("Medium") => whole(10, 20),
                Ok(_) => whole(0, 10),
                Err(numbers) => numbers.clone(),
            };
            position.weight = Err(weight.iter().map(|number| number * 2).collect());
        }
        true
    };
    law(100, &SIZES, rescale, |before, after, replay| assert_eq!(after, before, "{replay}"));
}

/// By solution the packages it singles out, with their ties.
fn singled_out(text: &str, outlook: Outlook) -> Vec<Result<Vec<(String, BigUint)>, Refused>> {
    let scenario = parse(text);
    let network = Network::new(&scenario);
    let case = Case::new(&network, outlook);
    let mut budget = Budget::new(Budget::DEFAULT);
    let known = considered(&case, &mut budget).unwrap();
    let found = solutions(&case, &known, &[Unit::Shares], &mut budget);
    let packages = |points: Vec<Point>| {
        points.into_iter().map(|it| (format!("{:?}", it.package), it.tied)).collect()
    };
    found.into_iter().map(|found| found.map(packages)).collect()
}

#[test]
fn the_scale_of_a_party_s_worths_changes_no_solution_in_shares() {
    // What is unknown has no half: nothing is, nor the parent of an issue that does not arise.
    let size = Size { unknown: 0, nested: 0, ..Size::FLOORS };
    for seed in seeds(150) {
        let mut spec = scenario(seed, &size);
        for party in 0..spec.parties.len() {
            each_stance(&mut spec, party, |stance| {
                if *stance == StanceSpec::Word("Unknown") {
                    *stance = StanceSpec::Word("Opposed");
                }
            });
        }
        let before = spec.text();
        if World::new(&parse(&before)).packages.is_empty() {
            continue;
        }
        halve(&mut spec, 0);
        for outlook in [Outlook::Cautious, Outlook::Hopeful] {
            let after = singled_out(&spec.text(), outlook);
            assert_eq!(after, singled_out(&before, outlook), "seed {seed}\n{}", spec.text());
        }
    }
}
