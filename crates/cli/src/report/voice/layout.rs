//! The layout: whose terms, text by text; then each text closely.

use super::{PartyVoice, ProposalVoice, Report, StandingName};
use crate::document::{Column, Document, Item, Table, Text};
use crate::report::parts::{Number, capital, cited, count, partial, sentence_list, source_list};

/// What the numbers do not say.
pub(in crate::report) const CAUTION: &str = "Sharing a view is not having written it.";

impl Report {
    /// Whether some proposal serves one party alone.
    pub fn is_bad_news(&self) -> bool {
        let alone = |it: &ProposalVoice| {
            it.concentration.as_ref().is_some_and(|number| number.exact == "100")
        };
        self.proposals.iter().any(alone)
    }

    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("Whose terms: {}, as of {}", self.title, self.as_of));
        self.conclusion(&mut document);
        partial(&mut document, &self.unfinished);
        document.heading(2, "Text by text");
        self.overview(&mut document);
        for proposal in &self.proposals {
            proposal.section(&mut document, self.closely);
        }
        if !self.closely && !self.proposals.is_empty() {
            document.paragraph(
                "Name a proposal to see it by theme, by each party's priorities and clause by \
                 clause.",
            );
        }
        method(&mut document);
        source_list(&mut document, &self.sources);
        document
    }

    /// Who is served most and least, text by text, in sentences.
    pub(in crate::report) fn conclusion(&self, document: &mut Document) {
        if self.proposals.is_empty() {
            document.paragraph(Text::new().strong("No proposal is on the table."));
            return;
        }
        let mut tally: Vec<(&str, Vec<&ProposalVoice>)> = Vec::new();
        let mut told = 0;
        for proposal in &self.proposals {
            told += usize::from(!proposal.most.is_empty());
            for party in &proposal.most {
                match tally.iter_mut().find(|(known, _)| known == party) {
                    Some((_, served)) => served.push(proposal),
                    None => tally.push((party, vec![proposal])),
                }
            }
        }
        tally.sort_by_key(|(_, served)| std::cmp::Reverse(served.len()));
        let list: Vec<String> = tally
            .iter()
            .map(|(party, served)| format!("{party} in {}{}", served.len(), base(party, served)))
            .collect();
        let text = match (told, self.proposals.len()) {
            (0, _) => Text::new().strong(
                "Of no proposal can it be told whom it serves: no party has spoken on what one \
                 settles.",
            ),
            (told, all) => Text::new().strong(format!(
                "Measured by what each party has itself spoken on, the party served most is, of {}: \
                 {}{}.",
                of(told, all),
                list.join(", "),
                if tally.iter().map(|(_, served)| served.len()).sum::<usize>() > told {
                    "; where several are served most, each counts"
                } else {
                    ""
                }
            )),
        };
        document.paragraph(text.plain(format!(
            " Parts are of a party's own weight, so they say how far a text meets what a party \
             wants, not how much it gets. {CAUTION}"
        )));
        if let Some([first, last]) = self.compared
            && let (Some(first), Some(last)) = (self.proposals.get(first), self.proposals.get(last))
            && let Some(change) = change(first, last)
        {
            document.paragraph(change);
        }
    }

    /// Of each text and party, how much is served, and how unevenly.
    pub(in crate::report) fn overview(&self, document: &mut Document) {
        let mut titles: Vec<&str> = Vec::new();
        for party in self.proposals.iter().flat_map(|it| &it.parties) {
            if !titles.contains(&party.title.as_str()) {
                titles.push(&party.title);
            }
        }
        let head = [Column::text("proposal")]
            .into_iter()
            .chain(titles.iter().map(|title| Column::numeric(*title)))
            .chain([Column::numeric("concentration")]);
        let mut table = Table::new(head).caption(
            "Of the weight on which text and party are definite, percent at acceptable or better; \
             in brackets that weight, in percent of all its weight. (a): author. Concentration: 0 \
             where all are served alike, 100 where one alone is",
        );
        for proposal in &self.proposals {
            let cells = titles.iter().map(|title| {
                let party = proposal.parties.iter().find(|party| party.title == *title);
                party.map_or("–".to_owned(), PartyVoice::in_short)
            });
            let concentration = decimal(proposal.concentration.as_ref());
            table.push([proposal.proposal.clone()].into_iter().chain(cells).chain([concentration]));
        }
        document.table(table);
    }
}

impl PartyVoice {
    fn in_short(&self) -> String {
        let author = if self.author { " (a)" } else { "" };
        match &self.served {
            None => format!("–{author}"),
            Some(served) => format!("{} ({}){author}", served.decimal, self.definite.decimal),
        }
    }
}

impl ProposalVoice {
    fn section(&self, document: &mut Document, closely: bool) {
        document.heading(2, format!("{} – {}", self.proposal, self.title));
        document.paragraph(self.conclusion());
        if let Some(figure) = self.figure() {
            document.figure(figure);
        }
        let crossed = |party: &&PartyVoice| {
            let mut shares = party.shares.iter();
            party.author
                && shares.any(|it| it.standing == StandingName::Crossed && it.middle.decimal != "0")
        };
        for party in self.parties.iter().filter(crossed) {
            document.paragraph(format!(
                "{}, an author, has a red line that the text crosses.",
                party.title
            ));
        }
        if closely {
            self.themes(document);
            self.priorities(document);
            self.clauses(document);
        }
    }

    fn conclusion(&self) -> Text {
        let by = if self.by.is_empty() {
            "no author named".to_owned()
        } else {
            format!("by {}", sentence_list(&self.by))
        };
        let made = format!("Made {}, {by}. ", self.date);
        if self.most.is_empty() {
            return Text::from(made).strong(
                "No party has spoken on what it settles, so it cannot be told whom it serves.",
            );
        }
        let text = Text::from(made);
        if self.most == self.least {
            return text.strong(format!(
                "It serves {} alike, of what each has spoken on.",
                sentence_list(&self.most)
            ));
        }
        let text = text.strong(format!(
            "Of what each has spoken on, it serves {} most and {} least",
            sentence_list(&self.most),
            sentence_list(&self.least)
        ));
        match &self.concentration {
            Some(number) => text.plain(format!("; concentration {} of 100.", number.decimal)),
            None => text.plain("."),
        }
    }

    fn themes(&self, document: &mut Document) {
        if self.parties.iter().all(|it| it.themes.iter().all(|theme| theme.theme.is_none())) {
            return;
        }
        document.heading(3, "By theme");
        let mut table = Table::new([
            Column::text("theme"),
            Column::text("party"),
            Column::numeric("weight"),
            Column::numeric("acceptable or better"),
            Column::numeric("tolerable"),
            Column::numeric("opposed or crossed"),
            Column::numeric("varies or unsettled"),
            Column::numeric("not spoken on"),
        ])
        .caption(
            "Weight: percent of all the party's weight. The other columns: percent of its weight on \
             the theme",
        );
        let mut names: Vec<&Option<String>> = Vec::new();
        for theme in self.parties.iter().flat_map(|party| &party.themes) {
            if !names.contains(&&theme.theme) {
                names.push(&theme.theme);
            }
        }
        for name in names {
            for party in &self.parties {
                let Some(theme) = party.themes.iter().find(|it| it.theme == *name) else {
                    continue;
                };
                let numbers = [
                    &theme.weight,
                    &theme.served,
                    &theme.tolerable,
                    &theme.against,
                    &theme.unsettled,
                    &theme.unspoken,
                ];
                let name = name.as_deref().unwrap_or("without a theme").to_owned();
                let numbers = numbers.map(|number| number.decimal.clone());
                table.push([name, party.title.clone()].into_iter().chain(numbers));
            }
        }
        document.table(table);
    }

    fn priorities(&self, document: &mut Document) {
        document.heading(3, "What weighs most to each party");
        document.paragraph(
            "The heaviest issues, which together make up half a party's weight or more; of equally \
             heavy ones all or none.",
        );
        let mut table = Table::new([
            Column::text("party"),
            Column::text("issue"),
            Column::numeric("percent of its weight"),
            Column::text("what the text does is to it"),
        ]);
        for party in &self.parties {
            for priority in &party.priorities {
                table.push([
                    party.title.clone(),
                    priority.title.clone(),
                    priority.weight.decimal.clone(),
                    priority.standing.words().to_owned(),
                ]);
            }
        }
        document.table(table);
    }

    fn clauses(&self, document: &mut Document) {
        document.heading(3, "What one party alone welcomes");
        document.paragraph(
            "One party alone welcomes what a clause settles if it is acceptable or better to that \
             party and worse than tolerable to every other party that has spoken on it, one at \
             least. Who has not spoken may welcome it, too.",
        );
        let mut any = false;
        for (serves, title) in [
            ("one alone", None),
            (
                "all who have spoken",
                Some("Acceptable or better to all who have spoken, two parties at least:"),
            ),
            ("nobody who has spoken", Some("Worse than tolerable to all who have spoken:")),
        ] {
            let items: Vec<Item> = self
                .terms
                .iter()
                .filter(|term| term.serves == serves)
                .map(|term| {
                    let readings: Vec<String> =
                        term.readings.iter().map(|words| format!("“{words}”")).collect();
                    let reading = if readings.is_empty() {
                        String::new()
                    } else {
                        format!(" read as {}", readings.join(" or "))
                    };
                    let text = Text::new()
                        .strong(format!("Clause {}", term.clause))
                        .plain(format!("{reading} – {}: {} ", term.issue, term.options));
                    let whom = match serves {
                        "one alone" => format!(
                            "– acceptable or better to {}, opposed or refused by {}",
                            sentence_list(&term.wanted_by),
                            sentence_list(&term.against)
                        ),
                        "all who have spoken" => {
                            format!("– acceptable or better to {}", sentence_list(&term.wanted_by))
                        }
                        _ => format!("– opposed or refused by {}", sentence_list(&term.against)),
                    };
                    let whom = if term.silent.is_empty() {
                        whom
                    } else {
                        format!("{whom}, not spoken on by {}", sentence_list(&term.silent))
                    };
                    Item::new(text.plain(format!("{whom} ")).text(cited(&term.sources)))
                })
                .collect();
            if items.is_empty() {
                continue;
            }
            any |= serves == "one alone";
            if serves == "one alone" {
                document.paragraph(format!(
                    "{} of {} that clauses settle:",
                    capital(&count(items.len(), "point")),
                    self.terms.len()
                ));
            }
            if let Some(title) = title {
                if !any {
                    document.paragraph("No clause does.");
                    any = true;
                }
                document.paragraph(title);
            }
            document.list(items);
        }
        if !any {
            document.paragraph("No clause does.");
        }
    }
}

/// How the part served changed for each party from one text to another.
fn change(first: &ProposalVoice, last: &ProposalVoice) -> Option<Text> {
    let changes: Vec<String> = first
        .parties
        .iter()
        .filter_map(|was| {
            let is = last.parties.iter().find(|party| party.party == was.party)?;
            let (was_served, is_served) = (was.served.as_ref()?, is.served.as_ref()?);
            Some(format!(
                "{} from {} ({}) to {} ({})",
                was.title,
                was_served.decimal,
                was.definite.decimal,
                is_served.decimal,
                is.definite.decimal
            ))
        })
        .collect();
    (!changes.is_empty()).then(|| {
        Text::from(format!(
            "From “{}” ({}) to “{}” ({}), percent at acceptable or better of the weight on which \
             text and party are definite, which stands in brackets in percent of all its weight: {}.",
            first.title,
            first.date,
            last.title,
            last.date,
            sentence_list(&changes)
        ))
    })
}

/// On how much of its weight it is told that a party is served most, from the least to the most.
fn base(party: &str, served: &[&ProposalVoice]) -> String {
    let own = served.iter().flat_map(|it| &it.parties).filter(|it| it.name == party);
    let mut parts: Vec<&Number> = own.map(|it| &it.definite).collect();
    parts.sort_by_key(|it| it.ratio());
    match parts[..] {
        [] => String::new(),
        [only] => format!(" (on {} percent of its weight)", only.decimal),
        [least, .., most] => {
            format!(" (on {} to {} percent of its weight)", least.decimal, most.decimal)
        }
    }
}

fn of(told: usize, all: usize) -> String {
    if told == all {
        count(all, "proposal")
    } else {
        format!("{told} of {}", count(all, "proposal"))
    }
}

fn decimal(number: Option<&Number>) -> String {
    number.map_or("–".to_owned(), |number| number.decimal.clone())
}

fn method(document: &mut Document) {
    document.heading(2, "Method and limits");
    document.paragraph(
        "Each issue on which a party has a position counts with the party's own weight for it, by the \
         word the party has for what the text settles; a stated worth counts as the highest word \
         whose worth it reaches. It varies where readings of the text, several options that its \
         words allow, or the coders' range decide between several words, and where the only refusal \
         is disputed. An issue that does not arise counts with its parent's option. Weights are \
         taken at the middle of their ranges.",
    );
    document.paragraph(format!(
        "Concentration is the index of Herfindahl and Hirschman over the parts served of all parties \
         that have spoken on something the text settles, counted so that it runs from 0, all served \
         alike, to 100, one alone served. It measures how unevenly a text meets stated views. It does \
         not measure influence: {}{}",
        CAUTION.to_lowercase(),
        " A party that has spoken on little can be served in full or not at all by one clause; the \
         weight in brackets shows it."
    ));
}
