//! The layout: how sure the conclusion is, then the answers one by one, then what would tip them.

use super::cases::CaseAnswer;
use super::{Change, ProposalAnswers, Report, VerdictAnswer};
use crate::document::{Document, Item, Table, Text};
use crate::report::parts::{count, partial, sentence_list, source_list_of};

/// How many changes of a kind are listed unless all are asked for.
const FEW: usize = 3;

impl Report {
    /// The report laid out: verdict by verdict, or the texts at a glance; every change, or the
    /// first few of each kind.
    pub fn document(&self, closely: bool, all: bool) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        for sentence in self.conclusion() {
            document.paragraph(sentence);
        }
        partial(&mut document, &self.unfinished);
        self.ending_section(&mut document, all);
        document.heading(2, "What holds");
        if closely {
            self.verdict_table(&mut document);
            self.comparison_section(&mut document);
            self.case_section(&mut document, 2);
        } else {
            if let Some(figure) = self.figure_at_a_glance() {
                document.figure(figure);
            }
            self.comparison_section(&mut document);
        }
        document.heading(2, "What would tip it");
        self.change_section(&mut document, closely, all);
        if !closely {
            document.paragraph(
                "Name a proposal to see, of each verdict, which single changes tip it, in which \
                 case the party would accept and in which it would refuse; --all shows it of every \
                 proposal.",
            );
        }
        document.heading(2, "How to read this");
        Self::method(&mut document);
        source_list_of(&mut document, &self.sources, closely);
        document
    }

    fn ending_section(&self, document: &mut Document, all: bool) {
        let Some(endings) = self.endings.as_deref().filter(|list| !list.is_empty()) else {
            return;
        };
        document.heading(2, "What alone would end the deadlock");
        document.list(items(endings, all));
    }

    /// What holds, by proposal and party.
    pub(in crate::report) fn verdict_table(&self, document: &mut Document) {
        if let Some(figure) = self.figure() {
            document.figure(figure);
        }
    }

    pub(in crate::report) fn comparison_section(&self, document: &mut Document) {
        let Some(comparison) = &self.comparison else { return };
        document.heading(2, format!("From “{}” to “{}”", comparison.first, comparison.second));
        let mut table = Table::new(["party", "the second is", "every scale"]);
        for party in &comparison.parties {
            let scale = match &party.not_on {
                Some(scale) => format!("no: not {scale}"),
                None => party.every_scale.to_owned(),
            };
            table.push([party.title.clone(), party.second_is.to_owned(), scale]);
        }
        document.table(table);
    }

    /// Where a verdict leaves both open: in which case each.
    pub(in crate::report) fn case_section(&self, document: &mut Document, level: u8) {
        let mut opened = false;
        for proposal in &self.proposals {
            let lines: Vec<Item> = proposal.verdicts.iter().filter_map(case_line).collect();
            if lines.is_empty() {
                continue;
            }
            if !opened {
                document.heading(level, "Where both are possible");
                document.paragraph(
                    "Of each verdict that leaves both open one case of either is told, the first \
                     that was found. These are examples, not conditions: they propose nothing, and \
                     nobody has said that it would turn out so.",
                );
                opened = true;
            }
            document.heading(level + 1, proposal.title.clone());
            document.list(lines);
        }
    }

    /// Of each proposal what would tip whether it passes and, looked at closely, each verdict.
    fn change_section(&self, document: &mut Document, closely: bool, all: bool) {
        let is_firm = |it: &ProposalAnswers| it.changes.as_ref().is_some_and(Vec::is_empty);
        for proposal in self.proposals.iter().filter(|it| closely || !is_firm(it)) {
            document.heading(3, proposal.title.clone());
            document.paragraph(tip_sentence(
                &format!("That it {}", outcome(proposal.outcome)),
                proposal.changes.as_deref(),
            ));
            if let Some(changes) = proposal.changes.as_deref().filter(|it| !it.is_empty()) {
                document.list(items(changes, all));
            }
            for verdict in proposal.verdicts.iter().filter(|_| closely) {
                if matches!(verdict.accepts, "not asked" | "impossible") {
                    continue;
                }
                let mut text = Text::new().strong(verdict.title.clone()).plain(": ").text(
                    tip_sentence(&format!("“{}”", verdict.verdict), verdict.changes.as_deref()),
                );
                if let Some(scale) = &verdict.not_on {
                    text = text.plain(format!(" It is another verdict {scale}."));
                }
                document.paragraph(text);
                if let Some(changes) = verdict.changes.as_deref().filter(|it| !it.is_empty()) {
                    document.list(items(changes, all));
                }
            }
        }
        if !closely {
            let firm = self.proposals.iter().filter(|it| is_firm(it));
            let firm: Vec<&str> = firm.map(|it| it.proposal.as_str()).collect();
            if !firm.is_empty() {
                document.paragraph(format!(
                    "No single change alters whether the text passes: {}.",
                    sentence_list(&firm)
                ));
            }
        }
    }

    fn method(document: &mut Document) {
        document.paragraph(
            "For certain: in every reading of the text, however unsettled issues come out, and \
             whatever turns out of what the file leaves open: weights, worths, floors, disputed \
             demands, and views nobody has stated on what the text settles. What a text leaves \
             unsettled may always come out in a way that somebody, who has not spoken of it, then \
             refuses. Possibly: where these turn out in one way at least. \
             Every scale: whatever opposed, tolerable and acceptable are worth between never (0) \
             and ideal (100), as long as they rise in this order.",
        );
        document.paragraph(
            "A single change tips an answer if with it alone the answer is of another kind. \
             Changes are of seven kinds, and sizes are compared within a kind only: a demand \
             dropped or, if disputed, taken as firm; a view moved by steps along never, opposed, \
             tolerable, acceptable, ideal; a view nobody has stated, answered; a stated worth, a \
             floor, or the weight of one issue moved outside its range; a clause that can be read \
             in one way only. Of each kind the smallest changes are listed. A demand that is \
             dropped leaves the options it excluded unspoken on. Floors and weights are not moved \
             where a floor is as good as a package, or weights are stated as an order.",
        );
    }
}

fn case_line(verdict: &VerdictAnswer) -> Option<Item> {
    let told = |what: &str, case: &Option<CaseAnswer>| {
        let conditions = &case.as_ref()?.conditions;
        Some(if conditions.is_empty() {
            format!("{what} the text as it stands")
        } else {
            let conditions: Vec<&str> = conditions.iter().map(String::as_str).collect();
            format!("{what}, in one case among others, if {}", sentence_list(&conditions))
        })
    };
    let parts =
        [told("would accept", &verdict.accepts_if), told("would refuse", &verdict.refuses_if)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let text = Text::new().strong(verdict.title.clone()).plain(format!(": {}.", parts.join("; ")));
    (!parts.is_empty()).then(|| Item::new(text))
}

/// What is counted where changes of a kind tip a verdict.
fn changed(kind: &str) -> &'static str {
    match kind {
        "demand" => "demand",
        "step" => "stated view",
        "answer" => "unstated view",
        "worth" => "worth",
        "floor" => "floor",
        "weight" => "weight",
        _ => "reading",
    }
}

fn outcome(outcome: &str) -> String {
    match outcome {
        "passes" | "fails" => outcome.to_owned(),
        "impossible" => "has no reading".to_owned(),
        "only read differently" => "passes only read differently".to_owned(),
        _ => "has no stated obstacle".to_owned(),
    }
}

fn tip_sentence(answer: &str, changes: Option<&[Change]>) -> Text {
    match changes {
        None => format!("{answer}: what would tip it was not found out.").into(),
        Some([]) => Text::new().plain(format!("{answer}: ")).strong("no single change tips it."),
        Some(_) => format!("{answer} is tipped by:").into(),
    }
}

/// The kinds of changes that tip a verdict, with their numbers.
pub(super) fn tipped_by(verdict: &VerdictAnswer) -> String {
    match verdict.changes.as_deref() {
        _ if matches!(verdict.accepts, "not asked" | "impossible") => String::new(),
        None => "not found out".to_owned(),
        Some([]) => "nothing alone".to_owned(),
        Some(changes) => {
            let kinds = by_kind(changes).into_iter();
            let parts: Vec<String> =
                kinds.map(|(kind, list)| count(list.len(), changed(kind))).collect();
            match changes.len() {
                1 => parts.join(""),
                _ => format!("any one of {}", parts.join(", ")),
            }
        }
    }
}

fn by_kind(changes: &[Change]) -> Vec<(&'static str, Vec<&Change>)> {
    let mut kinds: Vec<(&'static str, Vec<&Change>)> = Vec::new();
    for change in changes {
        match kinds.iter_mut().find(|(kind, _)| *kind == change.kind) {
            Some((_, list)) => list.push(change),
            None => kinds.push((change.kind, vec![change])),
        }
    }
    kinds
}

fn items(changes: &[Change], all: bool) -> Vec<Item> {
    let mut items = Vec::new();
    for (_, list) in by_kind(changes) {
        let most = if all || list.len() == FEW + 1 { list.len() } else { FEW };
        for change in list.iter().take(most) {
            items.push(Item::new(format!("{} → {}", change.change, change.becomes)));
        }
        if let Some((kind, rest)) =
            list.get(most..).filter(|it| !it.is_empty()).map(|it| (change_noun(it), it.len()))
        {
            items.push(Item::new(format!("and {rest} more {kind}; --all lists them")));
        }
    }
    items
}

fn change_noun(list: &[&Change]) -> &'static str {
    match list.first().map(|it| it.kind) {
        Some("demand") => "demands",
        Some("step") => "views moved as far",
        Some("answer") => "answers",
        Some("worth") => "worths moved as far",
        Some("floor") => "floors",
        Some("weight") => "weights moved as far",
        _ => "readings",
    }
}
