//! Trust and enforcement.

use super::super::file::File;
use super::Resolver;
use crate::scenario::{Enforcement, PartyDraft, Trust};

impl Resolver {
    pub(super) fn trust(&mut self, files: &[File], drafts: &mut [PartyDraft]) {
        for (holder, others) in files.iter().flat_map(|file| file.trust.iter()) {
            let holder = self.party_id(holder);
            self.refuse_repeated(others.iter().map(|(toward, _)| toward));
            for (toward, text) in others.iter() {
                let toward = self.party_id(toward);
                let Some(text) = text.0.as_ref() else { continue };
                let belief = self.percent(&text.belief, "a belief");
                let grounds = self.grounds(
                    text.says.as_ref(),
                    &text.sources,
                    text.basis.as_ref(),
                    text.confidence,
                );
                if let (Some(holder), Some(toward), Some(belief)) = (holder, toward, belief)
                    && let Some(draft) = drafts.get_mut(holder.index())
                {
                    draft.trust.push(Trust { holder, toward, belief, grounds });
                }
            }
        }
    }

    pub(super) fn enforcement(&mut self, files: &[File]) -> Vec<Enforcement> {
        let mut list = Vec::new();
        let texts = files.iter().flat_map(|file| &file.enforcement);
        for text in texts.filter_map(|text| text.0.as_ref()) {
            let when = self.formula(&text.when);
            let of = self.party_id(&text.of);
            let belief = self.percent(&text.belief, "a belief");
            let grounds = self.grounds(
                text.says.as_ref(),
                &text.sources,
                text.basis.as_ref(),
                text.confidence,
            );
            if let (Some(when), Some(of), Some(belief)) = (when, of, belief) {
                list.push(Enforcement { when, of, belief, grounds });
            }
        }
        list
    }
}
