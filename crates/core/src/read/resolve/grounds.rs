//! What statements rest on.

use super::super::fault::{Code, Fault};
use super::super::file::{ConfidenceText, Name};
use super::super::spanned::Spanned;
use super::super::stance_text::Ground;
use super::Resolver;
use crate::scenario::{Basis, Confidence, Grounds};

impl Resolver {
    pub(super) fn grounds(
        &mut self,
        says: Option<&String>,
        sources: &[Name],
        basis: Option<&Spanned<Ground>>,
        confidence: Option<ConfidenceText>,
    ) -> Grounds {
        if let (Some(Spanned { value: Ground::Inferred(_), span }), [first, ..]) = (basis, sources)
        {
            self.fault(
                Fault::at(
                    Code::InferenceWithSources,
                    *span,
                    "an inference has no source: nobody said it",
                )
                .and(first.span, "cited here")
                .help("name in the reason what it is inferred from, and drop `sources`"),
            );
        }
        Grounds {
            says: says.cloned(),
            sources: self.source_ids(sources),
            basis: match basis.map(|basis| &basis.value) {
                None | Some(Ground::Stated) => Basis::Stated,
                Some(Ground::Unsourced) => Basis::Unsourced,
                Some(Ground::Contested(why)) => Basis::Contested(why.clone()),
                Some(Ground::Inferred(why)) => Basis::Inferred(why.clone()),
                Some(Ground::Judgement(why)) => Basis::Judgement(why.clone()),
            },
            confidence: match confidence {
                Some(ConfidenceText::High) => Confidence::High,
                None | Some(ConfidenceText::Medium) => Confidence::Medium,
                Some(ConfidenceText::Low) => Confidence::Low,
            },
            hindsight: false,
        }
    }

    /// Whether a statement says where it comes from: by a source or by its basis.
    pub(super) fn is_grounded(sources: &[Name], basis: Option<&Spanned<Ground>>) -> bool {
        !sources.is_empty()
            || matches!(
                basis.map(|basis| &basis.value),
                Some(Ground::Inferred(_) | Ground::Judgement(_) | Ground::Unsourced)
            )
    }
}
