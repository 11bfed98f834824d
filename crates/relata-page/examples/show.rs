use relata_page::*;
fn main() {
    let l = std::fs::read_to_string("data/page/layout.toml").unwrap();
    let e = std::fs::read_to_string("data/page/en.toml").unwrap_or_default();
    let rules = Rules::from_toml(&[("layout", &l), ("en", &e)]).unwrap_or_else(|f| panic!("{f:#?}"));
    println!("{:#?}", rules.failing_examples());
    for f in std::env::args().skip(1) {
        for p in pages(&f, std::fs::File::open(&f).unwrap()) {
            match p {
                Err(e) => println!("ERR {e}"),
                Ok(p) => {
                    let a = article(&rules, &p);
                    println!("=== {:?} {:?}", p.id, a.notes);
                    println!("{:?}", a.layout.metadata);
                    for s in &a.layout.sections {
                        println!(
                            "[{}] {:?}",
                            s.kind.name(),
                            a.text[s.span].chars().take(110).collect::<String>()
                        );
                    }
                    for d in &a.layout.datelines {
                        println!(
                            "DL {:?} {:?} {:?} {:?}",
                            &a.text[d.span],
                            d.places.iter().map(|p| &a.text[*p]).collect::<Vec<_>>(),
                            d.agency.map(|p| &a.text[p]),
                            d.date
                        );
                    }
                }
            }
        }
    }
}
