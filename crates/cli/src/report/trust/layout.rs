//! The layout of answers on paper and as trusted.

use super::{Obliged, Promise, Proposal, Report};
use crate::document::{Block, Column, Document, Item, Table, Text, Tone};
use crate::report::parts::{Span, capital, count, partial, sentence_list, source_list_of};

/// Promises of a party to a proposal that tables show; the others stand in JSON and CSV.
const PROMISES: usize = 3;

impl Report {
    /// The report laid out, promise by promise or at a glance.
    pub fn document(&self, closely: bool) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        self.conclusion(&mut document);
        partial(&mut document, &self.unfinished);
        document.heading(2, "On paper and as trusted");
        let figure = self.figure(&[]);
        let told = figure.is_some();
        document.blocks.extend(figure.map(Block::Figure));
        for proposal in &self.proposals {
            document.heading(3, format!("{} ({})", proposal.title, proposal.proposal));
            proposal.answer_table(&mut document, !told);
        }
        document.heading(2, "What enforcement or belief would change");
        self.remedy_section(&mut document, &[]);
        document.heading(2, "Promises that are discounted most");
        if closely {
            self.promise_section(&mut document, &[], PROMISES);
        } else {
            document.paragraph("Name a proposal to see which of its promises are discounted most.");
        }
        document.heading(2, "What the file says about trust");
        self.belief_section(&mut document);
        document.heading(2, "How it is counted");
        method(&mut document);
        source_list_of(&mut document, &self.sources, closely);
        document
    }

    /// The parts that a larger document shows, of some proposals only.
    pub(in crate::report) fn summary(&self, document: &mut Document, proposals: &[String]) {
        self.conclusion(document);
        partial(document, &self.unfinished);
        if let Some(figure) = self.figure(proposals) {
            document.figure(figure);
        }
        if !self.differences.is_empty() {
            document.heading(3, "What enforcement or belief would change");
            self.remedy_section(document, proposals);
        }
        document.heading(3, "Promises that are discounted most");
        self.promise_section(document, proposals, 2);
    }

    /// Whether trust decides, and where most is lost.
    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        let judged = count(self.proposals.len(), "proposal");
        let text = if self.proposals.is_empty() {
            Text::new().strong("No proposal was looked at")
        } else if self.differences.is_empty() {
            let why = if self.can_decide {
                ""
            } else {
                " No party states what having no deal is worth to it, and no demand asks how far a promise \
                 is believed: so trust moves only what a text is worth."
            };
            Text::new()
                .strong(format!("Trust changes no verdict on {judged}"))
                .plain(format!(": each is the same whether promises are believed or not.{why}"))
        } else {
            let changes = self.differences.iter().map(|it| {
                let whose = format!("{} on “{}”", it.party, it.proposal);
                format!("{whose} (on paper: {}; as trusted: {})", it.on_paper, it.as_trusted)
            });
            let changes: Vec<String> = changes.collect();
            Text::new()
                .strong("Trust decides")
                .plain(format!(" the verdict of {}.", sentence_list(&changes)))
        };
        let text = if self.differences.is_empty() && self.proposals.is_empty() {
            text.plain(".")
        } else {
            text
        };
        document.paragraph(text);
        if !self.greatest.is_empty() {
            document.paragraph(
                "To each party whose consent is always needed this promise may lose most from paper to \
                 trusted:",
            );
            document.list(self.greatest.iter().map(|it| {
                let head = Text::new().strong(capital(&it.party));
                Item::new(head.plain(format!(
                    ": {} of its 100 points, on “{}”{} in “{}”, which rests on {}.",
                    it.loses.words(),
                    it.promise,
                    if it.sometimes { ", as the text can be read or carried out," } else { "" },
                    it.proposal,
                    sentence_list(&it.obliged)
                )))
            }));
        }
    }

    fn promise_section(&self, document: &mut Document, proposals: &[String], most: usize) {
        let mut any = false;
        for proposal in self.some(proposals) {
            let mut table = Table::new([
                Column::text("party"),
                Column::text("promise"),
                Column::numeric("loses"),
                Column::text("believes, in percent"),
                Column::text("worth if broken"),
            ])
            .caption(format!(
                "{} ({}): points lost from paper to trusted, of each party's own 100",
                proposal.title, proposal.proposal
            ));
            let mut left_out = 0;
            for answer in &proposal.parties {
                left_out += answer.promises.len().saturating_sub(most);
                for promise in answer.promises.iter().take(most) {
                    let loses = promise.loses.as_ref().map_or("–".to_owned(), Span::words);
                    table.push([
                        answer.title.clone(),
                        format!(
                            "{}: {}{}",
                            promise.title,
                            promise.option,
                            if promise.sometimes { " (in some readings)" } else { "" }
                        ),
                        loses,
                        promise.obliged.iter().map(Obliged::words).collect::<Vec<_>>().join("; "),
                        promise.broken(),
                    ]);
                }
            }
            if table.is_empty() {
                continue;
            }
            any = true;
            document.table(table);
            if left_out > 0 {
                document.paragraph(format!(
                    "{} with smaller losses stand in the JSON and CSV reports of `impasse trust`.",
                    capital(&count(left_out, "more promise"))
                ));
            }
        }
        if !any {
            document
                .paragraph("None: no text obliges anybody whose promise somebody else counts on.");
        }
    }

    fn belief_section(&self, document: &mut Document) {
        document.paragraph(
            "Beliefs are judgements of the coders, in percent, hundredths of full belief: how far a \
             party believes that another keeps its promises. A range is all that the coders would defend.",
        );
        if !self.beliefs.is_empty() {
            let mut table = Table::new([
                Column::text("who believes"),
                Column::text("promises of"),
                Column::numeric("percent"),
                Column::text("why"),
            ]);
            for belief in &self.beliefs {
                table.push([
                    belief.holder.as_str().into(),
                    belief.promises_of.as_str().into(),
                    Text::from(belief.belief.words()),
                    why(belief.says.as_deref(), &belief.mark),
                ]);
            }
            document.table(table);
        }
        if !self.unstated.is_empty() {
            let mut holders: Vec<(&str, Vec<&str>)> = Vec::new();
            for pair in &self.unstated {
                match holders.iter_mut().find(|(holder, _)| *holder == pair.holder) {
                    Some((_, list)) => list.push(&pair.promises_of),
                    None => holders.push((&pair.holder, vec![&pair.promises_of])),
                }
            }
            let pairs = holders
                .iter()
                .map(|(holder, others)| format!("{holder} in {}", sentence_list(others)));
            let pairs: Vec<String> = pairs.collect();
            document.paragraph(format!(
                "Not stated, and so anything from 0 to 100 percent: the belief of {}.",
                pairs.join("; of ")
            ));
        }
        if self.enforcement.is_empty() {
            document.paragraph("The file names nothing that raises beliefs.");
        } else {
            document.paragraph("What raises beliefs, whoever holds them, where it is agreed:");
            let mut table = Table::new([
                Column::text("where agreed"),
                Column::text("promises of"),
                Column::numeric("percent"),
                Column::text("why"),
            ]);
            for it in &self.enforcement {
                table.push([
                    it.when.as_str().into(),
                    it.promises_of.as_str().into(),
                    Text::from(it.belief.words()),
                    why(it.says.as_deref(), &it.mark),
                ]);
            }
            document.table(table);
        }
        if self.asking.is_empty() {
            document.paragraph(
                "No demand of the file asks how far a promise is believed: all red lines and links \
                 are tested as if promises were kept.",
            );
        } else {
            document.paragraph("Demands that count a promise only if it is believed enough:");
            document.list(self.asking.iter().map(|it| {
                Item::new(it.demand.text().plain(format!(" – from {} percent", it.belief.decimal)))
            }));
        }
    }

    /// The proposals of some names; all if there is none.
    pub(super) fn some(&self, names: &[String]) -> impl Iterator<Item = &Proposal> {
        self.proposals.iter().filter(|it| names.is_empty() || names.contains(&it.proposal))
    }
}

fn why(says: Option<&str>, mark: &Text) -> Text {
    match says {
        Some(says) => Text::from(format!("{says} (")).text(mark.clone()).plain(")"),
        None => mark.clone(),
    }
}

impl Proposal {
    /// What every party says, with what the text is worth to it if no picture has told that.
    fn answer_table(&self, document: &mut Document, with_worths: bool) {
        if !self.possible {
            document.paragraph("The text has no reading under the rules.");
            return;
        }
        let mut head =
            vec![Column::text("party"), Column::text("on paper"), Column::text("as trusted")];
        if with_worths {
            head.push(Column::numeric("worth on paper"));
            head.push(Column::numeric("worth as trusted"));
        }
        let mut table = Table::new(head);
        for answer in &self.parties {
            let worth = |span: &Option<Span>| span.as_ref().map_or("–".to_owned(), Span::words);
            let same = answer.on_paper == answer.as_trusted;
            let trusted = if same { "the same" } else { answer.as_trusted.as_str() };
            let mut row = vec![
                Text::from(answer.title.as_str()),
                Text::from(answer.on_paper.as_str()).toned(tone(answer.rejects[0])),
                Text::from(trusted).toned(tone(answer.rejects[1])),
            ];
            if with_worths {
                row.push(worth(&answer.worth_on_paper).into());
                row.push(worth(&answer.worth_as_trusted).into());
            }
            table.push(row);
        }
        document.table(table);
    }
}

pub(super) fn tone(rejects: bool) -> Tone {
    if rejects { Tone::Blocked } else { Tone::Open }
}

impl Obliged {
    /// Who, how far believed, and by which enforcement.
    fn words(&self) -> String {
        let belief = match &self.belief {
            Some(belief) if self.stated => belief.words(),
            Some(belief) => format!("{} (not stated)", belief.words()),
            None => "left out".to_owned(),
        };
        let enforcement = match &self.enforcement[..] {
            [] => String::new(),
            list => format!(", with {}", list.join(", or ")),
        };
        format!("{} {belief}{enforcement}", self.name)
    }
}

impl Promise {
    /// What the option is worth broken.
    fn broken(&self) -> String {
        match (&self.worth_if_broken, &self.worth_if_broken_at_most) {
            (Some(worth), _) => worth.decimal.clone(),
            (None, Some(most)) if most.decimal == "0" => "not stated: 0".to_owned(),
            (None, Some(most)) => format!("not stated: 0 to {}", most.decimal),
            (None, None) => "–".to_owned(),
        }
    }
}

/// How it is counted, with every measure defined.
fn method(document: &mut Document) {
    document.paragraph(
        "On paper every promise counts as kept. As trusted, an option that obliges others is worth \
         to a party the lesser of its worth on paper and of b × paper + (1 − b) × breach. b is the \
         party's least belief in anybody whom the option obliges, itself left out, after the \
         strongest single enforcement that is agreed; its own duties count as kept. Breach is what \
         the file says the option is worth broken; where it says nothing, anything from 0 to the \
         lesser of today's state and the worth on paper. Beliefs that are not stated may be \
         anything from 0 to 100 percent.",
    );
    document.paragraph(
        "Worths run from the least to the greatest that beliefs, breaches, stances, weights, \
         readings and unsettled issues allow. What a promise loses is counted with the same numbers \
         on both sides, so it may be less than the two ranges of worth suggest.",
    );
    document.paragraph(
        "Red lines and links are tested as if promises were kept, unless they ask for a belief: then \
         a promise of others counts only if the party's belief in each of them reaches it. Floors \
         are tested with worths as trusted; a floor given as a package is never discounted.",
    );
    document.paragraph(
        "The least enforcement is the fewest issues to settle otherwise so that enforcement of the \
         file comes into force and the party no longer rejects the text as trusted, or, where it \
         does not reject it, says again what it says on paper; all such sets are named, and what the text leaves unsettled is told apart from what it says. The least \
         belief is exact, everything else as in the file.",
    );
    document.paragraph(
        "The rule is this program's own: an expectation over two outcomes, cut at the worth on \
         paper. That agreements fail for want of means to make promises binding is the commitment \
         problem (Fearon, Rationalist Explanations for War, 1995); that third parties can supply \
         such means is the argument of Walter, The Critical Barrier to Civil War Settlement, 1997.",
    );
}
