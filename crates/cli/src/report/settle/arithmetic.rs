//! The arithmetic of gains and shares, so that anybody can do it again.

use impasse_core::analysis::case::Case;
use impasse_core::scenario::{Package, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

use super::packages::PointReport;
use crate::document::{Column, Document, Table};
use crate::report::parts::Number;
use crate::report::wording::Wording;

/// What an issue adds to the worth of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::report) struct IssueLine {
    issue: String,
    option: String,
    /// By principal: hundredths of its own total.
    adds: Vec<Number>,
}

/// What each issue adds to the worth of a package; issues that add nothing to anybody are left
/// out.
pub(in crate::report) fn lines(
    wording: &Wording<'_>,
    case: &Case<'_>,
    package: &Package,
) -> Vec<IssueLine> {
    let zero = Ratio::from_integer(0);
    let mut lines = Vec::new();
    for (issue, option) in package.choices() {
        let adds: Vec<Ratio> = case
            .principals
            .iter()
            .map(|party| case.hundredths(*party, case.part(*party, issue, package)))
            .collect();
        if adds.iter().any(|it| *it != zero) {
            lines.push(IssueLine {
                issue: wording.issue(issue),
                option: wording.option(issue, option),
                adds: adds.into_iter().map(Number::from).collect(),
            });
        }
    }
    lines
}

impl PointReport {
    /// Adds the arithmetic of a package that goes by a name.
    pub(in crate::report) fn arithmetic(&self, document: &mut Document, name: &str) {
        let Some(lines) = &self.arithmetic else { return };
        document.heading(3, format!("The arithmetic of package {name}"));
        let mut head = vec![Column::text("issue"), Column::text("comes out as")];
        head.extend(self.worths.iter().map(|it| Column::numeric(it.title.clone())));
        let mut table = Table::new(head)
            .caption("What each issue adds, in hundredths of each party's own total");
        for line in lines {
            let mut row = vec![line.issue.clone(), line.option.clone()];
            row.extend(line.adds.iter().map(|it| it.decimal.clone()));
            table.push(row);
        }
        let mut sums = vec!["sum: the worth".to_owned(), String::new()];
        sums.extend(self.worths.iter().map(|it| it.worth.decimal.clone()));
        table.push(sums);
        document.table(table);
        let mut table = Table::new([
            Column::text("party"),
            Column::numeric("worth"),
            Column::numeric("gain"),
            Column::numeric("gain, exactly"),
            Column::numeric("percent of the most it could gain"),
            Column::numeric("the same, exactly"),
        ]);
        for worth in &self.worths {
            let share = worth.share.as_ref();
            table.push([
                worth.title.clone(),
                worth.worth.decimal.clone(),
                worth.gain.decimal.clone(),
                worth.gain.exact.clone(),
                share.map_or(String::new(), |it| it.decimal.clone()),
                share.map_or(String::new(), |it| it.exact.clone()),
            ]);
        }
        document.table(table);
        if let Some(product) = &self.product {
            document.paragraph(format!(
                "The product of the gains as parts of the most each could gain: {} (exactly {}).",
                product.decimal, product.exact
            ));
        }
    }
}
