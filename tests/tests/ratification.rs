//! Gates and win-sets, against brute force over all packages, and what must hold of them.

use impasse_core::analysis::case::Outlook;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::ratification::{ratification, refused};
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::verdict::{Kind, without_worths};
use impasse_core::analysis::win_set::{only, win_set, win_sets};
use impasse_core::scenario::{
    Clause, Consent, IssueId, OptionSet, PartyId, Proposal, Ratification, Scenario,
};
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::agreement::{Strongest, strongest};
use impasse_tests::oracle::settle::Attainable;
use impasse_tests::oracle::{Choice, World};
use impasse_tests::parse;
use impasse_tests::replay::each;
use num_bigint::BigUint;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

/// How many packages break no demand of some parties, where these are asked.
fn accepted(table: &Attainable<'_>, kept: impl Fn(PartyId) -> bool) -> BigUint {
    let demands = &table.world.scenario.demands;
    let accepts = |row: &&impasse_tests::oracle::settle::Row| {
        row.broken.iter().all(|id| !kept(demands[*id].party))
    };
    BigUint::from(table.rows.iter().filter(accepts).count())
}

fn is_gate(world: &World<'_>, party: PartyId) -> bool {
    let parties = &world.scenario.frame.parties;
    let obliged = world.scenario.frame.issues.values().flat_map(|issue| &issue.options);
    !parties[party].is_principal()
        && (matches!(parties[party].consent, Consent::When(_))
            || obliged.into_iter().any(|option| option.obliged.contains(&party)))
}

#[test]
fn win_sets_are_counted_exactly() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 60, |world| {
            for outlook in [Outlook::Hopeful, Outlook::Cautious] {
                let table = Attainable::new(world, outlook);
                let answer = win_sets(world.scenario, outlook, &mut budget()).unwrap();
                let principal = |it: PartyId| world.scenario.frame.parties[it].is_principal();
                assert_eq!(answer.possible, BigUint::from(world.packages.len()));
                assert_eq!(answer.table, accepted(&table, principal));
                assert_eq!(answer.all, accepted(&table, |_| true));
                for (party, count) in &answer.principals {
                    assert_eq!(*count, accepted(&table, |it| it == *party));
                }
                let gates = world.scenario.frame.parties.ids().filter(|it| is_gate(world, *it));
                assert!(answer.gates.iter().map(|gate| gate.party).eq(gates));
                for gate in &answer.gates {
                    let asks = |choice: &&Choice| world.asked(gate.party, choice);
                    let unasked = world.packages.iter().filter(|it| !asks(it)).count();
                    assert_eq!(gate.unasked, BigUint::from(unasked));
                    assert_eq!(gate.passes, accepted(&table, |it| it == gate.party));
                    assert_eq!(gate.without, accepted(&table, |it| it != gate.party));
                    for (party, count) in &gate.with {
                        let both = accepted(&table, |it| it == gate.party || it == *party);
                        assert_eq!(*count, both);
                    }
                    let others = only(world.scenario, |it| it != gate.party);
                    let dead = strongest(&World::new(&others)) == Strongest::Deadlock;
                    assert_eq!(gate.deadlock_without, dead);
                    assert_eq!(gate.rules_out, ruled_out(world, &table, gate.party));
                    // Leaving a gate out never takes a package away.
                    assert!(gate.without >= answer.all);
                }
            }
        });
    }
}

/// The options that occur in some package, but in none that breaks no red line and no link of a
/// gate.
fn ruled_out(
    world: &World<'_>,
    table: &Attainable<'_>,
    gate: PartyId,
) -> Vec<(IssueId, OptionSet)> {
    let demands = &world.scenario.demands;
    let occurring = |passes: bool| {
        let mut sets = vec![OptionSet::EMPTY; world.scenario.frame.issues.len()];
        for row in &table.rows {
            let breaks = row
                .broken
                .iter()
                .any(|id| demands[*id].party == gate && demands[*id].floor().is_none());
            if !(passes && breaks) {
                for (set, place) in sets.iter_mut().zip(&row.choice) {
                    *set = set.with(impasse_core::scenario::OptionId::new(*place));
                }
            }
        }
        sets
    };
    let (free, passed) = (occurring(false), occurring(true));
    let sets = free.iter().zip(&passed).enumerate();
    sets.map(|(issue, (free, passed))| (IssueId::from(issue), free.minus(*passed)))
        .filter(|(_, gone)| !gone.is_empty())
        .collect()
}

/// The scenario with clauses of its first proposal waiting for the vote of a gate: every second one,
/// otherwise settling nothing.
fn waiting(scenario: &Scenario, gate: PartyId) -> Option<Scenario> {
    let mut scenario = scenario.clone();
    let proposal = scenario.frame.proposals.ids().next()?;
    let clauses = &mut scenario.frame.proposals[proposal].clauses;
    for clause in clauses.iter_mut().step_by(2) {
        clause.ratification = Some(Ratification { by: vec![gate], otherwise: Vec::new() });
    }
    (!clauses.is_empty()).then_some(scenario)
}

#[test]
fn what_is_left_after_a_refusal_is_the_text_without_the_clauses_that_wait() {
    each(&Size::MIXED, 150, |world| {
        for gate in world.scenario.frame.parties.ids() {
            let Some(scenario) = waiting(world.scenario, gate) else { return };
            let network = Network::new(&scenario);
            let proposal = scenario.frame.proposals.values().next().unwrap();
            let answer = ratification(&network, proposal, &mut budget()).unwrap();
            let silent = |(place, clause): (usize, &Clause)| {
                if place % 2 == 1 {
                    return clause.clone();
                }
                Clause { readings: Vec::new(), ratification: None, ..clause.clone() }
            };
            let clauses = proposal.clauses.iter().enumerate().map(silent).collect();
            let left = Proposal { clauses, ..proposal.clone() };
            assert_eq!(refused(proposal, &[gate]), Some(left.clone()));
            let [refusal] = &answer.refusals[..] else { panic!("one refusal") };
            assert_eq!(refusal.gates, [gate]);
            let outline = outline(&network, &left, &mut budget()).unwrap();
            let verdicts = without_worths(&network, &left, &outline, &mut budget()).unwrap();
            assert_eq!(refusal.judged.verdicts, verdicts);
        }
    });
}

/// The verdict of a party that every package asks.
fn asked_outright(scenario: &Scenario, proposal: &Proposal, gate: PartyId) -> Kind {
    let mut asking = scenario.clone();
    asking.frame.parties[gate].consent = Consent::Always;
    let network = Network::new(&asking);
    let outline = outline(&network, proposal, &mut budget()).unwrap();
    let verdicts = without_worths(&network, proposal, &outline, &mut budget()).unwrap();
    verdicts.iter().find(|it| it.party == gate).unwrap().kind
}

/// With two gates, each before clauses of its own: whoever refuses lets its clauses fall, whoever is
/// undecided before what is left is told, and the order of the file plays no part.
#[test]
fn all_clauses_fall_whose_gates_refuse() {
    each(&Size::MIXED, 200, |world| {
        let gates: Vec<PartyId> = world.scenario.frame.parties.ids().take(2).collect();
        let Some(proposal) = world.scenario.frame.proposals.ids().next() else { return };
        let [one, other] = gates[..] else { return };
        let mut scenario = world.scenario.clone();
        let clauses = &mut scenario.frame.proposals[proposal].clauses;
        for (place, clause) in clauses.iter_mut().enumerate() {
            let by = vec![if place % 2 == 0 { one } else { other }];
            clause.ratification = Some(Ratification { by, otherwise: Vec::new() });
        }
        let waits = clauses.len();
        let network = Network::new(&scenario);
        let text = &scenario.frame.proposals[proposal];
        let answer = ratification(&network, text, &mut budget()).unwrap();
        let named: Vec<PartyId> = gates.iter().copied().take(waits.min(2)).collect();
        let says = |gate: &PartyId| asked_outright(&scenario, text, *gate);
        let refusing: Vec<PartyId> =
            named.iter().filter(|it| says(it) == Kind::Rejects).copied().collect();
        assert_eq!(answer.counts.refused, refusing);
        let open = named
            .iter()
            .filter(|it| !matches!(says(it), Kind::Accepts | Kind::Rejects | Kind::Impossible));
        assert!(answer.counts.undecided.iter().eq(open));
        let left = answer.counts.left.as_ref().map(|(left, _)| left);
        assert_eq!(left.is_some(), !refusing.is_empty());
        for clause in left.iter().flat_map(|left| &left.clauses) {
            let fell = clause.ratification.is_none();
            assert_eq!(fell && clause.readings.is_empty(), fell);
        }
    });
}

/// A gate that no package asks takes nothing away.
#[test]
fn a_gate_that_is_never_asked_changes_nothing() {
    each(&Size::MIXED, 100, |world| {
        let answer = win_sets(world.scenario, Outlook::Hopeful, &mut budget()).unwrap();
        for gate in &answer.gates {
            if world.packages.iter().all(|choice| !world.asked(gate.party, choice)) {
                assert_eq!(gate.without, answer.all);
                assert_eq!(gate.passes, answer.possible);
                assert!(gate.rules_out.is_empty());
            }
        }
    });
}

/// Two sides, a parliament that one of them needs for a union, and a guarantee that waits for its
/// vote.
const UNION: &str = r#"(
    format: 1, title: "union", from: "2030-01-01", as_of: "2030-01-01",
    parties: {
        "north": (name: "North", consent: Always),
        "south": (name: "South", consent: Always),
        "assembly": (name: "the assembly", consent: When(Is("ties", ["union", "league"]))),
    },
    issues: {
        "ties": (title: "Ties", options: {"none": "none", "league": "league", "union": "union"}),
        "help": (title: "Help", options: {"none": "none", "pledge": "pledge"}),
    },
    positions: {
        "north": {"ties": (weight: 3, stances: [(on: ["none"], is: Never, id: "ties", basis: Unsourced), (on: ["league", "union"], is: Ideal)]),
                  "help": (weight: 1, stances: [(on: ["none", "pledge"], is: Tolerable)])},
        "south": {"help": (weight: 1, stances: [(on: ["pledge"], is: Ideal), (on: ["none"], is: Never, id: "help", basis: Unsourced)]),
                  "ties": (weight: 1, stances: [(on: ["none", "league", "union"], is: Tolerable)])},
        "assembly": {"ties": (weight: 1, stances: [(on: ["union"], is: Never, id: "no-union", basis: Unsourced), (on: ["league"], is: Tolerable)])},
    },
    proposals: {
        "treaty": (title: "Treaty", date: "2030-01-01", clauses: [
            (no: "1", says: "A union", settles: {"ties": ["union"]}),
            (no: "2", says: "Help, once the assembly has voted", settles: {"help": ["pledge"]}, ratified_by: ["assembly"], otherwise: {"help": ["none"]}),
        ]),
    },
)"#;

/// Of six packages north accepts four, south three, both two; the assembly passes one of these: it
/// takes half of the win-set, and the union with it. It refuses the treaty, so that the help does
/// not take effect, and the south refuses what is left.
#[test]
fn a_gate_narrows_what_the_table_could_agree_on() {
    let scenario = parse(UNION);
    let answer = win_sets(&scenario, Outlook::Hopeful, &mut budget()).unwrap();
    let number = |it: u32| BigUint::from(it);
    assert_eq!(answer.possible, number(6));
    assert_eq!(
        answer.principals.iter().map(|it| it.1.clone()).collect::<Vec<_>>(),
        [number(4), number(3)]
    );
    assert_eq!((answer.table.clone(), answer.all.clone()), (number(2), number(1)));
    let [gate] = &answer.gates[..] else { panic!("one gate") };
    assert_eq!((&gate.unasked, &gate.passes, &gate.without), (&number(2), &number(4), &number(2)));
    assert_eq!(gate.rules_out.len(), 1);
    let network = Network::new(&scenario);
    let treaty = scenario.frame.proposals.values().next().unwrap();
    let answer = ratification(&network, treaty, &mut budget()).unwrap();
    assert_eq!(answer.counts.refused, [answer.triggers[0].0]);
    assert!(answer.counts.undecided.is_empty());
    let kinds = |verdicts: &[impasse_core::analysis::verdict::Verdict]| {
        verdicts.iter().map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&answer.written.verdicts), [Kind::Accepts, Kind::Accepts, Kind::Rejects]);
    let left = &answer.counts.left.as_ref().unwrap().1;
    assert_eq!(kinds(&left.verdicts), [Kind::Accepts, Kind::Rejects, Kind::Rejects]);
    assert!(answer.triggers[0].1[0].certain);
}

#[test]
fn asking_fewer_parties_never_narrows_a_win_set() {
    each(&Size::FLOORS, 60, |world| {
        let all = win_set(world.scenario, Outlook::Cautious, &mut budget()).unwrap();
        for party in world.scenario.frame.parties.ids() {
            let fewer = only(world.scenario, |it| it != party);
            assert!(win_set(&fewer, Outlook::Cautious, &mut budget()).unwrap() >= all);
        }
    });
}
