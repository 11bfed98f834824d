use relata_page::*;
use std::collections::HashMap;
fn sh(t: &str) -> HashMap<Vec<String>, i64> {
    let re = regex::Regex::new(r"\w+").unwrap();
    let k: Vec<String> = re.find_iter(t).map(|m| m.as_str().to_string()).collect();
    let mut m = HashMap::new();
    if k.len() < 4 {
        if !k.is_empty() {
            m.insert(k, 1);
        }
        return m;
    }
    for w in k.windows(4) {
        *m.entry(w.to_vec()).or_insert(0) += 1;
    }
    m
}
fn main() {
    let l = std::fs::read_to_string("data/page/layout.toml").unwrap();
    let e = std::fs::read_to_string("data/page/en.toml").unwrap_or_default();
    let rules = Rules::from_toml(&[("layout", &l), ("en", &e)]).unwrap_or_else(|f| panic!("{f:#?}"));
    let dir = "/work/shared/data/measure-only/html_scrapinghub";
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{dir}/ground-truth.json")).unwrap()).unwrap();
    let mut files: Vec<_> =
        std::fs::read_dir(format!("{dir}/html")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for mode in ["all", "nohead", "nohead-nocap", "nohead-nocap-noheading", "body"] {
        let (mut ps, mut rs, mut n) = (0., 0., 0.);
        let t = std::time::Instant::now();
        let mut worst = vec![];
        for f in &files {
            let id = f.file_name().unwrap().to_str().unwrap().split('.').next().unwrap();
            let Some(g) = gold[id]["articleBody"].as_str() else { continue };
            let mut text = String::new();
            let mut title = String::new();
            for p in pages(f.to_str().unwrap(), std::fs::File::open(f).unwrap()) {
                let p = p.unwrap();
                let a = article(&rules, &p);
                title = format!("{:?} {:?}", a.layout.metadata.title, a.layout.metadata.published.first());
                for s in &a.layout.sections {
                    let k = s.kind.name();
                    if mode != "all" && k == "headline" {
                        continue;
                    }
                    if mode.contains("nocap") && k == "caption" {
                        continue;
                    }
                    if mode == "body" && !(k == "lead" || k == "body") {
                        continue;
                    }
                    if mode.contains("noheading")
                        && a.paragraphs
                            .iter()
                            .any(|(sp, k)| s.span.contains(*sp) && *k == ParagraphKind::Heading)
                    {
                        continue;
                    }
                    text.push_str(&a.text[s.span]);
                    text.push('\n');
                }
            }
            let (g, h) = (sh(g), sh(&text));
            let tp: i64 = g.iter().map(|(k, v)| *v.min(h.get(k).unwrap_or(&0))).sum();
            let fs: i64 = h.values().sum();
            let gs: i64 = g.values().sum();
            let p = if fs > 0 { tp as f64 / fs as f64 } else { 0. };
            let r = if gs > 0 { tp as f64 / gs as f64 } else { 1. };
            ps += p;
            rs += r;
            n += 1.;
            worst.push((p.min(r), p, r, id.to_string(), title));
        }
        let (p, r) = (ps / n, rs / n);
        println!("{mode}: {n} P {p:.4} R {r:.4} F1 {:.4} {:?}", 2. * p * r / (p + r), t.elapsed());
        if mode == "nohead" && std::env::args().len() > 1 {
            worst.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
            for w in worst.iter().take(25) {
                println!("{:.3} {:.3} {} {}", w.1, w.2, w.3, w.4);
            }
        }
    }
}
