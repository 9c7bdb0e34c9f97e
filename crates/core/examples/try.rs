use impasse_core::read::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let dir = std::path::Path::new(&path).parent().unwrap().to_owned();
    let t = std::time::Instant::now();
    let r = read(Source::new(&*path, std::fs::read_to_string(&path).unwrap()), |p| std::fs::read_to_string(dir.join(p)).map(|t| Source::new(p, t)).map_err(|e| e.to_string()));
    println!("{:?}", t.elapsed());
    let show = |f: &Fault| { let l = f.labels.first(); let at = l.map(|l| { let s=&r.sources[l.span.file]; let p = s.line_column(l.span.start); format!("{}:{}:{}", s.name(), p.line, p.column)}); println!("{} {:?} {} | {:?}", f.code.name(), at, f.message, f.help); };
    r.warnings.iter().for_each(show);
    match &r.result { Ok(x) => { let s = x.history.at(x.history.as_of(), &Default::default()).unwrap(); println!("ok {} parties {} issues {} demands {} proposals", s.frame.parties.len(), s.frame.issues.len(), s.demands.len(), s.frame.proposals.len()) }, Err(f) => f.iter().for_each(show) }
}
