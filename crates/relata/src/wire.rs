//! How do records look outside?
//!
//! Every outward format is made here and only here. Offsets go out as half-open ranges of Unicode code points of the
//! document's text; dates as ISO 8601 intervals with both ends included.

use jiff::civil::Date;
use relata_doc::{
    Action, ActorMention, Attribution, CodePoints, Dating, DatingEvidence, Days, Document, Entity,
    EventMention, Figure, Metadata, PlaceMention, Span, Text, TimeExpression,
};
use relata_page::Article;
use serde_json::{Map, Value, json};

/// The schema of the records of `relata code`.
pub const MENTION_SCHEMA: &str = "relata.mention.v1";

/// The layers that `relata annotate` can write, in the order of its records.
pub const LAYERS: &[&str] = &[
    "metadata",
    "sections",
    "datelines",
    "sentences",
    "tokens",
    "entities",
    "times",
    "places",
    "quotes",
    "attributions",
    "coreference",
    "figures",
    "published",
    "coherence",
];

/// Writes spans of one text.
struct Writer<'a> {
    text: &'a Text,
    code_points: CodePoints,
}

/// Returns the event mentions of a document, one record each, in the order of the text.
pub fn mentions(document: &Document) -> Vec<Value> {
    let writer = Writer::new(&document.text);
    let ids = mention_ids(document);
    document
        .event_mentions
        .iter()
        .enumerate()
        .map(|(i, mention)| writer.mention(document, mention, &ids, i))
        .collect()
}

/// Returns stable ids of a document's mentions: hashes of the document's id, the action's place, its code and status.
fn mention_ids(document: &Document) -> Vec<String> {
    let id = document.layout.metadata.id.as_deref().unwrap_or_default();
    document
        .event_mentions
        .iter()
        .map(|mention| {
            let span = mention.action.span;
            stable_hash(&format!(
                "{id}\n{}\n{}\n{}\n{}",
                span.start(),
                span.end(),
                mention.action.cameo,
                mention.status.name()
            ))
        })
        .collect()
}

/// Returns FNV-1a of 64 bits in hexadecimal digits: the same on every machine and in every version.
pub fn stable_hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Returns a document's layers; all of them where `layers` is empty.
pub fn layers(document: &Document, layers: &[String]) -> Value {
    let writer = Writer::new(&document.text);
    let mut record = Map::new();
    record.insert("id".into(), json!(document.layout.metadata.id));
    record.insert("text".into(), json!(document.text.as_str()));
    for &layer in
        LAYERS.iter().filter(|layer| layers.is_empty() || layers.iter().any(|wanted| wanted == *layer))
    {
        record.insert(layer.into(), writer.layer(document, layer));
    }
    Value::Object(record)
}

/// Returns when a document was written, with the evidence.
pub fn dating(id: Option<&str>, text: &Text, dating: &Dating) -> Value {
    Writer::new(text).dating(id, dating)
}

/// Returns an article with its metadata.
pub fn article(article: &Article) -> Value {
    let writer = Writer::new(&article.text);
    let metadata = &article.layout.metadata;
    let paragraphs: Vec<Value> = article
        .paragraphs
        .iter()
        .map(|(span, kind)| {
            let (start, end) = writer.code_points.of(*span);
            json!({"start": start, "end": end, "kind": kind.name()})
        })
        .collect();
    json!({
        "id": metadata.id,
        "file": metadata.file,
        "url": metadata.url,
        "title": metadata.title,
        "byline": metadata.byline,
        "publisher": metadata.publisher,
        "published": metadata.published.first().map(|stated| stated.day.to_string()),
        "modified": metadata.modified.map(|day| day.to_string()),
        "language": metadata.language,
        "text": article.text.as_str(),
        "paragraphs": paragraphs,
        "furniture": article.furniture,
        "extra": extra(metadata),
        "links": article.links.iter().map(|link| json!({"url": link.url, "text": link.text})).collect::<Vec<_>>(),
    })
}

/// Returns the fields that came with a document and are passed through; null where there are none.
fn extra(metadata: &Metadata) -> Value {
    metadata.extra.as_deref().and_then(|fields| serde_json::from_str(fields).ok()).unwrap_or(Value::Null)
}

/// Returns an interval of days.
pub fn days(days: &Days, words: Option<&str>) -> Value {
    json!({
        "start": day(days.start()),
        "end": day(days.end()),
        "precision": days.precision.name(),
        "basis": days.basis.name(),
        "text": words,
    })
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl<'a> Writer<'a> {
    fn new(text: &'a Text) -> Writer<'a> {
        Writer { text, code_points: text.code_points() }
    }

    /// Returns a record that begins with the words at a span and where they stand.
    fn quoted(&self, span: Span) -> Map<String, Value> {
        let (start, end) = self.code_points.of(span);
        let mut record = Map::new();
        record.insert("text".into(), json!(&self.text[span]));
        record.insert("start".into(), json!(start));
        record.insert("end".into(), json!(end));
        record
    }

    fn with(&self, span: Span, rest: Value) -> Value {
        let mut record = self.quoted(span);
        if let Value::Object(rest) = rest {
            record.extend(rest);
        }
        Value::Object(record)
    }

    fn mention(&self, document: &Document, mention: &EventMention, ids: &[String], number: usize) -> Value {
        let metadata = &document.layout.metadata;
        let sentence = &document.parse.sentences[mention.sentence];
        let first = document
            .events
            .get(mention.event)
            .and_then(|event| event.mentions.first())
            .map(|&first| ids[first].as_str());
        json!({
            "schema": MENTION_SCHEMA,
            "id": ids[number],
            "event": format!("e{}", first.unwrap_or(&ids[number])),
            "document": {
                "id": metadata.id,
                "url": metadata.url,
                "title": metadata.title,
                "publisher": metadata.publisher,
                "published": days(&document.dating.published, None),
                "extra": extra(metadata),
            },
            "sentence": self.with_index(mention.sentence, sentence.span, sentence.section.name()),
            "source": mention.source.iter().map(|actor| self.actor(actor)).collect::<Vec<_>>(),
            "target": mention.target.iter().map(|actor| self.actor(actor)).collect::<Vec<_>>(),
            "action": self.action(&mention.action),
            "status": mention.status.name(),
            "polarity": mention.polarity.name(),
            "report": mention.report.name(),
            "time": days(&mention.time, mention.time_words.map(|span| &self.text[span])),
            "place": mention.place.as_ref().map(|place| self.place(place)),
            "attribution": mention.attribution.iter().map(|attribution| self.attribution(attribution)).collect::<Vec<_>>(),
            "figures": mention.figures.iter().map(|figure| self.figure(figure)).collect::<Vec<_>>(),
            "confidence": rounded(mention.confidence),
            "evidence": mention.evidence.iter().map(|evidence| {
                let (start, end) = self.code_points.of(evidence.span);
                json!({"rule": evidence.rule, "start": start, "end": end, "text": &self.text[evidence.span], "note": evidence.note})
            }).collect::<Vec<_>>(),
        })
    }

    fn with_index(&self, index: usize, span: Span, section: &str) -> Value {
        let (start, end) = self.code_points.of(span);
        json!({"index": index, "start": start, "end": end, "text": &self.text[span], "section": section})
    }

    fn actor(&self, actor: &ActorMention) -> Value {
        let code = actor.code.to_string();
        self.with(
            actor.span,
            json!({
                "name": actor.name,
                "code": (!code.is_empty()).then_some(code),
                "country": actor.code.country(),
                "sectors": actor.code.sectors().collect::<Vec<_>>(),
                "role": actor.role,
                "kind": actor.kind.name(),
                "wikidata": actor.wikidata,
                "antecedent": actor.antecedent.map(|span| Value::Object(self.quoted(span))),
                "implied": actor.implied,
            }),
        )
    }

    fn action(&self, action: &Action) -> Value {
        self.with(
            action.span,
            json!({
                "cameo": action.cameo.as_str(),
                "cameo_label": action.label,
                "plover": action.plover.map(|plover| plover.name()),
                "mode": action.mode,
                "contexts": action.contexts,
                "quad_class": action.quad_class() as u8,
                "plover_quad": action.plover_quad().map(|quad| quad as u8),
                "goldstein": rounded(action.goldstein.value()),
            }),
        )
    }

    fn place(&self, place: &PlaceMention) -> Value {
        self.with(
            place.span,
            json!({
                "name": place.name,
                "country": place.country,
                "admin1": place.admin1,
                "lat": place.lat,
                "lon": place.lon,
                "precision": place.precision.name(),
                "geonames": place.geonames,
            }),
        )
    }

    fn attribution(&self, attribution: &Attribution) -> Value {
        let (start, end) = self.code_points.of(attribution.cue);
        json!({
            "speaker": attribution.speaker.as_ref().map(|speaker| self.actor(speaker)),
            "cue": &self.text[attribution.cue],
            "start": start,
            "end": end,
            "direct": attribution.direct,
        })
    }

    fn figure(&self, figure: &Figure) -> Value {
        let (start, end) = self.code_points.of(figure.span);
        json!({"kind": figure.kind.name(), "min": figure.min, "max": figure.max, "text": &self.text[figure.span], "start": start, "end": end})
    }

    fn dating(&self, id: Option<&str>, dating: &Dating) -> Value {
        let mut record = Map::new();
        record.insert("id".into(), json!(id));
        record.insert("earliest".into(), json!(day(dating.published.start())));
        record.insert("latest".into(), json!(day(dating.published.end())));
        record.insert("best".into(), json!(day(dating.best)));
        record.insert("basis".into(), json!(dating.published.basis.name()));
        record.insert("confidence".into(), json!(rounded(dating.confidence)));
        if let Some(stated) = &dating.stated {
            record.insert("stated".into(), days(stated, None));
        }
        record.insert("conflict".into(), json!(dating.conflict));
        record.insert("evidence".into(), self.evidence(&dating.evidence));
        Value::Object(record)
    }

    fn evidence(&self, evidence: &[DatingEvidence]) -> Value {
        evidence
            .iter()
            .map(|line| {
                let interval = [day(line.interval.start()), day(line.interval.end())];
                let rest = json!({"constraint": line.constraint, "interval": interval});
                match line.span {
                    Some(span) => self.with(span, rest),
                    None => rest,
                }
            })
            .collect()
    }

    fn layer(&self, document: &Document, layer: &str) -> Value {
        let mentions = &document.mentions;
        let metadata = &document.layout.metadata;
        match layer {
            "metadata" => json!({
                "file": metadata.file,
                "url": metadata.url,
                "title": metadata.title,
                "byline": metadata.byline,
                "publisher": metadata.publisher,
                "language": metadata.language,
                "published": metadata.published.iter().map(|stated| json!({"day": stated.day.to_string(), "from": stated.from})).collect::<Vec<_>>(),
                "modified": metadata.modified.map(|day| day.to_string()),
                "extra": extra(metadata),
                "notes": document.notes.iter().map(|note| note.0.as_str()).collect::<Vec<_>>(),
            }),
            "sections" => document
                .layout
                .sections
                .iter()
                .map(|section| {
                    let (start, end) = self.code_points.of(section.span);
                    json!({"start": start, "end": end, "kind": section.kind.name()})
                })
                .collect(),
            "datelines" => document
                .layout
                .datelines
                .iter()
                .map(|dateline| {
                    let places: Vec<&str> = dateline.places.iter().map(|&place| &self.text[place]).collect();
                    let date = dateline.date.map(|(month, day, year)| match year {
                        Some(year) => format!("{year:04}-{month:02}-{day:02}"),
                        None => format!("XXXX-{month:02}-{day:02}"),
                    });
                    self.with(
                        dateline.span,
                        json!({"place": places.join("/"), "agency": dateline.agency.map(|agency| &self.text[agency]), "date": date}),
                    )
                })
                .collect(),
            "sentences" => document
                .parse
                .sentences
                .iter()
                .enumerate()
                .map(|(index, sentence)| self.with_index(index, sentence.span, sentence.section.name()))
                .collect(),
            "tokens" => self.tokens(document),
            "entities" => mentions.entities.iter().map(|entity| self.entity(entity)).collect(),
            "times" => mentions.times.iter().map(|time| self.time(time)).collect(),
            "places" => mentions.places.iter().map(|place| self.place(place)).collect(),
            "quotes" => mentions.quotes.iter().map(|quote| Value::Object(self.quoted(quote.span))).collect(),
            "attributions" => {
                let mut all: Vec<&Attribution> = document.event_mentions.iter().flat_map(|mention| &mention.attribution).collect();
                all.sort_by_key(|attribution| attribution.cue);
                all.dedup_by_key(|attribution| attribution.cue);
                all.into_iter().map(|attribution| self.attribution(attribution)).collect()
            }
            "coreference" => mentions
                .coreference
                .iter()
                .map(|chain| chain.iter().map(|&span| Value::Object(self.quoted(span))).collect::<Vec<_>>())
                .collect(),
            "figures" => mentions.figures.iter().map(|figure| self.figure(figure)).collect(),
            "published" => self.dating(metadata.id.as_deref(), &document.dating),
            "coherence" => {
                let coherence = &document.dating.coherence;
                let segments: Vec<Value> = coherence
                    .segments
                    .iter()
                    .map(|segment| {
                        let (start, end) = self.code_points.of(segment.span);
                        json!({"start": start, "end": end, "published": days(&segment.published, None)})
                    })
                    .collect();
                json!({"stitched": coherence.stitched, "segments": segments, "evidence": self.evidence(&coherence.evidence)})
            }
            _ => Value::Null,
        }
    }

    fn tokens(&self, document: &Document) -> Value {
        document
            .parse
            .tokens
            .iter()
            .map(|token| {
                self.with(
                    token.span,
                    json!({
                        "form": &self.text[token.span],
                        "lemma": token.lemma,
                        "upos": token.upos.name(),
                        "features": token.features,
                        "head": token.head,
                        "deprel": token.deprel,
                    }),
                )
            })
            .collect()
    }

    fn entity(&self, entity: &Entity) -> Value {
        let actor = entity.actor.as_ref().map(|actor| self.actor(actor));
        self.with(entity.span, json!({"type": entity.entity_type.name(), "actor": actor}))
    }

    fn time(&self, time: &TimeExpression) -> Value {
        self.with(
            time.span,
            json!({"type": time.time_type.name(), "value": time.value, "interval": days(&time.days, None), "why": time.why}),
        )
    }
}

/// Returns a number as it is read, without the digits that a wider type would add.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

/// Returns a document's sentences, words, syntax and names as CoNLL-U.
pub fn conllu(document: &Document) -> String {
    let tokens = &document.parse.tokens;
    let names: Vec<(std::ops::Range<usize>, &str)> = document
        .mentions
        .entities
        .iter()
        .map(|entity| {
            let first = tokens.partition_point(|token| token.span.end() <= entity.span.start());
            let last = tokens.partition_point(|token| token.span.start() < entity.span.end());
            (first..last, entity.entity_type.name())
        })
        .collect();
    let id = document.layout.metadata.id.as_deref().unwrap_or_default();
    relata_analysis::conllu::write_document(id, &document.text, &document.parse, &names)
}
