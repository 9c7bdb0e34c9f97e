//! [`Proposal`]: a named, dated, authored framework of clauses.

use super::date::Date;
use super::{Basis, Confidence, Formula, Grounds, IssueId, OptionId, OptionSet, PartyId};

/// A named, dated, authored framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its name in the file.
    pub name: String,
    /// Its title.
    pub title: String,
    /// When it was made.
    pub date: Date,
    /// When it became public.
    pub public: Option<Date>,
    /// Its authors.
    pub by: Vec<PartyId>,
    /// What to know about the text.
    pub about: Option<String>,
    /// What it rests on.
    pub grounds: Grounds,
    /// Its clauses, in the document's own order.
    pub clauses: Vec<Clause>,
}

/// A numbered clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The document's own number.
    pub number: String,
    /// What it says.
    pub says: String,
    /// How far it binds.
    pub firmness: Option<Firmness>,
    /// The ways it can be read; none where it settles nothing.
    pub readings: Vec<Reading>,
    /// The issues it leaves to later talks, with the interim rule where it states one.
    pub leaves: Vec<(IssueId, Option<OptionId>)>,
    /// Whose vote it takes before what the clause settles takes effect, where the text says so.
    pub ratification: Option<Ratification>,
    /// What it rests on.
    pub grounds: Grounds,
    /// A remark for people.
    pub note: Option<String>,
}

/// A clause that takes effect only once some gates have voted for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratification {
    /// The gates.
    pub by: Vec<PartyId>,
    /// What the clause settles instead if one of them refuses.
    pub otherwise: Vec<(IssueId, OptionSet)>,
}

/// How far a clause binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Firmness {
    /// An obligation.
    Binding,
    /// An obligation with a trigger.
    Conditional,
    /// A declaration or an expectation.
    Declared,
}

/// One way to read a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Who reads it so.
    pub read_by: Vec<PartyId>,
    /// Where it bites; everywhere if not said.
    pub when: Option<Formula>,
    /// What it fixes: some of the options of an issue, any of which satisfies the words.
    pub settles: Vec<(IssueId, OptionSet)>,
    /// The reading in a sentence, and what it rests on.
    pub grounds: Grounds,
}

impl Clause {
    /// A clause that no source has: it settles what is supposed, in one reading.
    pub fn supposed(number: &str, says: &str, settles: Vec<(IssueId, OptionSet)>) -> Self {
        let grounds = Grounds {
            says: Some(says.to_owned()),
            sources: Vec::new(),
            basis: Basis::Stated,
            confidence: Confidence::High,
            hindsight: false,
        };
        let reading =
            Reading { read_by: Vec::new(), when: None, settles, grounds: grounds.clone() };
        Self {
            number: number.to_owned(),
            says: says.to_owned(),
            firmness: None,
            readings: vec![reading],
            leaves: Vec::new(),
            ratification: None,
            grounds,
            note: None,
        }
    }
}

impl Proposal {
    /// The clause of a number.
    pub fn clause(&self, number: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.number == number)
    }
}
