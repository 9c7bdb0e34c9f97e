//! What could be settled agrees with brute force on random scenarios, and obeys its laws.

use std::cell::Cell;

use impasse_cli::report::hidden::Hidden;
use impasse_cli::report::trade::sentences as words;
use impasse_cli::report::wording::Wording;
use impasse_core::analysis::case::{Case, Outlook};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settle::{Solution, Unit, considered};
use impasse_core::analysis::trade::{Trade, Trades, trades};
use impasse_core::read::{Source, read};
use impasse_core::scenario::{OptionId, Package, Ratio, Scenario, Supposition};
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::World;
use impasse_tests::oracle::trade::{Trade as Expected, trades as all_trades};
use impasse_tests::parse;
use impasse_tests::replay::{each, seeds};
use impasse_tests::spec::{KindSpec, Spec};

/// Few refusals and hardly anything unknown, so that parties have something to trade.
const TRADING: Size = Size {
    parties: (3, 4),
    issues: (4, 5),
    options: (3, 4),
    packages: 500,
    rules: 0,
    links: 0,
    refusing: 2,
    conditional: 2,
    unknown: 4,
    nested: 8,
    ranges: 10,
    ..Size::MIXED
};

fn found(scenario: &Scenario, most: usize) -> Trades {
    trades(&Network::new(scenario), most, &mut Budget::new(Budget::DEFAULT)).unwrap()
}

fn expected(trade: &Trade) -> Expected {
    let shifts = trade.shifts.iter();
    Expected {
        changes: shifts.map(|it| (it.issue.index(), it.from.index(), it.to.index())).collect(),
        gains: trade.gains.iter().map(|(party, gain)| (*party, gain.low, gain.high)).collect(),
        needs: trade.needs,
        open: trade.open.len(),
        asks: trade.asks.clone(),
    }
}

#[test]
fn trades_are_those_that_every_combination_of_options_shows() {
    let seen = [const { Cell::new(0) }; 4];
    let count = |place: usize, more: usize| seen[place].set(seen[place].get() + more);
    let stated = Size { unknown: 0, refusing: 0, conditional: 0, ..TRADING };
    let bound = Size { rules: 1, links: 1, ..TRADING };
    for (size, seeds) in [(TRADING, 350), (stated, 350), (bound, 350), (Size::MIXED, 60)] {
        each(&size, seeds, |world| {
            let answer = found(world.scenario, 1000);
            assert!(!answer.more && answer.stopped.is_none());
            let list: Vec<Expected> = answer.list.iter().map(expected).collect();
            assert_eq!(list, all_trades(world));
            count(0, list.iter().filter(|it| it.needs.is_none()).count());
            count(1, list.iter().filter(|it| it.needs.is_some()).count());
            count(2, list.iter().filter(|it| it.changes.len() == 3).count());
            count(3, list.iter().filter(|it| !it.asks.is_empty()).count());
            let few = found(world.scenario, 2);
            assert_eq!(few.list[..], answer.list[..answer.list.len().min(2)]);
            assert_eq!(few.more, answer.list.len() > 2);
        });
    }
    assert!(seen.iter().all(|kind| kind.get() > 10), "{seen:?}");
}

/// The packages said to be considered are as many as were counted, and those that the rules of
/// bargaining theory single out are among them.
#[test]
fn what_is_considered_is_what_was_counted() {
    let several = Cell::new(0);
    for size in [TRADING, Size::MIXED] {
        each(&size, 40, |world| {
            let network = Network::new(world.scenario);
            for outlook in [Outlook::Cautious, Outlook::Hopeful] {
                let case = Case::new(&network, outlook);
                let mut budget = Budget::new(Budget::DEFAULT);
                let found = considered(&case, &mut budget).unwrap();
                let packages = world.packages.iter().map(|choice| {
                    Package::new(choice.iter().map(|place| OptionId::new(*place)).collect())
                });
                let inside: Vec<Package> =
                    packages.filter(|it| found.contains(it, &mut budget).unwrap()).collect();
                assert_eq!(inside.len().to_string(), found.count.to_string());
                several.set(several.get() + usize::from(inside.len() > 1));
                for solution in Solution::ALL {
                    let solved = found.solve(&case, solution, Unit::Shares, &mut budget).unwrap();
                    for point in solved.into_iter().flatten() {
                        assert!(inside.contains(&point.package));
                        let worth = |party| case.worth(party, &point.package);
                        let sums: Vec<i64> =
                            case.principals.iter().map(|party| worth(*party)).collect();
                        assert_eq!(sums, point.sums);
                    }
                }
            }
        });
    }
    assert!(several.get() > 40);
}

/// Two towns that differ in what counts for them: each would rather lose where the other wins.
const TOWNS: &str = r#"(
    format: 1, title: "two towns", from: "2030-01-01", as_of: "2030-01-01",
    sources: {"s": (publisher: "P", title: "T", date: "2030-01-01", kind: Primary, locator: "p. 1")},
    parties: {"hill": (name: "Hillford", consent: Always), "marsh": (name: "Marshford", consent: Always)},
    issues: {
        "bridge": (title: "the bridge", options: {"hill": "Hillford alone", "joint": "A joint board"}),
        "ferry": (title: "the ferry", options: {"stops": "It stops", "weekends": "It runs at weekends"}),
    },
    positions: {
        "hill": {
            "bridge": (weight: 20, because: "b", sources: ["s"], stances: [
                (on: ["hill"], is: Ideal, says: "ours", sources: ["s"], confidence: High),
                (on: ["joint"], is: Tolerable, says: "if need be", sources: ["s"]),
            ]),
            "ferry": (weight: 80, because: "b", sources: ["s"], stances: [
                (on: ["stops"], is: Ideal, says: "no ferry", sources: ["s"], confidence: High),
                (on: ["weekends"], is: Opposed, says: "too much", sources: ["s"], confidence: High),
            ]),
        },
        "marsh": {
            "bridge": (weight: 60, because: "b", sources: ["s"], stances: [
                (on: ["joint"], is: Ideal, says: "a board", sources: ["s"], confidence: High),
                (on: ["hill"], is: Opposed, says: "not theirs", sources: ["s"], confidence: High),
            ]),
            "ferry": (weight: 40, because: "b", sources: ["s"], stances: [
                (on: ["weekends"], is: Ideal, says: "at weekends", sources: ["s"], confidence: High),
                (on: ["stops"], is: Tolerable, says: "if need be", sources: ["s"], confidence: High),
            ]),
        },
    },
)"#;

/// The sentences of all trades of a text.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let reading = read(Source::new("towns.ron", text), |path| Err(format!("no file {path}")));
    let known = reading.result.unwrap();
    let history = known.history;
    let scenario = history.at(history.as_of(), &Supposition::default()).unwrap();
    let hidden = Hidden::default();
    let wording = Wording::new(&scenario, &known.origins, &reading.sources, &hidden);
    found(&scenario, 10).list.iter().map(|trade| words(&wording, trade)).collect()
}

#[test]
fn a_trade_is_said_in_sentences() {
    assert_eq!(
        sentences(TOWNS),
        [[
            "If Hillford yields on the bridge and Marshford on the ferry, Hillford gains 50 and \
             Marshford 25.",
            "the bridge: “A joint board” instead of “Hillford alone” costs Hillford 10 and brings \
             Marshford 45.",
            "the ferry: “It stops” instead of “It runs at weekends” costs Marshford 20 and brings \
             Hillford 60.",
        ]]
    );
    let unspoken =
        TOWNS.replace("is: Tolerable, says: \"if need be\", sources: [\"s\"]),", "is: Unknown),");
    assert_eq!(
        sentences(&unspoken),
        [[
            "If Hillford yields on the bridge and Marshford on the ferry, Hillford gains between \
             40 and 60 and Marshford 25.",
            "the bridge: “A joint board” instead of “Hillford alone” costs Hillford between 0 and \
             20 and brings Marshford 45.",
            "the ferry: “It stops” instead of “It runs at weekends” costs Marshford 20 and brings \
             Hillford 60.",
            "Hillford has not said what it thinks of “A joint board”; all gain whatever the \
             answer, short of a refusal.",
        ]]
    );
}

/// The shifts of a trade add up to its gains, and each is somebody's concession to somebody.
#[test]
fn what_a_trade_says_of_each_issue_adds_up() {
    each(&TRADING, 100, |world| {
        let zero = Ratio::default();
        for trade in found(world.scenario, 1000).list {
            for (party, gain) in &trade.gains {
                let amounts = trade.shifts.iter().flat_map(|shift| &shift.amounts);
                let mine = amounts.filter(|(other, _)| other == party);
                let sum = mine.fold((zero, zero), |sum, it| (sum.0 + it.1.low, sum.1 + it.1.high));
                assert_eq!(sum, (gain.low, gain.high));
            }
            for shift in &trade.shifts {
                assert!(shift.yielding().next().is_some());
                assert!(shift.amounts.iter().any(|(_, amount)| amount.high > zero));
            }
            let rows = trade.rests_on.iter().map(|(party, issue, option)| {
                let position = world.scenario.position(*party, *issue).unwrap();
                position.rows[position.cell(*option).row.unwrap()].grounds.confidence
            });
            assert_eq!(rows.min(), Some(trade.confidence));
        }
    });
}

/// A trade by names: issue, before, after; and by party the least and greatest gain.
type Named = (Vec<(String, String, String)>, Vec<(String, Ratio, Ratio)>);

fn named(spec: &Spec) -> Option<Vec<Named>> {
    let scenario = parse(&spec.text());
    if World::new(&scenario).packages.is_empty() {
        return None;
    }
    let name = |trade: &Trade| {
        let shifts = trade.shifts.iter().map(|shift| {
            let issue = &scenario.frame.issues[shift.issue];
            let option = |option| issue.option_name(option).to_owned();
            (issue.name.clone(), option(shift.from), option(shift.to))
        });
        let gains = trade.gains.iter().map(|(party, gain)| {
            (scenario.frame.parties[*party].name.clone(), gain.low, gain.high)
        });
        let mut gains: Vec<_> = gains.collect();
        gains.sort();
        (shifts.collect(), gains)
    };
    Some(found(&scenario, 1000).list.iter().map(name).collect())
}

/// Checks a law on scenarios with something to trade.
fn law(check: impl Fn(u64, Spec, Vec<Named>)) {
    for seed in seeds(150) {
        let spec = scenario(seed, &TRADING);
        if let Some(before) = named(&spec).filter(|before| !before.is_empty()) {
            check(seed, spec, before);
        }
    }
}

#[test]
fn two_sides_may_swap_names_in_trades() {
    let swap = |name: &str| match name {
        "p0" => "p1".to_owned(),
        "p1" => "p0".to_owned(),
        other => other.to_owned(),
    };
    law(|seed, mut spec, mut before| {
        spec.parties.iter_mut().for_each(|it| it.name = swap(&it.name));
        for (_, gains) in &mut before {
            for (party, ..) in gains.iter_mut() {
                *party = swap(party);
            }
            gains.sort();
        }
        assert_eq!(named(&spec).unwrap(), before, "seed {seed}");
    });
}

#[test]
fn the_order_of_parties_changes_no_trade() {
    law(|seed, mut spec, before| {
        spec.party_order.reverse();
        assert_eq!(named(&spec).unwrap(), before, "seed {seed}");
    });
}

#[test]
fn an_option_split_in_two_changes_no_gain() {
    law(|seed, mut spec, before| {
        let nominal = spec.issues.iter().rposition(|it| it.kind == KindSpec::Nominal);
        let Some(issue) = nominal else { return };
        let option = usize::try_from(seed / 7).unwrap() % spec.issues[issue].options.len();
        spec.split(issue, option);
        let gains = |list: Vec<Named>| -> Vec<_> { list.into_iter().map(|it| it.1).collect() };
        assert_eq!(gains(named(&spec).unwrap()), gains(before), "seed {seed}\n{}", spec.text());
    });
}
