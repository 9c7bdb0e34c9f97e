//! The layout of a timeline: from where to where, which moves counted, then every move.

use super::events::is_left_out;
use super::{
    ClassOn, DemandLine, Difference, GapChange, Kinds, Moved, Pair, Part, Report, StanceChange,
    State, VerdictChange,
};
use crate::document::{Column, Document, Item, Table, Text, Tone};
use crate::report::parts::{Number, capital, cited, count, partial, sentence_list, source_list};

/// How many moves the conclusion names each way.
const NAMED: usize = 3;

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        let span = format!("{}, {} to {}", self.title, self.from, self.as_of);
        document.heading(1, span);
        if !self.suppositions.is_empty() {
            document.paragraph(format!("Supposing {}:", sentence_list(&self.suppositions)));
        }
        self.conclusion(&mut document);
        partial(&mut document, &self.unfinished);
        if let Some(figure) = self.figure() {
            document.heading(2, "Conflicts and distance over time");
            document.figure(figure);
        }
        document.heading(2, "Move by move");
        self.move_table(&mut document, |_| true);
        self.change_list(&mut document);
        self.part_section(&mut document);
        self.mover_section(&mut document);
        if self.moves().next().is_some() || !self.issues.is_empty() {
            self.issue_section(&mut document);
            self.pair_section(&mut document);
        }
        self.demand_section(&mut document);
        self.hindsight_section(&mut document);
        document.heading(2, "How this is counted");
        method(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    /// From where to where, and which moves counted most.
    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        let (Some(first), Some(last)) = (self.states.first(), self.states.last()) else { return };
        let moves = self.moves_in_all;
        let texts = self.states.iter().filter(|state| state.text.is_some()).count();
        let stated = match (moves, texts) {
            (0, _) => format!("no party moved, and {}", made(texts)),
            _ => format!("{}, and {}", counted(moves, "move"), made(texts)),
        };
        let mut text = Text::new().strong(format!("{}.", self.verdict()));
        text = text.plain(format!(" From {} to {}: {stated}.", self.from, self.as_of));
        if let Some(sentence) = ends(first, last) {
            text = text.plain(format!(" {sentence}"));
        }
        document.paragraph(text);
        if !self.shown.is_empty() {
            document.paragraph(format!(
                "Of the moves, {} are listed: those of the parties shown. The numbers take account of \
                 all.",
                self.moves().count()
            ));
        }
        if self.moves().next().is_some() {
            self.most_counted(document);
        }
    }

    /// Whether the parties are nearer at the end.
    fn verdict(&self) -> &'static str {
        let whole = &self.whole;
        if self.moves_in_all == 0 {
            return "Nobody moved";
        }
        let Some(refusals) = whole.refusals else {
            return "How positions moved";
        };
        let points = whole.missing.as_ref().map_or(0, sign);
        match (refusals.signum(), points, whole.conflicts.map_or(0, i64::signum)) {
            (1, ..) | (0, 1, _) => "Further from agreement at the end than at the start",
            (-1, ..) | (0, -1, _) => "Nearer to agreement at the end than at the start",
            (_, _, 1) => "As far from agreement as at the start, with more conflicts",
            (_, _, -1) => "As far from agreement as at the start, with fewer conflicts",
            _ => "As far from agreement at the end as at the start",
        }
    }

    /// Which moves counted most, in their order and with the others held.
    fn most_counted(&self, document: &mut Document) {
        let measured = self.moves().filter(|(state, _)| state.conflicts.is_some());
        let changing: Vec<(&State, &Moved)> = measured
            .filter(|(state, _)| state.change.as_ref().is_some_and(|it| it.weight() != (0, 0, 0)))
            .collect();
        let without = self.moves().filter(|(state, _)| state.changed_nothing).count();
        if self.states.iter().all(|state| state.conflicts.is_none() && state.refusals.is_none()) {
            return;
        }
        if changing.is_empty() {
            document.paragraph("No single move changed conflicts or distance.");
        } else {
            let which = if changing.len() == 1 { "It is" } else { "Those that changed most" };
            document.paragraph(format!(
                "{} conflicts or distance when made. {which}:",
                self.of_those(&changed(changing.len()))
            ));
            let mut items = Vec::new();
            for (up, word) in [(false, "nearer"), (true, "further apart")] {
                let mut list: Vec<&(&State, &Moved)> = changing
                    .iter()
                    .filter(|(state, _)| {
                        state.change.as_ref().is_some_and(|it| (it.order() > (0, 0, 0)) == up)
                    })
                    .collect();
                list.sort_by_key(|(state, _)| {
                    state.change.as_ref().map_or((0, 0, 0), |it| negated(it.weight()))
                });
                items.extend(list.iter().take(NAMED).filter_map(|(state, moved)| {
                    let change = state.change.as_ref()?;
                    let text = Text::new().strong(capital(word)).plain(": ");
                    Some(Item::new(
                        text.text(moved.told(&state.day)).plain(format!(" – {}", change.words())),
                    ))
                }));
            }
            document.list(items);
        }
        if without > 0 {
            document.paragraph(format!(
                "{} no verdict, no conflict and no distance.",
                self.of_those(&changed(without))
            ));
        }
    }

    /// A sentence about moves, which says that it speaks of those listed where not all are.
    fn of_those(&self, sentence: &str) -> String {
        if self.shown.is_empty() {
            capital(sentence)
        } else {
            format!("Of those listed, {sentence}")
        }
    }

    /// The moves and texts in order, those that `test` lets pass.
    pub(in crate::report) fn move_table(
        &self,
        document: &mut Document,
        test: impl Fn(&State) -> bool,
    ) {
        let mut head = vec![
            Column::text("day"),
            Column::text("who"),
            Column::text("what"),
            Column::text("kind"),
        ];
        let conflicts = self.states.iter().any(|state| state.conflicts.is_some());
        let refusals = self.states.iter().any(|state| state.refusals.is_some());
        let verdicts = self.states.iter().any(|state| !state.texts.is_empty());
        if conflicts {
            head.push(Column::text("conflicts"));
        }
        if refusals {
            head.push(Column::text("refusals"));
        }
        let points = self.has_points();
        if points {
            head.push(Column::text("points missing"));
        }
        if verdicts {
            head.push(Column::text("verdicts"));
        }
        let mut table = Table::new(head);
        for state in self.states.iter().filter(|state| test(state)) {
            let mut cells = state.cells();
            let change = state.change.as_ref();
            if conflicts {
                let old = state.conflicts.zip(change.and_then(|it| it.conflicts));
                cells.push(step(state.conflicts, old.map(|(now, by)| less(now, by))));
            }
            if refusals {
                let old = state.refusals.zip(change.and_then(|it| it.refusals));
                cells.push(step(state.refusals, old.map(|(now, by)| less(now, by))));
            }
            if points {
                let now = state.missing.as_ref().map(|it| it.decimal.clone());
                let moved =
                    change.and_then(|it| it.missing.as_ref()).is_some_and(|it| sign(it) != 0);
                let old = state.missing_before.as_ref().filter(|_| moved);
                cells.push(match (old, now) {
                    (Some(old), Some(now)) => format!("{} → {now}", old.decimal).into(),
                    (None, Some(now)) => now.into(),
                    (_, None) => "not finished".into(),
                });
            }
            if verdicts {
                cells.push(state.verdict_cell());
            }
            table.push(cells);
        }
        document.table(table);
    }

    /// The moves that changed a conflict, a distance or a verdict.
    pub(in crate::report) fn counted_section(&self, document: &mut Document) {
        let counts = |state: &State| state.moved.is_some() && !state.changed_nothing;
        if self.states.iter().any(counts) {
            document.heading(2, "The moves that changed a conflict, a distance or a verdict");
            self.move_table(document, counts);
        }
    }

    /// Whether any points are missing at any time.
    fn has_points(&self) -> bool {
        self.states.iter().any(|state| state.missing.as_ref().is_some_and(|it| it.exact != "0"))
    }

    /// What each move changed, in detail.
    fn change_list(&self, document: &mut Document) {
        let items: Vec<Item> =
            self.moves().filter_map(|(state, moved)| moved.item(state)).collect();
        if items.is_empty() {
            return;
        }
        document.heading(2, "What each move changed");
        document.list(items);
    }

    /// What each move made of the end, the others held.
    fn part_section(&self, document: &mut Document) {
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
            document.paragraph(format!(
                "The parts add up to {}; the whole change is {}. In general the two differ: two \
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
                mover.pressures.to_string(),
                mover.clarifications.to_string(),
                mover.demands_added.to_string(),
                mover.demands_dropped.to_string(),
            ]);
        }
        document.table(table);
        document.paragraph(
            "One move may be several kinds at once: a condition tied to a concession is a link, and so \
             a hardening too. The counts say what the file records, not who \
             should move: a party that began with few demands has few to drop, and a party that \
             speaks more often in public has more moves on record.",
        );
    }

    fn issue_section(&self, document: &mut Document) {
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

    fn pair_section(&self, document: &mut Document) {
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

    fn demand_section(&self, document: &mut Document) {
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

    fn hindsight_section(&self, document: &mut Document) {
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
fn method(document: &mut Document) {
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

/// From where to where, in a sentence.
fn ends(first: &State, last: &State) -> Option<String> {
    let mut parts = Vec::new();
    if let (Some(before), Some(after)) = (first.conflicts, last.conflicts) {
        parts.push(format!(
            "{} among stated demands at the start, {} at the end",
            count(before, "conflict"),
            none(after)
        ));
    }
    if let (Some(before), Some(after)) = (first.refusals, last.refusals) {
        let points = |state: &State| {
            let missing = state.missing.as_ref().filter(|it| it.exact != "0")?;
            Some(format!(" (with {} points still missing)", missing.decimal))
        };
        let least = |number: usize| if number == 0 { "" } else { "at least " };
        parts.push(format!(
            "{}{}{} had to give then, {}{} now",
            least(before),
            count(before, "stated refusal"),
            points(first).unwrap_or_default(),
            none(after),
            points(last).unwrap_or_default(),
        ));
    }
    if !last.texts.is_empty() {
        let open = |state: &State| {
            let unopposed = |outcome: &str| matches!(outcome, "passes" | "no stated obstacle");
            let open = state.texts.iter().filter(|text| unopposed(text.outcome)).count();
            match (open, state.texts.len()) {
                (_, 0) => "no text was on the table".to_owned(),
                (0, all) => format!("none of {}", count(all, "text")),
                (open, all) => format!("{open} of {}", count(all, "text")),
            }
        };
        parts.push(format!(
            "without a stated objection at the start {}, at the end {}",
            open(first),
            open(last)
        ));
    }
    (!parts.is_empty()).then(|| format!("{}.", capital(&parts.join("; "))))
}

fn none(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("there was 1 {noun}") } else { format!("there were {number} {noun}s") }
}

fn made(texts: usize) -> String {
    match texts {
        0 => "no text was made".to_owned(),
        1 => "1 text was made".to_owned(),
        more => format!("{more} texts were made"),
    }
}

fn changed(moves: usize) -> String {
    if moves == 1 { "1 move changed".to_owned() } else { format!("{moves} moves changed") }
}

/// `3`, or `3 → 4` where it was otherwise before.
fn step(now: Option<usize>, before: Option<i64>) -> Text {
    let Some(now) = now else { return "not finished".into() };
    let same = i64::try_from(now).ok();
    match before.filter(|before| Some(*before) != same) {
        Some(before) => {
            let tone = if Some(before) < same { Tone::Blocked } else { Tone::Clear };
            Text::from(format!("{before} → {now}")).toned(tone)
        }
        None => now.to_string().into(),
    }
}

fn less(now: usize, by: i64) -> i64 {
    i64::try_from(now).unwrap_or(i64::MAX) - by
}

fn sign(number: &Number) -> i64 {
    match number.exact.as_str() {
        "0" => 0,
        text if text.starts_with('-') => -1,
        _ => 1,
    }
}

fn signed(number: i64) -> String {
    if number > 0 { format!("+{number}") } else { number.to_string() }
}

fn negated((one, two, three): (i64, i64, i64)) -> (i64, i64, i64) {
    (-one, -two, -three)
}

impl Difference {
    /// How much it counts: refusals, tenths of points, conflicts.
    fn weight(&self) -> (i64, i64, i64) {
        let (refusals, points, conflicts) = self.order();
        (refusals.abs(), points.abs(), conflicts.abs())
    }

    /// Which way it goes: above zero is further apart.
    fn order(&self) -> (i64, i64, i64) {
        let tenths = self.missing.as_ref().map_or(0, |it| {
            let digits: String = it.decimal.chars().filter(char::is_ascii_digit).collect();
            let scale = if it.decimal.contains('.') { 1 } else { 10 };
            // What is rounded to nothing still has a sign.
            sign(it) * (digits.parse::<i64>().unwrap_or(0) * scale).max(1)
        });
        (self.refusals.unwrap_or(0), tenths, self.conflicts.unwrap_or(0))
    }

    /// `+1 conflict, -1 refusal`.
    fn words(&self) -> String {
        let noun = |number: i64, noun: &str| {
            let plural = if number.abs() == 1 { "" } else { "s" };
            format!("{} {noun}{plural}", signed(number))
        };
        let mut parts = Vec::new();
        parts.extend(self.conflicts.filter(|it| *it != 0).map(|it| noun(it, "conflict")));
        parts.extend(self.refusals.filter(|it| *it != 0).map(|it| noun(it, "refusal")));
        if let Some(missing) = self.missing.as_ref().filter(|it| sign(it) != 0) {
            let plus = if sign(missing) > 0 { "+" } else { "" };
            parts.push(format!("{plus}{} points missing", missing.decimal));
        }
        if parts.is_empty() {
            "no conflict and no refusal more or less".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

impl ClassOn {
    fn words(&self) -> String {
        if self.best == self.worst {
            self.best.to_owned()
        } else {
            format!("{} to {}", self.best, self.worst)
        }
    }
}

impl Pair {
    /// The issues that changed, by how.
    fn lists(&self) -> [(&'static str, &[GapChange]); 5] {
        [
            ("nearer", &self.nearer),
            ("further", &self.further),
            ("clearer, less far", &self.clearer_nearer),
            ("clearer, less near", &self.clearer_further),
            ("otherwise", &self.otherwise),
        ]
    }
}

impl GapChange {
    fn words(&self) -> String {
        let range = |[least, greatest]: [usize; 2]| {
            if least == greatest { least.to_string() } else { format!("{least} to {greatest}") }
        };
        format!("{} ({} → {})", self.title, range(self.before), range(self.after))
    }
}

impl Kinds {
    /// What kind of move it is, a line a kind.
    fn words(&self) -> String {
        let direction = |word: &str, how: &str, parties: &[String]| {
            if parties.is_empty() {
                word.to_owned()
            } else {
                format!("{word} {how} {}", sentence_list(parties))
            }
        };
        let mut lines = Vec::new();
        if self.concession {
            lines.push(direction("concession", "toward", &self.toward));
        }
        if self.hardening {
            lines.push(direction("hardening", "away from", &self.away_from));
        }
        if self.pressure {
            lines.push("pressure".to_owned());
        }
        if self.clarification {
            let told = [
                ("meets", &self.meets),
                ("opposes a wish of", &self.opposes),
                ("takes back a wish of", &self.takes_back),
            ];
            let told: Vec<String> = told
                .into_iter()
                .filter(|(_, parties)| !parties.is_empty())
                .map(|(what, parties)| format!("{what} {}", sentence_list(parties)))
                .collect();
            lines.push(if told.is_empty() {
                "clarification".to_owned()
            } else {
                format!("clarification that {}", sentence_list(&told))
            });
        }
        lines.join("\n")
    }
}

impl State {
    /// Day, who, what and kind.
    fn cells(&self) -> Vec<Text> {
        let day = Text::from(self.day.as_str());
        match (&self.moved, &self.text) {
            (Some(moved), _) => {
                vec![day, moved.party_title.as_str().into(), moved.sentence(), moved.kind(self)]
            }
            (None, Some(text)) => {
                let public = text.public.as_ref().map(|day| format!(" (public on {day})"));
                let what = Text::from(format!("“{}” is made", text.title))
                    .plain(public.unwrap_or_default());
                let what = if text.sources.is_empty() {
                    what
                } else {
                    what.plain(" ").text(cited(&text.sources))
                };
                vec![day, capital(&sentence_list(&text.by)).into(), what, "text".into()]
            }
            (None, None) => {
                let what = if self.event == "start" { "the start" } else { "the end" };
                vec![day, Text::new(), what.into(), Text::new()]
            }
        }
    }

    /// Which verdicts changed.
    fn verdict_cell(&self) -> Text {
        if let Some(text) = &self.text {
            return match &text.rejected_by[..] {
                [] => "rejected by nobody".into(),
                parties => format!("rejected by {}", sentence_list(parties)).into(),
            };
        }
        verdict_lines(&self.verdicts).into()
    }
}

/// Verdicts that changed alike in one line.
fn verdict_lines(verdicts: &[VerdictChange]) -> String {
    let mut groups: Vec<(&VerdictChange, Vec<&str>)> = Vec::new();
    for verdict in verdicts {
        let alike = groups.iter_mut().find(|(known, _)| {
            (&known.party, known.before, known.after)
                == (&verdict.party, verdict.before, verdict.after)
        });
        match alike {
            Some((_, texts)) => texts.push(&verdict.proposal),
            None => groups.push((verdict, vec![&verdict.proposal])),
        }
    }
    let lines = groups.iter().map(|(it, texts)| {
        format!("{} on {}: {} → {}", capital(&it.name), sentence_list(texts), it.before, it.after)
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Moved {
    /// The move in a sentence, with its sources.
    fn sentence(&self) -> Text {
        let Some(says) = &self.says else { return "a move left out".into() };
        let text = Text::from(format!("{}. {says}", self.number));
        let text =
            if self.sources.is_empty() { text } else { text.plain(" ").text(cited(&self.sources)) };
        if self.hindsight { text.plain(" (known only from later sources)") } else { text }
    }

    /// What kind of move it is.
    fn kind(&self, state: &State) -> Text {
        let words = self.kinds.words();
        if !words.is_empty() {
            words.into()
        } else if self.says.is_none() || !state.changed_nothing {
            "left out".into()
        } else {
            "nothing coded".into()
        }
    }

    /// Who moved when, and how.
    fn told(&self, day: &str) -> Text {
        let text = Text::from(format!("{}, {day}: ", self.party_title));
        match &self.says {
            None => text.plain("a move left out"),
            Some(says) if self.sources.is_empty() => text.plain(says.clone()),
            Some(says) => text.plain(format!("{says} ")).text(cited(&self.sources)),
        }
    }

    /// What it changed, in detail; none where that is left out.
    fn item(&self, state: &State) -> Option<Item> {
        let mut lines: Vec<Item> = self.stances.iter().map(StanceChange::item).collect();
        lines.extend(self.weights.iter().map(|issue| format!("{issue}: another weight").into()));
        lines.extend(self.demands.iter().filter(|it| !is_left_out(&it.demand)).map(|it| {
            let what = match it.fate {
                "added" => "new",
                "dropped" => "ended",
                other => other,
            };
            Item::new(
                Text::new()
                    .strong(format!("{} {what}", capital(it.demand.kind)))
                    .plain(format!(": {} ({}; ", it.demand.says, it.demand.id))
                    .text(it.demand.mark())
                    .plain(")"),
            )
        }));
        lines.extend(self.floor.as_ref().map(|floor| {
            let worth = |worth: &Option<String>| {
                worth
                    .as_ref()
                    .map_or("no number".to_owned(), |worth| format!("{worth} of its 100 points"))
            };
            Item::from(format!(
                "What no deal is worth {}: {} → {} (pressure, no concession)",
                floor.direction,
                worth(&floor.before),
                worth(&floor.after)
            ))
        }));
        for (word, conflicts) in
            [("Conflict gone", &state.solved_conflicts), ("New conflict", &state.new_conflicts)]
        {
            lines.extend(conflicts.iter().map(|demands| {
                let demands: Vec<String> =
                    demands.iter().map(crate::report::parts::Demand::in_short).collect();
                Item::from(format!("{word}: {}", demands.join(" – against – ")))
            }));
        }
        self.says.as_ref()?;
        let text = Text::new()
            .strong(format!("{}. {}, {}", self.number, self.party_title, state.day))
            .plain(format!(": {}", self.says.as_deref().unwrap_or_default()));
        if lines.is_empty() {
            return Some(Item::new(text.plain(" – nothing that is coded changed")));
        }
        Some(lines.into_iter().fold(Item::new(text), Item::child))
    }
}

impl StanceChange {
    fn item(&self) -> Item {
        let options: Vec<String> =
            self.options.iter().map(|option| format!("“{option}”")).collect();
        let wanted = match &self.wanted_by[..] {
            [] => String::new(),
            parties => format!(", accepted by {}", sentence_list(parties)),
        };
        let way = match self.shift {
            "rose" => " (rose",
            "fell" => " (fell",
            "first stated" => " (first stated",
            "taken back" => " (taken back",
            _ => " (reworded",
        };
        Item::from(format!(
            "{}: {} – {} → {}{way}{wanted})",
            self.title,
            sentence_list(&options),
            self.before,
            self.after
        ))
    }
}

impl Part {
    fn row(&self, points: bool) -> Vec<Text> {
        let number = |number: Option<i64>| number.map_or("–".to_owned(), signed);
        let mut row: Vec<Text> = vec![
            format!("{} ({})", self.number, self.day).into(),
            self.party_title.as_str().into(),
            number(self.change.conflicts).into(),
            number(self.change.refusals).into(),
        ];
        if points {
            row.push(self.change.missing.as_ref().map_or("–".into(), |missing| {
                let plus = if sign(missing) > 0 { "+" } else { "" };
                format!("{plus}{}", missing.decimal).into()
            }));
        }
        let later: Vec<String> = self.taken_up_by.iter().map(ToString::to_string).collect();
        let later = match later.len() {
            0 => String::new(),
            1 => format!("move {}", sentence_list(&later)),
            _ => format!("moves {}", sentence_list(&later)),
        };
        row.extend([verdict_lines(&self.verdicts).into(), later.into()]);
        row
    }
}

impl DemandLine {
    fn row(&self) -> Vec<Text> {
        let fates =
            self.fates.iter().map(|it| format!("{} {} (move {})", it.fate, it.day, it.number));
        let fates = fates.collect::<Vec<_>>().join("\n");
        vec![
            self.demand.party_title.as_str().into(),
            Text::from(self.demand.statement()).plain(" ").text(cited(&self.demand.sources)),
            self.demand.kind.into(),
            fates.into(),
        ]
    }
}
