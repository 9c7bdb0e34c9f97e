//! JSON Schemas of the reports: what programs can rely on.

use clap::ValueEnum;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::{
    briefing, check, deadlock, diff, files, overlap, ratify, robust, sampling, score, settle,
    timeline, trust, voice,
};

/// A report that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// `check`.
    Check,
    /// `score`.
    Score,
    /// `overlap`.
    Overlap,
    /// `deadlock`.
    Deadlock,
    /// `settle`.
    Settle,
    /// `diff` of two proposals.
    Diff,
    /// `diff` of two files.
    DiffFiles,
    /// `voice`.
    Voice,
    /// `ratify`.
    Ratify,
    /// `timeline`.
    Timeline,
    /// `trust`.
    Trust,
    /// `robust`.
    Robust,
    /// `report`.
    Report,
    /// `sample`.
    Sample,
}

/// The schema of a report, draft 2020-12.
pub fn schema(subject: Subject) -> Schema {
    match subject {
        Subject::Check => of::<check::Report>("check"),
        Subject::Score => of::<score::Report>("score"),
        Subject::Overlap => of::<overlap::Report>("overlap"),
        Subject::Deadlock => of::<deadlock::Report>("deadlock"),
        Subject::Settle => of::<settle::Report>("settle"),
        Subject::Diff => of::<diff::Report>("diff of two proposals"),
        Subject::Voice => of::<voice::Report>("voice"),
        Subject::Ratify => of::<ratify::Report>("ratify"),
        Subject::Timeline => of::<timeline::Report>("timeline"),
        Subject::Trust => of::<trust::Report>("trust"),
        Subject::Robust => of::<robust::Report>("robust"),
        Subject::Report => of::<briefing::Report>("report"),
        Subject::Sample => of::<sampling::Report>("sample"),
        Subject::DiffFiles => of::<files::Report>("diff of two files"),
    }
}

fn of<T: JsonSchema>(name: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    // The name of a type in the code says nothing to readers.
    schema.insert("title".to_owned(), format!("impasse: report of {name}").into());
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_without_value_are_null_and_never_left_out() {
        let schema = schema(Subject::Settle);
        let required = schema.get("required").unwrap().as_array().unwrap();
        let properties = schema.get("properties").unwrap().as_object().unwrap();
        assert_eq!(required.len(), properties.len());
        assert!(properties["what_if"]["anyOf"].to_string().contains("null"));
    }
}
