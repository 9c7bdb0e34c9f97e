//! What is drawn, and what alternatives are worth in a sample.

/// A number of points of worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// The same in every sample.
    Fixed(i64),
    /// A middle value of the scale: 0, 1 or 2 from the lowest up.
    Middle(usize),
    /// The range at this place of the model.
    Range(usize),
}

/// What an alternative is worth on one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Numbers, each less another one.
    pub entries: Vec<(Number, Number)>,
    /// Whether the greatest of them counts; else the least.
    pub greatest: bool,
}

impl Worth {
    /// One number.
    pub fn of(number: Number) -> Self {
        Self { entries: vec![(number, Number::Fixed(0))], greatest: false }
    }
}

/// How weights are drawn, by criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weighing {
    /// Each anywhere between two ends, independently of the others.
    Box(Vec<(i64, i64)>),
    /// Anywhere between some corners: means of the corners, all ways to weigh these equally
    /// likely. Corners that each weigh one criterion alone give every weighting.
    Corners(Vec<Vec<i64>>),
}

impl Weighing {
    /// Every weighting of so many criteria, all equally likely.
    pub fn any(criteria: usize) -> Self {
        let corner = |one: usize| (0..criteria).map(|it| i64::from(it == one)).collect();
        Self::Corners((0..criteria).map(corner).collect())
    }

    /// Whether there is nothing to draw.
    pub fn is_fixed(&self) -> bool {
        match self {
            Self::Box(ends) => ends.iter().all(|(low, high)| low == high),
            Self::Corners(corners) => corners.len() < 2,
        }
    }
}

/// What a sample must come to for an alternative to be good enough: the weighted sum of worths is
/// not below the floor times the sum of the weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// By criterion.
    pub worths: Vec<Worth>,
    /// How much, on average.
    pub floor: Number,
}

/// One way to carry out a group's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The group it belongs to: groups are what is ranked.
    pub group: usize,
    /// By criterion.
    pub worths: Vec<Worth>,
    /// Whether it is good enough.
    pub test: Option<Test>,
}

/// What is drawn, and what alternatives are worth.
///
/// In every sample the middle values of the scale are three numbers between its ends, sorted; the
/// ranges and the weights are drawn each by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The lowest and the highest value of the scale.
    pub scale: (i64, i64),
    /// Numbers between two ends.
    pub ranges: Vec<(i64, i64)>,
    /// The weights.
    pub weighing: Weighing,
    /// The alternatives; those of a group stand together, groups in order.
    pub alternatives: Vec<Alternative>,
    /// Whether a group is worth what its best alternative is worth; else what its worst one is.
    pub greatest: bool,
}

impl Model {
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.alternatives.iter().map(|it| it.group + 1).max().unwrap_or(0)
    }

    /// Whether a middle value of the scale is drawn.
    pub fn draws_scale(&self) -> bool {
        self.scale.0 < self.scale.1 && self.has(&|number| matches!(number, Number::Middle(_)))
    }

    /// Whether a worth or a floor is drawn.
    pub fn draws_worths(&self) -> bool {
        self.has(&|number: &Number| match number {
            Number::Fixed(_) => false,
            Number::Middle(_) => self.scale.0 < self.scale.1,
            Number::Range(place) => self.ranges.get(*place).is_some_and(|(low, high)| low < high),
        })
    }

    /// Whether some number is such.
    fn has(&self, drawn: &dyn Fn(&Number) -> bool) -> bool {
        let worth =
            |worth: &Worth| worth.entries.iter().any(|(one, less)| drawn(one) || drawn(less));
        self.alternatives.iter().any(|alternative| {
            alternative.worths.iter().any(worth)
                || alternative
                    .test
                    .as_ref()
                    .is_some_and(|test| drawn(&test.floor) || test.worths.iter().any(worth))
        })
    }
}
