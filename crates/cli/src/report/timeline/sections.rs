//! The parts of a timeline below its table of moves.

use super::words::sign;
use super::{ClassOn, GapChange, Moved, Part, Report, State};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{capital, count, sentence_list};

impl Report {
    /// What each move changed, in detail.
    pub(super) fn change_list(&self, document: &mut Document) {
        let items: Vec<Item> =
            self.moves().filter_map(|(state, moved)| moved.item(state)).collect();
        if items.is_empty() {
            return;
        }
        document.heading(2, "What each move changed");
        document.list(items);
    }

    /// What each move made of the end, the others held.
    pub(super) fn part_section(&self, document: &mut Document) {
        let Some(parts) = &self.parts else { return };
        if parts.is_empty() {
            return;
        }
        document.heading(2, "What each move made of the end, the others held");
        document.paragraph(
            "The end is set against the end without that one move; all the others apply as the file \
             says. Where a later move of the same party takes up what it changed – restates it, or \
             ends it –, the later one has the last word in both, and the part of the earlier one is \
             only what was left of it.",
        );
        let (shown, idle): (Vec<&Part>, Vec<&Part>) = parts
            .iter()
            .partition(|part| part.change.weight() != (0, 0, 0) || !part.verdicts.is_empty());
        let points =
            parts.iter().any(|part| part.change.missing.as_ref().is_some_and(|it| sign(it) != 0));
        if !shown.is_empty() {
            let mut head = vec![
                Column::text("move"),
                Column::text("who"),
                Column::numeric("conflicts"),
                Column::numeric("refusals"),
            ];
            if points {
                head.push(Column::numeric("points missing"));
            }
            head.extend([Column::text("verdicts"), Column::text("taken up by")]);
            let mut table = Table::new(head)
                .caption("What the end has more (+) or less (-) because of the move");
            for part in shown {
                table.push(part.row(points));
            }
            document.table(table);
        }
        if !idle.is_empty() {
            let numbers: Vec<String> = idle.iter().map(|part| part.number.to_string()).collect();
            let noun = if idle.len() == 1 { "move" } else { "moves" };
            let mut text = format!(
                "Taken away alone, {noun} {} would leave the end as it is: as many conflicts, the same \
                 distance, the same verdicts.",
                sentence_list(&numbers)
            );
            let overtaken = idle.iter().filter(|part| !part.taken_up_by.is_empty());
            let overtaken: Vec<String> = overtaken
                .map(|part| {
                    let later: Vec<String> =
                        part.taken_up_by.iter().map(ToString::to_string).collect();
                    format!("{} by {}", part.number, sentence_list(&later))
                })
                .collect();
            if !overtaken.is_empty() {
                text.push_str(&format!(
                    " Of these, some were taken up by a later move of the same party: {}.",
                    overtaken.join("; ")
                ));
            }
            document.paragraph(text);
        }
        if let Some(sum) = self.sum_of_parts.as_ref().filter(|it| it.conflicts.is_some()) {
            let points = [sum, &self.whole].into_iter().filter_map(|it| it.missing.as_ref());
            let what = if points.map(sign).any(|it| it != 0) {
                " Points missing are hundredths of each party's own total, below its floor."
            } else {
                ""
            };
            document.paragraph(format!(
                "The parts add up to {}; the whole change is {}.{what} In general the two differ: two \
                 moves may together open what neither opens alone, or each may suffice for the same.",
                sum.words(),
                self.whole.words()
            ));
        }
    }

    /// How many moves of each kind each party made.
    pub(in crate::report) fn mover_section(&self, document: &mut Document) {
        if self.movers.iter().all(|mover| mover.moves == 0) {
            return;
        }
        document.heading(2, "Who moved, and how");
        let mut table = Table::new([
            Column::text("party"),
            Column::numeric("moves"),
            Column::numeric("with a concession"),
            Column::numeric("with a hardening"),
            Column::numeric("of these by a condition alone"),
            Column::numeric("with pressure"),
            Column::numeric("clarification only"),
            Column::numeric("demands added"),
            Column::numeric("demands dropped"),
        ]);
        for mover in self.movers.iter().filter(|mover| mover.moves > 0) {
            table.push([
                mover.title.clone(),
                mover.moves.to_string(),
                mover.concessions.to_string(),
                mover.hardenings.to_string(),
                mover.conditions_alone.to_string(),
                mover.pressures.to_string(),
                mover.clarifications.to_string(),
                mover.demands_added.to_string(),
                mover.demands_dropped.to_string(),
            ]);
        }
        document.table(table);
        document.paragraph(
            "One move may be several kinds at once: a condition tied to a concession, or to a first \
             word, is a link, and so a hardening too, by a condition alone. A wish stated for the first \
             time is a clarification, even where others refuse it. The counts say what the file \
             records, not who should move: a party that began with few demands has few to drop, and a party that \
             speaks more often in public has more moves on record.",
        );
    }

    pub(super) fn issue_section(&self, document: &mut Document) {
        if self.issues_in_all == 0 || (self.issues.is_empty() && self.pairs.is_empty()) {
            return;
        }
        document.heading(2, "Issue by issue");
        if self.issues.is_empty() {
            document.paragraph("On no issue did the class of overlap change.");
            return;
        }
        document.paragraph(format!(
            "How positions of the parties whose consent is always needed overlap. The class changed on \
             {} of {}.",
            self.issues.len(),
            count(self.issues_in_all, "issue")
        ));
        let mut table = Table::new(["issue", "at the start", "and then"]);
        for issue in &self.issues {
            let mut classes = issue.classes.iter();
            let start = classes.next().map_or(String::new(), ClassOn::words);
            let then = classes.map(|class| format!("{}: {}", class.day, class.words()));
            table.push([issue.title.clone(), start, then.collect::<Vec<_>>().join("\n")]);
        }
        document.table(table);
    }

    pub(super) fn pair_section(&self, document: &mut Document) {
        if self.pairs.is_empty() {
            return;
        }
        document.heading(2, "Pair by pair: nearer or further");
        document.paragraph(
            "An option is as good to a pair as the lesser of their two words on it. The gap on an issue \
             is how many words their best option lies below ideal: 0 where it is ideal to both, 1 \
             acceptable, 2 tolerable, 3 opposed, 4 where each option is a red line of one of them. \
             What is unknown or disputed makes it a range. Nearer: the least gap fell and the greatest \
             did not rise; further: the other way round. Clearer, less far: only the greatest fell, for \
             more is stated and the worst did not come; clearer, less near: only the least rose.",
        );
        let mut table = Table::new([
            Column::text("pair"),
            Column::numeric("nearer on"),
            Column::numeric("further on"),
            Column::numeric("clearer, less far"),
            Column::numeric("clearer, less near"),
            Column::numeric("otherwise"),
            Column::numeric("as before on"),
        ])
        .caption("Numbers of issues, start against end");
        for pair in &self.pairs {
            let [one, other] = &pair.parties;
            let numbers = pair.lists().map(|(_, list)| list.len().to_string());
            let row = [format!("{one} and {other}")].into_iter().chain(numbers);
            table.push(row.chain([pair.same.to_string()]));
        }
        document.table(table);
        for pair in &self.pairs {
            let items: Vec<Item> = pair
                .lists()
                .into_iter()
                .filter(|(_, list)| !list.is_empty())
                .map(|(word, list)| {
                    let list: Vec<String> = list.iter().map(GapChange::words).collect();
                    Item::from(format!("{}: {}", capital(word), list.join("; ")))
                })
                .collect();
            if !items.is_empty() {
                let [one, other] = &pair.parties;
                document.paragraph(Text::new().strong(format!("{} and {other}", capital(one))));
                document.list(items);
            }
        }
    }

    pub(super) fn demand_section(&self, document: &mut Document) {
        if self.demands.is_empty() {
            return;
        }
        document.heading(2, "Red lines and links over time");
        let mut table = Table::new(["party", "demand", "kind", "what became of it"]);
        for line in &self.demands {
            table.push(line.row());
        }
        document.table(table);
    }

    pub(super) fn hindsight_section(&self, document: &mut Document) {
        let moves: Vec<(&State, &Moved)> = self
            .moves()
            .filter(|(_, moved)| moved.hindsight || !moved.hindsight_on.is_empty())
            .collect();
        if moves.is_empty() {
            return;
        }
        document.heading(2, "Known only from later sources");
        document.paragraph(
            "These moves, or what they state on the issues named, are known only from sources that \
             appeared after their day. Who acted on the day may not have known of them.",
        );
        document.list(moves.into_iter().map(|(state, moved)| {
            let issues = if moved.hindsight {
                "the move as a whole".to_owned()
            } else {
                format!("on {}", sentence_list(&moved.hindsight_on))
            };
            Item::new(
                Text::new()
                    .strong(moved.party_title.clone())
                    .plain(format!(", {} (move {}): {issues}", state.day, moved.number)),
            )
        }));
    }
}

/// What counts as what, with every measure defined.
pub(super) fn method(document: &mut Document) {
    document.list([
        "State: the positions at the start with every move up to that day, by day and then by their \
         order within the day. A text counts from the day on which it was made; texts of a day stand \
         before its moves.",
        "Conflicts: the smallest sets of stated demands that no package meets together.",
        "Distance: the fewest stated refusals that must give for some package to be left without a \
         stated obstacle (red lines of one party on one issue count once), and how many points are \
         then still missing below floors. The two are never added; nearer means fewer refusals, or as \
         many and fewer points.",
        "Concession: the mover's word rises on an option that another party has at acceptable or \
         better, and so toward that party; or an option is refused no longer, or no longer firmly; or a \
         link ends or becomes disputed.",
        "Hardening: the mover's word falls on an option that another party has at acceptable or \
         better, and so away from that party; or an option is newly refused, or now firmly; or a link is \
         added or becomes firm.",
        "Pressure: what no deal is worth to the mover changes. It says nothing of what the mover \
         grants, and is never counted as a concession or a hardening.",
        "Clarification: everything else – a first word where nothing was stated, a word taken back, a \
         word that changes on an option nobody else has asked for, another condition, another weight. \
         It meets those who have at acceptable or better what the mover, silent before, can now live \
         with or better.",
    ]);
}
