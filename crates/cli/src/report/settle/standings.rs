//! The layout of where proposals stand, and of what could be traded.

use super::{OutlookReport, Report, StandingReport};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::big::{grouped, many};
use crate::report::parts::{cited, count, sentence_list};
use crate::report::trade::TradeReport;

/// How many changes that make a package better are named.
const CHANGES: usize = 3;

impl Report {
    pub(in crate::report) fn standing_section(
        &self,
        document: &mut Document,
        first: &OutlookReport,
    ) {
        if first.standings.is_empty() {
            return;
        }
        document.heading(2, "Where each proposal stands");
        let mut head = vec![
            Column::text("proposal"),
            Column::numeric("packages that follow it"),
            Column::numeric("acceptable to all"),
            Column::numeric("fewest refusals broken"),
            Column::text("could all have better?"),
        ];
        let other = self.outlooks.get(1);
        if other.is_some() {
            head.insert(4, Column::numeric("the same, hopefully"));
        }
        let mut table = Table::new(head);
        for standing in &first.standings {
            let mut row = vec![
                standing.proposal.clone(),
                grouped(&standing.packages),
                grouped(&standing.acceptable),
                standing.refusals.to_string(),
                standing.place_words(first.refusals),
            ];
            if let Some(other) = other {
                let same = other.standings.iter().find(|it| it.proposal == standing.proposal);
                row.insert(4, same.map_or(String::new(), |it| it.refusals.to_string()));
            }
            table.push(row);
        }
        document.table(table);
        document.paragraph(
            "A text can be carried out by many packages. Its best one is, among those with the \
             fewest refusals, the one whose smallest share is largest. “Yes” means: a package \
             considered above is at least as good for every party whose consent is always needed, \
             better for one, and breaks no more refusals. The changes that move most are named.",
        );
        document.list(first.standings.iter().filter_map(|it| it.item(first.refusals)));
    }

    pub(in crate::report) fn trade_section(&self, document: &mut Document) {
        document.heading(2, "What could be traded");
        let Some(trades) = &self.trades else {
            document.paragraph("The search for trades was not finished within the bound of steps.");
            return;
        };
        if trades.list.is_empty() {
            document.paragraph(
                "Nothing that the parties have stated allows a trade: no two or three issues were \
                 found on which they could yield to each other so that all of them gain and no \
                 stated demand is touched.",
            );
            return;
        }
        let concerns = |trade: &&TradeReport| trade.gains.iter().any(|it| self.shows(&it.party));
        let shown: Vec<&TradeReport> = trades.list.iter().filter(concerns).collect();
        document.paragraph(
            "Issues weigh differently for different parties. In each trade below, whoever yields \
             on one issue gains more on another, nobody loses in sum as far as views are \
             stated, and no stated demand is touched, not even a disputed one. Numbers are hundredths of each party's own total; \
             everything else stays as it is.",
        );
        if shown.iter().any(|it| !it.open.is_empty()) {
            document.paragraph(
                "Where a party has not said what it thinks of an option, the numbers run from the \
                 worst to the best it may think of it; and it may still turn out to refuse it.",
            );
        }
        document.list(shown.into_iter().map(TradeReport::item));
        if trades.more {
            document.paragraph("There are more trades than these; the best come first.");
        }
    }
}

impl StandingReport {
    /// Whether all could have better; `fewest` refusals are broken by the packages considered.
    fn place_words(&self, fewest: usize) -> String {
        match self.place {
            "on the frontier" => "no: better for one is worse for another".to_owned(),
            "dominated" => "yes".to_owned(),
            "beside" if self.refusals > fewest => "no, but it breaks more refusals".to_owned(),
            "beside" => "no, but it leaves a party below its floor".to_owned(),
            _ => "no package under the rules follows the text".to_owned(),
        }
    }

    /// The worth of the best package, and what makes another one better.
    fn item(&self, fewest: usize) -> Option<Item> {
        let best = self.best.as_ref()?;
        let worths: Vec<String> =
            best.worths.iter().map(|it| format!("{} {}", it.title, it.worth.decimal)).collect();
        let mut text = Text::new().strong(self.proposal.clone()).plain(format!(
            " ({}): what its best package is worth, in points: {}.",
            self.title,
            sentence_list(&worths)
        ));
        if self.place != "dominated" {
            return Some(Item::new(text));
        }
        let more = best.worths.iter().zip(&self.better_by).filter(|(_, by)| by.exact != "0");
        let more: Vec<String> =
            more.map(|(worth, by)| format!("{} {} more", worth.title, by.decimal)).collect();
        let refusals = if self.refusals > fewest {
            format!(" and breaks {fewest} refusals instead of {}", self.refusals)
        } else {
            String::new()
        };
        text = text.plain(format!(
            " Another package, with {}, gives {}{refusals}:",
            count(self.changes.len(), "change"),
            sentence_list(&more)
        ));
        let mut item = Item::new(text);
        for change in self.changes.iter().take(CHANGES) {
            let option = |it: &Option<String>| {
                it.as_ref().map_or("does not arise".to_owned(), |it| format!("“{it}”"))
            };
            let adds: Vec<String> = best
                .worths
                .iter()
                .zip(&change.adds)
                .filter(|(_, add)| add.exact != "0")
                .map(|(worth, add)| {
                    let sign = if add.exact.starts_with('-') { "" } else { "+" };
                    format!("{} {sign}{}", worth.title, add.decimal)
                })
                .collect();
            let adds =
                if adds.is_empty() { String::new() } else { format!(" ({})", adds.join(", ")) };
            item = item.child(format!(
                "{}: from {} to {}{adds}",
                change.issue,
                option(&change.from),
                option(&change.to)
            ));
        }
        let rest = self.changes.len().saturating_sub(CHANGES);
        if rest > 0 {
            item = item.child(format!("and {}", many(&rest.to_string(), "smaller change")));
        }
        Some(item)
    }
}

impl TradeReport {
    /// The trade in sentences, with what it rests on.
    fn item(&self) -> Item {
        let mut sources: Vec<&str> =
            self.rests_on.iter().flat_map(|it| &it.sources).map(String::as_str).collect();
        sources.sort_unstable();
        sources.dedup();
        let mark = if sources.is_empty() { Text::new() } else { cited(&sources).plain(", ") };
        let least = if self.confidence == "high" { "" } else { " or better" };
        let mut says = self.says.iter();
        let first = Text::new().strong(says.next().cloned().unwrap_or_default());
        let item = says.fold(Item::new(first), |item, sentence| item.child(sentence.clone()));
        item.child(
            Text::from("Rests on ")
                .text(mark)
                .plain(format!("{} confidence{least}.", self.confidence)),
        )
    }
}
