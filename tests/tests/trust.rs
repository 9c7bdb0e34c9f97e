//! Worths and verdicts as trusted, against every filling looked at one by one.

use std::collections::{BTreeMap, BTreeSet};

use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, Realisation, outline};
use impasse_core::analysis::trust::{Doubts, Remedy, Setting, kept, losses, of_package, remedy};
use impasse_core::analysis::verdict::{Answer, Kind, verdicts};
use impasse_core::analysis::worth::of_package as on_paper;
use impasse_core::scenario::{
    Clause, IssueId, OptionSet, PartyId, Proposal, Range, Ratio, Reading, Trust,
};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::trust::{kept as kept_by_all, lost, of_package as trusted_range, says};
use impasse_tests::oracle::verdict::{Key, Says, follows_interim, realisations};
use impasse_tests::oracle::worth::view;
use impasse_tests::oracle::{Choice, World, package};
use impasse_tests::replay::each;
use itertools::Itertools;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn the_worth_of_a_package_as_trusted_ranges_over_all_fillings() {
    each(&Size::TRUST, 200, |world| {
        for party in world.scenario.frame.parties.ids() {
            for choice in world.packages.iter().step_by(5) {
                let answer = of_package(world.scenario, party, &package(choice));
                let answer = answer.map(|it| (it.low, it.high));
                if let Some(range) = trusted_range(world, party, choice, false) {
                    assert_eq!(answer, range, "{party:?} {choice:?}");
                }
                if let Some(range) = trusted_range(world, party, choice, true) {
                    assert_eq!(answer, range, "{party:?} {choice:?}, inner points too");
                }
            }
        }
    });
}

#[test]
fn demands_are_kept_as_trusted_where_beliefs_reach_what_they_ask() {
    each(&Size::TRUST, 300, |world| {
        for (id, demand) in world.scenario.demands.iter().filter(|it| it.1.floor().is_none()) {
            for choice in &world.packages {
                let found = kept(world.scenario, id, &package(choice));
                let expected = kept_by_all(world, demand, choice);
                assert_eq!(
                    (found.possibly, found.certainly),
                    expected,
                    "{} {choice:?}",
                    demand.name
                );
            }
        }
    });
}

/// How the oracle calls a realisation.
fn key(outline: &Outline, realisation: &Realisation) -> Key {
    let settled = realisation.options.iter().enumerate().filter(|(_, (settled, _))| *settled);
    let options = settled.map(|(issue, (_, set))| (issue, set.single().unwrap().index()));
    (outline.readings[realisation.reading].picks.clone(), options.collect())
}

#[test]
fn verdicts_as_trusted_are_what_the_packages_of_a_text_say() {
    let tried = std::cell::Cell::new((0, 0));
    each(&Size::TRUST, 250, |world| {
        let proposal = world.scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(world.scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        let packages: BTreeMap<Key, Vec<Choice>> = realisations(world, proposal);
        for party in world.scenario.frame.parties.ids() {
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let verdict = doubts.verdict(proposal, &outline, &mut budget()).unwrap();
            for (realisation, answer) in outline.realisations.iter().zip(&verdict.by_realisation) {
                let key = key(&outline, realisation);
                let expected = says(world, (party, proposal), (&key, &packages[&key]));
                let Some(expected) = expected else { continue };
                let found = answer.map(|answer| match answer {
                    Answer::Breaks => Says::Breaks,
                    Answer::Judgement | Answer::Open => Says::Between,
                    Answer::Accepts => Says::Accepts,
                });
                assert_eq!(found, expected, "{party:?} {key:?}");
                let (all, broken) = tried.get();
                tried.set((all + 1, broken + usize::from(found == Some(Says::Breaks))));
            }
        }
    });
    assert!(tried.get().0 > 100 && tried.get().1 > 10, "{:?}", tried.get());
}

#[test]
fn the_worth_of_a_text_as_trusted_ranges_over_its_packages() {
    each(&Size::TRUST, 200, |world| {
        let proposal = world.scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(world.scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        let packages = realisations(world, proposal).into_values().flatten();
        let packages = packages.filter(|it| follows_interim(world, proposal, it)).collect_vec();
        for party in world.scenario.frame.parties.ids() {
            let worths = packages.iter().map(|it| trusted_range(world, party, it, false));
            let Some(worths) = worths.collect::<Option<Vec<_>>>() else { continue };
            let worths = worths.into_iter().flatten().collect_vec();
            let low = worths.iter().map(|it| it.0).min();
            let high = worths.iter().map(|it| it.1).max();
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let found = doubts.worth(proposal, &outline, &mut budget()).unwrap();
            let found = found.map(|(low, high)| (low.mean, high.mean));
            assert_eq!(found, low.zip(high), "{party:?}");
        }
    });
}

/// What would make a text as acceptable to a party as trusted as on paper.
fn cure(doubts: &Doubts<'_>, proposal: &Proposal, outline: &Outline) -> Option<Remedy> {
    let verdicts = verdicts(doubts.network(), proposal, outline, &mut budget()).unwrap();
    let paper = verdicts.iter().find(|it| it.party == doubts.party).unwrap();
    let trusted = doubts.verdict(proposal, outline, &mut budget()).unwrap();
    remedy(doubts, proposal, outline, [paper, &trusted], &mut budget()).unwrap()
}

#[test]
fn the_least_belief_is_where_a_rejection_ends() {
    let found = std::cell::Cell::new((0, 0));
    each(&Size { floors: 100, ..Size::TRUST }, 250, |world| {
        let scenario = world.scenario;
        let proposal = scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        for party in scenario.frame.parties.ids() {
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let said = doubts.verdict(proposal, &outline, &mut budget()).unwrap().kind;
            let cured = cure(&doubts, proposal, &outline);
            let Some(answer) = cured.filter(|_| said == Kind::Rejects) else {
                continue;
            };
            let Remedy::Some { settings, beliefs } = answer else {
                let paper = verdicts(&network, proposal, &outline, &mut budget()).unwrap();
                let paper = paper.iter().find(|it| it.party == party).unwrap();
                assert_eq!(paper.kind, Kind::Rejects);
                continue;
            };
            let trusted = doubts.verdict(proposal, &outline, &mut budget()).unwrap();
            if trusted.kind != Kind::Rejects {
                assert!(beliefs.is_empty());
                continue;
            }
            let (thresholds, sets) = found.get();
            found.set((thresholds + beliefs.len(), sets + settings.len()));
            for toward in scenario.frame.parties.ids().filter(|it| *it != party) {
                let rejects = |least: Ratio| {
                    let supposing =
                        Doubts::supposing(&network, party, toward, least, &mut budget()).unwrap();
                    let verdict = supposing.verdict(proposal, &outline, &mut budget()).unwrap();
                    verdict.kind == Kind::Rejects
                };
                let least = beliefs.iter().find(|it| it.0 == toward).map(|it| it.1);
                let hundred = Ratio::from(100);
                assert!(least.is_none_or(|it| !rejects(it)), "{party:?} {toward:?} {least:?}");
                let end = least.unwrap_or(hundred);
                let below = (0..20).map(|part| end * Ratio::new(part, 20));
                let near = least.map(|it| it - Ratio::new(1, 100_000)).filter(|it| *it > 0.into());
                let whole = least.is_none().then_some(hundred);
                for point in below.chain(near).chain(whole) {
                    assert!(rejects(point), "{party:?} {toward:?} {least:?} {point}");
                }
            }
        }
    });
    assert!(found.get().0 > 5, "{:?}", found.get());
}

/// The text with some issues settled so, by a clause of their own.
fn settled(proposal: &Proposal, list: &[Setting]) -> Proposal {
    let mut text = proposal.clone();
    let is_set = |issue: IssueId| list.iter().any(|it| it.issue == issue);
    for clause in &mut text.clauses {
        clause.leaves.retain(|(issue, _)| !is_set(*issue));
        for reading in &mut clause.readings {
            reading.settles.retain(|(issue, _)| !is_set(*issue));
        }
    }
    let grounds = proposal.grounds.clone();
    let settles = list.iter().map(|it| (it.issue, OptionSet::only(it.option))).collect();
    let reading = Reading { read_by: Vec::new(), when: None, settles, grounds: grounds.clone() };
    text.clauses.push(Clause {
        number: "set".to_owned(),
        says: "set".to_owned(),
        firmness: None,
        readings: vec![reading],
        leaves: Vec::new(),
        ratification: None,
        grounds,
        note: None,
    });
    text
}

/// Whether the party rejects a text as trusted: every way to carry it out that asks it breaks
/// something. None where there are too many fillings to try.
fn rejects(world: &World<'_>, party: PartyId, proposal: &Proposal) -> Option<bool> {
    let realisations = realisations(world, proposal);
    let answers =
        realisations.iter().map(|(key, packages)| says(world, (party, proposal), (key, packages)));
    let answers: Vec<Says> = answers.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    Some(!answers.is_empty() && answers.iter().all(|it| *it == Says::Breaks))
}

/// The enforcements that are in force in every package of a text.
fn in_force(world: &World<'_>, proposal: &Proposal) -> BTreeSet<usize> {
    let packages: Vec<Choice> = realisations(world, proposal).into_values().flatten().collect();
    let enforcement = world.scenario.frame.enforcement.iter().enumerate();
    enforcement
        .filter(|(_, it)| packages.iter().all(|choice| world.holds(&it.when, choice)))
        .map(|(place, _)| place)
        .collect()
}

#[test]
fn settings_bring_enforcement_into_force_and_end_a_rejection() {
    let found = std::cell::Cell::new((0, 0));
    each(&Size { floors: 100, trust: 100, ..Size::TRUST }, 800, |world| {
        let scenario = world.scenario;
        let proposal = scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        let keys = realisations(world, proposal);
        let before = in_force(world, proposal);
        for party in scenario.frame.parties.ids() {
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            let answer = cure(&doubts, proposal, &outline);
            let Some(Remedy::Some { settings, .. }) = answer else { continue };
            for it in settings {
                let after = settled(proposal, &it.list);
                let new: Vec<usize> =
                    in_force(world, &after).difference(&before).copied().collect();
                assert_eq!(it.enforcement, new, "{it:?}");
                let ends = rejects(world, party, proposal) == Some(true);
                if let Some(rejects) = rejects(world, party, &after) {
                    assert!(!rejects, "{party:?} {it:?}");
                }
                // With one fewer the rejection stands, or nothing new is in force, or nothing is
                // left possible.
                for place in (0..it.list.len()).filter(|_| ends) {
                    let mut fewer = it.list.clone();
                    fewer.remove(place);
                    let fewer = settled(proposal, &fewer);
                    let stands = rejects(world, party, &fewer);
                    let idle = realisations(world, &fewer).is_empty()
                        || in_force(world, &fewer).is_subset(&before);
                    assert!(idle || stands != Some(false), "{party:?} {it:?} without {place}");
                }
                for setting in &it.list {
                    let said = keys.values().flatten();
                    let mut said = said.map(|choice| choice[setting.issue.index()]);
                    let within = said.any(|option| option == setting.option.index());
                    assert_eq!(within, !setting.changes_the_text);
                }
                let (all, ended) = found.get();
                found.set((all + 1, ended + usize::from(ends)));
            }
        }
    });
    assert!(found.get().0 > 10 && found.get().1 > 1, "{:?}", found.get());
}

#[test]
fn raising_a_belief_lowers_no_worth_and_full_belief_is_paper() {
    each(&Size::TRUST, 150, |world| {
        let mut raised = world.scenario.clone();
        let mut full = world.scenario.clone();
        let parties = world.scenario.frame.parties.ids().collect_vec();
        for trust in &mut raised.trust {
            trust.belief = trust.belief.map(|it| (it + Ratio::from(100)) / Ratio::from(2));
        }
        full.trust.clear();
        for (holder, toward) in parties.iter().copied().cartesian_product(parties.clone()) {
            let belief = Range::exactly(Ratio::from(100));
            let grounds = full.frame.proposals.values().next().unwrap().grounds.clone();
            full.trust.push(Trust { holder, toward, belief, grounds });
        }
        for party in parties {
            for choice in world.packages.iter().step_by(5) {
                let package = package(choice);
                let ends =
                    |scenario| of_package(scenario, party, &package).map(|it| (it.low, it.high));
                let paper = on_paper(world.scenario, party, &package).map(|it| (it.low, it.high));
                assert_eq!(ends(&full), paper);
                let (Some(trusted), Some(more), Some(paper)) =
                    (ends(world.scenario), ends(&raised), paper)
                else {
                    continue;
                };
                assert!(trusted.0 <= more.0 && trusted.1 <= more.1);
                assert!(more.0 <= paper.0 && more.1 <= paper.1);
            }
        }
    });
}

#[test]
fn what_a_promise_loses_ranges_over_all_fillings() {
    let found = std::cell::Cell::new(0);
    each(&Size { trust: 90, ..Size::TRUST }, 150, |world| {
        let scenario = world.scenario;
        let proposal = scenario.frame.proposals.values().next().unwrap();
        let network = Network::new(scenario);
        let outline = outline(&network, proposal, &mut budget()).unwrap();
        let packages: BTreeSet<Choice> =
            realisations(world, proposal).into_values().flatten().collect();
        for party in scenario.frame.parties.ids() {
            let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
            for loss in losses(&doubts, &outline, &mut budget()).unwrap() {
                let (on, option) = loss.promised;
                let all = packages.iter().filter(|it| {
                    let view = view(world, party, loss.issue, it);
                    (view.key.0, view.key.1) == (on.index(), option.index())
                });
                let mut ends: Option<(Ratio, Ratio)> = None;
                let mut complete = true;
                for choice in all {
                    let lost = lost(world, (party, loss.issue), choice);
                    complete &= lost.is_some();
                    let Some((low, high)) = lost else { continue };
                    ends = Some(ends.map_or((low, high), |it| (it.0.min(low), it.1.max(high))));
                }
                if complete {
                    found.set(found.get() + 1);
                    assert_eq!(
                        Some((loss.points.low, loss.points.high)),
                        ends,
                        "{party:?} {loss:?}"
                    );
                }
            }
        }
    });
    assert!(found.get() > 50, "{:?}", found.get());
}
