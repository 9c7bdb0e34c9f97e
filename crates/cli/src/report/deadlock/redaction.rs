//! What is left out of a deadlock report where it must not travel.

use super::{Report, Way};
use crate::report::score::ProposalScore;
use crate::report::wording::LEFT_OUT;

impl Report {
    /// Leaves out every price and every number of points.
    pub(in crate::report) fn without_points(&mut self) {
        self.ways().for_each(Way::without_prices);
        self.without_distances();
    }

    /// Leaves out the prices of ways out on which somebody left out, or a floor left out, gives way:
    /// what the others pay, and the greatest price, would tell of it.
    pub(in crate::report) fn without_told_prices(&mut self) {
        let tells = |way: &Way| way.concessions.iter().any(|it| it.demand.id == LEFT_OUT);
        for way in self.ways().filter(|way| tells(way)) {
            way.greatest_price = None;
            if way.concessions.iter().any(|it| it.demand.kind == "floor") {
                way.prices.clear();
            }
        }
        self.without_distances();
    }

    /// Leaves something out of the scores of the proposals asked about.
    pub(in crate::report) fn without(&mut self, what: impl Fn(&mut ProposalScore)) {
        self.proposals.iter_mut().for_each(|blocked| what(&mut blocked.score));
    }

    fn without_distances(&mut self) {
        for step in &mut self.distance {
            step.missing = None;
            step.greatest = None;
        }
        self.proposals.iter_mut().for_each(|blocked| blocked.nearest.missing = None);
    }

    fn ways(&mut self) -> impl Iterator<Item = &mut Way> {
        let alone = self.alone.iter_mut().filter_map(|it| it.way.as_mut());
        let first = self.first_by.iter_mut().map(|it| &mut it.way);
        self.ways_out.iter_mut().chain(alone).chain(first)
    }
}

impl Way {
    fn without_prices(&mut self) {
        self.greatest_price = None;
        self.prices.clear();
    }
}
