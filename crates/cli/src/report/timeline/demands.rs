//! Red lines and links over time.

use impasse_core::analysis::timeline::{Event, State as Known};
use impasse_core::scenario::{PartyId, Scenario};

use super::build::Answers;
use super::events::fate;
use super::{DemandLine, FateOn};
use crate::report::wording::Wording;

/// Every red line and link that came, went or changed, in the order of its first change.
pub(super) fn demands(answers: &Answers<'_>, pairs: &[(&Known, &Wording<'_>)]) -> Vec<DemandLine> {
    let mut lines: Vec<((PartyId, String), DemandLine)> = Vec::new();
    let Some((end, _)) = pairs.last() else { return Vec::new() };
    for ((before, earlier), (known, wording)) in pairs.iter().zip(pairs.iter().skip(1)) {
        let (Event::Move(step), Some(change)) = (known.event, &known.change) else { continue };
        let Some(party) = known.mover(answers.history) else { continue };
        if wording.hidden().party(party) || !answers.shows(party) {
            continue;
        }
        for demand in &change.demands {
            let on =
                FateOn { day: known.day.to_string(), number: step + 1, fate: fate(demand.fate) };
            let key = (party, demand.name.clone());
            if let Some((_, line)) = lines.iter_mut().find(|(known, _)| *known == key) {
                line.fates.push(on);
                continue;
            }
            let find = |scenario: &Scenario| {
                scenario.demands.find(|it| it.party == party && it.name == demand.name)
            };
            let told = match find(&known.scenario) {
                Some(id) => Some(wording.demand(id)),
                None => find(&before.scenario).map(|id| earlier.demand(id)),
            };
            let stands = find(&end.scenario).is_some();
            lines.extend(told.map(|demand| (key, DemandLine { demand, fates: vec![on], stands })));
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}
