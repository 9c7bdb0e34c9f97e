//! The layout of a settle report: the conclusion, then what is attainable, then who stands where,
//! then what could be traded.

use super::{FrontierReport, OutlookReport, Report};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::big::{grouped, many};
use crate::report::parts::{Demand, capital, count, sentence_list, source_list};

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        let Some(first) = self.outlooks.first() else {
            self.missing(&mut document);
            self.trade_section(&mut document);
            source_list(&mut document, &self.sources);
            return document;
        };
        self.conclusion(&mut document, first);
        self.missing(&mut document);
        self.zone(&mut document, first);
        self.yardsticks(&mut document, first);
        self.extremes(&mut document, first);
        self.outcomes(&mut document, first);
        self.package_section(&mut document, first);
        self.standing_section(&mut document, first);
        self.trade_section(&mut document);
        self.method(&mut document, first);
        source_list(&mut document, &self.sources);
        document
    }

    pub(in crate::report) fn conclusion(&self, document: &mut Document, first: &OutlookReport) {
        let mut text = Text::new();
        if let Some(what_if) = &self.what_if {
            text = text.plain(format!("Supposing {}: ", sentence_list(&what_if.suppositions)));
        }
        let mut text = text.strong(first.conclusion());
        if let Some(frontier) = &first.frontier {
            text = text.plain(format!(" {}.", frontier.words(&first.considered)));
        }
        if let [cautious, hopeful] = self.outlooks.as_slice() {
            text = text.plain(match hopeful.acceptable.as_str() {
                same if same == cautious.acceptable && same != "0" => {
                    " This holds whether the numbers are counted cautiously or hopefully."
                        .to_owned()
                }
                "0" => format!(
                    " This is the cautious count: what nobody has spoken on is worth 0, and \
                     disputed demands hold. Even counted hopefully – what nobody has spoken on at \
                     its best, disputed demands left out – {}.",
                    hopeful.least()
                ),
                acceptable => format!(
                    " This is the cautious count: what nobody has spoken on is worth 0, and \
                     disputed demands hold. Counted hopefully – what nobody has spoken on at its \
                     best, disputed demands left out – {} acceptable to all.",
                    are(acceptable)
                ),
            });
        }
        document.paragraph(text);
        if let Some(what_if) = &self.what_if {
            let mut table = Table::new([
                Column::text(""),
                Column::numeric("without"),
                Column::numeric("supposing this"),
            ]);
            for (before, after) in what_if.without.iter().zip(&self.outlooks) {
                table.push([
                    format!("packages acceptable to all ({})", before.outlook),
                    grouped(&before.acceptable),
                    grouped(&after.acceptable),
                ]);
                table.push([
                    format!("fewest refusals that a package breaks ({})", before.outlook),
                    before.refusals.to_string(),
                    after.refusals.to_string(),
                ]);
                table.push([
                    format!("packages considered ({})", before.outlook),
                    grouped(&before.considered),
                    grouped(&after.considered),
                ]);
            }
            document.table(table);
        }
    }

    /// Whose refusals the packages break that bargaining theory singles out, if all break the same.
    pub(in crate::report) fn whose_refusals(&self, first: &OutlookReport) -> Option<String> {
        let points = || first.solutions.iter().filter_map(|it| it.points.as_ref()).flatten();
        let breaks = &points().next()?.breaks;
        if breaks.is_empty() || points().any(|point| point.breaks != *breaks) {
            return None;
        }
        let demands = self.demands.iter().filter(|demand| breaks.contains(&demand.id));
        let mut parties: Vec<(&str, usize)> = Vec::new();
        for demand in demands {
            match parties.iter_mut().find(|(name, _)| *name == demand.party_name) {
                Some((_, number)) => *number += 1,
                None => parties.push((&demand.party_name, 1)),
            }
        }
        let list: Vec<String> =
            parties.iter().map(|(name, number)| format!("{number} of {name}")).collect();
        Some(format!(
            "The packages singled out below all break the same demands: {}. Counted otherwise than by \
             the number of refusals, what must give falls otherwise on the parties.",
            sentence_list(&list)
        ))
    }

    pub(in crate::report) fn missing(&self, document: &mut Document) {
        if self.unfinished.is_empty() {
            return;
        }
        // The bound is said once.
        let parts: Vec<(&str, &str)> =
            self.unfinished.iter().filter_map(|it| it.split_once(" not finished ")).collect();
        let bound = parts.first().map_or("", |(_, bound)| bound);
        let what: Vec<&str> = parts.iter().map(|(what, _)| *what).collect();
        document.paragraph(
            Text::new()
                .strong(format!("Not finished {bound}: "))
                .plain(format!("{}. What is said here is exact.", what.join("; "))),
        );
    }

    pub(in crate::report) fn zone(&self, document: &mut Document, first: &OutlookReport) {
        document.heading(2, "The room for agreement");
        let mut head = vec![Column::text("")];
        head.extend(self.outlooks.iter().map(|it| Column::numeric(it.outlook)));
        let mut table = Table::new(head);
        let mut row = |title: &str, cell: &dyn Fn(&OutlookReport) -> String| {
            let cells = self.outlooks.iter().map(cell);
            table.push([title.to_owned()].into_iter().chain(cells));
        };
        row("packages that the rules allow", &|it| grouped(&it.possible));
        row("of these acceptable to all whose consent they need", &|it| grouped(&it.acceptable));
        row("fewest stated refusals that a package breaks", &|it| it.refusals.to_string());
        row("packages considered below", &|it| grouped(&it.considered));
        row("of these, with nothing better for one party and no worse for the others", &|it| {
            let Some(frontier) = &it.frontier else { return "not finished".to_owned() };
            frontier.packages.as_deref().map_or("not counted".to_owned(), grouped)
        });
        row("different outcomes that these lead to", &|it| {
            let Some(frontier) = &it.frontier else { return "not finished".to_owned() };
            grouped(&frontier.points.to_string())
        });
        document.table(table);
        document.paragraph(first.considered_words());
        let shared: Vec<Item> = first
            .shared
            .iter()
            .map(|it| {
                let option = it.option.as_deref().unwrap_or("does not arise");
                Item::new(format!("{}: {option}", it.issue))
            })
            .collect();
        if !shared.is_empty() {
            document.paragraph(format!(
                "On {} all considered packages agree:",
                count(shared.len(), "issue")
            ));
            document.list(shared);
        }
        if !first.absent.is_empty() {
            document.paragraph("Options that occur in no considered package:");
            document.list(first.absent.iter().map(|it| {
                let options: Vec<String> =
                    it.options.iter().map(|option| format!("“{option}”")).collect();
                format!("{}: {}", it.issue, options.join(", "))
            }));
        }
    }

    pub(in crate::report) fn yardsticks(&self, document: &mut Document, first: &OutlookReport) {
        document.heading(2, "What gains are counted from");
        let mut table = Table::new([
            Column::text("party"),
            Column::text("its floor: what no deal is worth to it"),
            Column::numeric("gains count from"),
            Column::numeric("best package for it"),
            Column::numeric("most it could gain"),
        ]);
        for it in first.yardsticks.iter().filter(|it| self.shows(&it.party)) {
            table.push([
                Text::from(it.title.as_str()),
                it.floor.as_ref().map_or("none stated".into(), floor_words),
                Text::from(it.counted_from.decimal.as_str()),
                Text::from(it.best.decimal.as_str()),
                Text::from(it.ideal_gain.decimal.as_str()),
            ]);
        }
        document.table(table);
        let without: Vec<&str> = first
            .yardsticks
            .iter()
            .filter(|it| it.floor.is_none())
            .map(|it| it.name.as_str())
            .collect();
        let mut text = "Numbers are points: hundredths of each party's own total. They cannot be \
                        compared from party to party."
            .to_owned();
        if !without.is_empty() {
            text.push_str(&format!(
                " No floor is stated for {}: {} gains count from nothing, and no package counts as \
                 worse for {} than no deal.",
                sentence_list(&without),
                if without.len() == 1 { "its" } else { "their" },
                if without.len() == 1 { "it" } else { "them" },
            ));
        }
        text.push_str(match first.outlook {
            "cautious" => {
                " Counted cautiously, an option that a party has not spoken on is worth 0 to it."
            }
            _ => " Counted hopefully, an option that a party has not spoken on is worth 100 to it.",
        });
        document.paragraph(text);
        if !first.other_floors.is_empty() {
            document.paragraph(
                "Floors of parties whose consent is needed only under a condition hold where they \
                 are asked:",
            );
            document.list(first.other_floors.iter().map(Demand::text));
        }
    }

    /// What each party can reach at most.
    pub(in crate::report) fn extremes(&self, document: &mut Document, first: &OutlookReport) {
        document.heading(2, "What each party can reach at most");
        let Some(frontier) = &first.frontier else {
            document.paragraph(
                "The frontier was not listed within the bound of steps; what follows is exact \
                 nevertheless.",
            );
            return;
        };
        document.paragraph(format!(
            "{} on the frontier, which can only be bettered for one party by worsening it for \
             another. Where one party gets the most, this is left to the others:",
            capital(&are_outcomes(frontier.points)),
        ));
        let mut table = Table::new([
            Column::text("best for"),
            Column::numeric("worth to it"),
            Column::text("worth to the others then"),
        ]);
        for extreme in frontier.extremes.iter().filter(|it| self.shows(&it.party)) {
            let others: Vec<String> = extreme
                .others
                .iter()
                .map(|it| format!("{} {}", it.title, it.worth.words()))
                .collect();
            table.push([extreme.title.clone(), extreme.best.decimal.clone(), others.join(", ")]);
        }
        document.table(table);
    }

    /// The frontier, outcome by outcome, where it was asked for.
    fn outcomes(&self, document: &mut Document, first: &OutlookReport) {
        let Some(frontier) = &first.frontier else { return };
        if !frontier.list.is_empty() {
            let mut head: Vec<Column> =
                self.principals.iter().map(|it| Column::numeric(it.title.clone())).collect();
            head.push(Column::numeric("packages"));
            let mut table = Table::new(head).caption("The frontier, outcome by outcome");
            for outcome in &frontier.list {
                let worths = outcome.worths.iter().map(|it| it.decimal.clone());
                table.push(worths.chain([grouped(&outcome.packages)]));
            }
            document.table(table);
            let more = frontier.points - frontier.list.len();
            if more > 0 {
                document.paragraph(format!("And {} more.", many(&more.to_string(), "outcome")));
            }
        }
    }

    pub(in crate::report) fn method(&self, document: &mut Document, first: &OutlookReport) {
        document.heading(2, "Method and limits");
        let cautious = "Counted cautiously, every worth is at the low end of its range and what \
                        nobody has spoken on at 0, floors are at their high end, and disputed \
                        demands hold.";
        let hopeful = "Counted hopefully, worths are at their high end and what nobody has spoken \
                       on at 100, floors at their low end, and only firm demands hold.";
        let ends = match (self.outlooks.len(), first.outlook) {
            (1, "cautious") => cautious.to_owned(),
            (1, _) => hopeful.to_owned(),
            _ => format!("{cautious} {hopeful}"),
        };
        let gains = if self.gains == "shares" {
            "Gains are compared as shares of the most that each party could gain, as if equal \
             shares were equally good: a convention."
        } else {
            "Gains are compared in hundredths of each party's own total, as if such points were \
             worth the same to all parties: a supposition that nothing in the file supports."
        };
        document.paragraph(format!(
            "{ends} Weights are at the middle of their ranges. {gains} Parties whose consent is \
             needed only under a condition are not ranked; their demands and floors bind where they \
             are asked. A package that breaks a refusal is not an agreement, however much it is \
             worth. All counts are exact."
        ));
    }

    pub(in crate::report) fn shows(&self, party: &str) -> bool {
        self.shown.is_empty() || self.shown.iter().any(|it| it == party)
    }
}

impl FrontierReport {
    /// How much of what is considered cannot be bettered, in a sentence.
    fn words(&self, considered: &str) -> String {
        let which = match self.packages.as_deref() {
            Some("1") if considered == "1" => "It cannot".to_owned(),
            Some(packages) if packages == considered => "None of them can".to_owned(),
            Some(packages) => format!("{} of these packages cannot", grouped(packages)),
            None => {
                let outcomes = grouped(&self.points.to_string());
                format!("{outcomes} different outcomes of these packages cannot")
            }
        };
        format!("{which} be bettered for one party without worsening another")
    }
}

impl OutlookReport {
    fn has_floors(&self) -> bool {
        !self.other_floors.is_empty() || self.yardsticks.iter().any(|it| it.floor.is_some())
    }

    /// Whether anything is acceptable to all, in a sentence or two.
    pub(in crate::report) fn conclusion(&self) -> String {
        let of = format!("{} possible packages", grouped(&self.possible));
        if self.acceptable != "0" {
            let are = if self.acceptable == "1" { "is" } else { "are" };
            return format!("{} of {of} {are} acceptable to all.", grouped(&self.acceptable));
        }
        let break_only = match (self.refusals, self.considered.as_str()) {
            (0, "1") => "breaks no stated refusal".to_owned(),
            (0, _) => "break no stated refusal".to_owned(),
            (refusals, "1") => format!("breaks only {refusals}"),
            (refusals, _) => format!("break only {refusals}"),
        };
        let least = if self.refusals == 0 {
            String::new()
        } else {
            format!(" every package breaks at least {}.", count(self.refusals, "stated refusal"))
        };
        let floors = match (self.has_floors(), self.floors_met) {
            (false, _) => "",
            (true, true) => " and meet every floor",
            (true, false) if self.considered == "1" => ", and leaves some party below its floor",
            (true, false) => ", and each of these leaves some party below its floor",
        };
        let many = capital(&grouped(&self.considered));
        format!("No package is acceptable to all:{least} {many} of {of} {break_only}{floors}.")
    }

    /// What every package breaks at least.
    fn least(&self) -> String {
        match self.refusals {
            0 => "every package leaves some party below its floor".to_owned(),
            refusals => {
                format!("every package breaks at least {}", count(refusals, "stated refusal"))
            }
        }
    }

    /// Which packages are considered.
    fn considered_words(&self) -> String {
        let disputed =
            if self.outlook == "cautious" { "disputed demands included" } else { "firm ones only" };
        if self.acceptable != "0" {
            return "All that follows is about the packages acceptable to all: those that keep \
                    every demand and meet every floor of the parties whose consent they need."
                .to_owned();
        }
        let floors = match (self.has_floors(), self.floors_met) {
            (false, _) => "",
            (true, true) => " and, of these, meet every floor",
            (true, false) => " (none of which meets every floor)",
        };
        format!(
            "As nothing is acceptable to all, what follows is about the packages that break the \
             fewest stated refusals, {disputed}{floors}. Refusals are red lines and conditions; \
             those of one party on one issue count once. The count does not say how much a refusal \
             weighs, nor that both sides give: all that are broken may be one side's."
        )
    }
}

fn are(digits: &str) -> String {
    format!("{} {}", many(digits, "package"), if digits == "1" { "is" } else { "are" })
}

fn are_outcomes(points: usize) -> String {
    match points {
        1 => "1 outcome is".to_owned(),
        _ => format!("{} outcomes are", grouped(&points.to_string())),
    }
}

fn floor_words(floor: &Demand) -> Text {
    Text::from(format!("{} (", floor.excludes)).text(floor.mark()).plain(")")
}
