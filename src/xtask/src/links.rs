//! Links of pages that leave the repository in an archive: what is packed stays a path, everything else becomes an address.

use crate::zip::Packed;

/// Where a page of an archive is in the repository: its folder, empty at the top.
pub(crate) type Origin = fn(&str) -> Option<&'static str>;

/// Leads the links of pages to what is packed beside them, else to where it is in the repository at this version.
///
/// `top` is the archive's own folder, and `origin` says of a path below it which folder of the repository the page is of.
pub(crate) fn lead_home(files: &mut [Packed], top: &str, origin: Origin, home: &str) {
    let packed: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    for file in files.iter_mut().filter(|file| file.path.ends_with(".md")) {
        let Some(folder) = file.path.strip_prefix(top).and_then(|path| origin(path.trim_start_matches('/')))
        else {
            continue;
        };
        let beside = file.path.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
        let is_there = |path: &str| {
            resolved(&beside, path).is_some_and(|path| {
                packed.iter().any(|one| *one == path || one.starts_with(&format!("{path}/")))
            })
        };
        let address = |path: &str| Some(format!("{home}/{}", resolved(folder, path)?));
        let text = String::from_utf8_lossy(&file.bytes);
        file.bytes = led(&text, &is_there, &address).into_bytes();
    }
}

/// A text whose relative links lead to what is there, else to an address.
fn led(text: &str, is_there: &dyn Fn(&str) -> bool, address: &dyn Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split("](");
    let mut led = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        led.push_str("](");
        let (target, rest) = part.split_at(part.find(')').unwrap_or(0));
        let (path, anchor) = target.split_at(target.find('#').unwrap_or(target.len()));
        let is_relative = !path.is_empty() && !path.contains(':') && !path.starts_with('/');
        match address(path).filter(|_| is_relative && !is_there(path)) {
            Some(address) => led.push_str(&(address + anchor)),
            None => led.push_str(target),
        }
        led.push_str(rest);
    }
    led
}

/// A path from a folder; none where it leaves the top.
fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/').filter(|name| !name.is_empty() && *name != ".") {
        if name == ".." {
            names.pop()?;
        } else {
            names.push(name);
        }
    }
    Some(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_what_is_packed_or_to_the_repository() {
        let page = |path: &str, text: &str| Packed {
            path: path.into(),
            bytes: text.as_bytes().to_vec(),
            is_program: false,
        };
        let rows = [
            ("[a](docs/b.md#c)", "[a](docs/b.md#c)"),
            ("[a](docs)", "[a](docs)"),
            (
                "[a](../docs/cli.md#seal) and [b](bin/run.sh)",
                "[a](H/docs/cli.md#seal) and [b](H/wrapper/bin/run.sh)",
            ),
            ("![a](docs/nowhere.png)", "![a](H/wrapper/docs/nowhere.png)"),
            (
                "[a](#b) [c](https://d.example) [e](mailto:f) [g](/h)",
                "[a](#b) [c](https://d.example) [e](mailto:f) [g](/h)",
            ),
            ("[a](../../out.md) [open](", "[a](../../out.md) [open]("),
        ];
        for (text, expected) in rows {
            let mut files = [page("top/README.md", text), page("top/docs/b.md", ""), page("top/a.txt", text)];
            lead_home(&mut files, "top", |path| (path == "README.md").then_some("wrapper"), "H");
            assert_eq!(String::from_utf8_lossy(&files[0].bytes), expected);
            assert_eq!(String::from_utf8_lossy(&files[2].bytes), text);
        }
    }
}
