//! Published games among six parties: how many deals are acceptable to all of them.
//!
//! LLM-Deliberation (Abdelnabi et al., `NeurIPS` 2024, MIT licence): every party scores the options
//! of five issues and accepts a deal from a least score on. The published rule lets a deal pass
//! with one abstention, but two of the parties must accept.

use std::collections::BTreeSet;

use impasse_core::analysis::agreement::{Agreement, shortfall, strongest};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::worth::End;
use impasse_core::scenario::{Package, PartyId, Scenario};
use impasse_core::search::Budget;
use impasse_tests::oracle::{Choice, World, choice, package};
use impasse_tests::scores::{Scores, Vector, frontier};
use impasse_tests::solutions::{Gains, leximin, nash, utilitarian};
use impasse_tests::{case, evidence, parse, searched, settled};
use itertools::Itertools;

/// A game with what is published of it.
struct Game {
    scenario: Scenario,
    /// Deals that pass with at most one abstention, and those that all accept.
    passing: (usize, usize),
    /// The parties that must accept.
    needed: [&'static str; 2],
    /// The deals that all accept.
    unanimous: &'static str,
    /// How many deals no other deal beats.
    undominated: usize,
}

/// The option of each issue, issues by letters and options counted from one.
fn deal(choice: &Choice) -> String {
    let code = |(issue, option): (char, &usize)| format!("{issue}{}", option + 1);
    ('A'..).zip(choice).map(code).join(",")
}

impl Game {
    fn scores(&self) -> Scores {
        Scores::new(&self.scenario)
    }

    fn party(&self, name: &str) -> PartyId {
        self.scenario.frame.parties.find(|party| party.name == name).unwrap()
    }

    /// The deals with these gains, and their scores.
    fn deals(&self, gains: &Gains) -> Vec<(String, Vec<i128>)> {
        let scores = self.scores();
        let acceptable = scores.acceptable().collect_vec();
        let with = |gain: &Vector| {
            let same = acceptable.iter().filter(|(_, worth)| scores.gains(worth) == *gain);
            same.map(|(choice, worth)| {
                let hundredths = scores.hundredths(worth);
                (deal(choice), hundredths.into_iter().map(|it| it.to_integer()).collect())
            })
            .collect_vec()
        };
        gains.iter().flat_map(|(gain, _)| with(gain)).collect()
    }
}

/// The port game "base"; its parties in the order of our file: `SportCo`, Department of Tourism,
/// Environmental League, Local Labour Union, other cities, Mayor.
fn port() -> Game {
    Game {
        scenario: parse(include_str!("../../scenarios/port-game.ron")),
        passing: (55, 12),
        needed: ["sportco", "tourism"],
        unanimous: "A1,B3,C2,D2,E3 A1,B3,C2,D2,E4 A1,B3,C3,D2,E3 A1,B3,C3,D3,E4 A2,B3,C2,D2,E4 \
                    A2,B3,C3,D1,E3 A2,B3,C3,D2,E3 A2,B3,C3,D2,E4 A2,B3,C4,D1,E3 A3,B2,C2,D2,E4 \
                    A3,B2,C3,D2,E3 A3,B2,C3,D2,E4",
        undominated: 481,
    }
}

/// The airport game "game1"; the counts are in the name of its published log file.
fn airport() -> Game {
    Game {
        scenario: case("llm-deliberation-game1"),
        passing: (57, 21),
        needed: ["government", "bank"],
        unanimous: "A2,B3,C3,D2,E3 A3,B3,C2,D3,E3 A3,B3,C2,D4,E3 A3,B3,C2,D5,E2 A3,B3,C2,D5,E3 \
                    A3,B3,C3,D2,E2 A3,B3,C3,D2,E3 A3,B3,C3,D3,E2 A3,B3,C3,D4,E2 A3,B3,C3,D5,E2 \
                    A3,B3,C4,D2,E2 A3,B3,C4,D3,E2 A3,B3,C4,D4,E2 A3,B4,C3,D4,E3 A3,B4,C3,D5,E3 \
                    A3,B4,C4,D2,E3 A3,B4,C4,D3,E3 A3,B4,C4,D4,E2 A3,B4,C4,D4,E3 A3,B4,C4,D5,E2 \
                    A3,B4,C4,D5,E3",
        undominated: 241,
    }
}

/// The parties that the product says accept a package, floors being all there is.
fn accepting(network: &Network<'_>, package: &Package) -> BTreeSet<PartyId> {
    let floors = network.scenario.demands.values().filter_map(|it| Some((it.party, it.floor()?)));
    let accepting = floors
        .filter(|(party, floor)| shortfall(network, *party, &floor.height, package, End::Low) <= 0);
    accepting.map(|(party, _)| party).collect()
}

#[test]
fn deals_pass_as_often_as_published() {
    for game in [port(), airport()] {
        let world = World::new(&game.scenario);
        let network = Network::new(&game.scenario);
        assert_eq!(world.packages.len(), 720);
        let packages = world.packages.iter().map(package).collect_vec();
        let unanimous = packages.iter().filter(|it| accepting(&network, it).len() == 6);
        let unanimous = unanimous.map(|it| deal(&choice(it))).collect_vec();
        assert_eq!(unanimous, game.unanimous.split(' ').collect_vec());
        assert_eq!(game.scores().acceptable().map(|(it, _)| deal(&it)).collect_vec(), unanimous);
        let needed = game.needed.map(|name| game.party(name));
        let passing = packages.iter().filter(|package| {
            let accepting = accepting(&network, package);
            accepting.len() >= 5 && needed.iter().all(|party| accepting.contains(party))
        });
        assert_eq!((passing.count(), unanimous.len()), game.passing);

        let answer = strongest(&network, &mut Budget::new(Budget::DEFAULT)).unwrap();
        let Agreement::Certain(witness) = &answer else { panic!("{answer:?}") };
        assert!(unanimous.contains(&deal(&choice(witness))));
        evidence::agreement(&world, &answer).unwrap();
    }
}

/// With six parties two deals in three, or one in three, are beaten by no other one.
#[test]
fn many_deals_of_six_parties_are_undominated() {
    for game in [port(), airport()] {
        let mut scores = game.scores();
        let whole = frontier(scores.packages().map(|(_, worth)| (worth, 1)));
        assert_eq!(whole.iter().map(|(_, count)| count).sum::<usize>(), game.undominated);
        assert_eq!(scores.merged_frontier(), whole);
        searched::check(&scores);
        scores.floors.iter_mut().for_each(|floor| *floor = 0);
        searched::check(&scores);
    }
}

/// Of the deals that all accept; found by another program.
#[test]
fn the_solutions_of_both_games_are_known() {
    for (game, product, sum, least) in [
        (
            port(),
            ("A2,B3,C3,D2,E3", [57, 81, 77, 71, 48, 54]),
            ("A2,B3,C2,D2,E4", [57, 76, 77, 83, 35, 63]),
            ("A2,B3,C4,D1,E3", [70, 70, 77, 56, 34, 52]),
        ),
        (
            airport(),
            ("A3,B3,C3,D2,E2", [82, 73, 71, 64, 57, 71]),
            ("A3,B3,C3,D2,E3", [86, 77, 65, 57, 57, 83]),
            ("A3,B3,C3,D2,E2", [82, 73, 71, 64, 57, 71]),
        ),
    ] {
        settled::check(&game.scenario);
        let scores = game.scores();
        let gains = scores.acceptable().map(|(_, worth)| (scores.gains(&worth), 1)).collect_vec();
        let one = |(deal, scores): (&str, [i128; 6])| vec![(deal.to_owned(), scores.to_vec())];
        assert_eq!(game.deals(&nash(&gains)), one(product));
        assert_eq!(game.deals(&utilitarian(&gains, &scores.hundredth)), one(sum));
        assert_eq!(game.deals(&leximin(&gains, &scores.hundredth)), one(least));
    }
}
