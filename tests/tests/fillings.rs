//! Whoever may accept a text is told in which case it does, and whoever need not in which it
//! refuses; both are cases.

use impasse_core::analysis::filling::{accepting, refusing};
use impasse_core::analysis::network::Network;
use impasse_core::analysis::settlement::outline;
use impasse_core::analysis::treatment::Occasion;
use impasse_core::analysis::verdict::{Kind, without_worths};
use impasse_core::scenario::FloorHeight;
use impasse_core::search::Budget;
use impasse_tests::generate::Size;
use impasse_tests::oracle::filling::{fault, may_accept};
use impasse_tests::replay::each;

fn budget() -> Budget {
    Budget::new(Budget::DEFAULT)
}

#[test]
fn cases_are_told_where_there_are_some_and_are_cases() {
    for size in [Size::MIXED, Size::REFUSALS, Size::FLOORS] {
        each(&size, 150, |world| {
            let network = Network::new(world.scenario);
            for proposal in world.scenario.frame.proposals.values() {
                let outline = outline(&network, proposal, &mut budget()).unwrap();
                let verdicts = without_worths(&network, proposal, &outline, &mut budget()).unwrap();
                for verdict in &verdicts {
                    let party = verdict.party;
                    let find = |accepts: bool| {
                        let search = if accepts { accepting } else { refusing };
                        search(&network, proposal, &outline, verdict, &mut budget()).unwrap()
                    };
                    let (yes, no) = (find(true), find(false));
                    for case in yes.iter().chain(&no) {
                        let fault = fault(world, proposal, party, case);
                        assert_eq!(fault, None, "{party:?} {case:#?}");
                    }
                    if matches!(verdict.kind, Kind::Impossible | Kind::NotAsked) {
                        assert_eq!((yes, no), (None, None));
                        continue;
                    }
                    // A view that stands on both sides of a floor counts at its best for each.
                    let floor = world.scenario.floor(party).map(|(_, floor)| &floor.height);
                    let wide = matches!(floor, Some(FloorHeight::AsGoodAs(_)));
                    let may = may_accept(world, proposal, party);
                    assert!(yes.is_some() <= may, "{party:?} accepts for no reason");
                    assert!(wide || yes.is_some() == may, "{party:?} may accept {may}");
                    assert!(verdict.kind != Kind::Rejects || yes.is_none());
                    // Whoever accepts need not be asked in any package that follows the interim rules.
                    assert!(verdict.kind != Kind::Accepts || no.is_none());
                    // A demand that waits may break only where its party is not asked.
                    let always = verdict.asked == Occasion::Always;
                    assert!(
                        wide || verdict.kind == Kind::Accepts || !always || no.is_some(),
                        "{party:?} {:?} refuses in no case",
                        verdict.kind
                    );
                }
            }
        });
    }
}
