//! The layout of shares and samples.

use super::{
    Estimate, OutlookSamples, PairShare, PartySamples, ProposalSamples, ReadingShare, Report,
    SharePair,
};
use impasse_core::scenario::{Ratio, decimal};

use crate::document::{Column, Document, Table, Text};
use crate::report::parts::{Number, count, partial, sentence_list};

/// Central weights that are named in a sentence.
const WEIGHTS: usize = 3;

impl Report {
    /// The report laid out.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        document.heading(1, format!("{}, as of {}", self.title, self.as_of));
        document.paragraph(Text::new().strong(self.conclusion()));
        if self.proposals.len() > 1 {
            let favourites = self.parties.iter().filter(|it| it.principal);
            document.list(favourites.map(PartySamples::favourite));
        }
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
            ("100", "100") => format!("The deadlock stands in every sample: {why}."),
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
        if let Some(deadlock) = self.deadlock.as_ref().filter(|it| it.samples > 0) {
            document.paragraph(format!(
                "A deadlock stands in {} of {} drawn for all parties together (standard error at \
                 most {} percentage points): at the best of what nobody has stated, and at the worst.",
                pair(&deadlock.hopeful, &deadlock.cautious),
                count(usize::try_from(deadlock.samples).unwrap_or(0), "sample"),
                greatest([&deadlock.cautious, &deadlock.hopeful].into_iter()),
            ));
        }
        for party in &self.parties {
            party.section(document);
        }
        if !self.silent.is_empty() {
            document.paragraph(format!(
                "Nothing is stated that could be drawn for {}.",
                sentence_list(&self.silent)
            ));
        }
        if !self.left_out.is_empty() {
            document.list(self.left_out.iter().map(String::as_str));
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
            format!("{} ({percent} %{each})", sentence_list(&names))
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
        Text::new().strong(self.title.clone()).plain(" – most often first: ").plain(words)
    }

    fn section(&self, document: &mut Document) {
        document.heading(3, self.title.clone());
        let (cautious, hopeful) = (&self.cautious, &self.hopeful);
        let error = greatest(cautious.estimates().chain(hopeful.estimates()));
        if self.drawn.is_empty() {
            document.paragraph("Nothing is left open that could be drawn: this is exact.");
        } else {
            let error = if error == "0" {
                "no draw made a difference".to_owned()
            } else {
                format!("the standard errors of shares are at most {error} percentage points")
            };
            document.paragraph(format!(
                "Drawn: {}. {} at the worst, {} at the best; {error}.",
                sentence_list(&self.drawn),
                count(usize::try_from(cautious.samples).unwrap_or(0), "sample"),
                hopeful.samples,
            ));
        }
        // Ranks say something where there is something to rank.
        let ranked = cautious.proposals.len();
        let rank =
            |of: &'static str, at_least: usize| (ranked >= at_least).then(|| Column::numeric(of));
        let head = [
            Some(Column::text("proposal")),
            rank("first", 2),
            rank("first or second", 3),
            rank("last", 2),
            Some(Column::numeric("no stated objection")),
            rank("confidence", 2),
        ];
        let mut table = Table::new(head.into_iter().flatten())
            .caption("Percent of samples, at the worst / at the best; one number where both agree");
        for (worst, best) in cautious.proposals.iter().zip(&hopeful.proposals) {
            let both = |of: &dyn Fn(&ProposalSamples) -> String| {
                let (worst, best) = (of(worst), of(best));
                if worst == best { worst } else { format!("{worst} / {best}") }
            };
            let rank = |of: &dyn Fn(&ProposalSamples) -> String, at_least: usize| {
                (ranked >= at_least).then(|| both(of))
            };
            let cells = [
                Some(worst.proposal.clone()),
                rank(&|it| it.ranks.first().map_or(String::new(), bare), 2),
                rank(&|it| sum(it.ranks.iter().take(2)), 3),
                rank(&|it| it.ranks.last().map_or(String::new(), bare), 2),
                Some(both(&ProposalSamples::accepted)),
                rank(&|it| it.confidence.as_ref().map_or("none".to_owned(), bare), 2),
            ];
            table.push(cells.into_iter().flatten());
        }
        document.table(table);
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

impl OutlookSamples {
    fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        self.proposals.iter().flat_map(|it| {
            let accepted = it.readings.iter().filter_map(|reading| reading.accepted.as_ref());
            it.ranks.iter().chain(it.ahead_of.iter().flatten()).chain(accepted)
        })
    }
}

impl ProposalSamples {
    /// From the reading that is accepted least often to the one that is most often.
    fn accepted(&self) -> String {
        let asked = || self.readings.iter().filter_map(|it| it.accepted.as_ref());
        let key = |it: &&Estimate| exactly(it);
        match (asked().min_by_key(key), asked().max_by_key(key)) {
            (Some(least), Some(most)) if bare(least) == bare(most) => bare(least),
            (Some(least), Some(most)) => format!("{} to {}", bare(least), bare(most)),
            _ => "not asked".to_owned(),
        }
    }

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

fn exactly(estimate: &Estimate) -> Option<Ratio> {
    estimate.percent.exact.parse().ok()
}

fn bare(estimate: &Estimate) -> String {
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

fn sum<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> String {
    let parts = estimates.filter_map(exactly);
    let total: Ratio = parts.sum();
    decimal(total, 1)
}

/// The greatest standard error.
fn greatest<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> String {
    let errors = estimates.filter_map(|it| it.error.as_ref());
    let parsed = errors.filter_map(|it| it.exact.parse::<Ratio>().ok());
    decimal(parsed.max().unwrap_or_default(), 2)
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
