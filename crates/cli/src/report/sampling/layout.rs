//! The layout of shares and samples.

use super::errors::{greatest, greatest_possible};
use super::{
    Estimate, OutlookSamples, PairShare, PartySamples, ProposalSamples, ReadingShare, Report,
    SharePair,
};
use impasse_core::scenario::Ratio;

use crate::document::{Column, Document, Table, Text};
use crate::report::big::grouped;
use crate::report::parts::{Number, count, partial, sentence_list};

/// Central weights that are named in a sentence.
const WEIGHTS: usize = 3;

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        self.summary(&mut document);
        document.paragraph(
            "What follows says how often, never how sure: it supposes that whatever the file \
             leaves open is equally likely anywhere within its bounds. What nobody has stated and \
             what no text settles is not supposed to be likely or unlikely: every number is a \
             pair, first at the worst of it, then at the best. No verdict rests on these numbers.",
        );
        partial(&mut document, &self.unfinished);
        self.exact_section(&mut document);
        self.sampled_section(&mut document);
        method(&mut document);
        document
    }

    /// The conclusion, and what comes first for whom.
    fn summary(&self, document: &mut Document) {
        document.paragraph(Text::new().strong(self.conclusion()));
        if self.proposals.len() > 1 {
            let favourites = self.parties.iter().filter(|it| it.principal);
            document.list(favourites.map(PartySamples::favourite));
        }
    }

    /// Whether anything is sampled at all.
    pub(in crate::report) fn draws_anything(&self) -> bool {
        let of_all = self.deadlock.as_ref().is_some_and(|it| it.samples > 0);
        of_all || self.parties.iter().any(|party| !party.drawn.is_empty())
    }

    /// The conclusion with one table of all parties, for a report that has more to say.
    pub(in crate::report) fn in_short(&self, document: &mut Document) {
        self.summary(document);
        document.paragraph(
            "All else in this report is exact; this alone is sampled. It says how often, never how \
             sure, and no verdict rests on it. It supposes that whatever the file leaves open is \
             equally likely anywhere within its bounds; what nobody has stated and what no text \
             settles is not drawn, so every number is a pair, at the worst of it and at the best.",
        );
        self.deadlock_samples(document);
        let parties: Vec<&PartySamples> = self.parties.iter().collect();
        if parties.is_empty() {
            return;
        }
        document.paragraph(format!(
            "Seed {}, {} for each party; with so many no standard error of a share is above \
             {} percentage points.",
            self.rule.seed,
            match self.rule.most {
                1 => "1 sample".to_owned(),
                most => format!("{} samples", grouped(&most.to_string())),
            },
            greatest_possible(self.rule.most),
        ));
        self.push_ranks(document, &parties, self.table_of_all(&parties));
        self.silence(document);
    }

    fn conclusion(&self) -> String {
        let Some(deadlock) = &self.deadlock else {
            return "How likely a deadlock is was not finished.".to_owned();
        };
        let (worst, best) = (&deadlock.cautious, &deadlock.hopeful);
        if deadlock.samples > 0 {
            let range = pair(best, worst);
            return format!(
                "A deadlock stands in {range} of the samples of what the file leaves open."
            );
        }
        let why = "nothing that could be drawn bears on it";
        match (best.percent.decimal.as_str(), worst.percent.decimal.as_str()) {
            ("0", "0") => format!("No sample could end in a deadlock: {why}."),
            ("100", "100") => {
                "The deadlock hangs on nothing that is drawn, so that it stands in every sample."
                    .to_owned()
            }
            _ => format!(
                "Whether there is a deadlock hangs on what nobody has stated and on disputed \
                 demands alone: {why}."
            ),
        }
    }

    fn exact_section(&self, document: &mut Document) {
        document.heading(2, "Exact: shares of all weightings");
        document.paragraph(
            "Suppose that a party could weigh its issues in any way, every way equally likely, \
             whatever weights the file gives. These shares are computed, not sampled.",
        );
        let pairs: Vec<[String; 2]> = self
            .weightings
            .iter()
            .flat_map(|it| &it.pairs)
            .map(|it| it.proposals.clone())
            .collect();
        if let Some([one, other]) = pairs.first() {
            let mut table = Table::new([
                Column::text("party"),
                Column::numeric(format!("{one} at least as good")),
                Column::numeric(format!("{other} at least as good")),
            ])
            .caption(format!("Share of all weightings, {one} against {other}"));
            for party in &self.weightings {
                let cell = |name: &String| {
                    let of = party.pairs.iter().filter(|it| it.proposals[0] == *name);
                    widest(of.map(|it: &PairShare| &it.share))
                };
                table.push([party.title.clone(), cell(one), cell(other)]);
            }
            document.table(table);
        }
        self.reading_table(document, "Share of all weightings in which the floor is met", |it| {
            &it.meets_floor
        });
        self.reading_table(
            document,
            "Share of all weightings in which a proposal is at least as good as how things stand",
            |it| &it.against_status_quo,
        );
        let ordered: Vec<String> =
            self.weightings.iter().filter(|it| it.in_order).map(|it| it.title.clone()).collect();
        if !ordered.is_empty() {
            document.paragraph(format!(
                "Of {} only the weightings that keep the stated order of issues are counted.",
                sentence_list(&ordered)
            ));
        }
    }

    fn reading_table(
        &self,
        document: &mut Document,
        caption: &str,
        of: impl Fn(&super::Weightings) -> &Vec<ReadingShare>,
    ) {
        let stated: Vec<&super::Weightings> =
            self.weightings.iter().filter(|it| !of(it).is_empty()).collect();
        if stated.is_empty() {
            return;
        }
        let head = std::iter::once(Column::text("proposal"))
            .chain(stated.iter().map(|party| Column::numeric(party.title.clone())));
        let mut table = Table::new(head).caption(caption);
        for proposal in &self.proposals {
            let cell = |party: &&super::Weightings| {
                let here = of(party).iter().filter(|it| it.proposal == proposal.proposal);
                widest(here.map(|it| &it.share))
            };
            let cells = stated.iter().map(cell);
            table.push(std::iter::once(proposal.proposal.clone()).chain(cells));
        }
        document.table(table);
    }

    fn sampled_section(&self, document: &mut Document) {
        document.heading(2, "By sampling");
        let rule = if self.rule.until_sure {
            format!(
                "until every standard error of a share is 0.1 percentage points at most, or {} samples are \
                 drawn",
                self.rule.most
            )
        } else {
            format!("{} samples", self.rule.most)
        };
        document.paragraph(format!(
            "Seed {}; for each party, {rule}. The same seed and the same file give the same \
             numbers on every machine.",
            self.rule.seed
        ));
        self.deadlock_samples(document);
        for party in &self.parties {
            self.party_section(document, party);
        }
        self.silence(document);
        if !self.left_out.is_empty() {
            document.list(self.left_out.iter().map(String::as_str));
        }
    }

    /// How often a deadlock stands, where it takes samples to say so.
    fn deadlock_samples(&self, document: &mut Document) {
        if let Some(deadlock) = self.deadlock.as_ref().filter(|it| it.samples > 0) {
            document.paragraph(format!(
                "How often a deadlock stands is counted in {}, drawn for all parties together (seed \
                 {}, standard error at most {} percentage points): from the best of what nobody has \
                 stated to the worst.",
                count(usize::try_from(deadlock.samples).unwrap_or(0), "sample"),
                self.rule.seed,
                greatest([&deadlock.cautious, &deadlock.hopeful].into_iter()),
            ));
        }
    }

    /// Who has stated nothing.
    fn silence(&self, document: &mut Document) {
        if !self.silent.is_empty() {
            document.paragraph(format!(
                "Nothing is stated that could be drawn for {}.",
                sentence_list(&self.silent)
            ));
        }
    }

    fn party_section(&self, document: &mut Document, party: &PartySamples) {
        document.heading(3, party.title.clone());
        let (cautious, hopeful) = (&party.cautious, &party.hopeful);
        if party.drawn.is_empty() {
            document.paragraph("Nothing is left open that could be drawn: this is exact.");
        } else {
            document.paragraph(format!(
                "Drawn: {}. {} at the worst, {} at the best.",
                sentence_list(&party.drawn),
                count(usize::try_from(cautious.samples).unwrap_or(0), "sample"),
                hopeful.samples,
            ));
        }
        self.push_ranks(document, &[party], self.table_of(party));
        let lists = [("worst", cautious), ("best", hopeful)];
        let lines: Vec<String> = lists
            .into_iter()
            .flat_map(|(end, outlook)| {
                outlook.proposals.iter().filter_map(move |it| it.central(end))
            })
            .collect();
        if !lines.is_empty() {
            document.paragraph("It comes first on average with these weights, heaviest named:");
            document.list(lines);
        }
    }
}

impl PartySamples {
    /// What most often comes first for it.
    fn favourite(&self) -> Text {
        let most = |outlook: &OutlookSamples| -> Vec<(String, String)> {
            let first = |it: &ProposalSamples| it.ranks.first().and_then(exactly);
            let most = outlook.proposals.iter().map(first).max().flatten();
            let these = outlook.proposals.iter().filter(|it| first(it) == most);
            these.filter_map(|it| Some((it.proposal.clone(), bare(it.ranks.first()?)))).collect()
        };
        let say = |found: &[(String, String)]| {
            let names: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
            let percent = found.first().map_or("", |it| it.1.as_str());
            let each = if found.len() > 1 { " each" } else { "" };
            format!("{} ({percent} % of samples{each})", sentence_list(&names))
        };
        let (worst, best) = (most(&self.cautious), most(&self.hopeful));
        let words = if worst == best {
            format!("{}, at the worst as at the best of what is not stated.", say(&worst))
        } else {
            format!(
                "{} at the worst of what is not stated, {} at the best.",
                say(&worst),
                say(&best)
            )
        };
        Text::new()
            .strong(self.title.clone())
            .plain(format!(
                " – most often first of the {}: ",
                count(self.cautious.proposals.len(), "text")
            ))
            .plain(words)
    }

    pub(super) fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        self.cautious.estimates().chain(self.hopeful.estimates())
    }
}

impl OutlookSamples {
    pub(super) fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        self.proposals.iter().flat_map(|it| {
            let accepted = it.readings.iter().filter_map(|reading| reading.accepted.as_ref());
            it.ranks.iter().chain(it.ahead_of.iter().flatten()).chain(accepted)
        })
    }
}

impl ProposalSamples {
    fn central(&self, end: &str) -> Option<String> {
        let mut weights: Vec<_> = self.central_weights.as_ref()?.iter().collect();
        weights.sort_by_key(|it| std::cmp::Reverse(exactly(&it.weight)));
        let named: Vec<String> = weights
            .iter()
            .take(WEIGHTS)
            .map(|it| format!("{} {}", it.issue, words(&it.weight)))
            .collect();
        Some(format!("{} (at the {end}): {}", self.proposal, named.join(", ")))
    }
}

/// From the least cautious share to the greatest hopeful one.
fn widest<'a>(shares: impl Iterator<Item = &'a SharePair>) -> String {
    let shares: Vec<&SharePair> = shares.collect();
    let key = |number: &Number| tenths(&number.decimal);
    let least = shares.iter().map(|it| &it.cautious).min_by_key(|it| key(it));
    let most = shares.iter().map(|it| &it.hopeful).max_by_key(|it| key(it));
    match (least, most) {
        (Some(least), Some(most)) if least.decimal == most.decimal => {
            format!("{} %", least.decimal)
        }
        (Some(least), Some(most)) => format!("{} to {} %", least.decimal, most.decimal),
        _ => String::new(),
    }
}

/// A decimal with one place at most, in tenths.
fn tenths(decimal: &str) -> Option<i64> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, "0"));
    Some(whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?)
}

pub(super) fn exactly(estimate: &Estimate) -> Option<Ratio> {
    estimate.percent.exact.parse().ok()
}

pub(super) fn bare(estimate: &Estimate) -> String {
    estimate.percent.decimal.clone()
}

fn words(estimate: &Estimate) -> String {
    format!("{} %", estimate.percent.decimal)
}

fn pair(least: &Estimate, most: &Estimate) -> String {
    if least.percent.decimal == most.percent.decimal {
        words(least)
    } else {
        format!("{} to {}", least.percent.decimal, words(most))
    }
}

fn method(document: &mut Document) {
    document.heading(2, "How this is counted");
    document.list([
        "In a sample a party has one scale of its words: acceptable, tolerable and opposed are \
         three numbers between what never and ideal are worth, sorted. Stated ranges of worths, \
         weights and floors are drawn evenly; where only an order of issues is stated, all \
         weightings that keep it are equally likely. Red lines and links are as stated.",
        "At the worst: views that nobody has stated are worth their least, issues that no text \
         settles come out worst, each by itself, and disputed demands hold. At the best: the \
         opposite, and only firm demands hold.",
        "First, second, last: the share of samples in which a proposal has that rank for the \
         party, by what it is worth to it; a text that can be read in several ways counts by its \
         worst reading at the worst, and by its best one at the best. What is level shares its \
         ranks equally.",
        "No stated objection: the share of samples in which a reading breaks none of the party's \
         demands for certain and meets its floor. It may still turn out to refuse what it has not \
         spoken on. Where two numbers are joined by \u{201c}to\u{201d}, readings differ.",
        "Weights of a proposal: the mean of the weights in the samples in which it is first, \
         brought to a sum of 100. A proposal that is never first has none. Confidence: how often \
         it is first with just these weights, all else drawn.",
        "Standard error: how far a share typically is from what ever more samples would come to.",
        "Stochastic multicriteria acceptability analysis (SMAA-2: Lahdelma and Salminen 2001; \
         Tervonen and Lahdelma 2007). Shares of weightings: volumes of a simplex cut by a plane \
         (Varsi 1973).",
    ]);
}
