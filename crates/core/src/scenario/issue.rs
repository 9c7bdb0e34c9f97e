//! [`Issue`]: a question to be settled, with a finite list of options.

use super::{Formula, IssueId, OptionId, OptionSet, PartyId, Ratio};

/// A question to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its name in the file.
    pub name: String,
    /// The question, as a noun phrase.
    pub title: String,
    /// The heading it is grouped under.
    pub theme: Option<String>,
    /// The ways to settle it, in file order.
    pub options: Vec<IssueOption>,
    /// What kind of list the options are.
    pub kind: IssueKind,
    /// The state of fact on the as-of date.
    pub status_quo: Option<OptionId>,
    /// Where the issue arises, and the issue whose chosen option speaks for it elsewhere.
    pub applies: Option<(Formula, IssueId)>,
}

/// What kind of list the options of an issue are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueKind {
    /// Named options without an order.
    Nominal,
    /// Named options, step by step.
    Ordered,
    /// Values of a unit, rising, perhaps with a last option beyond them all.
    Numeric {
        /// The unit, for people.
        unit: Option<String>,
    },
}

/// One way to settle an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueOption {
    /// Its name in the file.
    pub name: String,
    /// A noun phrase for people.
    pub title: String,
    /// The parties whose consent any package with this option needs.
    pub obliged: Vec<PartyId>,
    /// Its worth to whoever relied on it, if the promise is broken.
    pub if_broken: Option<Ratio>,
    /// A remark for people.
    pub note: Option<String>,
    /// The value, on numeric issues; none for the option beyond all values.
    pub value: Option<Ratio>,
}

impl Issue {
    /// All options, *not applicable* left out.
    pub fn all(&self) -> OptionSet {
        OptionSet::first(self.options.len())
    }

    /// How many places a choice has: the options, and *not applicable* where the issue is
    /// conditional.
    pub fn places(&self) -> usize {
        self.options.len() + usize::from(self.applies.is_some())
    }

    /// The place that stands for *not applicable*.
    pub fn not_applicable(&self) -> Option<OptionId> {
        self.applies.is_some().then(|| OptionId::new(self.options.len()))
    }

    /// The option at a place, none where the place stands for *not applicable*.
    pub fn option(&self, option: OptionId) -> Option<&IssueOption> {
        self.options.get(option.index())
    }

    /// The name of a place in a choice.
    pub fn option_name(&self, option: OptionId) -> &str {
        self.option(option).map_or("not applicable", |option| &option.name)
    }

    /// The title of a place in a choice.
    pub fn option_title(&self, option: OptionId) -> &str {
        self.option(option).map_or("not applicable", |option| &option.title)
    }

    /// The option of a name.
    pub fn find(&self, name: &str) -> Option<OptionId> {
        self.options.iter().position(|option| option.name == name).map(OptionId::new)
    }

    /// Whether the options have an order.
    pub fn is_ordered(&self) -> bool {
        self.kind != IssueKind::Nominal
    }

    /// Where an option stands among the values of its unit, for comparison with another issue of
    /// that unit: values by size, the option beyond them all last.
    pub fn rank(&self, option: OptionId) -> Option<(bool, Ratio)> {
        let option = self.option(option)?;
        Some(option.value.map_or((true, Ratio::from_integer(0)), |value| (false, value)))
    }
}
