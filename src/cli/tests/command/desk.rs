use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) const TENANT: &str = "00DQx000000aBcDMAU";
pub(crate) const OPEN: &str = "AccountId,Salutation,FirstName,LastName,Title,MailingCity,HasOptedOutOfEmail,Synthetic_Data__c,Provenance_Source__c,Generation_Method__c,Generated_At__c";
pub(crate) const PERSONAL: &str = "Personal=Email,Phone,Birthdate";

/// Rules for small files: `Kind__c` says what a row is.
pub(crate) const RULES: &str = r#"
[[rule]]
name = "made"
when = { Kind__c = "made" }
[rule.claims]
isSynthetic = true
generationMethod = "machine-generated-mlops-synthetic"
provenanceSource = "urn:example:test"
"#;

/// A folder to work in, with a key and a trust bundle when asked for.
pub(crate) struct Desk {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With `key.pem`, `trust.json` and `rules.toml`.
    pub(crate) fn with_key() -> Self {
        let desk = Self::new();
        desk.run(&["keygen", "--out", "key.pem", "--trust", "trust.json", "--name", "Example Bank plc"])
            .succeeds();
        desk.write("rules.toml", RULES);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Names of everything in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.command().args(args).stdin(Stdio::null()).output().unwrap().into()
    }

    pub(crate) fn run_with_stdin(&self, args: &[&str], input: &str) -> Ended {
        use std::io::Write as _;
        let mut command = self.command();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let ended = child.wait_with_output().unwrap().into();
        let _ = writer.join().unwrap();
        ended
    }

    /// Seals a file of contacts; the options say which fields.
    pub(crate) fn seal(&self, input: &str, output: &str, options: &[&str]) -> Ended {
        self.run(&self.seal_args(input, output, options))
    }

    pub(crate) fn seal_args<'a>(&self, input: &'a str, output: &'a str, options: &[&'a str]) -> Vec<&'a str> {
        let mut args = vec!["seal", input, "--out", output, "--key", "key.pem", "--object", "Contact"];
        args.extend(["--tenant", TENANT, "--environment", "sandbox", "--rules", "rules.toml"]);
        args.extend(options);
        args
    }

    pub(crate) fn verify(&self, input: &str, options: &[&str]) -> Ended {
        self.run(&self.verify_args(input, options))
    }

    pub(crate) fn verify_args<'a>(&self, input: &'a str, options: &[&'a str]) -> Vec<&'a str> {
        let mut args =
            vec!["verify", input, "--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
        args.extend(options);
        args
    }

    /// Every verdict of a file.
    pub(crate) fn verdicts(&self, input: &str) -> Vec<serde_json::Value> {
        let ended = self.verify(input, &["--object", "Contact", "--format", "json"]);
        serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"))
    }
}

impl Ended {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// Told people this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "no {words:?} in {}", self.stderr);
        self
    }

    /// Ends with this code, and the message holds all of these.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, said: &[&str]) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        for words in said {
            assert!(self.stderr.contains(words), "no {words:?} in {}", self.stderr);
        }
        self
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A file of the repository.
pub(crate) fn of_repository(path: &str) -> PathBuf {
    PathBuf::from(of_cargo("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The command that is tested.
pub(crate) fn program() -> PathBuf {
    of_cargo("CARGO_BIN_EXE_touchmark").into()
}

/// What Cargo says when the tests run: when they were compiled, the clone may have been elsewhere.
fn of_cargo(name: &str) -> std::ffi::OsString {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run this by `cargo test`"))
}

/// A sample file, as text.
pub(crate) fn sample(name: &str) -> String {
    fs::read_to_string(of_repository("tests/data/samples").join(name)).unwrap()
}

/// The text with every seal and companion pack, which differ from run to run, replaced by `§`.
pub(crate) fn without_packs(text: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    loop {
        let starts = [("\"{\"\"salts\"\":", "\"\""), ("\"{\\\"salts\\\":", "\\\"")];
        let found = starts.iter().filter_map(|(start, quote)| Some((rest.find(start)?, *quote))).min();
        let Some((at, quote)) = found else { return out + rest };
        out.push_str(&rest[..at]);
        out.push('§');
        let mut end = at + 1;
        while !rest[end..].starts_with('"') || rest[end..].starts_with(quote) {
            end += if rest[end..].starts_with(quote) { quote.len() } else { 1 };
            while !rest.is_char_boundary(end) {
                end += 1;
            }
        }
        rest = &rest[end + 1..];
    }
}
