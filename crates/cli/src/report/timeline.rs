//! `timeline`: how positions moved, and what that made of conflicts, distance and texts.

mod build;
mod demands;
mod events;
mod figure;
mod issues;
mod layout;
mod redaction;
mod sections;
mod sheet;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{Demand, Number, Source};
pub use build::{Answers, build};

/// How positions moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON reports.
    #[schemars(extend("const" = 1))]
    pub(super) schema: u32,
    /// The command that made the report.
    #[schemars(extend("const" = "timeline"))]
    pub(super) command: &'static str,
    /// The scenario's title.
    pub(super) title: String,
    /// The day on whose evening the timeline begins.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) from: String,
    /// The last day.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) as_of: String,
    /// What is supposed against the file.
    pub(super) suppositions: Vec<String>,
    /// Only these parties' moves are listed; all if there is none.
    pub(super) shown: Vec<String>,
    /// How many moves there were, those that are not listed included.
    pub(super) moves_in_all: usize,
    /// The start, a state after each event, and the end; of moves, those that are listed.
    pub(super) states: Vec<State>,
    /// All states, where some are not listed.
    #[serde(skip)]
    course: Vec<State>,
    /// The change from the start to the end.
    pub(super) whole: Difference,
    /// What each move made of the end, the others held; null where that was not finished or not
    /// asked for.
    pub(super) parts: Option<Vec<Part>>,
    /// The sum of those parts, which in general is not the whole.
    pub(super) sum_of_parts: Option<Difference>,
    /// How many moves of each kind each party made.
    pub(super) movers: Vec<Mover>,
    /// Issues whose overlap changed.
    pub(super) issues: Vec<Issue>,
    /// How many issues there are.
    pub(super) issues_in_all: usize,
    /// Pairs of principals, and where they came nearer.
    pub(super) pairs: Vec<Pair>,
    /// Red lines and links that came, went or changed.
    pub(super) demands: Vec<DemandLine>,
    /// What was not finished within the bound of steps, in words.
    pub(super) unfinished: Vec<String>,
    /// The sources cited in the report.
    pub(super) sources: Vec<Source>,
}

/// Positions after an event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct State {
    /// What led to the state.
    #[schemars(extend("enum" = ["start", "text", "move", "end"]))]
    pub(super) event: &'static str,
    /// The day.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) day: String,
    /// Of a text that was made.
    pub(super) text: Option<Made>,
    /// Of a move.
    pub(super) moved: Option<Moved>,
    /// How many conflicts there are among stated demands; null where they may be more, or are left
    /// out.
    pub(super) conflicts: Option<usize>,
    /// How many stated refusals must give at least.
    pub(super) refusals: Option<usize>,
    /// How many points are then still missing below floors.
    pub(super) missing: Option<Number>,
    /// How many points were missing in the state before.
    #[serde(skip)]
    missing_before: Option<Number>,
    /// The demands that the cheapest way out gives up.
    pub(super) way_out: Option<Vec<Demand>>,
    /// What becomes of the texts that exist.
    pub(super) texts: Vec<TextState>,
    /// What changed against the state before; null at the start.
    pub(super) change: Option<Difference>,
    /// Verdicts that changed against the state before.
    pub(super) verdicts: Vec<VerdictChange>,
    /// Whether no verdict, no conflict and no distance changed.
    pub(super) changed_nothing: bool,
    /// The conflicts that came, as their demands.
    pub(super) new_conflicts: Vec<Vec<Demand>>,
    /// The conflicts that went, as their demands.
    pub(super) solved_conflicts: Vec<Vec<Demand>>,
}

/// A text that was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Made {
    /// Its name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// When it became public, where that was later.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) public: Option<String>,
    /// Names of its authors.
    pub(super) by: Vec<String>,
    pub(super) sources: Vec<String>,
    /// Names of those who rejected it as it was made.
    pub(super) rejected_by: Vec<String>,
}

/// A move.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Moved {
    /// Its number, counted over the moves of the file.
    pub(super) number: usize,
    /// The party's name in the file.
    pub(super) party: String,
    /// Its name where a line begins.
    pub(super) party_title: String,
    /// The move in a sentence; null where it is left out.
    pub(super) says: Option<String>,
    pub(super) sources: Vec<String>,
    /// How firmly the sources carry it.
    #[schemars(extend("enum" = ["high", "medium", "low", "undisclosed"]))]
    pub(super) confidence: &'static str,
    /// How it is known where it is not plainly stated.
    pub(super) basis: Option<String>,
    /// Whether it is known only from sources later than its day.
    pub(super) hindsight: bool,
    /// Titles of issues on which what it states is known only from later sources.
    pub(super) hindsight_on: Vec<String>,
    pub(super) kinds: Kinds,
    /// Views of options that changed.
    pub(super) stances: Vec<StanceChange>,
    /// Titles of issues that weigh something else now.
    pub(super) weights: Vec<String>,
    /// Red lines and links that changed.
    pub(super) demands: Vec<DemandFate>,
    pub(super) floor: Option<FloorChange>,
}

/// What kind of move it is; several at once are possible.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a move may be of several kinds at once")]
pub(super) struct Kinds {
    pub(super) concession: bool,
    /// Names of those who want what it now gives a better word.
    pub(super) toward: Vec<String>,
    pub(super) hardening: bool,
    /// Whether it hardens by a link alone.
    pub(super) by_condition_alone: bool,
    /// Names of those who want what it now gives a worse word.
    pub(super) away_from: Vec<String>,
    pub(super) pressure: bool,
    pub(super) clarification: bool,
    /// Names of those who want what it, silent before, can now live with or better.
    pub(super) meets: Vec<String>,
    /// Names of those who want what it, silent before, now opposes.
    pub(super) opposes: Vec<String>,
    /// Names of those who want what it could live with or better, and no longer speaks of.
    pub(super) takes_back: Vec<String>,
}

/// Another view of some options of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct StanceChange {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) options: Vec<String>,
    pub(super) before: String,
    pub(super) after: String,
    /// Which way it went.
    #[schemars(extend("enum" = ["rose", "fell", "first stated", "taken back", "reworded"]))]
    pub(super) shift: &'static str,
    /// Names of the others that have it at acceptable or better.
    pub(super) wanted_by: Vec<String>,
}

/// What became of a red line or link.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemandFate {
    pub(super) demand: Demand,
    #[schemars(extend("enum" = ["added", "dropped", "tightened", "eased", "changed"]))]
    pub(super) fate: &'static str,
}

/// A floor that moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FloorChange {
    /// What no deal was worth, in hundredths; null where it is no number.
    pub(super) before: Option<String>,
    /// What it is worth now.
    pub(super) after: Option<String>,
    /// `rose`, `fell` or `changed`.
    #[schemars(extend("enum" = ["rose", "fell", "changed"]))]
    pub(super) direction: &'static str,
}

/// What becomes of a text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TextState {
    /// Its name in the file.
    pub(super) proposal: String,
    #[schemars(extend("enum" = ["passes", "no stated obstacle", "only read differently", "fails", "impossible"]))]
    pub(super) outcome: &'static str,
}

/// A verdict that changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct VerdictChange {
    /// The text's name in the file.
    pub(super) proposal: String,
    pub(super) title: String,
    /// The party's name in the file.
    pub(super) party: String,
    pub(super) name: String,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
}

/// A change of the measures; each null where it was not finished or is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Difference {
    /// Conflicts more.
    pub(super) conflicts: Option<i64>,
    /// Refusals more that must give.
    pub(super) refusals: Option<i64>,
    /// Points more that are missing.
    pub(super) missing: Option<Number>,
    /// Texts more that nobody has a stated objection to.
    pub(super) unopposed: Option<i64>,
}

/// What a move made of the end, the others held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    /// The move's number.
    pub(super) number: usize,
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) day: String,
    /// The party's name in the file.
    pub(super) party: String,
    pub(super) party_title: String,
    /// What the end has more than the end without it.
    pub(super) change: Difference,
    /// Verdicts that the end has otherwise: without it, with it.
    pub(super) verdicts: Vec<VerdictChange>,
    /// Numbers of later moves of the party that take up what it changed.
    pub(super) taken_up_by: Vec<usize>,
}

/// How many moves of each kind a party made.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Mover {
    /// The party's name in the file.
    pub(super) party: String,
    pub(super) title: String,
    pub(super) moves: usize,
    pub(super) concessions: usize,
    pub(super) hardenings: usize,
    /// Moves that harden by a link alone; they are counted among those with a hardening.
    pub(super) conditions_alone: usize,
    pub(super) pressures: usize,
    /// Those that are nothing but clarifications.
    pub(super) clarifications: usize,
    pub(super) demands_added: usize,
    pub(super) demands_dropped: usize,
}

/// The overlap on an issue over time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Issue {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// The class at the start, and then on each day on which it changed.
    pub(super) classes: Vec<ClassOn>,
}

/// A class of overlap from a day on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ClassOn {
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) day: String,
    /// The class with everything open at its best.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    pub(super) best: &'static str,
    /// The class with everything open at its worst.
    #[schemars(extend("enum" = ["common ground", "tolerable", "trade only", "deadlocked"]))]
    pub(super) worst: &'static str,
}

/// Two principals, and where they came nearer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pair {
    /// Their names.
    pub(super) parties: [String; 2],
    /// The least gap fell, and the greatest did not rise.
    pub(super) nearer: Vec<GapChange>,
    /// The greatest gap rose, and the least did not fall.
    pub(super) further: Vec<GapChange>,
    /// Only the greatest gap fell: more is stated, and the worst did not come.
    pub(super) clearer_nearer: Vec<GapChange>,
    /// Only the least gap rose: more is stated, and the best did not come.
    pub(super) clearer_further: Vec<GapChange>,
    /// The range widened, or narrowed at both ends.
    pub(super) otherwise: Vec<GapChange>,
    /// On how many issues nothing changed.
    pub(super) same: usize,
}

/// How many words below ideal the best option of two parties lies, before and after.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct GapChange {
    /// The issue's name in the file.
    pub(super) issue: String,
    pub(super) title: String,
    /// Least and greatest at the start.
    pub(super) before: [usize; 2],
    /// Least and greatest at the end.
    pub(super) after: [usize; 2],
}

/// A red line or link that came, went or changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemandLine {
    pub(super) demand: Demand,
    /// What became of it, in order.
    pub(super) fates: Vec<FateOn>,
    /// Whether it stands at the end.
    pub(super) stands: bool,
}

/// What became of a demand on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FateOn {
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub(super) day: String,
    /// The number of the move.
    pub(super) number: usize,
    #[schemars(extend("enum" = ["added", "dropped", "tightened", "eased", "changed"]))]
    pub(super) fate: &'static str,
}

impl Report {
    /// Whether the parties are further from agreement at the end than at the start: more refusals
    /// must give; or as many, and more points are missing; or, that being equal, there are more
    /// conflicts.
    pub fn is_bad_news(&self) -> bool {
        let points = self.whole.missing.as_ref();
        let further = points.is_some_and(|it| !it.exact.starts_with('-') && it.exact != "0");
        let nearer = points.is_some_and(|it| it.exact.starts_with('-'));
        match self.whole.refusals {
            Some(0) if further => true,
            Some(0) if nearer => false,
            Some(0) | None => self.whole.conflicts.is_some_and(|more| more > 0),
            Some(more) => more > 0,
        }
    }

    /// All states, whether they are listed or not.
    fn course(&self) -> &[State] {
        if self.course.is_empty() { &self.states } else { &self.course }
    }

    /// Whether a party's moves are listed.
    fn lists(&self, party: &str) -> bool {
        self.shown.is_empty() || self.shown.iter().any(|shown| shown == party)
    }

    /// The states after moves, with the moves.
    pub(super) fn moves(&self) -> impl Iterator<Item = (&State, &Moved)> {
        self.states.iter().filter_map(|state| Some((state, state.moved.as_ref()?)))
    }
}
