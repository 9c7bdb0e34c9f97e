//! How sure the conclusion is, in sentences.

use super::{Change, ProposalAnswers, Report, VerdictAnswer};
use crate::document::Text;
use crate::report::parts::{capital, count, sentence_list};

impl Report {
    /// How sure the conclusion is.
    pub(in crate::report) fn conclusion(&self) -> Vec<Text> {
        let mut sentences = vec![self.outcome_sentence()];
        sentences.extend(self.proposal_sentence());
        sentences.extend(self.verdict_sentence());
        if self.floors == Some(0) && !self.proposals.is_empty() {
            sentences.push(
                "No floor is stated, so no weight and no worth bears on any verdict: refusals and \
                 links decide alone."
                    .into(),
            );
        }
        sentences
    }

    /// What stands behind the conclusion over all packages on how sure it is, in short sentences: what
    /// is no deadlock says so itself.
    pub(in crate::report) fn certainty(&self) -> Vec<Text> {
        let mut sentences = Vec::new();
        if self.outcome == "deadlock" {
            let scale = match self.outcome_on_every_scale {
                "yes" => " and on no scale of the stance words",
                _ => "",
            };
            let ends = match self.endings.as_deref() {
                None => String::new(),
                Some([]) => ", and no single change ends it".to_owned(),
                Some([_]) => ", and a single change would end it".to_owned(),
                Some(list) => format!(", and any of {} single changes would end it", list.len()),
            };
            sentences.push(
                Text::new()
                    .plain("If the firm refusals are meant as they are stated, ")
                    .strong("this is certain")
                    .plain(format!(": it hangs on no reading of a text{scale}{ends}.")),
            );
        }
        let hangs = self.proposals.iter().filter(|proposal| {
            let mut changes = proposal.changes.iter().flatten();
            changes.any(|change| change.kind == "reading")
        });
        let hangs: Vec<String> = hangs.map(|it| format!("“{}”", it.title)).collect();
        if !hangs.is_empty() {
            sentences.push(Text::from(format!(
                "What the parties say hangs on how the text is read: {}.",
                sentence_list(&hangs)
            )));
        }
        sentences
    }

    /// How sure the conclusion over all packages is.
    fn outcome_sentence(&self) -> Text {
        match self.outcome {
            "agreement" => Text::new().strong("An agreement is possible for certain").plain(
                ": some package, which need be none of the proposals, is accepted by every party whose \
                 consent it needs, whatever turns out of what the file leaves open.",
            ),
            "no stated obstacle" => Text::new().strong("That nothing stated stands in the way is not \
                 an agreement").plain(
                ": some package could be accepted, and whether one is depends on what nobody has \
                 said yet or on what is disputed.",
            ),
            _ => {
                let scale = match self.outcome_on_every_scale {
                    "yes" => " and whatever the stance words are worth",
                    _ => "",
                };
                let text = Text::new()
                    .plain("If the firm refusals are meant as they are stated, ")
                    .strong("the deadlock is certain")
                    .plain(format!(
                        ": it holds whatever turns out of what the file leaves open{scale}. All that \
                         is not stated is taken as favourable to an agreement already, and no text \
                         or its reading plays a part."
                    ));
                match self.endings.as_deref() {
                    None => text,
                    Some([]) => text.strong(" No single change ends it."),
                    Some(endings) => text.strong(format!(
                        " {} would end it: {}.",
                        capital(&count(endings.len(), "single change")),
                        some(endings, 2)
                    )),
                }
            }
        }
    }

    fn proposal_sentence(&self) -> Option<Text> {
        let judged: Vec<&ProposalAnswers> =
            self.proposals.iter().filter(|it| it.changes.is_some()).collect();
        if judged.is_empty() {
            return None;
        }
        let names: Vec<&str> = judged
            .iter()
            .filter(|it| it.changes.as_ref().is_some_and(|list| !list.is_empty()))
            .map(|it| it.proposal.as_str())
            .collect();
        Some(match (names.len(), judged.len()) {
            (0, 1) => "No single change alters whether the proposal passes.".into(),
            (0, all) => format!(
                "No single change alters whether any of the {all} proposals{} passes.",
                self.looked_at()
            )
            .into(),
            (_, all) => format!(
                "Of {}, a single change alters whether the text passes for {}.",
                count(all, "proposal"),
                sentence_list(&names)
            )
            .into(),
        })
    }

    /// The proposals in brackets, where they are a few of several.
    fn looked_at(&self) -> String {
        const FEW: usize = 3;
        let names: Vec<&str> = self.proposals.iter().map(|it| it.proposal.as_str()).collect();
        match names.len() {
            2..=FEW => format!(" ({})", sentence_list(&names)),
            _ => String::new(),
        }
    }

    fn verdict_sentence(&self) -> Option<Text> {
        let verdicts: Vec<&VerdictAnswer> = self
            .proposals
            .iter()
            .flat_map(|it| &it.verdicts)
            .filter(|it| !matches!(it.accepts, "not asked" | "impossible"))
            .collect();
        if verdicts.is_empty() {
            return None;
        }
        let of = |test: &dyn Fn(&VerdictAnswer) -> bool| {
            verdicts.iter().filter(|verdict| test(verdict)).count()
        };
        let idle = match of(&|it| it.accepts == "for certain" && it.settles_nothing) {
            0 => String::new(),
            idle => {
                format!(" ({idle} of these to texts that settle nothing the party has spoken on)")
            }
        };
        let mut sentence = format!(
            "Of {}{}, {} accept for certain{idle}, {} refuse for certain and {} leave both open; {}.",
            count(verdicts.len(), "verdict"),
            self.looked_at(),
            of(&|it| it.accepts == "for certain"),
            of(&|it| it.accepts == "for certain not"),
            of(&|it| it.accepts == "possibly"),
            match verdicts.len() - of(&|it| it.every_scale == "yes") {
                0 => "none of them hangs on what the stance words are worth".to_owned(),
                some => format!("{some} may hang on what the stance words are worth"),
            },
        );
        if verdicts.iter().all(|it| it.changes.is_some()) {
            let firm = of(&|it| it.changes.as_ref().is_some_and(Vec::is_empty));
            sentence.push_str(&match firm {
                0 => " Each is tipped by some single change.".to_owned(),
                1 => " One of them is tipped by no single change.".to_owned(),
                firm => format!(" {firm} of them are tipped by no single change."),
            });
        }
        Some(sentence.into())
    }
}

fn some(changes: &[Change], most: usize) -> String {
    let list: Vec<&str> = changes.iter().take(most).map(|it| it.change.as_str()).collect();
    let more = changes.len().saturating_sub(most);
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    format!("{}{more}", list.join(", or "))
}
