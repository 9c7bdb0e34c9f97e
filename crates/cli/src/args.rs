//! Arguments as typed.

use std::path::{Path, PathBuf};

use impasse_core::analysis::way_out::Criterion;

use crate::report::schema::Subject;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Compares negotiating positions: scores proposals, explains deadlocks, finds what would open an
/// agreement. Exact, with its sources.
#[derive(Clone, Debug, Parser)]
#[command(name = "impasse", version, about, long_about = None)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Find faults and oddities in a scenario file, and show how evenly it is coded
    Check {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// Make warnings fail
        #[arg(long)]
        strict: bool,
    },
    /// Score proposals: what each party says to them, and why, clause by clause
    Score {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals; all of them if none is named
        proposals: Vec<String>,
        /// Print the arithmetic
        #[arg(long)]
        explain: bool,
        /// What if the text settled an issue so: ISSUE=OPTION
        #[arg(long, value_name = "ISSUE=OPTION")]
        set: Vec<String>,
        /// Also show the verdicts if silence meant this
        #[arg(long, value_enum)]
        silence: Option<Silence>,
    },
    /// Map where positions overlap, issue by issue, and what could be closed now
    Overlap {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
    },
    /// Explain what blocks an agreement and what would open one
    Deadlock {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// Also explain what blocks this proposal (repeatable)
        #[arg(long)]
        proposal: Vec<String>,
        /// List every way out, not only the first few
        #[arg(long)]
        all: bool,
        /// Which ways out come first: those that give the fewest refusals, ask the least of
        /// whoever gives most, or ask the least in total
        #[arg(long, value_enum, default_value_t = First::Refusals)]
        first: First,
        /// Print the arithmetic of the prices
        #[arg(long)]
        explain: bool,
    },
    /// Find the best attainable: the room for agreement, packages that nobody can better at no
    /// cost to another, where proposals stand, and what could be traded
    Settle {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// What gains are counted in
        #[arg(long, value_enum, default_value_t = Gains::Shares)]
        gains: Gains,
        /// Show one outlook only, instead of the cautious one with the hopeful one beside it
        #[arg(long, value_enum)]
        outlook: Option<View>,
        /// List the whole frontier and more trades
        #[arg(long)]
        all: bool,
        /// Print the arithmetic of worths, shares and products
        #[arg(long)]
        explain: bool,
    },
    /// Sample what the file leaves open: how often each proposal comes first for each party, and is
    /// not objected to; with exact shares of all weightings beside it
    Sample {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals; all of them if none is named
        proposals: Vec<String>,
        /// The seed of the random numbers
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Draw so many samples; without it until every standard error is small
        #[arg(long, value_name = "N")]
        samples: Option<u64>,
    },
    /// Compare two proposals of a scenario, or two scenario files
    Diff {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// Two proposals of the file; or one other scenario file
        #[arg(required = true, num_args = 1..=2)]
        others: Vec<String>,
        /// Print the arithmetic
        #[arg(long)]
        explain: bool,
    },
    /// Tell whose terms the proposals have: how much of what weighs for each party a text gives it
    Voice {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals, told closely; all of them in short if none is named
        proposals: Vec<String>,
    },
    /// Tell which votes the proposals must win, and what each gate takes away
    Ratify {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals; all of them if none is named
        proposals: Vec<String>,
    },
    /// Tell how sure the answers are: what holds for certain and on every scale, and which single
    /// change would tip it
    Robust {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals; all of them if none is named
        proposals: Vec<String>,
        /// Look at every verdict closely, and list every change that tips it, not only the first few
        #[arg(long)]
        all: bool,
    },
    /// Compare what proposals are worth on paper with what they are worth as trusted, promises
    /// believed as far as the file says, and what enforcement would change that
    Trust {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// The proposals; all of them if none is named
        proposals: Vec<String>,
    },
    /// Show how positions moved: each move in order, what it changed in conflicts, distance and
    /// verdicts, and what it made of the end
    Timeline {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// Begin with the events of this day
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// End with this day, if it lies before the day the report speaks of
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
    },
    /// Make one document of it all: answer, proposals, map, deadlock, best attainable, comparison,
    /// what is open, method, sources, judgements
    Report {
        /// Options that every analysis has.
        #[command(flatten)]
        common: Common,
        /// Look closely at this proposal (repeatable); the tables then show these only
        #[arg(long)]
        proposal: Vec<String>,
        /// Compare these two proposals; without it the pair that the file names
        #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
        compare: Vec<String>,
        /// Leave out what must not travel (repeatable): `floors`, `weights`, `sources`, a section,
        /// or a party
        #[arg(long, value_name = "SECTION|PARTY")]
        redact: Vec<String>,
        /// The short form: the answers on a few pages; JSON is whole all the same
        #[arg(long)]
        brief: bool,
        /// Also write each picture as an SVG file into this folder, to be shown by itself
        #[arg(long, value_name = "FOLDER", conflicts_with = "brief")]
        pictures: Option<PathBuf>,
    },
    /// Begin a scenario: write a commented example to replace line by line
    New {
        /// Where to write it; standard output if it is left out. A file that exists is left alone
        file: Option<PathBuf>,
        /// The title of the scenario
        #[arg(long)]
        title: Option<String>,
    },
    /// Print what other programs need: completions for a shell, the man page, the JSON Schema of a
    /// report
    Generate {
        /// What to print.
        #[command(subcommand)]
        what: Generate,
    },
    /// Explain a fault or warning by its code; without one, list them all
    Explain {
        /// The code, such as `unknown-name`
        code: Option<String>,
    },
}

/// What other programs need.
#[derive(Clone, Debug, Subcommand)]
pub enum Generate {
    /// A script with which a shell completes commands and options
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// The man page
    Man {
        /// The page of this command instead of the main one
        #[arg(long, value_name = "NAME")]
        command: Option<String>,
    },
    /// The JSON Schema (draft 2020-12) of a report
    Schema {
        /// The report
        #[arg(value_enum)]
        report: Subject,
    },
}

/// Which ways out come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum First {
    /// The fewest refusals, then the least greatest price to one party.
    Refusals,
    /// The least greatest price to one party, then the fewest refusals.
    Greatest,
    /// The least total of all prices, then the fewest refusals.
    Total,
}

impl From<First> for Criterion {
    fn from(first: First) -> Self {
        match first {
            First::Refusals => Self::FewestRefusals,
            First::Greatest => Self::LeastGreatestPrice,
            First::Total => Self::LeastTotalPrice,
        }
    }
}

/// Options that every analysis has.
#[derive(Clone, Debug, Arguments)]
pub struct Common {
    /// The scenario file; `-` reads standard input
    pub file: PathBuf,
    /// How to print the report; without it the ending of the output file says so, else as text for
    /// a terminal
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write the report to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Speak of this day instead of the file's `as_of`
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Use only statements at least this firm
    #[arg(long, value_enum)]
    pub only: Option<Firm>,
    /// Show only this party's lines (repeatable)
    #[arg(long)]
    pub party: Vec<String>,
    /// What if a demand were dropped (repeatable)
    #[arg(long, value_name = "DEMAND")]
    pub drop: Vec<String>,
    /// What if no deal were worth so much to a party: PARTY=N (repeatable)
    #[arg(long, value_name = "PARTY=N")]
    pub floor: Vec<String>,
    /// Columns of the terminal report
    #[arg(long)]
    pub width: Option<usize>,
    /// Colour in reports on a terminal, and in faults and warnings
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Exit with 1 when the answer is bad news: warnings, no proposal without a stated obstacle, a
    /// deadlocked issue, a deadlock, a change, a text that serves one party alone, a gate that
    /// refuses, parties further from agreement than at the start
    #[arg(long)]
    pub exit_code: bool,
    /// Stop a search after so many steps and report what is proven so far
    #[arg(long, default_value_t = impasse_core::search::Budget::DEFAULT)]
    pub steps: u64,
}

/// How to print a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a terminal.
    Terminal,
    /// Markdown.
    Markdown,
    /// One HTML file that needs nothing else.
    Html,
    /// JSON, schema version 1.
    Json,
    /// CSV for spreadsheets, of every command whose report is a table.
    Csv,
}

/// How firm a statement must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Firm {
    /// High confidence.
    High,
    /// Medium confidence or better.
    Medium,
}

/// What silence is taken to mean in a what-if view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Silence {
    /// Safe only whatever comes later.
    Open,
    /// Things stay as they are.
    StatusQuo,
}

/// What gains are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Gains {
    /// Shares of the most that each party could gain.
    Shares,
    /// Hundredths of each party's own total.
    Points,
}

/// Which end of everything that the file leaves open is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// Worths at their low end, floors at their high end, disputed demands hold.
    Cautious,
    /// Worths at their high end, floors at their low end, only firm demands hold.
    Hopeful,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Command {
    /// The common options, where the command has them.
    pub fn common(&self) -> Option<&Common> {
        match self {
            Self::Check { common, .. }
            | Self::Score { common, .. }
            | Self::Overlap { common }
            | Self::Deadlock { common, .. }
            | Self::Settle { common, .. }
            | Self::Sample { common, .. }
            | Self::Diff { common, .. }
            | Self::Voice { common, .. }
            | Self::Ratify { common, .. }
            | Self::Timeline { common, .. }
            | Self::Trust { common, .. }
            | Self::Robust { common, .. }
            | Self::Report { common, .. } => Some(common),
            Self::New { .. } | Self::Generate { .. } | Self::Explain { .. } => None,
        }
    }
}

impl Common {
    /// The file to write the report to; none is standard output.
    pub(crate) fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// How to print the report: as asked for, or as the ending of the output file says; none where
    /// no format goes with it.
    pub(crate) fn format(&self) -> Option<Format> {
        let ending = self.output().and_then(|path| path.extension()?.to_str());
        let ending = ending.map(str::to_lowercase);
        self.format.or(match ending.as_deref() {
            Some("html" | "htm") => Some(Format::Html),
            Some("md" | "markdown") => Some(Format::Markdown),
            Some("json") => Some(Format::Json),
            Some("csv") => Some(Format::Csv),
            None | Some("txt" | "text") => Some(Format::Terminal),
            Some(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
