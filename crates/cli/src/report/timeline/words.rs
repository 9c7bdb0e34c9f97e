//! States, moves and changes in words and cells.

use super::events::is_left_out;
use super::{
    ClassOn, DemandLine, Difference, GapChange, Kinds, Moved, Pair, Part, StanceChange, State,
    VerdictChange,
};
use crate::document::{Item, Text, Tone};
use crate::report::parts::{Demand, Number, capital, cited, sentence_list};

/// `3`, or `3 → 4` where it was otherwise before.
pub(super) fn step(now: Option<usize>, before: Option<i64>) -> Text {
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

pub(super) fn less(now: usize, by: i64) -> i64 {
    i64::try_from(now).unwrap_or(i64::MAX) - by
}

pub(super) fn sign(number: &Number) -> i64 {
    match number.exact.as_str() {
        "0" => 0,
        text if text.starts_with('-') => -1,
        _ => 1,
    }
}

pub(super) fn signed(number: i64) -> String {
    if number > 0 { format!("+{number}") } else { number.to_string() }
}

pub(super) fn negated((one, two, three): (i64, i64, i64)) -> (i64, i64, i64) {
    (-one, -two, -three)
}

impl Difference {
    /// How much it counts: refusals, tenths of points, conflicts.
    pub(super) fn weight(&self) -> (i64, i64, i64) {
        let (refusals, points, conflicts) = self.order();
        (refusals.abs(), points.abs(), conflicts.abs())
    }

    /// Which way it goes: above zero is further apart.
    pub(super) fn order(&self) -> (i64, i64, i64) {
        let tenths = self.missing.as_ref().map_or(0, |it| {
            let digits: String = it.decimal.chars().filter(char::is_ascii_digit).collect();
            let scale = if it.decimal.contains('.') { 1 } else { 10 };
            // What is rounded to nothing still has a sign.
            sign(it) * (digits.parse::<i64>().unwrap_or(0) * scale).max(1)
        });
        (self.refusals.unwrap_or(0), tenths, self.conflicts.unwrap_or(0))
    }

    /// `+1 conflict, -1 refusal`.
    pub(super) fn words(&self) -> String {
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
    pub(super) fn words(&self) -> String {
        if self.best == self.worst {
            self.best.to_owned()
        } else {
            format!("{} to {}", self.best, self.worst)
        }
    }
}

impl Pair {
    /// The issues that changed, by how.
    pub(super) fn lists(&self) -> [(&'static str, &[GapChange]); 5] {
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
    pub(super) fn words(&self) -> String {
        let range = |[least, greatest]: [usize; 2]| {
            if least == greatest { least.to_string() } else { format!("{least} to {greatest}") }
        };
        format!("{} ({} → {})", self.title, range(self.before), range(self.after))
    }
}

impl Kinds {
    /// What kind of move it is, a line a kind.
    pub(super) fn words(&self) -> String {
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
            lines.push(if self.by_condition_alone {
                "hardening by a condition".to_owned()
            } else {
                direction("hardening", "away from", &self.away_from)
            });
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
    pub(super) fn cells(&self) -> Vec<Text> {
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
    pub(super) fn verdict_cell(&self) -> Text {
        if let Some(text) = &self.text {
            return match &text.rejected_by[..] {
                [] => "no party rejects it in every reading".into(),
                parties => format!("rejected by {}", sentence_list(parties)).into(),
            };
        }
        verdict_lines(&self.verdicts).into()
    }
}

/// Verdicts that changed alike in one line.
pub(super) fn verdict_lines(verdicts: &[VerdictChange]) -> String {
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
    pub(super) fn sentence(&self) -> Text {
        let Some(says) = &self.says else { return "a move left out".into() };
        let text = Text::from(format!("{}. {says}", self.number));
        let text =
            if self.sources.is_empty() { text } else { text.plain(" ").text(cited(&self.sources)) };
        if self.hindsight { text.plain(" (known only from later sources)") } else { text }
    }

    /// What kind of move it is.
    pub(super) fn kind(&self, state: &State) -> Text {
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
    pub(super) fn told(&self, day: &str) -> Text {
        let text = Text::from(format!("{}, {day}: ", self.party_title));
        match &self.says {
            None => text.plain("a move left out"),
            Some(says) if self.sources.is_empty() => text.plain(says.clone()),
            Some(says) => text.plain(format!("{says} ")).text(cited(&self.sources)),
        }
    }

    /// What it changed, in detail; none where that is left out.
    pub(super) fn item(&self, state: &State) -> Option<Item> {
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
                let demands: Vec<String> = demands.iter().map(Demand::in_short).collect();
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
    pub(super) fn item(&self) -> Item {
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
    pub(super) fn row(&self, points: bool) -> Vec<Text> {
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
    pub(super) fn row(&self) -> Vec<Text> {
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
