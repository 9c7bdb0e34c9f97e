//! States over time agree with scenarios written out in full and with brute force.

use std::collections::BTreeSet;

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::timeline::{
    Difference, Event, Measures, Timeline, Wanted, Window, timeline,
};
use impasse_core::analysis::verdict::without_worths;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::scenario::{History, Scenario, Supposition, parse_date};
use impasse_core::search::Budget;
use impasse_tests::evidence;
use impasse_tests::generate::Size;
use impasse_tests::oracle::World;
use impasse_tests::oracle::conflict::{Element, conflicts};
use impasse_tests::oracle::distance::staircase;
use impasse_tests::oracle::overlap::classes;
use impasse_tests::replay::each_spec;
use impasse_tests::spec::Spec;
use impasse_tests::text::day;
use impasse_tests::{parse, parse_history};

const ALL: Wanted = Wanted { ways: true, closeness: true };

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

fn whole(history: &History) -> Timeline {
    let window = Window { from: None, to: history.as_of() };
    timeline(history, window, &Supposition::default(), ALL, &mut budget())
}

/// Runs a check on random histories.
fn each(count: u64, check: impl Fn(&Spec, &History, &Timeline)) {
    for size in [Size::MOVING, Size::MOVING_REFUSALS] {
        each_spec(&size, count, |spec| {
            let history = parse_history(&spec.text());
            check(spec, &history, &whole(&history));
        });
    }
}

/// What a scenario says, without where it was said.
fn content(scenario: &Scenario) -> impl PartialEq + std::fmt::Debug {
    let demands: Vec<_> = scenario
        .demands
        .iter()
        .map(|(id, demand)| {
            let floor = demand.floor().map(|floor| floor.height.clone());
            let keeps = demand.keeps().cloned();
            (demand.name.clone(), demand.party, keeps, floor, scenario.is_firm(id))
        })
        .collect();
    let positions: Vec<_> = scenario
        .positions
        .values()
        .flat_map(|table| table.values())
        .map(|position| position.as_ref().map(|it| it.cells.clone()))
        .collect();
    (demands, positions, scenario.weights.clone())
}

fn check_measures(measures: &Measures, scenario: &Scenario) {
    let world = World::new(scenario);
    let found: BTreeSet<Vec<Element>> = measures
        .conflicts
        .list
        .iter()
        .map(|conflict| conflict.demands().map(Element::Demand).collect())
        .collect();
    assert_eq!(measures.conflicts.stopped, None);
    for conflict in &measures.conflicts.list {
        evidence::conflict(&world, &[], conflict).unwrap();
    }
    evidence::step(&world, measures.distance.as_ref().unwrap()).unwrap();
    assert_eq!(found, conflicts(&world, &[]));
    assert_eq!(measures.pair(), staircase(&world).first().copied());
}

#[test]
fn a_state_is_the_scenario_written_out_in_full() {
    each(150, |spec, _, timeline| {
        for state in &timeline.states {
            let last = match state.event {
                Event::Start => 0,
                Event::Move(place) => place + 1,
                Event::Text(_) => continue,
                Event::End => spec.moves.len(),
            };
            let written = parse(&spec.with_moves(|place| place < last).text());
            assert_eq!(
                format!("{:?}", content(&state.scenario)),
                format!("{:?}", content(&written))
            );
        }
    });
}

#[test]
fn every_state_is_measured_as_brute_force_has_it() {
    each(60, |_, _, timeline| {
        for state in &timeline.states {
            check_measures(&state.measures, &state.scenario);
            let network = Network::new(&state.scenario);
            let texts = state.measures.texts.as_ref().unwrap();
            for said in texts {
                let proposal = &state.scenario.frame.proposals[said.proposal];
                let outline = outline(&network, proposal, &mut budget()).unwrap();
                let verdicts = without_worths(&network, proposal, &outline, &mut budget()).unwrap();
                assert_eq!(said.verdicts, verdicts);
            }
            let way = state.measures.way.as_ref().map(|way| way.refusals);
            let ways = ways_out(&network, |_| true, &mut budget()).unwrap();
            let least = ways.first().filter(|way| !way.concessions.is_empty());
            assert_eq!(way, least.map(|way| way.refusals));
            let world = World::new(&state.scenario);
            let closeness = state.closeness.as_ref().unwrap();
            for (overlap, gaps) in closeness.overlaps.iter().zip(&closeness.gaps) {
                for ((one, other, best, worst), gap) in overlap.pairs.iter().zip(gaps) {
                    let expected = classes(&world, &[*one, *other], overlap.issue);
                    assert_eq!((*best, *worst), expected);
                    let step = |class| class as usize + 1;
                    let fits =
                        |gap: usize, class| gap == step(class) || (gap == 0 && step(class) == 1);
                    assert!(fits(gap.least, *best) && fits(gap.greatest, *worst));
                }
            }
        }
    });
}

#[test]
fn texts_and_moves_stand_in_the_order_of_their_days() {
    each(100, |spec, history, timeline| {
        let moves = timeline.states.iter().filter(|it| matches!(it.event, Event::Move(_))).count();
        assert_eq!(moves, spec.moves.len());
        for (before, after) in timeline.steps() {
            assert!(before.day <= after.day);
            let count = |measures: &Measures| measures.texts.as_ref().unwrap().len();
            let made = usize::from(matches!(after.event, Event::Text(_)));
            assert_eq!(count(&after.measures), count(&before.measures) + made);
        }
        let last = timeline.states.last().unwrap();
        assert_eq!(last.measures.texts.as_ref().unwrap().len(), spec.proposals.len());
        assert_eq!(last.scenario, history.at(history.as_of(), &Supposition::default()).unwrap());
    });
}

#[test]
fn a_part_in_the_end_is_the_end_against_the_end_without_the_move() {
    each(50, |spec, history, timeline| {
        let (parts, stopped) =
            timeline.contributions(history, &Supposition::default(), &mut budget());
        assert_eq!(stopped, None);
        assert_eq!(parts.len(), spec.moves.len());
        for part in &parts {
            let text = spec.with_moves(|place| place != part.step).text();
            let written = parse(&text);
            let without = measured(&written);
            assert_eq!(part.without.conflict_count(), Some(without.0));
            assert_eq!(part.without.pair(), Some(without.1));
            let network = Network::new(&written);
            for said in part.without.texts.as_ref().unwrap() {
                let proposal = &written.frame.proposals[said.proposal];
                let outline = outline(&network, proposal, &mut budget()).unwrap();
                let verdicts = without_worths(&network, proposal, &outline, &mut budget()).unwrap();
                assert_eq!(said.verdicts, verdicts);
            }
        }
    });
}

fn measured(scenario: &Scenario) -> (usize, (usize, impasse_core::scenario::Ratio)) {
    let world = World::new(scenario);
    (conflicts(&world, &[]).len(), staircase(&world).first().copied().unwrap())
}

#[test]
fn a_part_of_the_time_begins_the_day_before_and_shows_the_same_states() {
    each(60, |_, history, all| {
        for from in [1, 30, 60, 99] {
            let from = parse_date(&day(from)).unwrap();
            let window = Window { from: Some(from), to: history.as_of() };
            let part = timeline(history, window, &Supposition::default(), ALL, &mut budget());
            let later: Vec<_> =
                all.states.iter().filter(|it| it.day >= from || it.event == Event::End).collect();
            assert_eq!(part.states.len(), later.len() + 1);
            for (state, expected) in part.states.iter().skip(1).zip(later) {
                let sets = |measures: &Measures| measures.conflicts.demand_sets();
                assert_eq!(sets(&state.measures), sets(&expected.measures));
                assert_eq!(state.measures.distance, expected.measures.distance);
                assert_eq!(state.measures.texts, expected.measures.texts);
                assert_eq!(state.change, expected.change);
            }
        }
    });
}

#[test]
fn the_steps_add_up_to_the_whole() {
    each(60, |_, _, timeline| {
        let sum = timeline
            .steps()
            .map(|(before, after)| Difference::between(&before.measures, &after.measures))
            .fold(Difference::none(), Difference::plus);
        assert_eq!(sum, timeline.whole());
    });
}
