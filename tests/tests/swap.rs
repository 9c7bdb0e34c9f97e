//! Even-handedness: two sides swap names, and every answer is the same about the other name.

use std::collections::BTreeSet;

use impasse_core::analysis::change::{Change, Origin};
use impasse_core::analysis::filling::{accepting, refusing};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::timeline::{Event, Wanted, Window, timeline};
use impasse_core::analysis::tipping::{Scored, tips};
use impasse_core::analysis::trust::Doubts;
use impasse_core::analysis::verdict::{passing, without_worths};
use impasse_core::analysis::voice::voice;
use impasse_core::scenario::{PartyId, Supposition};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::parse_history;
use impasse_tests::replay::each_spec;
use impasse_tests::spec::Spec;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

fn swapped(name: &str) -> String {
    match name {
        "p0" => "p1".to_owned(),
        "p1" => "p0".to_owned(),
        other => other.to_owned(),
    }
}

/// A line of an answer: whose it is, and what it says.
type Lines = BTreeSet<(String, String)>;

/// Checks that answers are the same under swapped names.
fn law(size: &Size, count: u64, answers: impl Fn(&Spec) -> Lines) {
    each_spec(size, count, |spec| {
        let before = answers(spec);
        let mut spec = spec.clone();
        spec.parties.iter_mut().for_each(|it| it.name = swapped(&it.name));
        // Red lines without a name are called by their party.
        for demand in spec.moves.iter_mut().flat_map(|it| &mut it.drops) {
            if let Some((party, issue)) = demand.split_once('/') {
                *demand = format!("{}/{issue}", swapped(party));
            }
        }
        let before: Lines =
            before.into_iter().map(|(party, says)| (swapped(&party), says)).collect();
        assert_eq!(answers(&spec), before);
    });
}

#[test]
fn what_holds_and_what_would_tip_it() {
    let size = Size { parties: (2, 3), issues: (2, 3), packages: 24, ..Size::MIXED };
    law(&size, 60, |spec| {
        let history = parse_history(&spec.text());
        let supposition = Supposition::default();
        let date = history.as_of();
        let scenario = history.at(date, &supposition).unwrap();
        let network = Network::new(&scenario);
        let name = |party: PartyId| scenario.frame.parties[party].name.clone();
        let mut lines = Lines::new();
        for proposal in scenario.frame.proposals.values() {
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            let verdicts = without_worths(&network, proposal, &outline, &mut budget()).unwrap();
            let passing = passing(&verdicts, &outline);
            let scored =
                [Scored { proposal, outline: &outline, verdicts: &verdicts, passing: &passing }];
            let origin = Origin { history: &history, date, supposition: &supposition };
            let tips = tips(origin, &network, &scored, true, &mut budget()).unwrap();
            for (verdict, tips) in verdicts.iter().zip(&tips[0].verdicts) {
                let own = (&proposal.name, verdict.kind, &verdict.by_realisation);
                lines.insert((name(verdict.party), format!("{own:?}")));
                for tip in tips {
                    let change = &tip.change;
                    let number = match change {
                        Change::Weight { to, .. }
                        | Change::Worth { to, .. }
                        | Change::Floor { to, .. } => Some(to),
                        _ => None,
                    };
                    let said = (&proposal.name, change.kind(), change.size(), number);
                    let tip = (tip.reach, tip.becomes);
                    lines.insert((name(verdict.party), format!("{said:?} {tip:?}")));
                }
                let cases = [accepting, refusing].map(|search| {
                    let case = search(&network, proposal, &outline, verdict, &mut budget());
                    case.unwrap().is_some()
                });
                lines.insert((name(verdict.party), format!("{} {cases:?}", proposal.name)));
            }
        }
        lines
    });
}

#[test]
fn what_is_trusted_and_whose_terms_a_text_has() {
    law(&Size::TRUST, 60, |spec| {
        let history = parse_history(&spec.text());
        let scenario = history.at(history.as_of(), &Supposition::default()).unwrap();
        let network = Network::new(&scenario);
        let mut lines = Lines::new();
        for proposal in scenario.frame.proposals.values() {
            let outline = outline(&network, proposal, &mut budget()).unwrap();
            for (party, known) in scenario.frame.parties.iter() {
                let doubts = Doubts::new(&network, party, &mut budget()).unwrap();
                let verdict = doubts.verdict(proposal, &outline, &mut budget()).unwrap();
                let worth = doubts.worth(proposal, &outline, &mut budget()).unwrap();
                let worth = worth.map(|(low, high)| (low.mean, high.mean));
                let said = (&proposal.name, verdict.kind, &verdict.by_realisation, worth);
                lines.insert((known.name.clone(), format!("{said:?}")));
                let voice = voice(&network, &outline, party, &mut budget()).unwrap();
                let shares = voice.map(|it| (it.issues, it.shares));
                lines.insert((known.name.clone(), format!("{} {shares:?}", proposal.name)));
            }
        }
        lines
    });
}

#[test]
fn how_positions_moved() {
    law(&Size::MOVING, 40, |spec| {
        let history = parse_history(&spec.text());
        let window = Window { from: None, to: history.as_of() };
        let wanted = Wanted { ways: false, closeness: false };
        let found = timeline(&history, window, &Supposition::default(), wanted, &mut budget());
        let mut lines = Lines::new();
        for (place, state) in found.states.iter().enumerate() {
            let mover = match state.event {
                Event::Move(step) => {
                    let party = history.moves()[step].party;
                    history.frame().parties[party].name.clone()
                }
                _ => String::new(),
            };
            let measures = &state.measures;
            let distance = measures.distance.as_ref().map(|it| (it.refusals, it.missing));
            let kinds = state.change.as_ref().map(|change| {
                let kinds = change.kinds();
                let toward = kinds.concession.map(|it| it.len());
                (toward, kinds.hardening.map(|it| it.len()), kinds.pressure, kinds.clarification)
            });
            let said = (place, state.day, measures.conflicts.list.len(), distance, kinds);
            lines.insert((mover, format!("{said:?}")));
        }
        lines
    });
}
