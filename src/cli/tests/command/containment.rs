//! What somebody else put into a folder leads nowhere: no link is followed, no pipe is waited for, nothing outside
//! changes. Tried for every file that a command finds or makes below a folder, and for every result.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::desk::{Desk, Ended, TENANT, program};

const NAME: &str = "bank.example/crm-seals";
const LIST: &str = "https://bank.example/status/3";
const PRECIOUS: &str = "outside/precious.txt";

/// What may stand in the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trap {
    LinkToFile,
    LinkToNothing,
    LinkToFolder,
    Pipe,
    Socket,
    Folder,
    /// Made only where the system lets us.
    Device,
}

const TRAPS: [Trap; 7] = [
    Trap::LinkToFile,
    Trap::LinkToNothing,
    Trap::LinkToFolder,
    Trap::Pipe,
    Trap::Socket,
    Trap::Folder,
    Trap::Device,
];

impl Trap {
    /// Sets it in the place of whatever is there. False where the system does not let anybody.
    fn set(self, desk: &Desk, name: &str) -> bool {
        let path = desk.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match path.symlink_metadata() {
            Ok(known) if known.is_dir() => fs::remove_dir_all(&path).unwrap(),
            Ok(_) => fs::remove_file(&path).unwrap(),
            Err(_) => {}
        }
        match self {
            Self::LinkToFile => symlink(desk.path(PRECIOUS), path).unwrap(),
            Self::LinkToNothing => symlink(desk.path("outside/made-by-link"), path).unwrap(),
            Self::LinkToFolder => symlink(desk.path("outside/folder"), path).unwrap(),
            Self::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Self::Socket => drop(UnixListener::bind(path).unwrap()),
            Self::Folder => fs::create_dir(path).unwrap(),
            Self::Device => {
                let made =
                    Command::new("mknod").arg(&path).args(["c", "1", "3"]).stderr(Stdio::null()).status();
                return made.is_ok_and(|made| made.success());
            }
        }
        true
    }
}

/// Everything outside: names and content.
fn outside(desk: &Desk) -> BTreeMap<String, Option<Vec<u8>>> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, Option<Vec<u8>>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let content = path.is_file().then(|| fs::read(&path).unwrap());
            found.insert(path.display().to_string(), content);
            if path.is_dir() {
                walk(&path, found);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&desk.path("outside"), &mut found);
    found
}

/// Runs a command that must come to its end by itself; one that waits for a pipe never would.
fn run(desk: &Desk, args: &[&str]) -> Ended {
    let mut command = desk.command();
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let id = child.id();
    let (done, is_done) = mpsc::channel();
    let guard = std::thread::spawn(move || {
        // Long enough for any machine; only a command that hangs is ended.
        let hangs = is_done.recv_timeout(Duration::from_secs(120)).is_err();
        if hangs {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        }
        hangs
    });
    let output = child.wait_with_output().unwrap();
    let _ = done.send(());
    assert!(!guard.join().unwrap(), "touchmark {} waited for ever", args.join(" "));
    output.into()
}

/// With everything that any command below asks for.
fn desk() -> Desk {
    let desk = Desk::with_key();
    fs::create_dir_all(desk.path("outside/folder")).unwrap();
    desk.write(PRECIOUS, "precious");
    for (role, out, more) in [
        ("log", "log.pem", &["--log", "log", "--name", NAME][..]),
        ("witness", "witness.pem", &["--name", "witness.example/w1"]),
        ("approver", "approver.pem", &["--name", "Audit"]),
        ("registry", "registry.pem", &["--name", "bank.example/registry"]),
    ] {
        let args = ["keygen", "--role", role, "--out", out, "--trust", "trust.json"];
        desk.run(&[&args[..], more].concat()).succeeds();
    }
    desk.run(&["trust", "keygen", "--out", "publisher.pem"]).succeeds();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n003Qx0000080nGcIAI,CFO,made\n");
    desk.seal("in.csv", "sealed.csv", &FIELDS).succeeds();
    desk.run(&seal_in_log("logged.csv")).succeeds();
    desk
}

const FIELDS: [&str; 4] = ["--open-fields", "Title", "--skip", "Kind__c"];

fn seal_in_log(out: &str) -> Vec<&str> {
    let mut args =
        vec!["seal", "in.csv", "--out", out, "--envelope", "tlog", "--log", "log", "--key", "log.pem"];
    args.extend(["--object", "Contact", "--rules", "rules.toml", "--tenant", TENANT]);
    args.extend(["--environment", "sandbox"]);
    args.extend(FIELDS);
    args
}

const COSIGN: [&str; 9] =
    ["log", "cosign", "log", "--key", "witness.pem", "--seen", "seen.txt", "--trust", "trust.json"];
const PROVE: [&str; 8] = ["log", "prove", "log", "logged.csv", "--out", "result", "--trust", "trust.json"];

/// Tries every trap in one place; a desk is copied for each, as a command may change it.
fn tries(place: &str, args: &[&str], codes: &[i32]) {
    let original = desk();
    for trap in TRAPS {
        let desk = Desk::new();
        let from = original.path(".");
        assert!(Command::new("cp").arg("-a").arg(&from).arg(desk.path("")).status().unwrap().success());
        if !trap.set(&desk, place) {
            continue;
        }
        let before = outside(&desk);
        let ended = run(&desk, args);
        let what = format!("{trap:?} at {place}, {args:?}: {ended:#?}");
        assert_eq!(outside(&desk), before, "{what}");
        assert!(codes.contains(&ended.code), "{what}");
        let file = place.rsplit('/').next().unwrap();
        assert!(ended.stderr.contains(file), "no place: {what}");
        let remedies =
            ["move it away", "name a file", "name that file itself", "name another file", "--force"];
        assert!(remedies.iter().any(|remedy| ended.stderr.contains(remedy)), "no remedy: {what}");
        // What stands there stays as well.
        assert!(!desk.path(place).symlink_metadata().unwrap().is_file(), "{what}");
    }
}

#[test]
fn a_log_that_somebody_hands_over_is_no_trap_for_a_witness() {
    for place in
        ["log/lock", "log/checkpoint", "log/tile/0/000.p/2", "log/tile/0/000.p", "log/tile/0", "log/tile"]
    {
        // A folder where there is one anyway is no trap.
        let is_folder = desk().path(place).is_dir();
        if !is_folder {
            tries(place, &COSIGN, &[3]);
            tries(place, &PROVE, &[3]);
            tries(place, &seal_in_log("result"), &[3]);
            continue;
        }
        for args in [&COSIGN[..], &PROVE, &seal_in_log("result")] {
            let desk = desk();
            fs::rename(desk.path(place), desk.path("outside/taken")).unwrap();
            symlink(desk.path("outside/taken"), desk.path(place)).unwrap();
            let before = outside(&desk);
            run(&desk, args)
                .fails(3, &[place.rsplit('/').next().unwrap(), "is no folder but a link", "move it away"]);
            assert_eq!(outside(&desk), before, "{place}");
        }
    }
}

/// Where the next tile would go, and what the witness keeps.
#[test]
fn what_a_log_grows_by_is_written_through_nothing() {
    tries("log/tile/0/000.p/4", &seal_in_log("result"), &[3]);
    tries("log/tile/0/000.p/4", &seal_in_log("-"), &[3]);
    tries("seen.txt", &COSIGN, &[3]);
}

#[test]
fn a_lock_that_somebody_keeps_elsewhere_is_not_emptied() {
    let desk = desk();
    fs::remove_file(desk.path("log/lock")).unwrap();
    fs::hard_link(desk.path(PRECIOUS), desk.path("log/lock")).unwrap();
    run(&desk, &COSIGN).succeeds();
    assert_eq!(desk.read(PRECIOUS), "precious");
}

#[test]
fn a_checkpoint_without_end_is_not_read_to_its_end() {
    let desk = desk();
    fs::File::options().write(true).open(desk.path("log/checkpoint")).unwrap().set_len(1 << 40).unwrap();
    run(&desk, &COSIGN).fails(3, &["checkpoint", "is longer than"]);
}

/// Each command that writes a file, and the options that make it replace one.
fn results() -> Vec<(&'static str, Vec<&'static str>)> {
    let expected = ["--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
    let seal = ["seal", "in.csv", "--out", "result", "--key", "key.pem", "--object", "Contact"];
    let seal =
        [&seal[..], &["--tenant", TENANT, "--environment", "sandbox", "--rules", "rules.toml"], &FIELDS];
    let approve = ["approve", "sealed.csv", "--out", "result", "--key", "approver.pem"];
    let registry = ["registry", "sealed.csv", "--out", "result", "--key", "registry.pem"];
    let keygen = ["keygen", "--name", "Example"];
    vec![
        ("seal", seal.concat()),
        ("seal in a log", seal_in_log("result")),
        ("approve", [&approve[..], &expected].concat()),
        ("log prove", PROVE.to_vec()),
        ("registry", [&registry[..], &expected].concat()),
        ("keygen --out", [&keygen[..], &["--out", "result", "--trust", "new.json"]].concat()),
        ("keygen --trust", [&keygen[..], &["--out", "new.pem", "--trust", "result"]].concat()),
        ("trust keygen", vec!["trust", "keygen", "--out", "result"]),
        ("trust sign", vec!["trust", "sign", "trust.json", "--key", "publisher.pem", "--out", "result"]),
    ]
}

#[test]
fn a_result_is_written_through_nothing() {
    for (_, args) in results() {
        tries("result", &args, &[2, 3]);
    }
    let publish =
        ["trust", "status", "trust.json", "--key", "key.pem", "--list", LIST, "--publish", "result"];
    tries("result", &publish, &[2, 3]);
}

/// A link that leads to a good bundle is read through where it is only read; where it is brought up to date, the file
/// itself has to be named.
#[test]
fn a_bundle_is_brought_up_to_date_by_its_own_name() {
    for args in [
        &["trust", "status", "link.json", "--key", "key.pem", "--list", LIST][..],
        &["keygen", "--role", "witness", "--out", "w.pem", "--trust", "link.json", "--name", "w.example/2"],
    ] {
        let desk = desk();
        fs::copy(desk.path("trust.json"), desk.path("outside/trust.json")).unwrap();
        symlink("outside/trust.json", desk.path("link.json")).unwrap();
        let before = outside(&desk);
        run(&desk, args).fails(2, &["link.json is a link to outside/trust.json", "name that file itself"]);
        assert_eq!(outside(&desk), before);
        assert!(!desk.has("w.pem"));
    }
}

/// What was asked for in so many words takes the place of a link or a pipe, and nothing beyond it.
#[test]
fn force_replaces_what_stands_there_and_nothing_behind_it() {
    let original = desk();
    for (name, args) in results() {
        for trap in TRAPS {
            let desk = Desk::new();
            let copied = Command::new("cp").arg("-a").arg(original.path(".")).arg(desk.path("")).status();
            assert!(copied.unwrap().success());
            if !trap.set(&desk, "result") {
                continue;
            }
            let before = outside(&desk);
            let ended = run(&desk, &[&args[..], &["--force"]].concat());
            assert_eq!(outside(&desk), before, "{name}: {trap:?}");
            let is_kept = matches!(trap, Trap::Folder | Trap::Device);
            assert_eq!(ended.code == 0, !is_kept, "{name}: {trap:?}: {ended:#?}");
            assert_eq!(
                desk.path("result").symlink_metadata().unwrap().is_file(),
                !is_kept,
                "{name}: {trap:?}"
            );
        }
    }
}

#[test]
fn the_source_of_an_org_goes_through_no_link() {
    let args = ["salesforce", "fields", "--objects", "Contact", "--out", "app"];
    for place in [
        "app/permissionsets/Touchmark_Viewer.permissionset-meta.xml",
        "app/objects/Contact/fields/Provenance_Seal__c.field-meta.xml",
        "app/objects/Contact/Contact.object-meta.xml",
        "app/triggers/TouchmarkContactSeal.trigger",
    ] {
        tries(place, &args, &[3]);
        tries(place, &[&args[..], &["--force"]].concat(), &[3]);
    }
    for place in ["app/objects", "app/objects/Contact", "app/objects/Contact/fields", "app/classes"] {
        for more in [&[][..], &["--force"]] {
            let desk = desk();
            fs::create_dir_all(desk.path(place).parent().unwrap()).unwrap();
            symlink(desk.path("outside/folder"), desk.path(place)).unwrap();
            let before = outside(&desk);
            run(&desk, &[&args[..], more].concat())
                .fails(3, &[place, "is no folder but a link", "move it away"]);
            assert_eq!(outside(&desk), before, "{place}");
        }
    }
}

#[test]
fn what_people_name_to_be_read_may_be_a_link_or_a_pipe() {
    let desk = desk();
    for name in ["key.pem", "trust.json", "rules.toml", "in.csv"] {
        fs::create_dir_all(desk.path("real")).unwrap();
        fs::rename(desk.path(name), desk.path("real").join(name)).unwrap();
        symlink(Path::new("real").join(name), desk.path(name)).unwrap();
    }
    desk.seal("in.csv", "out.csv", &FIELDS).succeeds();
    desk.verify("out.csv", &[]).succeeds();
    // As a shell writes `<(cat rules.toml)`, and as `mkfifo` makes them.
    let binary = program();
    let binary = binary.display();
    let seal = "--object Contact --tenant 00DQx000000aBcDMAU --environment sandbox --open-fields Title --skip Kind__c";
    let script = format!(
        "mkfifo records rules && (cat in.csv > records & cat rules.toml > rules & \
         exec 5<key.pem; '{binary}' seal records --out piped.csv --rules rules --key /dev/fd/5 {seal}) && \
         '{binary}' seal - --out /dev/stdout --rules rules.toml --key key.pem {seal} < in.csv > streamed.csv && \
         '{binary}' seal in.csv --out /dev/null --rules rules.toml --key key.pem {seal}"
    );
    let ended = Command::new("sh").args(["-c", &script]).current_dir(desk.path("")).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    for file in ["piped.csv", "streamed.csv"] {
        desk.verify(file, &[]).succeeds();
    }
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn no_result_takes_the_place_of_another_or_of_what_was_read() {
    let desk = desk();
    fs::create_dir(desk.path("sub")).unwrap();
    symlink("key.pem", desk.path("key-link.pem")).unwrap();
    fs::hard_link(desk.path("trust.json"), desk.path("trust-too.json")).unwrap();
    let absolute = desk.path("k.pem");
    let absolute = absolute.to_str().unwrap();
    let keygen = ["keygen", "--name", "Example", "--force"];
    let seal: Vec<&str> = results()
        .into_iter()
        .find(|(name, _)| *name == "seal")
        .unwrap()
        .1
        .into_iter()
        .filter(|arg| *arg != "result")
        .collect();
    let without = |args: &[&'static str], name: &str| {
        args.iter().copied().filter(|arg| *arg != name).collect::<Vec<_>>()
    };
    let seal = without(&seal, "--out");
    let in_log = without(&without(&seal_in_log("result"), "result"), "--out");
    let expected = ["--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
    let approve = [&["approve", "sealed.csv", "--key", "approver.pem", "--force"][..], &expected].concat();
    let registry = [&["registry", "sealed.csv", "--key", "registry.pem", "--force"][..], &expected].concat();
    let status = ["trust", "status", "trust.json", "--key", "key.pem", "--list", LIST];
    let sign = ["trust", "sign", "trust.json", "--key", "publisher.pem", "--force"];
    let cosign = ["log", "cosign", "log", "--key", "witness.pem", "--trust", "trust.json"];
    let prove = ["log", "prove", "log", "logged.csv", "--trust", "trust.json", "--force"];
    let cases: Vec<(&[&str], Vec<&str>)> = vec![
        (&keygen, vec!["--out", "k.pem", "--trust", "k.pem"]),
        (&keygen, vec!["--out", "k.pem", "--trust", "./k.pem"]),
        (&keygen, vec!["--out", "k.pem", "--trust", "sub/../k.pem"]),
        (&keygen, vec!["--out", absolute, "--trust", "k.pem"]),
        (&keygen, vec!["--out", "trust.json", "--trust", "trust-too.json"]),
        (&keygen, vec!["--out", "key-link.pem", "--trust", "key.pem"]),
        (&keygen, vec!["--role", "log", "--out", "sub/x", "--trust", "trust.json", "--log", "./sub/x"]),
        (&seal, vec!["--out", "./key.pem", "--force"]),
        (&seal, vec!["--out", "key-link.pem", "--force"]),
        (&seal, vec!["--out", "rules.toml"]),
        (&seal, vec!["--types", "types.toml", "--out", "types.toml"]),
        (&in_log, vec!["--out", "log/checkpoint"]),
        (&in_log, vec!["--out", "sub/../log/lock"]),
        (&in_log, vec!["--out", "log/sealed.csv"]),
        (&approve, vec!["--out", "approver.pem"]),
        (&approve, vec!["--out", "sub/../trust.json"]),
        (&registry, vec!["--out", "sealed.csv"]),
        (&registry, vec!["--out", "./registry.pem"]),
        (&registry, vec!["--out", "trust-too.json"]),
        (&sign, vec!["--out", "trust.json"]),
        (&sign, vec!["--out", "./publisher.pem"]),
        (&status, vec!["--publish", "./trust.json"]),
        (&status, vec!["--publish", "key.pem"]),
        (&status, vec!["--sealed", "sealed.csv", "--publish", "sealed.csv"]),
        (&cosign, vec!["--seen", "./witness.pem"]),
        (&cosign, vec!["--seen", "log/checkpoint"]),
        (&cosign, vec!["--seen", "trust.json"]),
        (&prove, vec!["--out", "log/checkpoint"]),
        (&prove, vec!["--out", "trust.json"]),
    ];
    let all = || {
        let mut files = BTreeMap::new();
        for name in desk.names() {
            let path = desk.path(&name);
            files.insert(name, path.is_file().then(|| fs::read(path).unwrap()));
        }
        files.insert("log/checkpoint".into(), Some(fs::read(desk.path("log/checkpoint")).unwrap()));
        files
    };
    desk.write("types.toml", "Foo__c = \"currency\"\n");
    let before = all();
    for (command, more) in cases {
        let ended = run(&desk, &[command, &more].concat());
        assert_eq!(ended.code, 2, "{command:?} {more:?}: {ended:#?}");
        let says = ["a file of its own", "name another place"];
        assert!(says.iter().any(|words| ended.stderr.contains(words)), "{command:?} {more:?}: {ended:#?}");
        assert_eq!(all(), before, "{command:?} {more:?}");
    }
    // The records may go where they came from, and a stream holds nothing that could be lost.
    run(&desk, &[&seal[..], &["--out", "./in.csv"]].concat()).succeeds();
    run(&desk, &[&status[..], &["--publish", "/dev/null"]].concat()).succeeds();
}
