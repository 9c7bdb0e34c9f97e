//! The picture of the shares.

use super::{PartyVoice, ProposalVoice, Report, StandingName};
use crate::document::{Column, Figure, Table};
use crate::picture::{Picture, Portion, Shade, ShareGroup, ShareLine, Shares};
use crate::report::parts::Number;

impl Report {
    /// The pictures of some proposals, by their names in the file.
    pub(in crate::report) fn figures(&self, names: &[String]) -> impl Iterator<Item = Figure> {
        let named = self.proposals.iter().filter(|it| names.contains(&it.proposal));
        named.filter_map(ProposalVoice::figure)
    }
}

impl ProposalVoice {
    /// How each party stands to what the text does, as shares of its weight; none where no party has
    /// weight.
    pub(super) fn figure(&self) -> Option<Figure> {
        let first = self.parties.first()?;
        let head = [Column::text("party")]
            .into_iter()
            .chain(first.shares.iter().map(|share| Column::numeric(share.standing.words())))
            .chain([Column::text("acceptable or better, over all weights")]);
        let mut table = Table::new(head).caption(
            "Percent of each party's own weight, by how it stands to what the text does, at the middle \
             of its weights; these add up to 100. Last: ideal and acceptable together, from the least \
             to the greatest over all weights that the file allows",
        );
        for party in &self.parties {
            let author = if party.author { " (author)" } else { "" };
            let cells = party.shares.iter().map(|share| share.middle.decimal.clone());
            let name = format!("{}{author}", party.title);
            table.push([name].into_iter().chain(cells).chain([party.gets.words()]));
        }
        Some(Figure {
            title: format!("How each party stands to what “{}” does", self.title),
            alt: "One bar a party, the whole of its weight, divided by how it stands to what the text \
                  does about each issue: ideal, acceptable, tolerable, opposed, crossing a red line; \
                  varying; left open; not mentioned; not spoken on."
                .to_owned(),
            picture: Picture::Shares(Shares { groups: vec![self.group()] }),
            table,
        })
    }

    fn group(&self) -> ShareGroup {
        let portions = |party: &PartyVoice| {
            let shares = party.shares.iter();
            shares.map(|share| (portion(share.standing), place(&share.middle))).collect()
        };
        let line = |party: &PartyVoice| ShareLine {
            label: party.title.clone(),
            portions: portions(party),
        };
        ShareGroup { title: self.title.clone(), lines: self.parties.iter().map(line).collect() }
    }
}

fn place(number: &Number) -> f64 {
    number.decimal.parse().unwrap_or(0.0)
}

fn portion(standing: StandingName) -> Portion {
    match standing {
        StandingName::Ideal => Portion::Stance(Shade::Ideal),
        StandingName::Acceptable => Portion::Stance(Shade::Acceptable),
        StandingName::Tolerable => Portion::Stance(Shade::Tolerable),
        StandingName::Opposed => Portion::Stance(Shade::Opposed),
        StandingName::Crossed => Portion::Stance(Shade::Refused),
        StandingName::Varies => Portion::Varies,
        StandingName::Open => Portion::Open,
        StandingName::Silent => Portion::Silent,
        StandingName::Unspoken => Portion::Stance(Shade::Unknown),
    }
}
