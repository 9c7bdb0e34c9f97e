//! [`Position`]: a party's view of an issue; [`Cell`]: its view of one option.

use super::{DemandId, Formula, Grounds, OptionId, OptionSet, Range, Ratio};

/// How a party stands to an option, in words, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// A red line: no package with this option, whatever else it gives.
    Never,
    /// Objected to, not refused.
    Opposed,
    /// Lived with.
    Tolerable,
    /// Agreed to.
    Acceptable,
    /// Wanted.
    Ideal,
}

/// How a party stands to an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// In a word.
    Word(Word),
    /// As a worth, 0 to 100.
    Worth(Range<Ratio>),
    /// Nothing was stated.
    Unknown,
}

/// What the stance words are worth, never rising from `ideal` to `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// [`Word::Ideal`].
    pub ideal: Ratio,
    /// [`Word::Acceptable`].
    pub acceptable: Ratio,
    /// [`Word::Tolerable`].
    pub tolerable: Ratio,
    /// [`Word::Opposed`].
    pub opposed: Ratio,
    /// [`Word::Never`].
    pub never: Ratio,
}

impl Scale {
    /// What a word is worth.
    pub fn worth(&self, word: Word) -> Ratio {
        match word {
            Word::Ideal => self.ideal,
            Word::Acceptable => self.acceptable,
            Word::Tolerable => self.tolerable,
            Word::Opposed => self.opposed,
            Word::Never => self.never,
        }
    }

    /// The highest word, short of a red line, whose worth is no more than this one.
    pub fn word(&self, worth: Ratio) -> Word {
        [Word::Ideal, Word::Acceptable, Word::Tolerable]
            .into_iter()
            .find(|word| self.worth(*word) <= worth)
            .unwrap_or(Word::Opposed)
    }
}

/// A party's view of one option: the first branch whose condition holds, else the last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Conditional stances, tried in order.
    pub branches: Vec<(Formula, Stance)>,
    /// The stance where no condition holds.
    pub last: Stance,
    /// The row it was stated in, if it was.
    pub row: Option<usize>,
    /// Bounds gained from the declared shape of the position, the view itself being unknown.
    pub inferred: Option<Range<Ratio>>,
    /// Whether the shape keeps an unknown view from being a red line: an option further out is
    /// stated and not refused.
    pub bounded: bool,
}

impl Cell {
    /// Nothing stated.
    pub(crate) const fn unstated() -> Self {
        Self {
            branches: Vec::new(),
            last: Stance::Unknown,
            row: None,
            inferred: None,
            bounded: false,
        }
    }

    /// The stances that some condition may select.
    pub fn stances(&self) -> impl Iterator<Item = Stance> {
        self.branches.iter().map(|(_, stance)| *stance).chain([self.last])
    }

    /// The stance that holds where `holds` says which conditions do.
    pub fn stance(&self, mut holds: impl FnMut(&Formula) -> bool) -> Stance {
        let branch = self.branches.iter().find(|(condition, _)| holds(condition));
        branch.map_or(self.last, |(_, stance)| *stance)
    }

    /// Whether the view is unknown, under some condition at least.
    pub fn is_unknown(&self) -> bool {
        self.stances().any(|stance| stance == Stance::Unknown)
    }
}

/// A statement of a party on options of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The options it speaks of.
    pub options: OptionSet,
    /// The red line it states, if it states one.
    pub demand: Option<DemandId>,
    /// What it rests on.
    pub grounds: Grounds,
}

/// A party's view of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Why the issue weighs what it weighs.
    pub because: Option<String>,
    /// What the weight rests on.
    pub grounds: Grounds,
    /// The statements, in file order.
    pub rows: Vec<Row>,
    /// The views, one for each option of the issue.
    pub cells: Vec<Cell>,
    /// Whether worth never rises away from the ideal.
    pub falls_off: bool,
}

static UNSTATED: Cell = Cell::unstated();

impl Position {
    /// The view of an option; nothing stated where the issue has no such option.
    pub fn cell(&self, option: OptionId) -> &Cell {
        self.cells.get(option.index()).unwrap_or(&UNSTATED)
    }
}
