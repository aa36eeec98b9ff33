//! Command lines that people are asked to run. Names in them come from files.

use std::borrow::Cow;
use std::path::Path;

use crate::console::plain;

/// One word of a command line: a POSIX shell takes it as it is written, and nothing in it as an instruction.
pub(crate) fn shell_quoted(word: &str) -> Cow<'_, str> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./,:=@%+".contains(&byte);
    // Some shells look up a command where a word begins with an equals sign.
    if !word.is_empty() && !word.starts_with('=') && word.bytes().all(is_safe) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

/// An option of ours that lists these names. `None` where no command line can name them: what does not show cannot be
/// pasted, and a comma parts two names.
pub(crate) fn option(option: &str, names: &[&str]) -> Option<String> {
    option_with(option, "", names)
}

/// As [`option`], with something before the names, as in `--restricted TIER=Email,Phone`.
pub(crate) fn option_with(option: &str, before: &str, names: &[&str]) -> Option<String> {
    // Space around a name is not part of it there.
    let can_be_named =
        |name: &str| can_be_pasted(name) && !name.contains(',') && !name.is_empty() && name.trim() == name;
    if !names.iter().all(|name| can_be_named(name)) {
        return None;
    }
    let value = format!("{before}{}", names.join(","));
    // A value that begins with a dash would be read as an option of its own.
    let space = if value.starts_with('-') { '=' } else { ' ' };
    Some(format!("{option}{space}{}", shell_quoted(&value)))
}

/// Whether the message shows all that the word holds, in one line.
fn can_be_pasted(word: &str) -> bool {
    plain(word) == word
}

/// A file, to be named on a command line. `None` where what can be shown is not its name.
pub(crate) fn shell_path(path: &Path) -> Option<String> {
    let path = path.to_str().filter(|path| can_be_pasted(path))?;
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    Some(shell_quoted(&path).into_owned())
}

/// A key of a TOML file.
pub(crate) fn toml_key(name: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_bare) {
        return Cow::Borrowed(name);
    }
    // What a message would not show as it is stands there as its code.
    let is_shown = can_be_pasted(name);
    let mut key = String::from("\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => key.extend(['\\', character]),
            ' '..='~' => key.push(character),
            _ if is_shown => key.push(character),
            _ => key += &format!("\\U{:08X}", u32::from(character)),
        }
    }
    Cow::Owned(key + "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_safe_word_stays_as_it_is() {
        for word in ["LastName", "Foo__c", "TIER=Email,Phone", "a/b.csv", "did:key:z6Mk"] {
            assert_eq!(shell_quoted(word), word);
        }
    }

    #[test]
    fn a_name_that_cannot_be_pasted_is_in_no_command() {
        for name in ["a,b", "", " ", " a", "a\u{1b}[2J", "a\nb", "a\u{202e}b", "a\u{200b}b", "a\tb"] {
            assert_eq!(option("--skip", &["LastName", name]), None, "{name:?}");
        }
        assert_eq!(option("--skip", &["-x"]).as_deref(), Some("--skip=-x"));
        assert_eq!(option("--skip", &["-$x"]).as_deref(), Some("--skip='-$x'"));
    }

    #[test]
    fn a_toml_key_is_read_as_the_name() {
        for name in [
            "Foo__c",
            "a b",
            "a\"b",
            "a'b",
            "a=b",
            "a]#",
            "",
            "\\",
            "-",
            "a.b",
            "Zoë",
            "\u{1b}",
            "\u{202e}ev",
            "\n a b",
            "\t",
            "\u{7f}",
            "e\u{301}\u{301}\u{301}\u{301}\u{301}",
            "😀\u{200b}",
        ] {
            let table: toml::Table = format!("{} = \"currency\"", toml_key(name)).parse().unwrap();
            assert_eq!(table.keys().collect::<Vec<_>>(), [name]);
            assert_eq!(plain(&toml_key(name)), toml_key(name), "a message shows it as it is");
        }
    }

    /// A real shell, so that what is quoted here is what is read there.
    #[cfg(unix)]
    #[test]
    fn a_shell_reads_the_word_and_runs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for word in [
            "$(touch x)",
            "`touch x`",
            "a; touch x",
            "a && touch x",
            "a|touch x",
            "a > x",
            "'",
            "''",
            "a'$(touch x)'b",
            "\"$(touch x)\"",
            "\\",
            "\\'; touch x; '",
            "",
            " ",
            "  a  b ",
            "-n",
            "--",
            "*",
            "?",
            "[a]",
            "~",
            "~root",
            "$HOME",
            "${IFS}",
            "!!",
            "#a",
            "a#b",
            "&",
            "a\nb",
            "{a,b}",
            "%s",
            "<(touch x)",
            "é李",
            "=ls",
        ] {
            let command = format!("printf %s {}", shell_quoted(word));
            let ended =
                std::process::Command::new("sh").arg("-c").arg(&command).current_dir(&folder).output();
            assert_eq!(String::from_utf8(ended.unwrap().stdout).unwrap(), *word, "{command}");
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }
}
