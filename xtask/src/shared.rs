//! Where is the public data, and how is it opened?

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use anyhow::Context;

/// Returns the folder of public data.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os("RELATA_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from).join("data")
}

/// Returns the text of a file, unpacked by the ending of its name.
pub(crate) fn text(name: &str) -> anyhow::Result<String> {
    let path = folder().join(name);
    let file = File::open(&path).with_context(|| format!("{}: set RELATA_SHARED", path.display()))?;
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else if name.ends_with(".zst") {
        ruzstd::decoding::StreamingDecoder::new(BufReader::new(file))?.read_to_string(&mut text)?;
    } else {
        BufReader::new(file).read_to_string(&mut text)?;
    }
    Ok(text)
}

/// A bullet of a day of news.
pub(crate) struct Bullet {
    pub(crate) day: jiff::civil::Date,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// What is linked: where in the text (bytes), and the title of the page.
    pub(crate) links: Vec<(std::ops::Range<usize>, String)>,
}

/// Returns the bullets of the portal of current events that tell an event: the innermost of each list.
pub(crate) fn bullets() -> anyhow::Result<Vec<Bullet>> {
    let link = regex::Regex::new(
        r#"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((https?://(?:[^()\s]|\([^)]*\))*)(?: "((?:[^"\\]|\\.)*)")?\)"#,
    )?;
    let mut bullets = Vec::new();
    for line in text("wikipedia_current_events/days.jsonl.gz")?.as_bytes().lines() {
        let day: serde_json::Value = serde_json::from_str(&line?)?;
        let date = day["date"].as_str().unwrap_or_default().parse()?;
        let mut heading = String::new();
        for line in day["markdown"].as_str().unwrap_or_default().lines() {
            if let Some(title) = line.strip_prefix("#### ") {
                title.trim().clone_into(&mut heading);
            }
            let Some(written) = line.trim_start().strip_prefix("* ") else { continue };
            let (mut text, mut links, mut last) = (String::new(), Vec::new(), 0);
            for found in link.captures_iter(written) {
                let whole = found.get(0).map_or(0..0, |whole| whole.range());
                text.push_str(&written[last..whole.start]);
                last = whole.end;
                if !found[2].contains("wikipedia.org") {
                    continue; // the source
                }
                let start = text.len();
                text.push_str(&found[1]);
                links.push((start..text.len(), found.get(3).map_or("", |title| title.as_str()).to_owned()));
            }
            text.push_str(&written[last..]);
            // A bullet that is a link alone is a heading of those beneath it.
            if text.contains(". ") || text.trim_end().ends_with('.') {
                let text = text.trim_end().to_owned();
                bullets.push(Bullet { day: date, heading: heading.clone(), text, links });
            }
        }
    }
    Ok(bullets)
}
