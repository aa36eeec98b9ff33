use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use sha2::{Digest as _, Sha256};
use touchmark_scan::report::write_html;

use crate::scene::{Full, HOSTILE, assert_visible, content, hostile, plain, wide, written};

/// The page as a tree: it is well-formed XML after its first line.
fn tree(page: &str) -> Document<'_> {
    Document::parse(page.strip_prefix("<!doctype html>\n").unwrap()).unwrap()
}

fn all<'a>(page: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
    page.descendants().filter(|node| node.tag_name().name() == name).collect()
}

#[test]
fn hostile_names_are_text() {
    let (summary, _) = hostile();
    let page = written(write_html, &content(&summary));
    assert_visible(&page);
    let page = tree(&page);
    for name in ["script", "img", "iframe", "object", "form", "link"] {
        assert_eq!(all(&page, name).len(), 0, "{name}");
    }
    let is_handler = |name: &str| name.starts_with("on") || name == "style" || name == "src";
    let attributes: BTreeSet<_> =
        page.descendants().flat_map(|node| node.attributes()).map(|one| one.name()).collect();
    assert!(!attributes.iter().any(|name| is_handler(name)), "{attributes:?}");
    let headings: Vec<_> =
        all(&page, "h3").iter().filter_map(|node| node.text()).map(str::to_owned).collect();
    assert!(headings.iter().any(|text| text == HOSTILE[0]), "{headings:?}");
}

#[test]
fn nothing_but_its_own_style_is_allowed() {
    let (summary, _) = plain();
    let text = written(write_html, &content(&summary));
    let page = tree(&text);
    let style = all(&page, "style")[0].text().unwrap();
    let digest = touchmark::encoding::base64(&Sha256::digest(style));
    let policy = page.descendants().find(|node| node.attribute("http-equiv").is_some()).unwrap();
    let expected =
        format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'");
    assert_eq!(policy.attribute("content"), Some(expected.as_str()));
    let addresses = page.descendants().flat_map(|node| node.attributes()).filter(|one| one.name() == "href");
    assert!(addresses.map(|one| one.value().to_owned()).all(|address| address.starts_with('#')));
}

#[test]
fn headings_and_tables_say_what_they_are() {
    for summary in [hostile().0, plain().0] {
        let text = written(write_html, &content(&summary));
        let page = tree(&text);
        for table in all(&page, "table") {
            assert!(table.first_element_child().is_some_and(|first| first.tag_name().name() == "caption"));
        }
        assert!(all(&page, "th").iter().all(|cell| cell.attribute("scope").is_some()));
        let ids: Vec<_> = page.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each id once");
        for node in page.descendants() {
            for target in [node.attribute("aria-labelledby"), node.attribute("href").map(|link| &link[1..])] {
                assert!(target.is_none_or(|target| ids.contains(&target)), "{target:?}");
            }
            if let Some(fill) = node.attribute("fill") {
                assert!(ids.contains(&fill.trim_start_matches("url(#").trim_end_matches(')')), "{fill}");
            }
        }
        let ranks = page.descendants().filter_map(|node| match node.tag_name().name() {
            "h1" => Some(1),
            "h2" => Some(2),
            "h3" => Some(3),
            _ => None,
        });
        let mut before = 0;
        for rank in ranks {
            assert!(rank <= before + 1);
            before = rank;
        }
    }
}

#[test]
fn bars_fill_their_width() {
    let (summary, _) = hostile();
    let text = written(write_html, &content(&summary));
    let page = tree(&text);
    let mut bars = 0;
    for bar in page.descendants().filter(|node| node.attribute("class") == Some("bar")) {
        let part = |node: Node<'_, '_>, name| -> f64 {
            node.attribute(name).unwrap().trim_end_matches('%').parse().unwrap()
        };
        let mut at = 0.0;
        for piece in bar.children() {
            assert!((part(piece, "x") - at).abs() < 0.01);
            at = part(piece, "x") + part(piece, "width");
        }
        assert!((99.9..=100.0).contains(&at), "{at}");
        bars += 1;
    }
    assert_eq!(bars, summary.files.len());
}

#[test]
fn it_stays_one_page_however_much_was_found() {
    let summary = wide(30_000);
    let mut page = Vec::new();
    write_html(&content(&summary), &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.len() < 100_000, "{}", page.len());
    assert!(page.contains("And 29,980 more."), "{page}");
}

#[test]
fn a_full_disk_is_said() {
    let (summary, _) = plain();
    assert!(write_html(&content(&summary), &mut Full).is_err());
}
