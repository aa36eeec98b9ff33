//! `cargo xtask objects` on describe results of three objects: as REST gives them, and (Product2) as `sf` prints them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod clone;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::clone::{clone_in, xtask_in};

const TABLE: &str = "src/seal/src/standard_objects.tsv";
const DESCRIBES: &str = "tests/data/describes";
const OBJECTS: [&str; 3] = ["Order", "OrderItem", "Product2"];

fn of_repository(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../..").join(path)
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}

/// A clone with this table, and a folder `describes` like the repository's.
fn clone_with(table: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let describes = OBJECTS.map(|object| {
        let name = format!("{object}.json");
        (format!("describes/{name}"), read(of_repository(DESCRIBES).join(name)))
    });
    let describes = describes.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    clone_in(folder.path(), &[(TABLE, table)].into_iter().chain(describes).collect::<Vec<_>>());
    folder
}

fn objects(clone: &Path, folder: &str, options: &[&str]) -> Output {
    xtask_in(clone).args(["objects", folder]).args(options).output().unwrap()
}

#[track_caller]
fn succeeds(ended: &Output) -> String {
    assert!(ended.status.success(), "{ended:?}");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

#[track_caller]
fn fails(ended: &Output, said: &[&str]) {
    let everything =
        format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(!ended.status.success(), "{everything}");
    for words in said {
        assert!(everything.contains(words), "no {words:?} in {everything}");
    }
}

#[test]
fn the_table_is_what_the_describes_say() {
    let said = succeeds(&objects(&of_repository("."), DESCRIBES, &["--check"]));
    assert_eq!(said.trim(), format!("{TABLE} is what Order, OrderItem, Product2 say"));
}

#[test]
fn from_nothing_the_same_rows_are_written() {
    let table = read(of_repository(TABLE));
    let of_others = |line: &&str| !OBJECTS.iter().any(|object| line.starts_with(&format!("{object}\t")));
    let others: String = table.lines().filter(of_others).map(|line| format!("{line}\n")).collect();
    assert!(table.len() > others.len() && others.contains("Opportunity\t"));
    let clone = clone_with(&others);
    succeeds(&objects(clone.path(), "describes", &[]));
    assert_eq!(read(clone.path().join(TABLE)), table);
}

#[test]
fn whatever_a_describe_says_otherwise_is_found() {
    let table = read(of_repository(TABLE));
    for (object, says, otherwise, changes) in [
        (
            "Order",
            r#""name":"PoNumber","type":"string""#,
            r#""name":"PoNumber","type":"double""#,
            &["- Order\tPoNumber\tstring", "+ Order\tPoNumber\tdouble"][..],
        ),
        (
            "OrderItem",
            r#""autoNumber":true"#,
            r#""autoNumber":false"#,
            &["- OrderItem\tOrderItemNumber\tautonumber", "+ OrderItem\tOrderItemNumber\tsystem"],
        ),
        (
            "Product2",
            r#""name":"StockKeepingUnit""#,
            r#""name":"Sku""#,
            &["- Product2\tStockKeepingUnit\tstring", "+ Product2\tSku\tstring"],
        ),
        // What is custom is none of the table's.
        (
            "Product2",
            r#""name":"StockKeepingUnit""#,
            r#""name":"Sku__c""#,
            &["- Product2\tStockKeepingUnit\tstring"],
        ),
    ] {
        let clone = clone_with(&table);
        let describe = clone.path().join(format!("describes/{object}.json"));
        let text = read(&describe);
        assert!(text.contains(says), "{object}: {says}");
        fs::write(&describe, text.replace(says, otherwise)).unwrap();

        let ended = objects(clone.path(), "describes", &["--check"]);
        fails(&ended, changes);
        fails(&ended, &[TABLE, "cargo xtask objects describes"]);
        let shown = String::from_utf8_lossy(&ended.stdout).lines().count();
        assert_eq!(shown, changes.len(), "{ended:?}");
        assert_eq!(read(clone.path().join(TABLE)), table, "a check changes nothing");

        succeeds(&objects(clone.path(), "describes", &[]));
        assert_ne!(read(clone.path().join(TABLE)), table);
        succeeds(&objects(clone.path(), "describes", &["--check"]));
        fs::write(&describe, text).unwrap();
        succeeds(&objects(clone.path(), "describes", &[]));
        assert_eq!(read(clone.path().join(TABLE)), table);
    }
}

#[test]
fn what_is_no_describe_of_a_known_object_is_refused() {
    let table = read(of_repository(TABLE));
    for (name, text, said) in [
        ("Widget.json", "{}", &["Widget.json", "OBJECTS in src/seal/src/standard_objects.rs"][..]),
        (
            "Quote.json",
            r#"{"name":"Lead","fields":[]}"#,
            &["Quote.json", "describes Lead; call the file Lead.json"],
        ),
        (
            "Quote.json",
            r#"{"status":1,"name":"NOT_FOUND"}"#,
            &["Quote.json", "an error in place of a describe"],
        ),
        ("Quote.json", "{", &["Quote.json", "not JSON"]),
        ("Quote.json", r#"{"name":"Quote","fields":[]}"#, &["Quote.json", "no standard field"]),
    ] {
        let clone = clone_with(&table);
        fs::write(clone.path().join("describes").join(name), text).unwrap();
        fails(&objects(clone.path(), "describes", &[]), said);
        assert_eq!(read(clone.path().join(TABLE)), table);
    }
    let clone = clone_with(&table);
    fails(&objects(clone.path(), "src", &[]), &["src holds no describe results", "Order.json"]);
    fails(&objects(clone.path(), "none", &[]), &["none cannot be read"]);
}
