//! What the cheapest ways out ask of each side, by each order side by side.

use super::Report;
use crate::document::{Document, Table, Text};
use crate::report::deadlock::{FirstBy, Way};
use crate::report::parts::cited;

/// The name that references to the section lead to.
pub(super) const ANCHOR: &str = "cheapest-ways-out";

/// What an order looks at first.
fn order_words(order: &str) -> &'static str {
    match order {
        "greatest" => "Least asked of whoever gives most",
        "total" => "Least asked in total",
        _ => "Fewest stated demands given up",
    }
}

impl Report {
    /// One column an order, orders that agree together; one row a party that has stated demands.
    pub(super) fn ways_by_order(&self, document: &mut Document) {
        let Some(deadlock) = &self.deadlock else { return };
        let fewest = deadlock.ways_out.iter().map(|way| way.refusals).min();
        let alike = deadlock.ways_out.iter().filter(|way| Some(way.refusals) == fewest);
        let alike: Vec<&Way> = alike.collect();
        // Where the list is cut off among these, there are more.
        let cut = alike.len() == deadlock.ways_out.len()
            && (alike.len() < deadlock.ways_out_in_all || !deadlock.ways_out_complete);
        let of = if cut { format!("{} or more", alike.len()) } else { alike.len().to_string() };
        let mut columns: Vec<(Vec<String>, &Way)> = Vec::new();
        for (place, way) in alike.iter().enumerate() {
            let words = order_words("refusals");
            columns.push((
                vec![match alike.len() {
                    1 => words.to_owned(),
                    _ => format!("{words} ({} of {of})", place + 1),
                }],
                *way,
            ));
        }
        for FirstBy { order, way, .. } in
            deadlock.first_by.iter().filter(|it| it.order != "refusals")
        {
            let words = order_words(order).to_owned();
            match columns.iter_mut().find(|(_, known)| known.concessions == way.concessions) {
                Some((orders, _)) => orders.push(words),
                None => columns.push((vec![words], way)),
            }
        }
        if columns.is_empty() {
            return;
        }
        document.heading_at(3, "What the cheapest ways out ask of each side", ANCHOR);
        document.paragraph(
            "Which way out is the cheapest depends on what is counted. None of the ways of counting \
             is the right one, so they stand side by side.",
        );
        let titles = columns.iter().map(|(orders, _)| orders.join("; "));
        let mut table = Table::new([String::new()].into_iter().chain(titles));
        for share in &deadlock.involvement {
            let cells = columns.iter().map(|(_, way)| asked(way, &share.title));
            table.push([Text::from(share.title.as_str())].into_iter().chain(cells));
        }
        document.table(table);
    }
}

/// What a way out asks of a party.
fn asked(way: &Way, party: &str) -> Text {
    let own = way.concessions.iter().filter(|it| it.demand.party_title == party);
    let lines = own.map(|it| {
        if it.demand.is_left_out() {
            return format!("it {}", it.what).into();
        }
        let says = Text::new().strong(it.demand.says.clone());
        let says = if it.demand.sources.is_empty() {
            says
        } else {
            says.plain(" ").text(cited(&it.demand.sources))
        };
        says.plain(format!(" – it {}", it.what))
    });
    let lines: Vec<Text> = lines.collect();
    if lines.is_empty() {
        return "nothing".into();
    }
    let price = way.prices.iter().find(|price| price.title == party);
    let text = Text::joined(lines, "\n");
    match price {
        Some(price) if price.range.high.decimal != "0" => text.plain(format!(
            "\nprice: {} of its 100 points ({})",
            price.middle.decimal,
            price.range.words()
        )),
        _ => text,
    }
}
