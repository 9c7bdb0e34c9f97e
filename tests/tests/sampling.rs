//! Shares of weightings and samples of what is left open, against brute force.

use impasse_core::analysis::agreement::{self, Agreement};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::sampling::deadlock::deadlock;
use impasse_core::analysis::sampling::{Chance, Rule, sampled};
use impasse_core::analysis::settlement::{Outline, outline};
use impasse_core::analysis::weightings::{
    Cut, Text, against_status_quo, at_least_as_good, meeting_floor,
};
use impasse_core::scenario::{IssueId, PartyId, Proposal, Ratio, Scenario};
use impasse_core::search::Budget;
use impasse_core::search::acceptability::{Estimate, Stop, rank_share, share};
use impasse_core::search::simplex::share_not_below_zero;
use impasse_tests::draw::Draw;
use impasse_tests::generate::Size;
use impasse_tests::oracle::closable::today;
use impasse_tests::oracle::sampling::{Reading, above, above_floor, counts, deadlocks, readings};
use impasse_tests::oracle::weightings::{lattice, volume};
use impasse_tests::replay::each;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn volumes_are_divided_differences() {
    let mut draw = Draw::new(1);
    for _ in 0..3000 {
        let count = 1 + draw.below(9);
        let spread = 1 + draw.below(12);
        let values: Vec<i128> =
            (0..count).map(|_| draw.below(2 * spread + 1) as i128 - spread as i128).collect();
        assert_eq!(share_not_below_zero(&values), volume(&values), "{values:?}");
    }
}

#[test]
fn volumes_are_near_what_a_lattice_counts() {
    let mut draw = Draw::new(2);
    for _ in 0..60 {
        let count = 2 + draw.below(3);
        let values: Vec<i128> = (0..count).map(|_| draw.below(13) as i128 - 6).collect();
        let exact = share_not_below_zero(&values);
        let exact: f64 = ratio(&exact);
        let (above, not_below) = lattice(&values, 120);
        let coarse = 0.03;
        if values.iter().any(|value| *value != 0) {
            assert!(above - coarse < exact && exact < not_below + coarse, "{values:?}");
        }
    }
}

fn ratio(share: &impasse_core::search::simplex::Share) -> f64 {
    let part = |number: &num_bigint::BigInt| number.to_string().parse::<f64>().unwrap();
    part(share.numer()) / part(share.denom())
}

struct Texts<'a> {
    list: Vec<(&'a Proposal, Outline)>,
}

impl<'a> Texts<'a> {
    fn new(network: &Network<'a>) -> Self {
        let each = network
            .scenario
            .proposals()
            .map(|(_, proposal)| (proposal, outline(network, proposal, &mut budget()).unwrap()));
        Self { list: each.collect() }
    }

    fn texts(&self) -> Vec<Text<'_>> {
        self.list.iter().map(|(proposal, outline)| Text { proposal, outline }).collect()
    }
}

/// The reading of brute force with the same picks.
fn same<'a>(all: &'a [Reading], text: &Text<'_>, place: usize) -> &'a Reading {
    let picks = &text.outline.readings[place].picks;
    all.iter().find(|it| it.picks == *picks).unwrap()
}

fn check_cut(scenario: &Scenario, party: PartyId, cut: &Cut, expected: &[(IssueId, Ratio)]) {
    let unit = Ratio::from_integer(scenario.worth_unit(party));
    let found: Vec<(IssueId, Ratio)> = cut
        .above
        .iter()
        .map(|(issue, value)| (*issue, Ratio::from_integer(*value) / unit))
        .collect();
    assert_eq!(found, expected);
    let corners = scenario.weights[party].boxes();
    let values: Vec<i128> = if corners.len() < 2 {
        cut.above.iter().map(|(_, value)| *value).collect()
    } else {
        let at = |corner: &Vec<impasse_core::scenario::Range<i128>>| {
            cut.above.iter().map(|(issue, value)| corner[issue.index()].high * value).sum()
        };
        corners.iter().map(at).collect()
    };
    assert_eq!(cut.share, volume(&values));
}

const SMALL: Size = Size { packages: 40, issues: (2, 4), ..Size::MIXED };

#[test]
fn shares_of_weightings_are_those_of_brute_force() {
    each(&SMALL, 300, |world| {
        let scenario = world.scenario;
        let network = Network::new(scenario);
        let texts = Texts::new(&network);
        let texts = texts.texts();
        let all: Vec<Vec<Reading>> = texts.iter().map(|it| readings(world, it.proposal)).collect();
        for party in scenario.frame.parties.ids() {
            for (text, known) in texts.iter().zip(&all) {
                if let Some((_, floor)) = scenario.floor(party) {
                    let found = meeting_floor(&network, party, *text).unwrap();
                    for (place, shares) in found.iter().enumerate() {
                        let reading = same(known, text, place);
                        for (cut, hopeful) in [(&shares.cautious, false), (&shares.hopeful, true)] {
                            let expected = above_floor(world, party, reading, floor, hopeful);
                            check_cut(scenario, party, cut, &expected);
                        }
                        assert!(shares.cautious.share <= shares.hopeful.share);
                    }
                }
                if let Some(today) = today(world) {
                    let found = against_status_quo(&network, party, *text).unwrap();
                    for (place, shares) in found.iter().enumerate() {
                        let (here, there) = (same(known, text, place), Reading::of_package(&today));
                        let expected = above(world, party, here, &there, false);
                        check_cut(scenario, party, &shares.cautious, &expected);
                    }
                }
            }
            let [one, other] = texts[..] else { continue };
            for (first, second, shares) in at_least_as_good(&network, party, one, other) {
                let (here, there) = (same(&all[0], &one, first), same(&all[1], &other, second));
                for (cut, hopeful) in [(&shares.cautious, false), (&shares.hopeful, true)] {
                    check_cut(scenario, party, cut, &above(world, party, here, there, hopeful));
                }
            }
        }
    });
}

/// Within five standard errors of the difference between two sampled shares.
fn assert_near(found: Estimate, expected: f64, drawn: f64) {
    #[expect(clippy::cast_precision_loss, reason = "shares of a few thousand samples")]
    let mean = *found.mean.numer() as f64 / *found.mean.denom() as f64;
    let spread = (mean.max(expected).clamp(0.001, 0.999), mean.min(expected).clamp(0.001, 0.999));
    let variance = (spread.0 * (1.0 - spread.0)).max(spread.1 * (1.0 - spread.1)) / drawn * 2.0;
    assert!((mean - expected).abs() <= 5.0 * variance.sqrt(), "{found:?} but {expected}");
}

#[test]
fn samples_agree_with_samples_drawn_by_definition() {
    const SAMPLES: u32 = 2000;
    let rule = Rule { stop: Stop::After(SAMPLES.into()), confidence: 50, ..Rule::DEFAULT };
    each(&SMALL, 60, |world| {
        let scenario = world.scenario;
        let network = Network::new(scenario);
        let texts = Texts::new(&network);
        let texts = texts.texts();
        if texts.iter().any(|text| text.outline.readings.is_empty()) {
            return;
        }
        let proposals: Vec<&Proposal> = texts.iter().map(|text| text.proposal).collect();
        for party in scenario.frame.parties.ids() {
            let found = sampled(&network, party, &texts, &rule, &mut budget()).unwrap().unwrap();
            for (run, hopeful) in [(&found.cautious, false), (&found.hopeful, true)] {
                let mut draw = Draw::new(7);
                let expected =
                    counts(world, party, &proposals, hopeful, SAMPLES as usize, &mut draw);
                let samples = run.tally.samples;
                for (places, ranks) in run.tally.groups.iter().zip(&expected.ranks) {
                    for (rank, expected) in ranks.iter().enumerate() {
                        assert_near(rank_share(places, rank, samples), *expected, SAMPLES.into());
                    }
                }
                for (wins, expected) in run.tally.wins.iter().zip(&expected.wins) {
                    for (wins, expected) in wins.iter().zip(expected) {
                        assert_near(share(*wins, samples), *expected, SAMPLES.into());
                    }
                }
                if scenario.floor(party).is_none() {
                    continue;
                }
                let mut passed = run.tally.passed.iter();
                for (text, met) in texts.iter().zip(&expected.met) {
                    let known = readings(world, text.proposal);
                    for reading in &text.outline.readings {
                        let place = known.iter().position(|it| it.picks == reading.picks).unwrap();
                        let passed = share(*passed.next().unwrap(), samples);
                        assert_near(passed, met[place], SAMPLES.into());
                    }
                }
            }
        }
    });
}

#[test]
fn without_floors_a_deadlock_is_certain_or_excluded() {
    each(&Size::REFUSALS, 200, |world| {
        let network = Network::new(world.scenario);
        let found = deadlock(&network, &Rule::DEFAULT, &mut budget()).unwrap();
        let strongest = agreement::strongest(&network, &mut budget()).unwrap();
        assert_eq!(found.hopeful, Chance::Certain(strongest == Agreement::Deadlock));
        assert_eq!(found.samples, 0);
    });
}

#[test]
fn with_floors_a_deadlock_is_as_likely_as_by_definition() {
    const SAMPLES: u32 = 300;
    let rule = Rule { deadlock: SAMPLES.into(), ..Rule::DEFAULT };
    each(&Size { packages: 60, ..Size::FLOORS }, 120, |world| {
        let network = Network::new(world.scenario);
        let found = deadlock(&network, &rule, &mut budget()).unwrap();
        for (chance, hopeful) in [(found.cautious, false), (found.hopeful, true)] {
            let expected = deadlocks(world, hopeful, SAMPLES as usize, &mut Draw::new(3));
            match chance {
                Chance::Certain(certain) => {
                    assert!((expected - f64::from(u8::from(certain))).abs() < 1e-9);
                }
                Chance::Sampled(estimate) => assert_near(estimate, expected, SAMPLES.into()),
            }
        }
    });
}
