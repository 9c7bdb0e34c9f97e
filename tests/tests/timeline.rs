//! States over time agree with scenarios written out in full and with brute force.

use std::collections::BTreeSet;

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::timeline::{
    Difference, Event, Measures, Timeline, Wanted, Window, change, timeline,
};
use impasse_core::analysis::verdict::without_worths;
use impasse_core::analysis::way_out::ways_out;
use impasse_core::scenario::{
    DemandKind, History, IssueId, PartyId, Ratio, Scenario, Stance, Supposition, Word, parse_date,
};
use impasse_core::search::Budget;
use impasse_tests::evidence;
use impasse_tests::generate::Size;
use impasse_tests::moves::MoveSpec;
use impasse_tests::oracle::World;
use impasse_tests::oracle::conflict::{Element, conflicts};
use impasse_tests::oracle::distance::staircase;
use impasse_tests::oracle::overlap::{classes, words};
use impasse_tests::replay::each_spec;
use impasse_tests::spec::{Ground, PositionSpec, RowSpec, Spec, StanceSpec};
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

fn measured(scenario: &Scenario) -> (usize, (usize, Ratio)) {
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

/// Conflicts, distance, and what is said to texts.
type Summary = (Option<usize>, Option<(usize, Ratio)>, BTreeSet<String>);

/// The measures by names, for comparison between files.
fn summary(timeline: &Timeline) -> Vec<Summary> {
    let moves = timeline.states.iter().filter(|it| !matches!(it.event, Event::Text(_)));
    moves
        .map(|state| {
            let frame = &state.scenario.frame;
            let said = state.measures.texts.iter().flatten().flat_map(|said| {
                let text = &frame.proposals[said.proposal].name;
                let verdicts = said.verdicts.iter();
                verdicts.map(move |verdict| {
                    format!("{text} {} {:?}", frame.parties[verdict.party].name, verdict.kind)
                })
            });
            (state.measures.conflict_count(), state.measures.pair(), said.collect())
        })
        .collect()
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    each(60, |spec, _, timeline| {
        let mut other = spec.clone();
        other.party_order.reverse();
        other.issue_order.reverse();
        let turned = whole(&parse_history(&other.text()));
        assert_eq!(summary(timeline), summary(&turned));
        for (state, other) in timeline.states.iter().zip(&turned.states) {
            let kinds = |state: &impasse_core::analysis::timeline::State| {
                let frame = &state.scenario.frame;
                state.change.as_ref().map(|change| {
                    let kinds = change.kinds();
                    let names = |parties: &[PartyId]| -> BTreeSet<String> {
                        parties.iter().map(|it| frame.parties[*it].name.clone()).collect()
                    };
                    (
                        kinds.concession.as_deref().map(names),
                        kinds.hardening.as_deref().map(names),
                        kinds.pressure,
                        kinds.clarification,
                        names(&kinds.meets),
                        names(&kinds.opposes),
                    )
                })
            };
            assert_eq!(kinds(state), kinds(other));
        }
    });
}

/// Turned round in time, a concession is a hardening and a hardening a concession, toward and away
/// from the same parties; pressure stays pressure.
#[test]
fn a_move_turned_round_is_of_the_opposite_kind() {
    each(100, |_, history, timeline| {
        for (before, after) in timeline.steps() {
            let Some(party) = after.mover(history) else { continue };
            let there = change(&before.scenario, &after.scenario, party);
            assert_eq!(after.change.as_ref(), Some(&there));
            let back = change(&after.scenario, &before.scenario, party).kinds();
            let there = there.kinds();
            assert_eq!(there.concession, back.hardening);
            assert_eq!(there.hardening, back.concession);
            assert_eq!(there.pressure, back.pressure);
            assert_eq!(there.clarification, back.clarification);
        }
    });
}

/// The worst and the best a party may turn out to say of an option, and whether it said nothing.
fn said(scenario: &Scenario, party: PartyId, issue: IssueId, option: usize) -> (Word, Word, bool) {
    let Some(position) = &scenario.positions[party][issue] else {
        return (Word::Never, Word::Ideal, true);
    };
    let world = World { scenario, packages: Vec::new() };
    let words = words(&world, party, issue, option);
    let silent = position.cells[option].stances().any(|stance| stance == Stance::Unknown);
    (*words.iter().min().unwrap(), *words.iter().max().unwrap(), silent)
}

#[test]
fn concessions_hardenings_and_pressure_are_as_defined() {
    each(100, |_, history, timeline| {
        for (before, after) in timeline.steps() {
            let Some(mover) = after.mover(history) else { continue };
            let (old, new) = (&before.scenario, &after.scenario);
            let (mut toward, mut away) = (BTreeSet::new(), BTreeSet::new());
            let (mut softer, mut harder) = (false, false);
            for (issue, known) in new.frame.issues.iter() {
                for option in 0..known.options.len() {
                    let (was, is) =
                        (said(old, mover, issue, option), said(new, mover, issue, option));
                    let refused = |(worst, best, silent): (Word, Word, bool)| {
                        [best == Word::Never, worst == Word::Never && !silent]
                    };
                    softer |=
                        refused(was).into_iter().zip(refused(is)).any(|it| it == (true, false));
                    harder |=
                        refused(was).into_iter().zip(refused(is)).any(|it| it == (false, true));
                    // From silence to silence is no word, and neither is a word after silence
                    // unless it refuses.
                    let spoke = match (was.2, is.2) {
                        (true, true) => false,
                        (true, false) => is.1 == Word::Never,
                        (false, true) => was.1 == Word::Never,
                        (false, false) => true,
                    };
                    let rose =
                        spoke && is.0 >= was.0 && is.1 >= was.1 && (is.0, is.1) != (was.0, was.1);
                    let fell =
                        spoke && is.0 <= was.0 && is.1 <= was.1 && (is.0, is.1) != (was.0, was.1);
                    for other in new.frame.parties.ids().filter(|it| *it != mover) {
                        let (worst, _, silent) = said(new, other, issue, option);
                        if !silent && worst >= Word::Acceptable {
                            toward.extend(rose.then_some(other));
                            away.extend(fell.then_some(other));
                        }
                    }
                }
            }
            let links = |scenario: &Scenario| -> BTreeSet<String> {
                let own = scenario.demands.values().filter(|it| it.party == mover);
                own.filter(|it| matches!(it.kind, DemandKind::Link { .. }))
                    .map(|it| it.name.clone())
                    .collect()
            };
            softer |= links(old).difference(&links(new)).next().is_some();
            harder |= links(new).difference(&links(old)).next().is_some();
            let kinds = after.change.as_ref().unwrap().kinds();
            let set = |parties: Option<Vec<PartyId>>| parties.map(BTreeSet::from_iter);
            assert_eq!(set(kinds.concession), (softer || !toward.is_empty()).then_some(toward));
            assert_eq!(set(kinds.hardening), (harder || !away.is_empty()).then_some(away));
            let floor = |scenario: &Scenario| {
                let mut own = scenario.demands.values().filter(|it| it.party == mover);
                own.find_map(|it| it.floor().map(|floor| floor.height.clone()))
            };
            assert_eq!(kinds.pressure, floor(old) != floor(new));
        }
    });
}

#[test]
fn a_move_and_its_undoing_change_nothing_in_total() {
    each(100, |spec, _, _| {
        let mut spec = spec.clone();
        spec.moves.clear();
        let spoken = spec.parties.iter().enumerate().flat_map(|(party, known)| {
            let positions = known.positions.iter().enumerate();
            positions.filter_map(move |(issue, it)| Some((party, issue, it.as_ref()?)))
        });
        // Several red lines without a name are one demand, which a move cannot state again.
        let again = |position: &PositionSpec| {
            let unnamed = position.rows.iter().filter(|row| row.refuses() && row.id.is_none());
            !position.rows.is_empty() && unnamed.count() < 2
        };
        let Some((party, issue, position)) = spoken.into_iter().find(|it| again(it.2)) else {
            return;
        };
        let (owner, title) = (&spec.parties[party].name, &spec.issues[issue].name);
        let refusing = position.rows.iter().filter(|row| row.refuses());
        let names = refusing.map(|row| row.id.clone().unwrap_or(format!("{owner}/{title}")));
        let drops: BTreeSet<String> = names.collect();
        let all: Vec<usize> = (0..spec.issues[issue].options.len()).collect();
        let row = |on: Vec<usize>, word| RowSpec {
            id: None,
            on,
            branches: Vec::new(),
            last: StanceSpec::Word(word),
            ground: Ground::Stated,
        };
        let step = MoveSpec {
            day: 40,
            party,
            drops: drops.into_iter().collect(),
            stances: vec![(issue, vec![row(all.clone(), "Acceptable")])],
            ..MoveSpec::default()
        };
        let mut rows = position.rows.clone();
        for row in rows.iter_mut().filter(|row| row.refuses()) {
            let id = row.id.take();
            row.id = Some(id.map_or("again".to_owned(), |id| format!("{id}-again")));
        }
        let silent: Vec<usize> =
            all.into_iter().filter(|it| !rows.iter().any(|row| row.on.contains(it))).collect();
        if !silent.is_empty() {
            rows.push(row(silent, "Unknown"));
        }
        let undo = MoveSpec { day: 41, party, stances: vec![(issue, rows)], ..MoveSpec::default() };
        spec.moves = vec![step, undo];
        spec.made = vec![1; spec.proposals.len()];
        let timeline = whole(&parse_history(&spec.text()));
        let summary = summary(&timeline);
        let [start, _, back, _] = &summary[..] else { panic!("{summary:?}") };
        let numbers = |state: &Summary| (state.0, state.1);
        assert_eq!(numbers(start), numbers(back));
        assert_eq!(Difference::none().missing, timeline.whole().missing);
        assert_eq!(Some(0), timeline.whole().refusals);
        assert_eq!(Some(0), timeline.whole().conflicts);
    });
}

#[test]
fn the_order_of_different_parties_moves_does_not_change_the_end() {
    each(100, |spec, _, timeline| {
        let mut other = spec.clone();
        // Of one party in their order, the parties the other way round.
        other.moves.sort_by_key(|step| std::cmp::Reverse(step.party));
        for (place, step) in other.moves.iter_mut().enumerate() {
            (step.day, step.seq) = (50, place);
        }
        let end = |timeline: &Timeline| summary(timeline).last().cloned();
        assert_eq!(end(timeline), end(&whole(&parse_history(&other.text()))));
    });
}
