use impasse_core::{analysis::*, read::{Source, *}, scenario::*, search::*};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let dir = std::path::Path::new(&path).parent().unwrap().to_owned();
    let t = std::time::Instant::now();
    let r = read(Source::new(&*path, std::fs::read_to_string(&path).unwrap()), |p| std::fs::read_to_string(dir.join(p)).map(|t| Source::new(p, t)).map_err(|e| e.to_string()));
    println!("read {:?}", t.elapsed());
    let show = |f: &Fault| { let l = f.labels.first(); let at = l.map(|l| { let s=&r.sources[l.span.file]; let p = s.line_column(l.span.start); format!("{}:{}:{}", s.name(), p.line, p.column)}); println!("{} {:?} {} | {:?}", f.code.name(), at, f.message, f.help); };
    r.warnings.iter().for_each(show);
    let x = match &r.result { Ok(x) => x, Err(f) => { f.iter().for_each(show); return } };
    let s = x.history.at(x.history.as_of(), &Default::default()).unwrap();
    println!("ok {} parties {} issues {} demands {} proposals", s.frame.parties.len(), s.frame.issues.len(), s.demands.len(), s.frame.proposals.len());
    let mut b = Budget::new(1<<40);
    let t = std::time::Instant::now(); let n = network::Network::new(&s); println!("network {:?}", t.elapsed());
    let t = std::time::Instant::now(); let a = agreement::strongest(&n, &mut b).unwrap(); println!("agreement {:?} {}", t.elapsed(), match a { agreement::Agreement::Certain(_) => "certain", agreement::Agreement::NoStatedObstacle(..) => "no stated obstacle", _ => "deadlock"});
    let t = std::time::Instant::now(); let c = conflict::conflicts(&n, &[], &mut b); println!("conflicts {:?} {} stopped {:?}", t.elapsed(), c.list.len(), c.stopped);
    for k in c.knots() { println!("knot"); for m in k { println!("   {:?}", m.demands().map(|d| s.demands[d].name.clone()).collect::<Vec<_>>()); } }
    let t = std::time::Instant::now(); let d = distance::distance(&n, &mut b).unwrap(); println!("distance {:?} {:?}", t.elapsed(), d.steps.iter().map(|s| (s.refusals, s.missing)).collect::<Vec<_>>());
    let t = std::time::Instant::now(); let w = way_out::ways_out(&n, Some(&c), |_| true, &mut b).unwrap(); println!("ways {:?} {}", t.elapsed(), w.len());
    for w in w.iter().take(4) { println!("  {} {:?} {:?}", w.refusals, w.prices.iter().map(|(p, r)| (s.frame.parties[*p].name.clone(), decimal(r.likely, 1))).collect::<Vec<_>>(), w.demands().map(|d| s.demands[d].name.clone()).collect::<Vec<_>>()); }
    let t = std::time::Instant::now(); let al = involvement::alone(&n, &mut b).unwrap(); println!("alone {:?} {:?}", t.elapsed(), al.iter().map(|(p, w)| (s.frame.parties[*p].name.clone(), w.as_ref().map(|w| w.refusals))).collect::<Vec<_>>());
    for (_, p) in s.proposals() {
        let t = std::time::Instant::now(); let o = settlement::outline(&n, p, &mut b).unwrap(); let t1 = t.elapsed();
        let v = verdict::verdicts(&n, p, &o, &mut b).unwrap();
        println!("{} {:?} {:?} readings {} real {} {:?}", p.name, t1, t.elapsed(), o.readings.len(), o.realisations.len(), verdict::passing(&v, &o));
        for v in &v { println!("   {} {:?} {:?} crossed {:?} worth {:?} deciding {:?} pending {} unspoken {}", s.frame.parties[v.party].name, v.kind, v.asked, v.crossed.iter().map(|c| format!("{}{}", s.demands[c.demand].name, if c.everywhere {""} else {"?"})).collect::<Vec<_>>(), v.worth.map(|(a,b)| (decimal(a,0), decimal(b,0))), v.deciding.iter().map(|c| p.clauses[*c].number.clone()).collect::<Vec<_>>(), v.pending.len(), v.unspoken.len()); }
        let t = std::time::Instant::now(); let near = nearest::nearest(&n, p, &c, &mut b).unwrap(); println!("   nearest {:?} {}", t.elapsed(), match near { nearest::Nearest::LeastBad(t, st) => format!("least bad changed {:?} refusals {}", t.changed.iter().map(|c| p.clauses[*c].number.clone()).collect::<Vec<_>>(), st.refusals), nearest::Nearest::Passing(t) => format!("{} texts {:?}", t.len(), t.first().map(|t| t.changed.clone())) });
        let t = std::time::Instant::now(); let pc = conflict::conflicts(&n, &p.clauses, &mut b); println!("   clause conflicts {:?} {}", t.elapsed(), pc.list.len());
    }
    let t = std::time::Instant::now(); let o = overlap::overlaps(&n, &mut b).unwrap(); println!("overlap {:?}", t.elapsed());
    for o in o { println!("   {} {:?} {:?}", s.frame.issues[o.issue].name, o.best, o.worst); }
    let t = std::time::Instant::now(); let cl = closable::closable(&n, &mut b).unwrap(); println!("closable {:?} {:?} if {} already {}", t.elapsed(), cl.sets.iter().map(|x| x.iter().map(|(i, o)| format!("{}={}", s.frame.issues[*i].name, s.frame.issues[*i].option_name(*o))).collect::<Vec<_>>()).collect::<Vec<_>>(), cl.if_answered.len(), cl.already.len());
    let t = std::time::Instant::now(); let od = coherence::oddities(&n, &mut b).unwrap(); println!("oddities {:?}", t.elapsed());
    for o in od { println!("  {o:?}"); }
}
