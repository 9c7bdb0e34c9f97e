//! Mistakes that tools of the field make, and that are not made here. Each test says what goes
//! wrong elsewhere.

use impasse_core::analysis::agreement::{Agreement, strongest};
use impasse_core::analysis::distance::distance;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Refused, Solution, Unit};
use impasse_core::analysis::worth::of_package;
use impasse_core::read::{Code, Source, read};
use impasse_core::scenario::{Ratio, Scenario, Supposition, parse_date};
use impasse_core::search::Budget;
use impasse_tests::oracle::{World, choice, package};
use impasse_tests::scores::{Scores, Vector, frontier};
use impasse_tests::searched::{self, Searched};
use impasse_tests::solutions::{Gains, kalai_smorodinsky, leximin, nash, utilitarian};
use impasse_tests::{case, parse, settled};
use itertools::Itertools;

/// Two parties and one issue: each package with its worths to both, in hundredths.
fn packages(floors: [u32; 2], worths: &[[u32; 2]]) -> String {
    let options = (0..worths.len()).map(|it| format!("\"{it}\": \"{it}\"")).join(", ");
    let party = |place: usize| {
        let floor = floors[place];
        format!("(name: \"P{place}\", consent: Always, floor: (worth: {floor}, basis: Unsourced))")
    };
    let stances = |place: usize| {
        let rows = worths.iter().enumerate();
        rows.map(|(option, worth)| {
            format!("(on: [\"{option}\"], is: Worth({}), basis: Unsourced)", worth[place])
        })
        .join(", ")
    };
    let position = |place: usize| {
        format!("{{\"x\": (weight: 1, basis: Unsourced, stances: [{}])}}", stances(place))
    };
    format!(
        "(format: 1, title: \"t\", from: \"2030-01-01\", as_of: \"2030-01-01\", \
         parties: {{\"a\": {}, \"b\": {}}}, \
         issues: {{\"x\": (title: \"x\", options: {{{options}}})}}, \
         positions: {{\"a\": {}, \"b\": {}}})",
        party(0),
        party(1),
        position(0),
        position(1)
    )
}

/// The gains above the floors of all packages.
fn gains(scores: &Scores) -> Gains {
    scores.packages().map(|(_, worth)| (scores.gains(&worth), 1)).collect()
}

/// Gains as worths in hundredths.
fn worths(scores: &Scores, gains: &Gains) -> Vec<[i128; 2]> {
    let worth = |gain: &Vector| {
        let sum = gain.iter().zip(&scores.floors).map(|(gain, floor)| gain + floor).collect();
        let hundredths = scores.hundredths(&sum).into_iter().map(|it| it.to_integer());
        hundredths.collect_array().unwrap()
    };
    gains.iter().map(|(gain, _)| worth(gain)).collect()
}

fn scored(floors: [u32; 2], list: &[[u32; 2]]) -> Scores {
    let scenario = parse(&packages(floors, list));
    settled::check(&scenario);
    Scores::new(&scenario)
}

fn strength(scenario: &Scenario) -> Agreement {
    strongest(&Network::new(scenario), &mut Budget::new(Budget::DEFAULT)).unwrap()
}

/// A tool takes the frontier's least difference of utilities for Kalai-Smorodinsky: it gives away
/// forty hundredths of one party for one of the other.
#[test]
fn kalai_smorodinsky_is_not_the_least_difference() {
    let scores = scored([0, 0], &[[50, 52], [90, 51]]);
    assert_eq!(worths(&scores, &kalai_smorodinsky(&gains(&scores))), [[90, 51]]);
}

/// A tool documents the greatest least part of the ideal gain, and computes the least spread of
/// the parts: it prefers (60, 45) to (50, 70).
#[test]
fn kalai_smorodinsky_is_not_the_least_spread() {
    let scores = scored([0, 0], &[[100, 0], [0, 100], [50, 70], [60, 45]]);
    assert_eq!(worths(&scores, &kalai_smorodinsky(&gains(&scores))), [[50, 70]]);
}

/// Tools call the egalitarian solution (Kalai 1977) Kalai-Smorodinsky (1975). They differ where
/// ideal gains do.
#[test]
fn kalai_smorodinsky_is_not_egalitarian() {
    let scores = scored([0, 0], &[[100, 0], [0, 40], [50, 30], [35, 35]]);
    let gains = gains(&scores);
    assert_eq!(worths(&scores, &kalai_smorodinsky(&gains)), [[50, 30]]);
    assert_eq!(worths(&scores, &leximin(&gains, &scores.hundredth)), [[35, 35]]);
}

/// A tool calls the greatest sum "Kalai".
#[test]
fn no_solution_of_kalai_is_the_greatest_sum() {
    let scores = scored([0, 0], &[[100, 30], [60, 60], [0, 100]]);
    let gains = gains(&scores);
    assert_eq!(worths(&scores, &utilitarian(&gains, &scores.hundredth)), [[100, 30]]);
    assert_eq!(worths(&scores, &kalai_smorodinsky(&gains)), [[60, 60]]);
    assert_eq!(worths(&scores, &leximin(&gains, &scores.hundredth)), [[60, 60]]);
}

/// A tool multiplies gains without a look at their signs: two losses make a fine product.
#[test]
fn two_losses_are_no_nash_solution() {
    let scores = scored([60, 60], &[[10, 10], [70, 70]]);
    assert_eq!(worths(&scores, &nash(&gains(&scores))), [[70, 70]]);
    let nobody = parse(&packages([60, 60], &[[10, 10], [70, 50]]));
    let second = nobody.frame.parties.find(|party| party.name == "b").unwrap();
    let answer = settled::solve(&nobody, Solution::Nash, Unit::Shares);
    assert_eq!(answer, Err(Refused::NoGain(vec![second])));
}

/// A tool multiplies utilities and forgets what the parties have without a deal.
#[test]
fn nash_counts_from_the_floors() {
    let list = [[80, 55], [60, 70]];
    let (without, with) = (scored([0, 0], &list), scored([0, 50], &list));
    assert_eq!(worths(&without, &nash(&gains(&without))), [[80, 55]]);
    assert_eq!(worths(&with, &nash(&gains(&with))), [[60, 70]]);
}

/// A tool sees room for agreement wherever the best of one party reaches the least of the other's
/// demands: here each can have its floor, but never both.
#[test]
fn floors_are_met_by_one_package_or_not_at_all() {
    let text = packages([50, 50], &[[100, 0], [0, 100], [49, 60]]);
    let scenario = parse(&text);
    assert_eq!(strength(&scenario), Agreement::Deadlock);
    let scores = Scores::new(&scenario);
    assert_eq!(scores.acceptable().count(), 0);
    assert_eq!(Searched::new(&scores).frontier(), []);
    assert_eq!(Searched::new(&scores).count(), 0);
}

/// A tool answers with empty lists, an opposition of infinity and no reason where no package is
/// rational for both.
#[test]
fn no_rational_package_is_answered_with_who_misses_what() {
    let scenario = parse(&packages([50, 50], &[[100, 0], [0, 100], [49, 60]]));
    let network = Network::new(&scenario);
    let found = distance(&network, &mut Budget::new(Budget::DEFAULT)).unwrap();
    let [step] = &found.steps[..] else { panic!("{found:?}") };
    assert_eq!((step.refusals, step.missing), (0, 1.into()));
    assert_eq!(choice(&step.package), [2]);
    let missing = step.breaks.iter().map(|it| scenario.demands[*it].party);
    let missing = missing.map(|party| scenario.frame.parties[party].name.as_str());
    assert_eq!(missing.collect_vec(), ["a"]);

    settled::check(&scenario);
    let refused = |solution| settled::solve(&scenario, solution, Unit::Shares).unwrap_err();
    assert_eq!(refused(Solution::Nash), Refused::NotTogether);
    assert_eq!(refused(Solution::KalaiSmorodinsky), Refused::BelowFloors);
    // The others say what comes nearest.
    let nearest = settled::solve(&scenario, Solution::Leximin, Unit::Points).unwrap();
    assert_eq!(nearest, [(vec![49.into(), 60.into()], 1)]);
}

/// A tool keeps one package for every vector of utilities: which texts are worth the same is lost.
#[test]
fn packages_of_equal_worth_are_all_counted() {
    let scores = scored([0, 0], &[[50, 50], [100, 0], [50, 50], [40, 50]]);
    let found = Searched::new(&scores).frontier();
    assert_eq!(found.iter().map(|(_, count)| *count).collect_vec(), [1, 2]);
    assert_eq!(found, frontier(scores.packages().map(|(_, worth)| (worth, 1))));
}

/// A reader of Genius files takes evaluations as they stand; Genius divides them by the largest of
/// their issue. The frontier of England and Zimbabwe has 25 vectors by the one rule and 23 by the
/// other; with a reservation of 0.25, 547 packages are rational by the one and all 576 by the other.
#[test]
fn normalised_evaluations_give_another_frontier() {
    let mut scores = Scores::new(&case("england-zimbabwe"));
    assert_eq!(Searched::new(&scores).frontier().len(), 25);
    scores.floors = scores.hundredth.iter().map(|unit| 25 * unit).collect();
    assert_eq!(scores.acceptable().count(), 547);

    let largest = [[9, 8, 12, 10, 10], [9, 8, 9, 19, 11]];
    for (issue, options) in scores.options.iter_mut().enumerate() {
        for points in options.iter_mut() {
            points.iter_mut().zip(&largest).for_each(|(points, largest)| *points *= largest[issue]);
        }
    }
    assert_eq!(scores.acceptable().count(), 576);
    assert_eq!(Searched::new(&scores).frontier().len(), 23);
}

/// Sums in floating point of collinear utilities differ in their last digits: a tool finds 1,000
/// vectors on the frontier of `AgentHp2`, some merges 1,012, exact sums 589.
#[test]
fn collinear_utilities_put_nothing_false_on_the_frontier() {
    let scenario = case("agent-hp2");
    let scores = Scores::new(&scenario);
    assert_eq!(scores.len(), 5_764_801);
    assert_eq!(scores.merged_frontier().len(), 589);
    settled::check(&scenario);
}

/// The same with the two lowest prices only: 256 packages, looked at one by one.
#[test]
fn floating_point_puts_false_vectors_on_the_frontier() {
    let mut scores = Scores::new(&case("agent-hp2"));
    scores.options.iter_mut().for_each(|options| options.truncate(2));
    let exact = frontier(scores.packages().map(|(_, worth)| (worth, 1)));
    assert_eq!((scores.len(), exact.len()), (256, 24));
    searched::check(&scores);

    // The published evaluations of the two prices, where they fall and where they rise.
    let (falls, rises) = ([1.0, 1.0 - 0.15], [0.1, 0.1 + 0.15]);
    let consumer = [0.083, 0.083, 0.083, 0.083, 0.083, 0.085, 0.25, 0.25];
    let provider = [0.08, 0.08, 0.08, 0.08, 0.08, 0.2, 0.2, 0.2];
    let vectors = scores.packages().map(|(choice, _)| {
        let mut sums = [0.0_f64; 3];
        for (issue, option) in choice.into_iter().enumerate() {
            sums[0] += consumer[issue] * falls[option];
            sums[1] += 0.125 * rises[option];
            sums[2] += provider[issue] * if issue < 5 { falls[option] } else { rises[option] };
        }
        sums
    });
    let vectors = vectors.collect_vec();
    let beats = |one: &[f64; 3], other: &[f64; 3]| {
        let mut pairs = one.iter().zip(other);
        pairs.clone().all(|(a, b)| a >= b) && pairs.any(|(a, b)| a > b)
    };
    let kept = vectors.iter().filter(|it| !vectors.iter().any(|other| beats(other, it)));
    let false_frontier = kept.sorted_by(|a, b| a.partial_cmp(b).unwrap()).dedup().count();
    assert!(false_frontier > exact.len(), "{false_frontier}");
}

/// Tools load a profile that lacks an option, and fail at the first evaluation. Here silence is
/// silence: anything from nothing to a hundred, and never half.
#[test]
fn a_missing_option_is_unknown() {
    let text = packages([0, 0], &[[100, 0], [0, 100]]);
    let row = "(on: [\"1\"], is: Worth(100), basis: Unsourced)";
    let scenario = parse(&text.replacen(row, "", 1).replace(", ]", "]"));
    let world = World::new(&scenario);
    let party = scenario.frame.parties.find(|it| it.name == "b").unwrap();
    let range = of_package(&scenario, party, &package(&world.packages[1])).unwrap();
    assert_eq!((range.low, range.high), (0.into(), 100.into()));
}

/// Tools load a profile that names an option the domain does not have.
#[test]
fn an_unknown_option_is_a_fault_at_its_place() {
    let text = packages([0, 0], &[[100, 0], [0, 100]]).replacen("on: [\"1\"]", "on: [\"z\"]", 1);
    let reading = read(Source::new("drawn.ron", text.clone()), |_| Err("no file".to_owned()));
    let faults = reading.result.unwrap_err();
    assert_eq!(faults.iter().map(|it| it.code).collect_vec(), [Code::UnknownName]);
    assert_eq!(text.get(faults[0].labels[0].span.range()), Some("\"z\""));
}

/// A wrapper around a utility function hides its reservation value: a changed party has none.
#[test]
fn a_move_that_changes_a_stance_leaves_the_floor() {
    let moved = ", moves: [(date: \"2030-01-02\", party: \"a\", says: \"less\", stances: {\"x\": \
                 [(on: [\"1\"], is: Worth(10))]}, basis: Unsourced)])";
    let text = packages([40, 0], &[[100, 0], [0, 100]]);
    let text = format!("{}{moved}", text.strip_suffix(')').unwrap());
    let reading = read(Source::new("drawn.ron", text), |_| Err("no file".to_owned()));
    let history = reading.result.unwrap().history;
    let scenario = history.at(parse_date("2030-01-03").unwrap(), &Supposition::default()).unwrap();
    let scores = Scores::new(&scenario);
    let hundredths = scores.packages().map(|(_, worth)| scores.hundredths(&worth)).collect_vec();
    let ratios = |list: [i128; 2]| list.map(Ratio::from).to_vec();
    assert_eq!(hundredths, [ratios([100, 0]), ratios([10, 100])]);
    assert_eq!(scores.hundredths(&scores.floors), ratios([40, 0]));
    assert_eq!(scores.acceptable().count(), 1);
}
