//! The layout of a conflict, and of a way out.

use super::layout::points;
use super::{ConflictReport, Way};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{capital, cited, count};

impl ConflictReport {
    /// Whether one of these parties has a demand in it; always if none is named.
    pub(super) fn concerns(&self, parties: &[String]) -> bool {
        parties.is_empty()
            || self.members.iter().any(|member| {
                member.demand.as_ref().is_some_and(|demand| parties.contains(&demand.party))
            })
    }

    /// What cannot hold together, in words.
    fn clash(&self) -> String {
        let clauses = self.members.iter().filter(|member| member.clause.is_some()).count();
        match (self.members.len() - clauses, clauses) {
            (1, 0) => "This demand cannot hold even by itself".to_owned(),
            (demands, 0) => format!("These {demands} demands cannot hold together"),
            (0, 1) => "This clause cannot hold even by itself".to_owned(),
            (0, clauses) => format!("These {clauses} clauses cannot hold together"),
            (demands, clauses) => format!(
                "{} and {} cannot hold together",
                capital(&count(demands, "demand")),
                count(clauses, "clause")
            ),
        }
    }

    /// In a line.
    pub(in crate::report) fn in_short(&self) -> Item {
        let sides = self.sides(str::to_owned).into_iter().map(|(side, says)| {
            Text::new().strong(side).plain(": ").text(Text::joined(says, "; "))
        });
        Item::new(Text::joined(sides, " – against – "))
    }

    /// What each side says, a demand's words put through `put`: the demands of one side stand
    /// together, and so do the clauses.
    pub(in crate::report) fn sides(&self, put: impl Fn(&str) -> String) -> Vec<(&str, Vec<Text>)> {
        let mut sides: Vec<(&str, Vec<Text>)> = Vec::new();
        for member in &self.members {
            let (side, says) = match (&member.demand, &member.clause) {
                (Some(demand), _) if demand.is_left_out() => {
                    (demand.party_title.as_str(), "a demand left out".into())
                }
                (Some(demand), _) => {
                    let says = Text::from(put(&demand.says));
                    let says = if demand.sources.is_empty() {
                        says
                    } else {
                        says.plain(" ").text(cited(&demand.sources))
                    };
                    (demand.party_title.as_str(), says)
                }
                (None, Some(clause)) => {
                    ("The text", Text::from(format!("clause {}: {}", clause.number, clause.says)))
                }
                (None, None) => continue,
            };
            match sides.iter_mut().find(|(known, _)| *known == side) {
                Some((_, list)) => list.push(says),
                None => sides.push((side, vec![says])),
            }
        }
        sides
    }

    pub(in crate::report) fn section(&self, document: &mut Document, all: usize) {
        document.paragraph(Text::new().strong(format!("Conflict {}.", self.number)).plain(
            format!(
                " {} ({}of {}{} confidence):",
                self.clash(),
                if self.members.len() == 1 { "" } else { "each " },
                if self.confidence == "high" { "" } else { "at least " },
                self.confidence
            ),
        ));
        document.list(self.members.iter().map(|member| {
            let item = match (&member.demand, &member.clause) {
                (Some(demand), _) => Item::new(demand.text()),
                (None, Some(clause)) => Item::new(
                    Text::new()
                        .strong(format!("clause {}", clause.number))
                        .plain(format!(": {}", clause.says)),
                ),
                (None, None) => Item::new(""),
            };
            let opens = if member.opens_agreement {
                "; dropping it alone opens an agreement".to_owned()
            } else if all <= 1 || member.others_stand == 0 {
                String::new()
            } else {
                format!("; {} would still stand", count(member.others_stand, "other conflict"))
            };
            let without: Vec<String> = member
                .without
                .iter()
                .filter(|choice| choice.option != "not applicable")
                .map(|choice| format!("{}: “{}”", choice.issue, choice.option))
                .collect();
            let with = if without.is_empty() {
                String::new()
            } else {
                format!(" (so that the rest can hold, for example with {})", without.join("; "))
            };
            item.child(format!("without it this conflict would be resolved{with}{opens}"))
        }));
    }
}

impl Way {
    /// The prices at the middle, line by line.
    pub(in crate::report) fn arithmetic(&self, document: &mut Document) {
        for price in self.prices.iter().filter(|price| !price.lines.is_empty()) {
            let mut table = Table::new([
                Column::text("issue given way on"),
                Column::numeric("weight"),
                Column::numeric("best not ruled out"),
                Column::numeric("gets"),
                Column::numeric("product"),
            ])
            .caption(format!("The price to {}, at the middle of all ranges", price.title));
            for line in &price.lines {
                table.push([
                    line.issue.clone(),
                    line.weight.decimal.clone(),
                    line.best.decimal.clone(),
                    line.gets.decimal.clone(),
                    line.product.decimal.clone(),
                ]);
            }
            document.table(table);
            document.paragraph(format!(
                "The sum of the products, divided by the sum of all its weights {}, is {} (with \
                 points below its floor, exactly {}).",
                price.sum_of_weights.decimal, price.middle.decimal, price.middle.exact
            ));
        }
    }

    pub(in crate::report) fn section(&self, document: &mut Document, name: &str) {
        let tied = match self.tied {
            0 => String::new(),
            1 => " (1 other asks as little)".to_owned(),
            tied => format!(" ({tied} others ask as little)"),
        };
        let prices: Vec<String> = self
            .prices
            .iter()
            .map(|price| {
                if price.links > 0 && price.range.high.decimal == "0" {
                    return format!(
                        "{} gives up {} (not priced)",
                        price.title,
                        count(price.links, "condition")
                    );
                }
                let links = match price.links {
                    0 => String::new(),
                    links => format!(", and {} given up", count(links, "condition")),
                };
                let middle = points(&price.middle.decimal);
                format!("{} {middle} ({}){links}", price.title, price.range.words())
            })
            .collect();
        let title = format!("{name}: {} given up{tied}.", count(self.refusals, "refusal"));
        let title = Text::new().strong(title);
        document.paragraph(if prices.is_empty() {
            title
        } else {
            title.plain(format!(" Price: {}.", prices.join("; ")))
        });
        document.list(self.concessions.iter().map(|concession| {
            let demand = &concession.demand;
            let text = Text::new().strong(demand.party_title.clone());
            let item = Item::new(text.plain(format!(" {}", concession.what)));
            if demand.is_left_out() {
                return item;
            }
            item.child(format!("gives up: {} ({}, {})", demand.says, demand.kind, demand.id))
        }));
    }
}
