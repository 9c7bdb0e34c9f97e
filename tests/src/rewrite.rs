//! Changes to a scenario whose effect is known.

use super::spec::{FloorSpec, Ground, Q, RowSpec, Spec, StanceSpec};

/// Adds an option to an issue that a party refuses.
pub fn refuse(spec: &mut Spec, party: usize, issue: usize) {
    let added = spec.issues[issue].options.len();
    spec.issues[issue].options.push(("refused".to_owned(), Vec::new()));
    let position = spec.parties[party].positions[issue].as_mut().unwrap();
    position.rows.push(RowSpec {
        id: Some("refused-option".to_owned()),
        on: vec![added],
        branches: Vec::new(),
        last: StanceSpec::Word("Never"),
        ground: Ground::Stated,
    });
}

/// Halves all that options are worth to a party, and its floor; what it refuses it still refuses.
pub fn halve(spec: &mut Spec, party: usize) {
    let half = |stance: &mut StanceSpec| {
        let numbers = match stance {
            StanceSpec::Word("Never") => return,
            StanceSpec::Word("Ideal") => vec![Q::from(100)],
            StanceSpec::Word("Acceptable") => vec![Q::from(75)],
            StanceSpec::Word("Tolerable") => vec![Q::from(50)],
            StanceSpec::Word("Opposed") => vec![Q::from(25)],
            StanceSpec::Word(word) => panic!("{word} has no half"),
            StanceSpec::Worth(numbers) => numbers.clone(),
        };
        *stance = StanceSpec::Worth(numbers.iter().map(|number| number / 2).collect());
    };
    each_stance(spec, party, half);
    if let Some(FloorSpec::Worth(numbers)) = &mut spec.parties[party].floor {
        for number in numbers {
            *number /= 2;
        }
    }
}

/// Changes the stances of a party.
pub fn each_stance(spec: &mut Spec, party: usize, change: impl Fn(&mut StanceSpec)) {
    for position in spec.parties[party].positions.iter_mut().flatten() {
        for row in &mut position.rows {
            row.branches.iter_mut().for_each(|(_, stance)| change(stance));
            change(&mut row.last);
        }
    }
}
