//! `cargo xtask demo`: the customer portal, on this machine only.

use crate::artefact;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Builds everything, serves the portal with so many contacts until it is stopped, and opens a browser if asked.
pub(crate) fn serve(workspace: &Workspace, port: u16, open: bool, contacts: u32) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!("port {port} on 127.0.0.1 is taken: choose another with --port");
    }
    artefact::build_for(workspace, &[], &[], contacts)?;
    let server = workspace.need("www/demo/serve.mjs", "it serves the portal")?;
    let mut server = workspace
        .node()
        .arg(server)
        .args(["--port", &port.to_string()])
        .arg("--until-stdin-ends")
        .stdin(Stdio::piped())
        .spawn()
        .context("node could not be started")?;
    // However this process ends, the pipe ends with it, and the server with the pipe.
    let _pipe = server.stdin.take();
    wait_until_up(&mut server, port)?;
    let address = format!("http://127.0.0.1:{port}/");
    println!("\nThe portal is at {address}\nThe gallery is at {address}gallery/\nCtrl-C stops it.");
    if open {
        open_browser(&address);
    }
    let status = server.wait().context("the server cannot be waited for")?;
    if !status.success() && !interrupted(status) {
        bail!("www/demo/serve.mjs ended ({status}); what it said is above");
    }
    Ok(())
}

fn wait_until_up(server: &mut Child, port: u16) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let start = Instant::now();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
        if let Some(status) = server.try_wait().context("the server cannot be waited for")? {
            bail!("www/demo/serve.mjs ended at once ({status}); what it said is above");
        }
        if start.elapsed() > PATIENCE {
            server.kill().context("the server cannot be stopped")?;
            bail!("www/demo/serve.mjs did not answer on port {port} within {} s", PATIENCE.as_secs());
        }
        sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// A page that cannot be opened is no failure: its address has been printed.
fn open_browser(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        println!("No browser could be opened from here: open the address yourself.");
    }
}

/// Whether a signal ended it: Ctrl-C reaches the server too.
fn interrupted(status: std::process::ExitStatus) -> bool {
    status.code().is_none_or(|code| code == 130 || code == 143)
}
