//! What concerns the whole scenario: title, dates, scale, the words for weights.

use super::super::fault::{Code, Fault};
use super::super::file::File;
use super::super::spanned::{Lenient, Spanned};
use super::Resolver;
use crate::scenario::{Date, Ratio, Scale};

impl Resolver {
    pub(super) fn header(&mut self, main: &File) -> (String, Option<Date>, Option<Date>) {
        let absent = [
            (main.format.is_none(), "format"),
            (main.title.is_none(), "title"),
            (main.from.is_none(), "from"),
            (main.as_of.is_none(), "as_of"),
        ];
        let gaps = self.gaps;
        for (_, field) in absent.into_iter().filter(|(absent, _)| *absent && !gaps) {
            self.missing(field);
        }
        if let Some(format) = said(main.format.as_ref())
            && format.value != 1
        {
            let message = format!("format {} is not known to this version", format.value);
            self.fault(
                Fault::at(Code::FormatVersion, format.span, message).help("write `format: 1`"),
            );
        }
        let days = (said(main.from.as_ref()), said(main.as_of.as_ref()));
        let from = days.0.and_then(|date| self.date(date));
        let as_of = days.1.and_then(|date| self.date(date));
        if let (Some(first), Some(last)) = (from, as_of)
            && let (Some(from), Some(as_of)) = days
            && last < first
        {
            self.fault(
                Fault::at(Code::DatesReversed, as_of.span, "`as_of` lies before `from`")
                    .here("the day reports speak of")
                    .and(from.span, "the day from which positions are known")
                    .help("exchange the two, or mend the one that is off"),
            );
        }
        let title = said(main.title.as_ref());
        self.faults.extend(title.and_then(|title| Fault::of_title(&title.value, title.span)));
        let title = title.map(|title| title.value.clone());
        (title.unwrap_or_default(), from, as_of)
    }

    fn missing(&mut self, field: &str) {
        self.fault(
            Fault::of_file(
                Code::MissingField,
                format!("the field `{field}` of the scenario is missing"),
            )
            .help(format!("add `{field}: …` at the top of the main file")),
        );
    }

    pub(super) fn scale_and_weights(&mut self, main: &File) {
        if let Some(scale) = said(main.scale.as_ref()) {
            let Spanned { value, span } = scale;
            self.scale = Scale {
                ideal: value.ideal.0,
                acceptable: value.acceptable.0,
                tolerable: value.tolerable.0,
                opposed: value.opposed.0,
                never: value.never.map_or(Ratio::from_integer(0), |never| never.0),
            };
            let Scale { ideal, acceptable, tolerable, opposed, never } = self.scale;
            let steps = [Ratio::from_integer(100), ideal, acceptable, tolerable, opposed, never];
            if !steps.is_sorted_by(|first, second| first >= second) {
                let message = "the scale must fall from `Ideal` to `Never`, within 100 and 0";
                self.fault(Fault::at(Code::ScaleRises, *span, message));
            }
        }
        if let Some(words) = said(main.weights.as_ref()) {
            let words = &words.value;
            for (place, numbers) in [&words.high, &words.medium, &words.low].into_iter().enumerate()
            {
                if let Some(range) = self.range(&numbers.value, numbers.span)
                    && let Some(weight) = self.weights.get_mut(place)
                {
                    *weight = range;
                }
            }
        }
    }
}

/// The value of a field of the scenario, if it is there and not faulty.
pub(super) fn said<T>(field: Option<&Lenient<T>>) -> Option<&T> {
    field?.0.as_ref()
}
