//! What tips a verdict is all that tips it, and the smallest of its kind.

use impasse_core::analysis::any_scale::{self, Holds};
use impasse_core::analysis::change::{Change, ChangeKind, Names, Origin, read_as};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::{Outline, outline};
use impasse_core::analysis::tipping::{Passes, Reach, Scored, Tip, Tips, tips};
use impasse_core::analysis::verdict::{self, Passing, Verdict, passing, without_worths};
use impasse_core::scenario::{History, PartyId, Proposal, Ratio, Scale, Scenario, Supposition};
use impasse_core::search::Budget;
use impasse_tests::generate::{Size, scenario};
use impasse_tests::oracle::World;
use impasse_tests::oracle::tipping::{Kind, Stand, changes, stand};
use impasse_tests::parse_history;
use impasse_tests::replay::seeds;
use impasse_tests::spec::Spec;

/// Few packages, so that every change can be looked at.
const SMALL: Size =
    Size { parties: (2, 3), issues: (2, 3), packages: 24, clauses: 3, ..Size::MIXED };
const FLOORS: Size = Size { parties: (2, 2), issues: (2, 3), packages: 18, ..Size::FLOORS };

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

struct Known {
    history: History,
    scenario: Scenario,
}

impl Known {
    fn new(text: &str) -> Self {
        let history = parse_history(text);
        let scenario = history.at(history.as_of(), &Supposition::default()).unwrap();
        Self { history, scenario }
    }

    fn origin<'a>(&'a self, supposition: &'a Supposition) -> Origin<'a> {
        Origin { history: &self.history, date: self.history.as_of(), supposition }
    }
}

type Answers = (Outline, Vec<Verdict>, Passing);

fn answers(network: &Network<'_>, proposal: &Proposal) -> Answers {
    let outline = outline(network, proposal, &mut budget()).unwrap();
    let verdicts = without_worths(network, proposal, &outline, &mut budget()).unwrap();
    let passing = passing(&verdicts, &outline);
    (outline, verdicts, passing)
}

/// Runs a check on what is found about the proposals of the scenarios of some seeds.
fn each(size: &Size, count: u64, check: impl Fn(&Spec, &Known, &[(&Proposal, &Answers)], &[Tips])) {
    for seed in seeds(count) {
        let spec = scenario(seed, size);
        let text = spec.text();
        let known = Known::new(&text);
        if World::new(&known.scenario).packages.is_empty() {
            continue;
        }
        let run = std::panic::AssertUnwindSafe(|| {
            let network = Network::new(&known.scenario);
            let proposals: Vec<&Proposal> = known.scenario.frame.proposals.values().collect();
            let found: Vec<Answers> = proposals.iter().map(|it| answers(&network, it)).collect();
            let scored: Vec<Scored<'_>> = proposals.iter().zip(&found).map(scored).collect();
            let supposition = Supposition::default();
            let tips =
                tips(known.origin(&supposition), &network, &scored, true, &mut budget()).unwrap();
            let pairs: Vec<_> = proposals.into_iter().zip(&found).collect();
            check(&spec, &known, &pairs, &tips);
        });
        if let Err(panic) = std::panic::catch_unwind(run) {
            eprintln!("seed {seed}: IMPASSE_SEEDS={seed}..{}\n{text}", seed + 1);
            std::panic::resume_unwind(panic);
        }
    }
}

fn scored<'a>((proposal, found): (&&'a Proposal, &'a Answers)) -> Scored<'a> {
    Scored { proposal, outline: &found.0, verdicts: &found.1, passing: &found.2 }
}

fn coarse(kind: verdict::Kind) -> Stand {
    match kind {
        verdict::Kind::Impossible => Stand::Impossible,
        verdict::Kind::NotAsked => Stand::NotAsked,
        verdict::Kind::Rejects => Stand::Rejects,
        verdict::Kind::Accepts => Stand::Accepts,
        verdict::Kind::DependsOnReading => Stand::Divided,
        verdict::Kind::DependsOnJudgement | verdict::Kind::NoStatedObjection => Stand::Open,
    }
}

/// The answers with a change, by the plain way.
fn with(
    known: &Known,
    names: &Names,
    proposal: &Proposal,
    change: &Change,
) -> (Scenario, Proposal) {
    let supposition = Supposition::default();
    let changed = known.origin(&supposition).changed(names, change).unwrap();
    let text = match change {
        Change::Reading { clause, reading } => read_as(proposal, *clause, *reading),
        _ => proposal.clone(),
    };
    (changed, text)
}

/// The same change with its number moved.
fn moved(change: &Change, by: Ratio) -> Change {
    let mut change = change.clone();
    match &mut change {
        Change::Floor { to, .. } | Change::Weight { to, .. } => *to += by,
        Change::Worth { view, to, .. } => {
            *to += by;
            let range = impasse_core::scenario::Range::exactly(*to);
            view.stance = impasse_core::scenario::Stance::Worth(range);
        }
        _ => panic!("{change:?} has no number"),
    }
    change
}

fn number(change: &Change) -> Option<Ratio> {
    match change {
        Change::Floor { to, .. } | Change::Weight { to, .. } | Change::Worth { to, .. } => {
            Some(*to)
        }
        _ => None,
    }
}

fn check_tip(
    known: &Known,
    proposal: &Proposal,
    party: PartyId,
    before: verdict::Kind,
    tip: &Tip<verdict::Kind>,
) {
    assert_ne!(before, tip.becomes);
    let names = Names::new(&known.scenario);
    let verdict = |change: &Change| {
        let (scenario, text) = with(known, &names, proposal, change);
        let found = answers(&Network::new(&scenario), &text).1[party.index()].kind;
        assert_eq!(coarse(found), stand(&World::new(&scenario), &text, party), "{change:?}");
        found
    };
    let little = Ratio::new(1, 1_000_000);
    match tip.reach {
        Reach::At => assert_eq!(verdict(&tip.change), tip.becomes, "{tip:?}"),
        Reach::Above => {
            // At the end of what is stated the number is one, no longer a range.
            if tip.change.size() > 0.into() {
                assert_eq!(verdict(&tip.change), before, "{tip:?}");
            }
            assert_eq!(verdict(&moved(&tip.change, little)), tip.becomes, "{tip:?}");
        }
        Reach::Below => {
            if tip.change.size() > 0.into() {
                assert_eq!(verdict(&tip.change), before, "{tip:?}");
            }
            assert_eq!(verdict(&moved(&tip.change, -little)), tip.becomes, "{tip:?}");
        }
    }
    // A little less of it tips nothing.
    if let (Some(at), Reach::At) = (number(&tip.change), tip.reach)
        && tip.change.size() > little
    {
        let up = moved(&tip.change, little);
        let down = moved(&tip.change, -little);
        let tipped = |change: &Change| {
            number(change).is_some_and(|it| it >= 0.into()) && verdict(change) != before
        };
        assert!(at == 0.into() || !tipped(&up) || !tipped(&down), "{tip:?}");
    }
}

#[test]
fn every_change_that_is_told_tips() {
    for size in [SMALL, FLOORS] {
        each(&size, 120, |_, known, pairs, found| {
            for ((proposal, (_, verdicts, _)), tips) in pairs.iter().zip(found) {
                for (verdict, list) in verdicts.iter().zip(&tips.verdicts) {
                    for tip in list {
                        check_tip(known, proposal, verdict.party, verdict.kind, tip);
                    }
                }
                let names = Names::new(&known.scenario);
                for tip in tips.passing.iter().filter(|tip| tip.reach == Reach::At) {
                    let (scenario, text) = with(known, &names, proposal, &tip.change);
                    let passing = answers(&Network::new(&scenario), &text).2;
                    assert_eq!(Passes::from(&passing), tip.becomes, "{tip:?}");
                }
            }
        });
    }
}

fn kind(kind: Kind) -> ChangeKind {
    match kind {
        Kind::Demand => ChangeKind::Demand,
        Kind::Step => ChangeKind::Step,
        Kind::Answer => ChangeKind::Answer,
        Kind::Worth => ChangeKind::Worth,
        Kind::Floor => ChangeKind::Floor,
        Kind::Weight => ChangeKind::Weight,
    }
}

#[test]
fn no_change_of_the_text_that_tips_is_missing_and_none_is_smaller() {
    for size in [SMALL, FLOORS] {
        each(&size, 60, |spec, known, pairs, found| {
            for party in 0..spec.parties.len() {
                for change in changes(spec, party) {
                    let history = parse_history(&change.spec.text());
                    let changed = history.at(history.as_of(), &Supposition::default()).unwrap();
                    let world = World::new(&changed);
                    for ((proposal, (_, verdicts, _)), tips) in pairs.iter().zip(found) {
                        let before = coarse(verdicts[party].kind);
                        let after = stand(&world, proposal, PartyId::from(party));
                        if before == after {
                            continue;
                        }
                        // Whoever has said nothing accepts nothing; that it says anything, be it
                        // of what no text speaks of, is no change of a position.
                        let has_stated = known.scenario.has_stated(PartyId::from(party));
                        if !has_stated && after == Stand::Accepts {
                            continue;
                        }
                        let told = &tips.verdicts[party];
                        let is_told = told.iter().any(|tip| {
                            let alike = tip.change.kind() == kind(change.kind)
                                && tip.change.size() <= change.size;
                            // A view that a shape makes a red line is steps away from one.
                            let shaped = change.kind == Kind::Answer
                                && tip.change.kind() == ChangeKind::Step;
                            alike || shaped
                        });
                        assert!(
                            is_told,
                            "{:?} by {}: {before:?} becomes {after:?}, told {told:?}",
                            change.kind, change.size
                        );
                    }
                }
            }
        });
    }
}

#[test]
fn what_holds_on_every_scale_holds_on_a_grid_of_scales() {
    for size in [SMALL, FLOORS] {
        each(&size, 80, |_, known, pairs, _| {
            let scored: Vec<Scored<'_>> =
                pairs.iter().map(|(proposal, found)| scored((proposal, found))).collect();
            let supposition = Supposition::default();
            let origin = known.origin(&supposition);
            let holds =
                any_scale::verdicts(origin, &known.scenario, &scored, &mut budget()).unwrap();
            let steps = [5, 30, 60, 95].map(Ratio::from_integer);
            let mut grid = Vec::new();
            for opposed in 0..4 {
                for tolerable in opposed + 1..4 {
                    for acceptable in tolerable + 1..4 {
                        grid.push([steps[opposed], steps[tolerable], steps[acceptable]]);
                    }
                }
            }
            let on = |[opposed, tolerable, acceptable]: [Ratio; 3]| {
                let (never, ideal) = (0.into(), 100.into());
                let scale = Scale { ideal, acceptable, tolerable, opposed, never };
                let supposition = Supposition { scale: Some(scale), ..Supposition::default() };
                known.history.at(known.history.as_of(), &supposition).unwrap()
            };
            for scale in grid {
                let changed = on(scale);
                let network = Network::new(&changed);
                for (scored, holds) in scored.iter().zip(&holds) {
                    let (_, verdicts, _) = answers(&network, scored.proposal);
                    for ((before, after), holds) in scored.verdicts.iter().zip(&verdicts).zip(holds)
                    {
                        if *holds == Holds::Always {
                            assert_eq!(before.kind, after.kind, "{scale:?}");
                        }
                    }
                }
            }
            for (scored, holds) in scored.iter().zip(&holds) {
                for (verdict, holds) in scored.verdicts.iter().zip(holds) {
                    if let Holds::NotOn(scale) = holds {
                        let scale = [scale.opposed, scale.tolerable, scale.acceptable];
                        let changed = on(scale);
                        let (_, verdicts, _) = answers(&Network::new(&changed), scored.proposal);
                        assert_ne!(verdict.kind, verdicts[verdict.party.index()].kind);
                    }
                }
            }
        });
    }
}
