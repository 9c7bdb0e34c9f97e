//! What pictures show, before anybody draws it: labels, and places between 0 and 100.
//!
//! Places are floats, for a drawing rounds anyway; nothing is ever decided by them.

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// How every party stands to every option of every issue.
    Stances(Stances),
    /// What proposals are worth to each party, as ranges.
    Worths(Worths),
    /// What proposals are worth to each party on paper and as trusted: two lines a proposal.
    Trusted(Worths),
    /// What two parties get at once.
    Attainable(Vec<Plane>),
    /// Which demands stand in which conflicts.
    Conflicts(Conflicts),
    /// What a change is worth, clause by clause.
    Changes(Changes),
    /// How each party stands to what each text does, as shares of its weight.
    Shares(Shares),
    /// How often something takes which rank, as shares of the samples.
    Ranks(Shares),
    /// Words by row and column, each with a mark.
    Matrix(Matrix),
    /// The same, of verdicts and how sure they are.
    Certainty(Matrix),
    /// How numbers changed over time, and what happened when.
    Course(Course),
}

/// A map of issues and parties. In every field one mark stands for each option, in the order of the
/// issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stances {
    /// The parties, one a column.
    pub parties: Vec<String>,
    /// The proposal whose terms are marked, if any.
    pub proposal: Option<String>,
    /// The issues, one a row.
    pub issues: Vec<IssueRow>,
}

/// A row of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IssueRow {
    /// The issue's theme: rows of one theme stand together.
    pub theme: Option<String>,
    /// The issue.
    pub issue: String,
    /// Its options, and whether the proposal's text allows each.
    pub options: Vec<(String, bool)>,
    /// One list a party, with one shade for each option; empty if it has no position.
    pub shades: Vec<Vec<Shade>>,
}

/// How a party stands to an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// What it wants most.
    Ideal,
    /// What it accepts.
    Acceptable,
    /// What it can live with.
    Tolerable,
    /// What it opposes, short of refusing it.
    Opposed,
    /// What it refuses.
    Refused,
    /// A refusal that is disputed, or inferred by the coder.
    Disputed,
    /// It has not said.
    Unknown,
}

/// What proposals are worth to each party: one field a party, one line a proposal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worths {
    /// The fields.
    pub parties: Vec<PartyWorths>,
}

/// What proposals are worth to a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyWorths {
    /// The party.
    pub party: String,
    /// From what to what no deal is worth to it, where a floor is stated.
    pub floor: Option<(f64, f64)>,
    /// One line a proposal.
    pub lines: Vec<WorthLine>,
}

/// What a proposal is worth to a party.
#[derive(Clone, Debug, PartialEq)]
pub struct WorthLine {
    /// The proposal.
    pub proposal: String,
    /// The least and the greatest worth.
    pub range: (f64, f64),
    /// The range as printed.
    pub words: String,
    /// The verdict in a word or two.
    pub verdict: String,
    /// How the matter stands.
    pub tone: crate::document::Tone,
}

/// What two parties get at once: a field with one party's worth across and the other's upwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plane {
    /// The party whose worth runs across, and the one whose worth runs upwards.
    pub parties: [String; 2],
    /// Their floors, where stated.
    pub floors: [Option<f64>; 2],
    /// Whether packages above both floors are acceptable to all: the room for agreement is shaded.
    pub zone: bool,
    /// The outcomes that cannot be bettered.
    pub frontier: Vec<(f64, f64)>,
    /// The best package of each proposal.
    pub proposals: Vec<Spot>,
    /// What rules of bargaining theory single out.
    pub solutions: Vec<Spot>,
}

/// A named place in a plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// What stands there.
    pub name: String,
    /// Where: across and upwards.
    pub place: (f64, f64),
}

/// Which demands stand in which conflicts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflicts {
    /// The demands, those of one party together.
    pub demands: Vec<DemandRow>,
    /// The conflicts, one a column.
    pub conflicts: Vec<ConflictColumn>,
}

/// A demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DemandRow {
    /// Whose it is.
    pub party: String,
    /// What it says.
    pub says: String,
}

/// A conflict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictColumn {
    /// Its number in the report.
    pub number: usize,
    /// The knot it belongs to.
    pub knot: usize,
    /// Its members, by place among the demands.
    pub members: Vec<usize>,
}

/// What a change is worth, clause by clause: one field a party, one line a change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The proposals compared: from, to.
    pub proposals: [String; 2],
    /// The parties.
    pub parties: Vec<String>,
    /// The changes.
    pub lines: Vec<ChangeLine>,
}

/// A change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeLine {
    /// Which clauses: `21d → 14b`.
    pub clauses: String,
    /// What it is about.
    pub issue: String,
    /// What each party gains; none where it has no position.
    pub gains: Vec<Option<Gain>>,
}

/// Words by row and column, each with a mark whose shape says how the matter stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// A row of a matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixRow {
    /// What the row is about.
    pub label: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of a matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// How the matter stands.
    pub tone: crate::document::Tone,
    /// In words.
    pub words: String,
    /// What stands back below the words; nothing if it is empty.
    pub note: String,
}

/// Shares of wholes: of the weight of parties, text by text; of samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shares {
    /// The headings with their bars.
    pub groups: Vec<ShareGroup>,
}

/// Shares under one heading: in one text one bar a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareGroup {
    /// The heading, such as the text.
    pub title: String,
    /// The bars.
    pub lines: Vec<ShareLine>,
}

/// A whole, such as all of a party's weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareLine {
    /// Whose it is.
    pub label: String,
    /// Its parts, each with its share in percent.
    pub portions: Vec<(Portion, f64)>,
}

/// How a party stands to what a text does, or how often something takes a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portion {
    /// In one word.
    Stance(Shade),
    /// In several words.
    Varies,
    /// The text leaves it to later talks.
    Open,
    /// The text does not mention it.
    Silent,
    /// How often something takes a rank.
    Rank(Rank),
}

/// A rank. What lies between the fourth and the last is taken together: more shades could not be
/// told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The first.
    First,
    /// The second, if it is not the last.
    Second,
    /// The third, if it is not the last.
    Third,
    /// The fourth, if it is not the last.
    Fourth,
    /// Any between the fourth and the last.
    Between,
    /// The last.
    Last,
}

impl Rank {
    /// The rank in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Between => "between fourth and last",
            Self::Last => "last",
        }
    }
}

/// What a party gains by a change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gain {
    /// From how much to how much, in hundredths of its own total; losses are negative.
    pub range: (f64, f64),
    /// The range as printed.
    pub words: String,
}

/// How numbers changed over time, and what happened when. Times are days, with a part of a day for
/// what stands later in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Days by which the times can be read.
    pub days: Vec<(f64, String)>,
    /// The numbers, one field each.
    pub lines: Vec<CourseLine>,
    /// What happened, one row each for whoever did it.
    pub lanes: Vec<Lane>,
}

/// A number over time: it holds from each time to the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CourseLine {
    /// What it counts.
    pub name: String,
    /// Times with the number from then on, first to last.
    pub points: Vec<(f64, f64)>,
    /// The number at the start and at the end, as printed.
    pub ends: [String; 2],
}

/// What somebody did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Who.
    pub name: String,
    /// What, by time.
    pub marks: Vec<LaneMark>,
}

/// Something done at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneMark {
    /// When.
    pub at: f64,
    /// What stands in the mark.
    pub label: String,
    /// How it is coloured; the label says it as well.
    pub tone: crate::document::Tone,
}
