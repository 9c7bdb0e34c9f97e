//! Micro benchmarks, for judging one change against another on one machine.

use std::hint::black_box;

use criterion::{BatchSize, Criterion};
use impasse_benches::demands::{Demands, Tightness};
use impasse_benches::domain::Domain;
use impasse_benches::negotiation::Negotiation;
use impasse_core::read::{Source, read};
use impasse_core::search::frontier::{Frontier, Terms};
use impasse_core::search::{Additive, Budget, Diagram, Factor, nogoods};

fn main() {
    let mut criterion = Criterion::default().configure_from_args().without_plots();
    conflicts(&mut criterion);
    frontier(&mut criterion);
    reading(&mut criterion);
    criterion.final_summary();
}

fn conflicts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("conflicts");
    for count in [50, 100, 200] {
        let demands = Demands::random(count, Tightness::Mid, 1);
        let (domains, tables) = (demands.domains(), demands.tables());
        let soft: Vec<&Factor<bool>> = tables.iter().collect();
        group.bench_function(count.to_string(), |bencher| {
            bencher.iter(|| {
                let mut budget = Budget::new(Budget::DEFAULT);
                nogoods::conflicts(black_box(&domains), &[], &soft, &mut budget)
            });
        });
    }
    group.finish();
}

fn frontier(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frontier");
    for parties in [2, 3] {
        let domain = Domain::opposed(parties, &[5; 20], 1, 1000);
        let domains = vec![5; 20];
        let rows = domain.points.iter().enumerate();
        let rows =
            rows.flat_map(|(party, rows)| rows.iter().enumerate().map(move |it| (party, it)));
        let tables: Vec<(usize, Factor<i64>)> = rows
            .map(|(party, (issue, row))| {
                (party, Factor::tabulate(&domains, vec![issue], |values| row[values[0]]))
            })
            .collect();
        let problem = Additive {
            domains: domains.clone(),
            hard: Vec::new(),
            gains: tables.iter().map(|(party, table)| (*party, table)).collect(),
            dimensions: parties,
        };
        let terms = Terms { least: Vec::new(), counted: parties };
        group.bench_function(format!("{parties}_parties_20_issues"), |bencher| {
            bencher.iter(|| {
                let mut budget = Budget::new(Budget::DEFAULT);
                let diagram = Diagram::new(black_box(&problem), &mut budget)?;
                Frontier::new(&diagram, &terms, &mut budget)
            });
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let negotiation = Negotiation {
        parties: 4,
        issues: 30,
        options: 5,
        demands: 150,
        links: 25,
        reach: 2,
        floor: Some(40),
        seed: 1,
    };
    let text = negotiation.text();
    criterion.bench_function("read", |bencher| {
        bencher.iter_batched(
            || Source::new("drawn.ron", text.clone()),
            |source| read(source, |_| Err("nothing is included".to_owned())),
            BatchSize::SmallInput,
        );
    });
}
