//! What a party says to a text, in words.

use super::{PartyVerdict, Unspoken};
use crate::document::{Item, Text, Tone};
use crate::report::parts::{count, sentence_list};

/// How many issues that a party has not spoken on are named.
const UNSPOKEN: usize = 6;

impl PartyVerdict {
    /// How the matter stands.
    pub(in crate::report) fn tone(&self) -> Tone {
        match self.kind {
            "rejects" | "impossible" => Tone::Blocked,
            "accepts" => Tone::Clear,
            "depends on reading" | "depends on judgement" => Tone::Open,
            _ => Tone::Quiet,
        }
    }

    /// The verdict as a cell.
    pub(super) fn short(&self) -> Text {
        Text::from(self.verdict.as_str()).toned(self.tone())
    }

    /// The verdict, its ground, what it hangs on, and what is left open.
    pub(in crate::report) fn item(&self) -> Item {
        let mut item = self.why();
        if !self.unspoken.is_empty() {
            item = item.child(self.unspoken_words());
        }
        if !self.pending.is_empty() {
            let mut waiting = Item::new("demands that wait for what the text leaves unsettled:");
            for it in &self.pending {
                let (says, issues) = (it.demand.statement(), sentence_list(&it.waits_for));
                waiting = waiting.child(format!("{says} – waits for {issues}"));
            }
            item = item.child(waiting);
        }
        item
    }

    /// The verdict, its ground, and what it hangs on.
    pub(in crate::report) fn why(&self) -> Item {
        let mut text = Text::new()
            .strong(format!("{}: {}", self.title, self.verdict))
            .plain(" – ")
            .text(self.ground.clone())
            .plain(".");
        if !self.asked_if.is_empty() {
            text = text.plain(format!(
                " Whether it is asked hangs on: {}.",
                sentence_list(&self.asked_if)
            ));
        }
        let mut item = Item::new(text);
        if let Some(as_author) = &self.as_author {
            item = item.child(as_author.as_str());
        }
        for choice in &self.hangs_on {
            let mut clause = Item::new(format!("clause {}:", choice.clause));
            for reading in &choice.readings {
                let readers = if reading.read_by.is_empty() {
                    String::new()
                } else {
                    format!(" (so read by {})", sentence_list(&reading.read_by))
                };
                let outcome = match reading.outcome {
                    "breaks" => "breaks a demand",
                    "keeps" => "breaks none",
                    _ => "breaks one or none, as other clauses are read",
                };
                clause = clause.child(format!("read as “{}”{readers}: {outcome}", reading.reading));
            }
            item = item.child(clause);
        }
        let ground = self.ground.words();
        let breaks = if ground.contains('“') { "also breaks" } else { "breaks, if it is asked," };
        for demand in &self.crossed {
            if ground.contains(&format!("“{}”", demand.says)) {
                continue;
            }
            let the = if demand.disputed { "the disputed" } else { "the" };
            item = item.child(
                Text::from(format!("{breaks} {the} {} “{}”, ", demand.kind, demand.says))
                    .text(demand.mark()),
            );
        }
        item
    }

    /// What it has not spoken on, the weightiest issues first.
    fn unspoken_words(&self) -> String {
        let (named, others) = self.unspoken.split_at(self.unspoken.len().min(UNSPOKEN));
        let points =
            |it: &Unspoken| it.could_move.as_ref().map_or("–", |it| &it.decimal).to_owned();
        let named: Vec<String> =
            named.iter().map(|it| format!("{} ({})", it.title, points(it))).collect();
        let more = others.first().map_or(String::new(), |next| {
            format!("; and {} more ({} at most each)", others.len(), points(next))
        });
        format!(
            "has not spoken on {} that the text settles (in brackets, by how many of its 100 \
             points an answer could move the worth): {}{more}",
            count(self.unspoken.len(), "issue"),
            named.join("; ")
        )
    }
}
