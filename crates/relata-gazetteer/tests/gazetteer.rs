//! Places are found by all their names, in order, and damaged files do no harm.

use proptest::prelude::*;
use relata_gazetteer::{Gatherer, Gazetteer, Kind, NewPlace, Writer, kilometres};

fn town(name: &str, country: &str, people: u32, point: (f64, f64)) -> NewPlace {
    NewPlace {
        name: name.to_owned(),
        countries: vec![country.to_owned()],
        point: Some(point),
        people,
        ..NewPlace::default()
    }
}

fn three() -> Vec<u8> {
    let mut writer = Writer::default();
    writer.add(&town("Córdoba", "ESP", 325_000, (37.89155, -4.77275)), ["Cordova"]);
    writer.add(&town("Córdoba", "ARG", 1_454_000, (-31.4135, -64.18105)), [] as [&str; 0]);
    let river = NewPlace {
        name: "Dnipro".to_owned(),
        kind: Kind::River,
        countries: vec!["UKR".to_owned(), "BLR".to_owned(), "RUS".to_owned()],
        ..NewPlace::default()
    };
    writer.add(&river, ["Dnieper River"]);
    writer.finish()
}

#[test]
fn places_are_found_by_all_names_the_most_prominent_first() {
    let gazetteer = Gazetteer::from_bytes(three()).unwrap();
    let found = gazetteer.named("CORDOBA");
    assert_eq!(found.iter().map(|place| place.country().unwrap()).collect::<Vec<_>>(), ["ARG", "ESP"]);
    assert_eq!(found[1].point, Some((37.89155, -4.77275)));
    assert_eq!(gazetteer.named("Cordova")[0].name, "Córdoba");
    let river = gazetteer.named("dnieper river")[0];
    assert_eq!(
        (river.kind, river.country(), river.countries().count(), river.point),
        (Kind::River, None, 3, None)
    );
    assert!(gazetteer.named("Nowhere").is_empty() && gazetteer.named("").is_empty());
    assert_eq!(
        [gazetteer.longest_from("Dnieper"), gazetteer.longest_from("Cordova"), gazetteer.longest_from("x")],
        [2, 1, 0]
    );
}

#[test]
fn a_point_is_kept_and_far_from_another() {
    let gazetteer = Gazetteer::from_bytes(three()).unwrap();
    let point = gazetteer.named("Cordova")[0].point.unwrap();
    let far = kilometres(point, (-31.4135, -64.18105));
    assert!((far - 9_896.0).abs() < 60.0, "{far}");
    assert_eq!(kilometres(point, (37.89155, -4.77275)), 0.0);
}

#[test]
fn tables_are_told_by_their_headers_and_faults_by_their_lines() {
    let mut gatherer = Gatherer::new([("VU".to_owned(), "VUT".to_owned())], Vec::new());
    gatherer.table("aliases.csv", "alias,geonames\nExampleton,7\nNowhere,8\n");
    gatherer.table("towns.csv", "name,ascii,country,admin1,lat,lon,thousands,geonames\nÎle,Ile,VUT,Example,-15.5,167.25,3,7\nbroken\n");
    gatherer.table("features.csv", "name,also,kind,countries,lat,lon\nExample Sea,Sea of Examples|Exemplar,sea,VUT|FJI,,\nX,,volcano,VUT,1,1\n");
    gatherer.table(
        "points.csv",
        "lat,lon,name,admin1,admin2,cc\n-15.45,167.2,Ile,Example,,VU\n-17.7,168.3,Port Example,Shefa,,VU\n",
    );
    gatherer.table("odd.csv", "a,b\n1,2\n");
    let left = gatherer.close();
    assert_eq!(
        left.iter().map(|alias| (alias.at.1, alias.name.as_str())).collect::<Vec<_>>(),
        [(3, "Nowhere")]
    );
    let (bytes, faults) = gatherer.finish();
    let told: Vec<(&str, usize)> = faults.iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
    assert_eq!(told, [("towns.csv", 3), ("features.csv", 3), ("odd.csv", 1)]);
    let gazetteer = Gazetteer::from_bytes(bytes).unwrap();
    assert_eq!(gazetteer.len(), 3, "the island stands in two tables and is one");
    assert_eq!(gazetteer.named("Exampleton")[0].name, "Île");
    assert_eq!(gazetteer.named("exemplar")[0].countries().collect::<Vec<_>>(), ["VUT", "FJI"]);
}

proptest! {
    #[test]
    fn damaged_bytes_do_no_harm(at in 0usize..400, with: u8, cut in 0usize..500) {
        let mut bytes = three();
        let length = bytes.len();
        bytes[at.min(length - 1)] = with;
        bytes.truncate(cut.max(1));
        // The automaton checks itself only in part: looking up in a damaged one is left out.
        if let Ok(gazetteer) = Gazetteer::from_bytes(bytes) {
            prop_assert!(gazetteer.places().count() <= gazetteer.len());
        }
    }
}
