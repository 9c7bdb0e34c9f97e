//! Values of the file that have a short and a long form: stances, grounds, options.

use serde::de::{Deserialize, Deserializer};

use super::file::{FormulaText, OptionForm};
use super::form::Misform;
use super::forms::{Field, field_name, forms};
use super::number::{Arguments, Numbers};
use super::spanned::{nested, raw, refuse};

/// How a party stands to an option: a word, a worth, or nothing stated.
#[derive(Clone, Debug)]
pub(crate) enum StanceText {
    Word(WordText),
    Worth(Numbers),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub(crate) enum WordText {
    Ideal,
    Acceptable,
    Tolerable,
    Opposed,
    Never,
    Unknown,
    /// Written only to be listed among the words that may stand here: see [`StanceText`].
    Worth,
}

/// A stance, or conditional stances with a last one.
#[derive(Clone, Debug)]
pub(crate) struct Branches {
    pub(crate) conditional: Vec<(FormulaText, StanceText)>,
    pub(crate) last: Option<StanceText>,
    /// Branches after the one that always holds.
    pub(crate) unreachable: bool,
}

/// What a statement rests on: a word, perhaps with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    Stated,
    Unsourced,
    Contested(Option<String>),
    Inferred(String),
    Judgement(String),
}

/// An option: a title, or a form.
#[derive(Clone, Debug)]
pub(crate) struct OptionText(pub(crate) OptionForm);

impl<'de> Deserialize<'de> for StanceText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        let bare = text.trim_matches('"');
        if super::number::parse(bare).is_some() {
            return Err(refuse(text, Misform::BareNumber(bare.to_owned())));
        }
        match text.strip_prefix("Worth").map(str::trim_start) {
            Some(arguments) if arguments.starts_with('(') => {
                nested::<Arguments, D::Error>(arguments)
                    .map(|numbers| Self::Worth(Numbers(numbers.0)))
            }
            _ => nested(text).map(Self::Word),
        }
    }
}

impl<'de> Deserialize<'de> for Branches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        let branches = if text.starts_with('[') {
            nested::<Vec<Branch>, D::Error>(text)?
        } else {
            vec![Branch::Last(nested::<StanceText, D::Error>(text)?)]
        };
        let mut result = Self { conditional: Vec::new(), last: None, unreachable: false };
        for branch in branches {
            result.unreachable |= result.last.is_some();
            match branch {
                Branch::When(condition, stance) => result.conditional.push((condition, stance)),
                Branch::Last(stance) => result.last = Some(stance),
            }
        }
        Ok(result)
    }
}

#[derive(Clone, Debug)]
enum Branch {
    When(FormulaText, StanceText),
    Last(StanceText),
}

forms! {
    WhenForm "branch" false {
        when: FormulaText,
        is: StanceText,
    }
}

impl Field for StanceText {}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        if text.starts_with('(') {
            nested::<WhenForm, D::Error>(text).map(|form| Self::When(form.when, form.is))
        } else {
            nested(text).map(Self::Last)
        }
    }
}

impl<'de> Deserialize<'de> for Ground {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        enum Bare {
            Stated,
            Unsourced,
            Contested,
            Inferred,
            Judgement,
        }
        #[derive(serde::Deserialize)]
        enum Reasoned {
            Stated(serde::de::IgnoredAny),
            Unsourced(serde::de::IgnoredAny),
            Contested(String),
            Inferred(String),
            Judgement(String),
        }
        let text = raw(deserializer)?;
        if text.ends_with(')') {
            return Ok(match nested::<Reasoned, D::Error>(text)? {
                Reasoned::Stated(_) => return Err(refuse(text, Misform::NoReason("Stated"))),
                Reasoned::Unsourced(_) => return Err(refuse(text, Misform::NoReason("Unsourced"))),
                Reasoned::Contested(why) => Self::Contested(Some(why)),
                Reasoned::Inferred(why) => Self::Inferred(why),
                Reasoned::Judgement(why) => Self::Judgement(why),
            });
        }
        match nested::<Bare, D::Error>(text)? {
            Bare::Stated => Ok(Self::Stated),
            Bare::Unsourced => Ok(Self::Unsourced),
            Bare::Contested => Ok(Self::Contested(None)),
            Bare::Inferred | Bare::Judgement => Err(serde::de::Error::custom(
                "`Inferred` and `Judgement` say why: `Inferred(\"…\")`",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for OptionText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw(deserializer)?;
        if text.starts_with('(') {
            return nested(text).map(Self);
        }
        let title = nested::<String, D::Error>(text)?;
        Ok(Self(OptionForm { title, obliged: Vec::new(), if_broken: None, note: None }))
    }
}
