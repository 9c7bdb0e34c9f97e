//! Small random scenarios, the same for a seed on every machine.

use itertools::Itertools as _;

use super::draw::Draw;
use super::spec::{
    ClauseSpec, ConsentSpec, F, FloorSpec, Ground, IssueSpec, KindSpec, Numbers, PartySpec,
    PositionSpec, Q, ReadingSpec, RowSpec, Spec, StanceSpec,
};

/// How large and how varied scenarios are; shares are in percent.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Parties, from and to.
    pub parties: (usize, usize),
    /// Issues, from and to.
    pub issues: (usize, usize),
    /// Options of an issue, from and to.
    pub options: (usize, usize),
    /// At most so many combinations of options.
    pub packages: usize,
    /// At most so many rules.
    pub rules: usize,
    /// At most so many links of a party.
    pub links: usize,
    /// Parties with a floor.
    pub floors: usize,
    /// Issues that arise under a condition.
    pub nested: usize,
    /// Options on which nothing is stated.
    pub unknown: usize,
    /// Rows that refuse.
    pub refusing: usize,
    /// Rows with conditions.
    pub conditional: usize,
    /// Disputed statements.
    pub disputed: usize,
    /// Numbers that are ranges.
    pub ranges: usize,
    /// Issues with a status quo.
    pub today: usize,
    /// Clauses of a proposal.
    pub clauses: usize,
    /// At most so many moves.
    pub moves: usize,
    /// Options that oblige somebody.
    pub obliging: usize,
    /// Beliefs stated, promises with a worth if broken, demands that ask for a belief.
    pub trust: usize,
}

impl Size {
    /// Everything the format has, small.
    pub const MIXED: Self = Self {
        parties: (2, 4),
        issues: (2, 5),
        options: (2, 4),
        packages: 300,
        rules: 2,
        links: 2,
        floors: 50,
        nested: 25,
        unknown: 15,
        refusing: 35,
        conditional: 15,
        disputed: 15,
        ranges: 40,
        today: 60,
        clauses: 4,
        moves: 0,
        obliging: 8,
        trust: 0,
    };
    /// Promises, believed more or less.
    pub const TRUST: Self = Self {
        issues: (2, 3),
        packages: 40,
        obliging: 60,
        trust: 60,
        refusing: 15,
        conditional: 25,
        ..Self::MIXED
    };
    /// Positions that move, and texts made in between.
    pub const MOVING: Self = Self { moves: 6, links: 1, packages: 150, ..Self::MIXED };
    /// Moving positions without floors.
    pub const MOVING_REFUSALS: Self = Self { moves: 6, packages: 150, ..Self::REFUSALS };
    /// Few packages, so that all pairs of them can be looked at.
    pub const PAIRS: Self = Self { issues: (2, 3), packages: 24, ranges: 30, ..Self::MIXED };
    /// No floors, so that answers hang on red lines and links alone.
    pub const REFUSALS: Self = Self { floors: 0, links: 3, refusing: 45, ..Self::MIXED };
    /// High floors and few refusals.
    pub const FLOORS: Self =
        Self { floors: 100, refusing: 12, links: 1, rules: 1, packages: 150, ..Self::MIXED };
    /// A status quo on every issue, all of which arise.
    pub const TODAY: Self = Self { today: 100, nested: 0, refusing: 15, unknown: 8, ..Self::MIXED };
}

/// The scenario of a seed.
pub fn scenario(seed: u64, size: &Size) -> Spec {
    let mut maker = Maker { draw: Draw::new(seed), size: *size, spec: Spec::default() };
    maker.issues();
    maker.parties();
    for _ in 0..maker.draw.below(size.rules + 1) {
        let rule = maker.formula(maker.spec.issues.len(), 2);
        maker.spec.rules.push(rule);
    }
    let first = maker.clauses("first", Vec::new());
    let kept = first.iter().filter(|_| maker.draw.chance(50)).cloned();
    let kept: Vec<ClauseSpec> = kept.collect();
    let second = maker.clauses("second", kept);
    maker.spec.proposals = vec![first, second];
    if size.moves > 0 {
        maker.moves();
    }
    if size.trust > 0 {
        maker.trust();
    }
    maker.spec
}

pub(super) struct Maker {
    pub(super) draw: Draw,
    pub(super) size: Size,
    pub(super) spec: Spec,
}

impl Maker {
    fn issues(&mut self) {
        let party_count = self.size.parties.0;
        let mut packages = 1;
        for place in 0..self.draw.within(self.size.issues) {
            let mut count = self.draw.within(self.size.options);
            let applies = (place > 0 && self.draw.chance(self.size.nested))
                .then(|| (self.formula(place, 1), self.draw.below(place)));
            while count > 1 && packages * count > self.size.packages {
                count -= 1;
            }
            packages *= count;
            let kind = match self.draw.below(4) {
                0 | 1 => KindSpec::Nominal,
                2 => KindSpec::Ordered,
                _ => KindSpec::Numeric(count > 1 && self.draw.chance(30)),
            };
            let bound = self.obliged(party_count);
            let options = (0..count).map(|option| match kind {
                KindSpec::Numeric(beyond) if !(beyond && option + 1 == count) => {
                    ((option * 20).to_string(), bound.clone())
                }
                KindSpec::Numeric(_) => ("no-limit".to_owned(), Vec::new()),
                _ => (format!("o{option}"), self.obliged(party_count)),
            });
            let options: Vec<_> = options.collect();
            let status_quo = self.draw.chance(self.size.today).then(|| self.draw.below(count));
            let name = format!("i{place}");
            self.spec.issues.push(IssueSpec { name, options, kind, status_quo, applies });
        }
        self.spec.issue_order = (0..self.spec.issues.len()).collect();
    }

    fn obliged(&mut self, party_count: usize) -> Vec<usize> {
        let any = self.draw.chance(self.size.obliging);
        if any { self.draw.some(party_count) } else { Vec::new() }
    }

    fn parties(&mut self) {
        for place in 0..self.draw.within(self.size.parties) {
            let consent = match self.draw.below(10) {
                _ if place == 0 => ConsentSpec::Always,
                0..5 => ConsentSpec::Always,
                5..8 => ConsentSpec::When(self.formula(self.spec.issues.len(), 1)),
                _ => ConsentSpec::Never,
            };
            let party = self.party(place, consent);
            self.spec.parties.push(party);
        }
        self.spec.party_order = (0..self.spec.parties.len()).collect();
    }

    fn party(&mut self, place: usize, consent: ConsentSpec) -> PartySpec {
        let count = self.spec.issues.len();
        let name = format!("p{place}");
        let positions: Vec<Option<PositionSpec>> = (0..count)
            .map(|issue| self.draw.chance(80).then(|| self.position(&name, issue)))
            .collect();
        let order = self.draw.chance(20).then(|| {
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for issue in 0..count {
                match groups.last_mut() {
                    Some(group) if self.draw.chance(30) => group.push(issue),
                    _ => groups.insert(self.draw.below(groups.len() + 1), vec![issue]),
                }
            }
            groups
        });
        let floor = self.draw.chance(self.size.floors).then(|| {
            if self.draw.chance(30) {
                let options = self.spec.issues.iter().map(|issue| issue.options.len());
                FloorSpec::AsGoodAs(options.map(|count| self.draw.below(count)).collect())
            } else {
                FloorSpec::Worth(self.numbers((20, 75)))
            }
        });
        let links = (0..self.draw.below(self.size.links + 1))
            .map(|link| (format!("{name}-link-{link}"), self.formula(count, 2), self.ground()))
            .collect();
        PartySpec { name, consent, floor, order, positions, links }
    }

    fn position(&mut self, party: &str, issue: usize) -> PositionSpec {
        let options = self.spec.issues[issue].options.len();
        let ordered = self.spec.issues[issue].kind != KindSpec::Nominal;
        let weight = if self.draw.chance(40) {
            Ok(self.draw.pick(&["High", "Medium", "Low"]))
        } else {
            Err(self.numbers((1, 40)))
        };
        let mut rows: Vec<RowSpec> = Vec::new();
        for option in 0..options {
            if self.draw.chance(self.size.unknown) {
                continue;
            }
            if let Some(row) = rows.last_mut()
                && self.draw.chance(25)
            {
                row.on.push(option);
                continue;
            }
            let branches = if self.draw.chance(self.size.conditional) {
                let count = self.spec.issues.len();
                (0..self.draw.within((1, 2)))
                    .map(|_| (self.formula(count, 1), self.stance()))
                    .collect()
            } else {
                Vec::new()
            };
            let mut row = RowSpec {
                id: None,
                on: vec![option],
                branches,
                last: self.stance(),
                ground: self.ground(),
            };
            if row.refuses() && self.draw.chance(40) {
                row.id = Some(format!("{party}-red-{issue}-{option}"));
            }
            rows.push(row);
        }
        // Without an id a firm red line and a disputed one would be one.
        let unnamed = rows.iter().filter(|row| row.refuses() && row.id.is_none());
        if !unnamed.map(|row| row.ground != Ground::Stated).all_equal() {
            for row in rows.iter_mut().filter(|row| row.refuses()) {
                row.id = Some(format!("{party}-red-{issue}-{}", row.on[0]));
            }
        }
        PositionSpec { weight, falls_off: ordered && self.draw.chance(15), rows }
    }

    pub(super) fn stance(&mut self) -> StanceSpec {
        if self.draw.chance(self.size.refusing) {
            return StanceSpec::Word("Never");
        }
        match self.draw.below(20) {
            0..4 => StanceSpec::Word("Ideal"),
            4..8 => StanceSpec::Word("Acceptable"),
            8..12 => StanceSpec::Word("Tolerable"),
            12..14 => StanceSpec::Word("Opposed"),
            14 => StanceSpec::Word("Unknown"),
            _ => StanceSpec::Worth(self.numbers((0, 100))),
        }
    }

    pub(super) fn ground(&mut self) -> Ground {
        if self.draw.chance(self.size.disputed) {
            self.draw.pick(&[Ground::Contested, Ground::Inferred, Ground::Low])
        } else {
            Ground::Stated
        }
    }

    /// One number, or a range of two or three.
    pub(super) fn numbers(&mut self, (low, high): (usize, usize)) -> Numbers {
        let count = if self.draw.chance(self.size.ranges) { self.draw.within((2, 3)) } else { 1 };
        let mut numbers: Vec<Q> = (0..count)
            .map(|_| {
                let denominator = self.draw.pick(&[1, 1, 1, 2, 3]);
                let numerator = self.draw.within((low * denominator, high * denominator));
                Q::new(i128::try_from(numerator).unwrap(), i128::try_from(denominator).unwrap())
            })
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// A formula on the first `issues` issues.
    pub(super) fn formula(&mut self, issues: usize, depth: usize) -> F {
        let shape = if depth == 0 { 0 } else { self.draw.below(8) };
        match shape {
            0..3 => self.atom(issues),
            3 => F::Not(Box::new(self.formula(issues, depth - 1))),
            4 => F::All((0..2).map(|_| self.formula(issues, depth - 1)).collect()),
            5 => F::Any((0..2).map(|_| self.formula(issues, depth - 1)).collect()),
            _ => F::If(
                Box::new(self.formula(issues, depth - 1)),
                Box::new(self.formula(issues, depth - 1)),
            ),
        }
    }

    fn atom(&mut self, issues: usize) -> F {
        let issue = self.draw.below(issues);
        let count = self.spec.issues[issue].options.len();
        let KindSpec::Numeric(beyond) = self.spec.issues[issue].kind else {
            return F::Is(issue, self.draw.some(count));
        };
        let value = self.draw.below(count - usize::from(beyond));
        match self.draw.below(4) {
            0 => F::AtLeast(issue, value),
            1 => F::AtMost(issue, value),
            2 => {
                let numeric =
                    |other: &usize| matches!(self.spec.issues[*other].kind, KindSpec::Numeric(_));
                let others: Vec<usize> = (0..issues).filter(numeric).collect();
                let other = self.draw.pick(&others);
                if self.draw.chance(50) { F::Same(issue, other) } else { F::NoMore(issue, other) }
            }
            _ => F::Is(issue, self.draw.some(count)),
        }
    }

    fn trust(&mut self) {
        let (issues, parties) = (self.spec.issues.len(), self.spec.parties.len());
        for holder in 0..parties {
            for toward in (0..parties).filter(|toward| *toward != holder) {
                if self.draw.chance(self.size.trust) {
                    let belief = self.numbers((0, 100));
                    self.spec.trust.push((holder, toward, belief));
                }
            }
        }
        for _ in 0..self.draw.below(4) {
            let when = self.formula(issues, 1);
            let (of, belief) = (self.draw.below(parties), self.numbers((0, 100)));
            self.spec.enforcement.push((when, of, belief));
        }
        for issue in 0..issues {
            let numeric = matches!(self.spec.issues[issue].kind, KindSpec::Numeric(_));
            // One worth for all numbers, kept with the first.
            let count = if numeric { 1 } else { self.spec.issues[issue].options.len() };
            for option in 0..count {
                if self.draw.chance(self.size.trust / 2) {
                    let worth = self.numbers((0, 100))[0];
                    self.spec.broken.insert((issue, option), worth);
                }
            }
        }
        let links = self.spec.parties.iter().flat_map(|party| &party.links);
        let links = links.map(|(name, ..)| name.clone());
        let positions = self.spec.parties.iter().flat_map(|party| party.positions.iter().flatten());
        let rows = positions.flat_map(|position| &position.rows);
        let rows = rows.filter(|row| row.refuses() && !row.branches.is_empty());
        let rows = rows.filter_map(|row| row.id.clone());
        let names: Vec<String> = links.chain(rows).collect();
        for name in names {
            if self.draw.chance(self.size.trust) {
                let belief = self.numbers((1, 100))[0];
                self.spec.as_trusted.insert(name, belief);
            }
        }
    }

    fn clauses(&mut self, name: &str, mut clauses: Vec<ClauseSpec>) -> Vec<ClauseSpec> {
        let (issues, parties) = (self.spec.issues.len(), self.spec.parties.len());
        let taken = |issue: &usize, clauses: &[ClauseSpec]| {
            let settled = clauses.iter().flat_map(|it| &it.readings).flat_map(|it| &it.settles);
            let left = clauses.iter().flat_map(|it| &it.leaves);
            settled.map(|it| it.0).chain(left.map(|it| it.0)).any(|it| it == *issue)
        };
        let mut free: Vec<usize> = (0..issues).filter(|it| !taken(it, &clauses)).collect();
        for place in 0..self.draw.below(self.size.clauses + 1) {
            if free.is_empty() {
                break;
            }
            let issue = free.swap_remove(self.draw.below(free.len()));
            let count = self.spec.issues[issue].options.len();
            let says = format!("clause {place} of the {name} text");
            let mut clause = ClauseSpec { says, ..ClauseSpec::default() };
            match self.draw.below(4) {
                0 => {
                    let interim = self.draw.chance(40).then(|| self.draw.below(count));
                    clause.leaves.push((issue, interim));
                }
                1 => {
                    clause.ambiguous = true;
                    for _ in 0..self.draw.within((1, 3)) {
                        let mut settles = vec![(issue, self.draw.some(count))];
                        let other = self.draw.below(issues);
                        if other != issue && self.draw.chance(30) {
                            let count = self.spec.issues[other].options.len();
                            settles.push((other, self.draw.some(count)));
                        }
                        let when = self.draw.chance(15).then(|| self.formula(issues, 1));
                        let read_by = if self.draw.chance(50) {
                            vec![self.draw.below(parties)]
                        } else {
                            Vec::new()
                        };
                        clause.readings.push(ReadingSpec { when, read_by, settles });
                    }
                }
                _ => {
                    let settles = vec![(issue, self.draw.some(count))];
                    clause.readings.push(ReadingSpec { settles, ..ReadingSpec::default() });
                    clause.when = self.draw.chance(15).then(|| self.formula(issues, 1));
                }
            }
            clauses.push(clause);
        }
        clauses
    }
}

impl RowSpec {
    /// Whether the row states a red line, under some condition at least.
    pub fn refuses(&self) -> bool {
        let never = StanceSpec::Word("Never");
        self.last == never || self.branches.iter().any(|(_, stance)| *stance == never)
    }
}
