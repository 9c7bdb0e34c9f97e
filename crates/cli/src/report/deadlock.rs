//! `deadlock`: what blocks an agreement, and what would open one.

mod blocked;
mod build;
mod conflict;
mod layout;
mod redaction;
mod subjects;

use impasse_core::analysis::agreement::Agreement;
use impasse_core::analysis::ask::Question;
use impasse_core::analysis::conflict::Conflicts;
use impasse_core::analysis::distance::Distance;
use impasse_core::analysis::involvement::Involvement;
use impasse_core::analysis::way_out::{Criterion, WayOut, WaysOut};
use impasse_core::scenario::{DemandId, PartyId, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source, Span};
use super::score::ProposalScore;
pub use build::{blocked, build};

/// What blocks an agreement, and what would open one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Whether the arithmetic is laid out.
    #[serde(skip)]
    pub(super) explain: bool,
    /// Whether it is a part of a document for readers without the tool.
    #[serde(skip)]
    pub(super) embedded: bool,
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "deadlock"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day the report speaks of.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// `agreement`, `no stated obstacle`, `deadlock`, or `not decided` within the bound.
    #[schemars(extend("enum" = ["agreement", "no stated obstacle", "deadlock", "not decided"]))]
    pub outcome: &'static str,
    /// The lowest confidence of the firmest conflict, where there is one.
    #[schemars(extend("enum" = ["high", "medium", "low", null]))]
    pub(super) confidence: Option<&'static str>,
    /// A package that shows the outcome, where there is no deadlock.
    pub(super) package: Option<Vec<Choice>>,
    /// What that package rests on, in words.
    pub(super) rests_on: Vec<String>,
    /// Minimal conflicts, together where they share demands.
    pub(super) knots: Vec<Knot>,
    /// How many minimal conflicts there are.
    pub conflicts: usize,
    /// What the conflicts are about, theme by theme: those of most conflicts first.
    pub(super) subjects: Vec<subjects::Subject>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// How far it is to agreement, fewest refusals first; the first step is the distance.
    pub(super) distance: Vec<Step>,
    /// The first ways out; all with `--all`.
    pub(super) ways_out: Vec<Way>,
    /// How many were found.
    pub(super) ways_out_in_all: usize,
    /// Whether these are all.
    pub(super) ways_out_complete: bool,
    /// By what they are ordered.
    #[schemars(extend("enum" = ["refusals", "greatest", "total"]))]
    pub(super) ways_out_first: &'static str,
    /// How the fewest refusals can fall on the parties: one entry a split, as far as ways out are
    /// known.
    pub(super) splits: Vec<Vec<Portion>>,
    /// The way out that comes first by each of the orders, where that was found.
    pub(super) first_by: Vec<FirstBy>,
    /// What each party alone could do.
    pub(super) alone: Vec<Alone>,
    /// How often each party's demands stand in conflicts.
    pub(super) involvement: Vec<Share>,
    /// How often each demand does.
    pub(super) demands: Vec<DemandShare>,
    /// Disputed demands that would block if they were firm.
    pub(super) would_also_block: Vec<Demand>,
    /// What to ask next.
    pub(super) questions: Vec<Ask>,
    /// How many questions there are.
    pub(super) questions_in_all: usize,
    /// What blocks the proposals asked about.
    pub(super) proposals: Vec<Blocked>,
    /// What the suppositions on the command line change.
    pub(super) what_if: Option<WhatIf>,
    /// Only conflicts of these parties are listed; all if there is none.
    pub(super) shown: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Choice {
    /// The issue's title.
    pub(super) issue: String,
    /// The option's title.
    pub(super) option: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Knot {
    pub(super) conflicts: Vec<ConflictReport>,
}

/// A conflict with what dropping each member opens.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictReport {
    /// Counted from one through the report.
    pub(super) number: usize,
    /// The lowest confidence of its demands.
    #[schemars(extend("enum" = ["high", "medium", "low"]))]
    pub(super) confidence: &'static str,
    pub(super) members: Vec<MemberReport>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MemberReport {
    /// The demand, or null for a clause.
    pub(super) demand: Option<Demand>,
    /// The clause, or null for a demand.
    pub(super) clause: Option<ClauseMember>,
    /// Conflicts that stand if this member is dropped.
    pub(super) others_stand: usize,
    /// Whether dropping it alone opens an agreement.
    pub(super) opens_agreement: bool,
    /// A package on which all the other members hold.
    pub(super) without: Vec<Choice>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseMember {
    pub(super) number: String,
    pub(super) says: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    /// Refusals that must give.
    pub(super) refusals: usize,
    /// Points missing below floors; null where points are left out.
    pub(super) missing: Option<Number>,
    /// The greatest part of that for one party.
    pub(super) greatest: Option<Number>,
    pub(super) breaks: Vec<Demand>,
    pub(super) package: Vec<Choice>,
}

/// A way out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Way {
    pub(super) refusals: usize,
    /// The greatest price that one party pays, in hundredths of its own total; null where points are
    /// left out.
    pub(super) greatest_price: Option<Number>,
    pub(super) concessions: Vec<ConcessionReport>,
    pub(super) prices: Vec<Price>,
    /// A package that it opens.
    pub(super) package: Vec<Choice>,
    /// How many other ways out are as good in refusals, greatest and total price.
    pub(super) tied: usize,
}

/// How many stated refusals of a party give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Portion {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name in a sentence.
    pub(super) name: String,
    /// Those on one issue count once.
    pub(super) refusals: usize,
}

/// The way out that comes first by an order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FirstBy {
    /// `refusals`, `greatest` or `total`.
    #[schemars(extend("enum" = ["refusals", "greatest", "total"]))]
    pub(super) order: &'static str,
    /// How many stated refusals of each party give.
    pub(super) portions: Vec<Portion>,
    pub(super) way: Way,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct ConcessionReport {
    pub(super) demand: Demand,
    /// What giving it means, in words.
    pub(super) what: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Price {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// At the middle of all ranges.
    pub(super) middle: Number,
    /// Over all ranges.
    pub(super) range: Span,
    /// Links that it gives, which have no price.
    pub(super) links: usize,
    /// The arithmetic of the middle: one line for each conceded issue.
    pub(super) lines: Vec<PriceLine>,
    pub(super) sum_of_weights: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PriceLine {
    pub(super) issue: String,
    pub(super) weight: Number,
    /// Worth of the best it could still have.
    pub(super) best: Number,
    /// Worth of what it gets.
    pub(super) gets: Number,
    pub(super) product: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Alone {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// A way out in which only this party gives; null if there is none.
    pub(super) way: Option<Way>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Share {
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) title: String,
    /// Its share of the conflicts; the points of all parties add up to the number of conflicts.
    pub(super) points: Number,
    /// How many demands it has stated.
    pub(super) demands_stated: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemandShare {
    pub(super) demand: Demand,
    /// How many conflicts it stands in.
    pub(super) conflicts: usize,
    /// Its share of them.
    pub(super) points: Number,
    /// The sum, over its conflicts, of one over their size.
    pub(super) inconsistency: Number,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Ask {
    pub(super) question: String,
    /// How many verdicts hang on the answer.
    pub(super) verdicts: usize,
}

/// What blocks a proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Blocked {
    /// What each party says to it.
    pub(super) score: ProposalScore,
    /// What in it stands against what.
    pub(super) conflicts: Vec<ConflictReport>,
    /// Whether there may be more conflicts.
    pub(super) unfinished: bool,
    /// The nearest text that could pass.
    pub(super) nearest: NearestReport,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NearestReport {
    /// Whether such a text passes.
    pub(super) passes: bool,
    /// The texts with the fewest changes.
    pub(super) texts: Vec<TextReport>,
    /// Demands that even the nearest text breaks.
    pub(super) still_broken: Vec<Demand>,
    /// Points that it leaves below floors.
    pub(super) missing: Option<Number>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TextReport {
    pub(super) changes: Vec<ClauseChange>,
    /// Numbers of clauses of which one reading must be made plain.
    pub(super) clarifications: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClauseChange {
    /// Its number.
    pub(super) clause: String,
    pub(super) says: String,
    /// What it must settle instead; nothing if it must go.
    pub(super) instead: Vec<Choice>,
}

/// What suppositions change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhatIf {
    /// What is supposed, in words.
    pub(super) suppositions: Vec<String>,
    /// Before and after.
    #[schemars(inner(regex(pattern = r"^(agreement|no stated obstacle|deadlock|not decided)$")))]
    pub(super) outcome: [String; 2],
    /// Before and after.
    pub(super) refusals: [usize; 2],
    /// Before and after.
    pub(super) missing: [Number; 2],
    /// Conflicts that are gone: ids of their demands.
    pub(super) resolved: Vec<Vec<String>>,
    /// Conflicts that are new.
    pub(super) new: Vec<Vec<String>>,
    pub(super) resolved_in_words: Vec<Vec<String>>,
    pub(super) new_in_words: Vec<Vec<String>>,
}

/// The answers that a deadlock report is made of.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The strongest agreement; none where the bound was met first.
    pub agreement: Option<&'a Agreement>,
    /// All minimal conflicts.
    pub conflicts: &'a Conflicts,
    /// How far from agreement; none where the bound was met first.
    pub distance: Option<&'a Distance>,
    /// The ways out; none where there is no deadlock.
    pub ways: Option<&'a WaysOut>,
    /// Which of them come first.
    pub criterion: Criterion,
    /// The first by each order, where it was found.
    pub first_by: &'a [(Criterion, WayOut)],
    /// What each party alone could do.
    pub alone: &'a [(PartyId, Option<WayOut>)],
    /// How often each party's demands stand in conflicts.
    pub involvement: &'a Involvement,
    /// Disputed demands that would block if they were firm.
    pub would_block: &'a [DemandId],
    /// What to ask next.
    pub questions: &'a [Question],
    /// What could not be finished.
    pub unfinished: Vec<String>,
}

impl Report {
    /// The report with the parts on proposals.
    #[must_use]
    pub fn with_proposals(mut self, blocked: Vec<Blocked>) -> Self {
        self.proposals = blocked;
        self
    }

    /// The report with only the conflicts of some parties listed.
    #[must_use]
    pub fn showing(mut self, parties: Vec<String>) -> Self {
        self.shown = parties;
        self
    }

    /// The report with the arithmetic laid out.
    #[must_use]
    pub fn explained(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// The report as a part of a document for readers without the tool.
    #[must_use]
    pub fn embedded(mut self) -> Self {
        self.embedded = true;
        self
    }

    /// The report with its sources.
    #[must_use]
    pub fn with_sources(mut self, sources: Vec<Source>) -> Self {
        self.sources = sources;
        self
    }

    /// The report as a difference to the one without the suppositions.
    #[must_use]
    pub fn since(mut self, before: &Self, suppositions: Vec<String>) -> Self {
        let sets = |report: &Self, word: fn(&Demand) -> String| -> Vec<Vec<String>> {
            let conflicts = report.knots.iter().flat_map(|knot| &knot.conflicts);
            conflicts
                .map(|conflict| {
                    let demands = conflict.members.iter().filter_map(|it| it.demand.as_ref());
                    demands.map(word).collect()
                })
                .collect()
        };
        let gone = |one: &Self, other: &Self, word: fn(&Demand) -> String| {
            let (kept, sets) = (sets(other, word), sets(one, word));
            sets.into_iter().filter(|set| !kept.contains(set)).collect()
        };
        let id: fn(&Demand) -> String = |demand| demand.id.clone();
        let zero = || Number::from(Ratio::from_integer(0));
        let first = |report: &Self| {
            let step = report.distance.first();
            step.map_or((0, zero()), |step| {
                (step.refusals, step.missing.clone().unwrap_or_else(zero))
            })
        };
        let ((refusals_before, missing_before), (refusals, missing)) =
            (first(before), first(&self));
        self.what_if = Some(WhatIf {
            suppositions,
            outcome: [before.outcome.to_owned(), self.outcome.to_owned()],
            refusals: [refusals_before, refusals],
            missing: [missing_before, missing],
            resolved: gone(before, &self, id),
            new: gone(&self, before, id),
            resolved_in_words: gone(before, &self, Demand::in_short),
            new_in_words: gone(&self, before, Demand::in_short),
        });
        self
    }
}
