//! What a scan looks at: files that were named, and those below folders that were named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use touchmark_rows::RowsError;

/// Folders that hold nothing of the project's own.
const PASSED: [&str; 5] = [".git", ".hg", ".sf", ".sfdx", "node_modules"];

/// What records are kept in, by the end of a file's name.
const TABLES: [&str; 3] = ["csv", "tsv", "tab"];
const JSON: [&str; 3] = ["json", "jsonl", "ndjson"];
const TEXTS: [&str; 3] = ["log", "out", "trace"];

/// How a file is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Its records, in whatever format its content says.
    Records,
    /// Its lines, of which each is text.
    Lines,
}

/// A file to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is; `-` for the standard input.
    pub path: PathBuf,
    /// Its name in reports: relative to where the scan began, with `/` between its parts.
    pub name: Arc<str>,
    /// How long it is, where that is known.
    pub length: Option<u64>,
    /// How it is looked at.
    pub look: Look,
    /// Whether somebody named it. One that was only found may hold no records.
    pub is_named: bool,
}

/// The files to be looked at, and what was passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// In the order of the paths, and below each in that of their names.
    pub files: Vec<Input>,
    /// Files whose names say that they hold no records.
    pub passed: u64,
    /// What could not be opened, and links, which are not followed: by the name of the file.
    pub problems: Vec<(Arc<str>, String)>,
}

impl Inputs {
    /// Finds the files. `is_left_out` says which are to be passed over, by their names.
    pub fn find(paths: &[PathBuf], is_left_out: &dyn Fn(&str) -> bool) -> Self {
        let mut inputs = Self::default();
        for path in paths {
            if path == Path::new("-") {
                let name = Arc::from("standard input");
                let (path, length) = (path.clone(), None);
                inputs.files.push(Input { path, name, length, look: Look::Records, is_named: true });
                continue;
            }
            match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => inputs.find_below(path, is_left_out),
                Ok(metadata) => inputs.add(path, Some(metadata.len()).filter(|_| metadata.is_file()), true),
                Err(error) => inputs.refuse(path, &error),
            }
        }
        inputs
    }

    fn refuse(&mut self, path: &Path, error: &io::Error) {
        self.problems.push((name_of(path), RowsError::io(path, "read", error).to_string()));
    }

    fn add(&mut self, path: &Path, length: Option<u64>, is_named: bool) {
        let look = match kind_of(path) {
            Kind::Text => Look::Lines,
            Kind::Records => Look::Records,
            Kind::Other if is_named => Look::Records,
            Kind::Other => {
                self.passed += 1;
                return;
            }
        };
        self.files.push(Input { path: path.to_owned(), name: name_of(path), length, look, is_named });
    }

    /// The files below a folder. Links are not followed there: what is below a folder may be anybody's.
    fn find_below(&mut self, folder: &Path, is_left_out: &dyn Fn(&str) -> bool) {
        let mut entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(folder, &error),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if is_left_out(&name_of(&path)) {
                continue;
            }
            let metadata = match entry.metadata() {
                Ok(metadata) => metadata,
                Err(error) => {
                    self.refuse(&path, &error);
                    continue;
                }
            };
            let is_passed = PASSED.iter().any(|passed| entry.file_name() == *passed);
            if metadata.is_dir() {
                if !is_passed {
                    self.find_below(&path, is_left_out);
                }
            } else if metadata.is_file() {
                self.add(&path, Some(metadata.len()), false);
            } else if kind_of(&path) != Kind::Other || metadata.is_symlink() && !is_passed {
                let what = if metadata.is_symlink() { "a link" } else { "a pipe or a device" };
                let problem = format!(
                    "{} is {what}, which is not followed below a folder; name it, or leave it out with --exclude",
                    path.display()
                );
                self.problems.push((name_of(&path), problem));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Records,
    Text,
    Other,
}

fn kind_of(path: &Path) -> Kind {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let bare = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let Some((_, end)) = bare.rsplit_once('.') else { return Kind::Other };
    if TABLES.contains(&end) || JSON.contains(&end) {
        Kind::Records
    } else if TEXTS.contains(&end) {
        Kind::Text
    } else {
        Kind::Other
    }
}

/// The name of a file in reports.
fn name_of(path: &Path) -> Arc<str> {
    let parts = path.components().filter(|part| !matches!(part, std::path::Component::CurDir));
    let name: PathBuf = parts.collect();
    let name = name.display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { name.into() } else { name.replace('\\', "/").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_folder_is_found_in_order_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for file in ["b/z.csv.gz", "b/a.JSON", "a.jsonl", "x.log", "readme.md", ".git/c.csv", "left/d.csv"] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("b/loop")).unwrap();
        let inputs = Inputs::find(&[root.to_owned()], &|name| name.ends_with("/left"));
        let names: Vec<_> = inputs.files.iter().map(|file| file.path.strip_prefix(root).unwrap()).collect();
        assert_eq!(names, ["a.jsonl", "b/a.JSON", "b/z.csv.gz", "x.log"].map(Path::new));
        assert_eq!(inputs.files.last().unwrap().look, Look::Lines);
        assert_eq!(inputs.passed, 1);
        #[cfg(unix)]
        assert!(inputs.problems[0].1.contains("b/loop is a link"), "{:?}", inputs.problems);
    }

    #[test]
    fn what_was_named_is_looked_at_whatever_its_name_and_what_is_not_there_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("export");
        fs::write(&named, "").unwrap();
        let none = folder.path().join("none.csv");
        let inputs = Inputs::find(&[named, none, "-".into()], &|_| false);
        assert_eq!(inputs.files.len(), 2);
        assert!(inputs.files.iter().all(|file| file.is_named));
        let [(name, problem)] = inputs.problems.as_slice() else { panic!("{:?}", inputs.problems) };
        assert!(name.ends_with("none.csv") && problem.contains("no such file"), "{problem}");
    }
}
