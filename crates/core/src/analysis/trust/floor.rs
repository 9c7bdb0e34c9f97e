//! How far a party is above its floor as trusted.

use super::belief::Beliefs;
use super::promise::{Promise, Scales, Trusted};
use super::worth::{TrustedTerm, tabulate, terms};
use crate::analysis::floor_test::{Margin, Margins};
use crate::analysis::network::Network;
use crate::analysis::worth::{floor_package, worth_of_issue};
use crate::scenario::{FloorHeight, Formula, PartyId};
use crate::search::{Budget, Exhausted};

/// The margins of a party as trusted, in fine points. A floor "as good as package F" is never
/// discounted: F is what the party has without an agreement, not what anybody promises.
///
/// Issue by issue the ends of a range are exact. Where an issue does not arise its parent's cell
/// speaks for it a second time; if that cell also stands in F, its two uses may pull apart, and the
/// sum of the ends is then wider than the range of the sum: what is said to hold for certain still
/// does.
pub(super) fn margins(
    network: &Network<'_>,
    beliefs: &Beliefs<'_>,
    (party, height): (PartyId, &FloorHeight),
    in_force: &impl Fn(&Formula) -> bool,
    budget: &mut Budget,
) -> Result<Margins, Exhausted> {
    let scenario = network.scenario;
    match height {
        FloorHeight::Worth(floor) => {
            let floor = floor.map(|it| scenario.points(party, it));
            let margin = |fine, worth: &Trusted| Margin {
                range: crate::scenario::Range {
                    low: worth.range.low - floor.high * fine,
                    likely: worth.range.likely - floor.likely * fine,
                    high: worth.range.high - floor.low * fine,
                },
                known_low: worth.known_low - floor.high * fine,
            };
            let terms = terms(network, beliefs, party, in_force, budget)?.into_iter();
            let table =
                |term: TrustedTerm| (term.issue, term.worth.map(|worth| margin(term.fine, worth)));
            Ok(terms.map(table).collect())
        }
        FloorHeight::AsGoodAs(options) => {
            let scales = Scales::new(beliefs, party);
            let package = floor_package(scenario, options);
            let terms = network.terms(party).iter();
            let tables = terms.map(|term| {
                let floor = worth_of_issue(scenario, party, term.issue, &package);
                let margin = |promise: &Promise| promise.above(beliefs, scales, &floor);
                let table = tabulate(network, beliefs, (party, term), in_force, margin, budget)?;
                Ok((term.issue, table))
            });
            tables.collect()
        }
    }
}
