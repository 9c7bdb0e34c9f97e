//! The layout of what would make texts acceptable as trusted.

use super::{PartyAnswer, Remedy, Report, Setting};
use crate::document::{Document, Item, Text};
use crate::report::parts::{Number, capital, sentence_list};

impl Report {
    pub(super) fn remedy_section(&self, document: &mut Document, proposals: &[String]) {
        let mut items = Vec::new();
        for proposal in self.some(proposals) {
            let rejecting = proposal.parties.iter();
            let rejecting = rejecting.filter_map(|it| Some((it, it.remedy.as_ref()?)));
            let list: Vec<Item> = rejecting.map(|(answer, remedy)| remedy.item(answer)).collect();
            if !list.is_empty() {
                let head =
                    Text::new().strong(format!("{} ({})", proposal.title, proposal.proposal));
                let item = list.into_iter().fold(Item::new(head), Item::child);
                items.push(item);
            }
        }
        if items.is_empty() {
            document.paragraph("Nothing is needed: nobody rejects any of these texts as trusted, or says less of them \
                 than on paper.");
        } else {
            document.list(items);
        }
    }
}

impl Remedy {
    fn item(&self, answer: &PartyAnswer) -> Item {
        let head = Text::new().strong(answer.title.clone());
        if let Some(because) = &self.none_because {
            return Item::new(
                head.plain(": no enforcement does, for ").text(because.clone()).plain("."),
            );
        }
        let [_, rejects] = answer.rejects;
        let nothing = self.settings.is_empty() && self.beliefs.is_empty() && !self.beliefs_left_out;
        let stands = if rejects {
            "rejects the text only because it does not believe in what is promised".to_owned()
        } else {
            format!("on paper: {}; as trusted: {}", answer.on_paper, answer.as_trusted)
        };
        let then = match (nothing, rejects) {
            (true, true) => {
                "No enforcement of the file would do, nor would full belief in any one party."
            }
            (true, false) => "No enforcement of the file brings back the verdict on paper.",
            (false, true) => "Any one of these would do:",
            (false, false) => "Any one of these would bring back the verdict on paper:",
        };
        let mut item = Item::new(head.plain(format!(": {stands}. {then}")));
        for settings in &self.settings {
            let list = |changes: bool| {
                let list = settings.list.iter().filter(|it| it.changes_the_text == changes);
                list.map(Setting::words).collect::<Vec<_>>()
            };
            let mut parts = Vec::new();
            let (changed, added) = (list(true), list(false));
            if !added.is_empty() {
                parts.push(format!("settle what the text leaves unsettled: {}", added.join("; ")));
            }
            if !changed.is_empty() {
                parts.push(format!("change what the text says: {}", changed.join("; ")));
            }
            let cost = match &settings.newly_rejected_by[..] {
                [] => String::new(),
                others => format!(", but {} would then reject it on paper", sentence_list(others)),
            };
            item = item.child(Item::new(capital(&format!(
                "{} (then: {}{cost})",
                parts.join("; and "),
                settings.then
            ))));
        }
        for threshold in &self.beliefs {
            let now = match &threshold.now {
                Some(now) => format!("now {} before enforcement", now.words()),
                None => "not stated now".to_owned(),
            };
            item = item.child(Item::new(format!(
                "A belief in {} of at least {} percent ({now})",
                threshold.name,
                exactly(&threshold.at_least)
            )));
        }
        if self.beliefs_left_out {
            item = item.child(Item::new("How far which belief would have to rise is left out."));
        }
        item
    }
}

/// A bound as it can be relied on: rounded down it would not do.
fn exactly(number: &Number) -> String {
    if number.exact.contains('/') {
        format!("{} (exactly {})", number.decimal, number.exact)
    } else {
        number.decimal.clone()
    }
}

impl Setting {
    fn words(&self) -> String {
        format!("{} as “{}”", self.title, self.option)
    }
}
