//! Packages with what they are worth: what `settle` says of each.

use impasse_core::analysis::case::Case;
use impasse_core::analysis::settle::{Considered, Point};
use impasse_core::scenario::{Package, Ratio};
use schemars::JsonSchema;
use serde::Serialize;

use super::arithmetic::{self, IssueLine};
use crate::report::parts::Number;
use crate::report::wording::Wording;

/// A package with what it is worth and what it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::report) struct PointReport {
    /// One a principal.
    pub(in crate::report) worths: Vec<WorthReport>,
    /// How many packages are worth the same to everybody, this one included.
    #[schemars(regex(pattern = r"^\d+$"))]
    pub(in crate::report) packages: String,
    /// One entry an issue.
    pub(in crate::report) package: Vec<Chosen>,
    /// The demands it breaks, by id.
    pub(in crate::report) breaks: Vec<String>,
    /// Views that nobody has stated and it rests on.
    pub(in crate::report) unstated: Vec<Unstated>,
    /// Whether the other outlook singles it out by the same rule; null if that is not shown.
    pub(in crate::report) in_other_outlook: Option<bool>,
    /// With `--explain`: what each issue adds, and the product of the gains.
    pub(in crate::report) arithmetic: Option<Vec<IssueLine>>,
    /// With `--explain`: the product of the shares.
    pub(in crate::report) product: Option<Number>,
}

/// What a package is worth to a principal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::report) struct WorthReport {
    /// The party's name in the file.
    pub(in crate::report) party: String,
    /// Its name where a line begins.
    pub(in crate::report) title: String,
    /// In hundredths of the party's own total.
    pub(in crate::report) worth: Number,
    /// The worth less what gains are counted from.
    pub(in crate::report) gain: Number,
    /// In hundredths of the ideal gain.
    pub(in crate::report) share: Option<Number>,
}

/// An issue and its option; none where the issue does not arise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::report) struct Chosen {
    pub(in crate::report) issue: String,
    pub(in crate::report) option: Option<String>,
}

/// Views that a party has not stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::report) struct Unstated {
    /// The party's name in the file.
    pub(in crate::report) party: String,
    /// Its name where a line begins.
    pub(in crate::report) title: String,
    pub(in crate::report) issues: Vec<String>,
}

/// A point of considered packages, or of a proposal.
pub(in crate::report) fn point(
    wording: &Wording<'_>,
    case: &Case<'_>,
    considered: &Considered,
    point: &Point,
    explain: bool,
) -> PointReport {
    let hundred = Ratio::from_integer(100);
    let shares = point.shares(considered);
    let gains: Vec<Ratio> = considered
        .yardsticks
        .iter()
        .zip(&point.sums)
        .map(|(it, sum)| case.hundredths(it.party, sum - it.base))
        .collect();
    let worths = case.principals.iter().zip(point.worths(case)).zip(gains.iter().zip(&shares));
    PointReport {
        worths: worths
            .map(|((party, worth), (gain, share))| WorthReport {
                party: wording.party_key(*party),
                title: wording.party_title(*party),
                worth: worth.into(),
                gain: (*gain).into(),
                share: share.map(|share| (share * hundred).into()),
            })
            .collect(),
        packages: point.tied.to_string(),
        package: chosen(wording, case, &point.package),
        breaks: point.breaks.iter().map(|id| wording.demand(*id).id).collect(),
        unstated: point
            .unstated
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(|views| {
                let (party, _) = views.first()?;
                Some(Unstated {
                    party: wording.party_key(*party),
                    title: wording.party_title(*party),
                    issues: views.iter().map(|(_, issue)| wording.issue(*issue)).collect(),
                })
            })
            .collect(),
        in_other_outlook: None,
        arithmetic: explain.then(|| arithmetic::lines(wording, case, &point.package)),
        product: None,
    }
}

fn chosen(wording: &Wording<'_>, case: &Case<'_>, package: &Package) -> Vec<Chosen> {
    let issues = &case.network.scenario.frame.issues;
    let one = |(issue, option)| Chosen {
        issue: wording.issue(issue),
        option: issues[issue].option(option).map(|option| option.title.clone()),
    };
    package.choices().map(one).collect()
}
