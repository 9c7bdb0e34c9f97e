//! The arithmetic of a worth, line by line, so that anybody can add it up again.

use impasse_core::analysis::compare::{Gain, PartyChange};
use impasse_core::analysis::extremes::Extreme;
use impasse_core::analysis::network::Network;
use impasse_core::analysis::verdict::Verdict;
use impasse_core::analysis::worth::{End, worth_of_issue};
use impasse_core::scenario::{PartyId, Ratio, decimal};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::Number;
use super::wording::Wording;
use crate::document::{Column, Document, Table};

/// A mean of worths, line by line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Arithmetic {
    /// `least` or `greatest`.
    #[schemars(extend("enum" = ["least", "greatest"]))]
    pub end: &'static str,
    lines: Vec<Line>,
    sum_of_weights: Number,
    sum_of_products: Number,
    /// The sum of products divided by the sum of weights.
    mean: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Line {
    issue: String,
    option: String,
    weight: Number,
    weight_range: String,
    worth: Number,
    worth_range: String,
    /// Weight times worth.
    product: Number,
}

/// The arithmetic of the least and the greatest worth of a proposal to a party.
pub fn of_verdict(
    network: &Network<'_>,
    wording: &Wording<'_>,
    verdict: &Verdict,
) -> Option<[Arithmetic; 2]> {
    let (low, high) = verdict.worth.as_ref()?;
    Some([
        of_extreme(network, wording, verdict.party, low, End::Low)?,
        of_extreme(network, wording, verdict.party, high, End::High)?,
    ])
}

fn of_extreme(
    network: &Network<'_>,
    wording: &Wording<'_>,
    party: PartyId,
    extreme: &Extreme,
    end: End,
) -> Option<Arithmetic> {
    let scenario = network.scenario;
    let weights = &scenario.weights[party];
    let worth_unit = scenario.worth_unit(party);
    let worth = |points| Ratio::new(points, worth_unit);
    let weight = |points| Ratio::new(points, weights.unit());
    let words = |low: Ratio, high: Ratio| {
        if low == high {
            decimal(low, 2)
        } else {
            format!("{} to {}", decimal(low, 2), decimal(high, 2))
        }
    };
    for ranges in weights.boxes() {
        let mut lines = Vec::new();
        let (mut total, mut sum) = (Ratio::from_integer(0), Ratio::from_integer(0));
        let mut all_low = true;
        for pass in 0..2 {
            lines.clear();
            (total, sum) = (Ratio::from_integer(0), Ratio::from_integer(0));
            for term in network.terms(party) {
                let Some(range) = ranges.get(term.issue.index()) else { continue };
                let found = worth_of_issue(scenario, party, term.issue, &extreme.package);
                let taken = worth(if end == End::Low { found.range.low } else { found.range.high });
                // Issues that pull the mean the right way count in full, the others least.
                let pulls =
                    if end == End::Low { taken < extreme.mean } else { taken > extreme.mean };
                let used = weight(if pulls || pass == 1 { range.high } else { range.low });
                all_low &= used == Ratio::from_integer(0);
                total += used;
                sum += used * taken;
                lines.push(Line {
                    issue: wording.issue(term.issue),
                    option: wording.option(term.issue, extreme.package.option(term.issue)),
                    weight: used.into(),
                    weight_range: words(weight(range.low), weight(range.high)),
                    worth: taken.into(),
                    worth_range: words(worth(found.range.low), worth(found.range.high)),
                    product: (used * taken).into(),
                });
            }
            if !all_low {
                break;
            }
        }
        if total != Ratio::from_integer(0) && sum / total == extreme.mean {
            return Some(Arithmetic {
                end: if end == End::Low { "least" } else { "greatest" },
                lines,
                sum_of_weights: total.into(),
                sum_of_products: sum.into(),
                mean: extreme.mean.into(),
            });
        }
    }
    None
}

/// A change of worth, line by line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// `least` or `greatest`.
    #[schemars(extend("enum" = ["least", "greatest"]))]
    pub end: &'static str,
    lines: Vec<ChangeLine>,
    sum_of_weights: Number,
    sum_of_products: Number,
    /// The sum of products divided by the sum of weights.
    mean: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct ChangeLine {
    issue: String,
    /// What the first text settles.
    from: String,
    /// What the second text settles.
    to: String,
    weight: Number,
    /// Worth under the second less worth under the first.
    difference: Number,
    /// Weight times difference.
    product: Number,
}

/// The arithmetic of the least and the greatest change to a party.
pub fn of_change(
    network: &Network<'_>,
    wording: &Wording<'_>,
    change: &PartyChange,
) -> Vec<Change> {
    let Some((low, high)) = &change.gain else { return Vec::new() };
    [(low, End::Low), (high, End::High)]
        .into_iter()
        .filter_map(|(gain, end)| change_lines(network, wording, change.party, gain, end))
        .collect()
}

fn change_lines(
    network: &Network<'_>,
    wording: &Wording<'_>,
    party: PartyId,
    gain: &Gain,
    end: End,
) -> Option<Change> {
    let scenario = network.scenario;
    let weights = &scenario.weights[party];
    let unit = scenario.worth_unit(party);
    let zero = Ratio::from_integer(0);
    for ranges in weights.boxes() {
        for everything in [false, true] {
            let (mut total, mut sum, mut lines) = (zero, zero, Vec::new());
            for term in network.terms(party) {
                let Some(range) = ranges.get(term.issue.index()) else { continue };
                let before = worth_of_issue(scenario, party, term.issue, &gain.first);
                let after = worth_of_issue(scenario, party, term.issue, &gain.second);
                let difference = after.minus(&before);
                let points = if end == End::Low { difference.low } else { difference.high };
                let taken = Ratio::new(points, unit);
                let pulls = if end == End::Low { taken < gain.mean } else { taken > gain.mean };
                let points = if pulls || everything { range.high } else { range.low };
                let used = Ratio::new(points, weights.unit());
                total += used;
                sum += used * taken;
                if taken != zero {
                    lines.push(ChangeLine {
                        issue: wording.issue(term.issue),
                        from: wording.option(term.issue, gain.first.option(term.issue)),
                        to: wording.option(term.issue, gain.second.option(term.issue)),
                        weight: used.into(),
                        difference: taken.into(),
                        product: (used * taken).into(),
                    });
                }
            }
            if total != zero && sum / total == gain.mean {
                return Some(Change {
                    end: if end == End::Low { "least" } else { "greatest" },
                    lines,
                    sum_of_weights: total.into(),
                    sum_of_products: sum.into(),
                    mean: gain.mean.into(),
                });
            }
        }
    }
    None
}

impl Change {
    /// Adds the table of the arithmetic.
    pub(super) fn table(&self, document: &mut Document, party: &str) {
        let mut table = Table::new([
            Column::text("issue"),
            Column::text("from"),
            Column::text("to"),
            Column::numeric("weight"),
            Column::numeric("difference"),
            Column::numeric("product"),
        ])
        .caption(format!("The {} change to {party}, line by line", self.end));
        for line in &self.lines {
            table.push([
                line.issue.clone(),
                line.from.clone(),
                line.to.clone(),
                line.weight.decimal.clone(),
                line.difference.decimal.clone(),
                line.product.decimal.clone(),
            ]);
        }
        document.table(table);
        document.paragraph(format!(
            "Sum of products {} divided by the sum of all weights {} gives {} (exactly {}).",
            self.sum_of_products.decimal,
            self.sum_of_weights.decimal,
            self.mean.decimal,
            self.mean.exact
        ));
    }
}

impl Arithmetic {
    /// Adds the table of the arithmetic.
    pub(super) fn table(&self, document: &mut Document, party: &str) {
        let mut table = Table::new([
            Column::text("issue"),
            Column::text("comes out as"),
            Column::text("weight may be"),
            Column::numeric("weight"),
            Column::text("worth may be"),
            Column::numeric("worth"),
            Column::numeric("product"),
        ])
        .caption(format!("The {} worth to {party}, line by line", self.end));
        for line in &self.lines {
            table.push([
                line.issue.clone(),
                line.option.clone(),
                line.weight_range.clone(),
                line.weight.decimal.clone(),
                line.worth_range.clone(),
                line.worth.decimal.clone(),
                line.product.decimal.clone(),
            ]);
        }
        document.table(table);
        document.paragraph(format!(
            "Sum of products {} divided by sum of weights {} gives {} (exactly {}).",
            self.sum_of_products.decimal,
            self.sum_of_weights.decimal,
            self.mean.decimal,
            self.mean.exact
        ));
    }
}
