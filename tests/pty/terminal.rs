//! A pseudo-terminal with a program in it, read as bytes and as a screen.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use vt100::{Parser, Screen};

use super::output::{BEGIN, END};

/// How long anything may take. Long: a machine may be busy, and only a failing test waits for all of it.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks at something that tells nobody when it changes.
const GLANCE: Duration = Duration::from_millis(10);

/// The terminal of a test never becomes the terminal of the tests.
const NOCTTY: i32 = rustix::fs::OFlags::NOCTTY.bits() as i32;

/// Runs its arguments as a shell does, tells how they ended, and stays: a terminal whose session has ended is
/// reset by the system, and would look sane after anything.
const SHELL: &str = r#""$@"; echo "left with $?."; read -r _"#;

/// A terminal, the program in it, and all it has shown.
pub(super) struct Terminal {
    device: Option<Device>,
    child: Box<dyn Child + Send + Sync>,
    leader: Pid,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// How the terminal was set at the start.
    cooked: String,
}

/// The terminal's own end of the line, open until the test lets go of it.
struct Device {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
}

/// What the terminal has been sent.
struct Seen {
    raw: Vec<u8>,
    parser: Parser,
    /// How much of it is on the screen.
    shown: usize,
    /// The test wants to close the terminal: the thread that reads has to let go of it.
    closing: bool,
    closed: bool,
}

impl Seen {
    /// Shows what was sent, but no frame before its end: a synchronized update is for terminals that do so.
    fn take(&mut self, sent: &[u8]) {
        // a sequence may arrive in two parts
        let from = self.shown.saturating_sub(BEGIN.len());
        self.raw.extend_from_slice(sent);
        let last = |sequence: &str| {
            let mut places = self.raw[from..].windows(sequence.len());
            places.rposition(|bytes| bytes == sequence.as_bytes()).map(|at| from + at)
        };
        let until = last(BEGIN).filter(|begin| last(END) < Some(*begin)).unwrap_or(self.raw.len());
        if until > self.shown {
            self.parser.process(&self.raw[self.shown..until]);
            self.shown = until;
        }
    }
}

impl Terminal {
    /// Runs a program under a shell, in a home.
    pub(super) fn start(home: &Path, size: (u16, u16), program: &[&str]) -> Self {
        let shell = ["/bin/sh", "-c", SHELL, "sh"];
        Self::start_with(home, size, &[&shell, program].concat(), &[])
    }

    /// Runs a program as the terminal's first, with these variables besides the usual ones.
    pub(super) fn start_with(
        home: &Path,
        (width, height): (u16, u16),
        program: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(cells(width, height)).unwrap();
        let cooked = format!("{:?}", pair.master.get_termios().unwrap());
        let child = pair.slave.spawn_command(command(home, program, variables)).unwrap();
        let parser = Parser::new(nonzero(height), nonzero(width), 0);
        let seen = Seen { raw: Vec::new(), parser, shown: 0, closing: false, closed: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let (from, into) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        thread::spawn(move || record(from, &into));
        let leader = Pid::from_raw(child.process_id().unwrap() as i32).unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let device = Some(Device { master: pair.master, keyboard });
        Self { device, child, leader, seen, cooked }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap()
    }

    fn master(&self) -> &dyn MasterPty {
        self.device.as_ref().unwrap().master.as_ref()
    }

    /// Waits until the screen is as it should be. It stands still while it is looked at.
    #[track_caller]
    pub(super) fn wait_for(&self, what: &str, fits: impl Fn(&Screen) -> bool) {
        let waits = |seen: &mut Seen| !fits(seen.parser.screen()) && !seen.closed;
        let (seen, timeout) = self.seen.1.wait_timeout_while(self.seen(), PATIENCE, waits).unwrap();
        let screen = seen.parser.screen().clone();
        drop(seen);
        let why = if timeout.timed_out() { "in vain" } else { "and the terminal is closed" };
        assert!(fits(&screen), "waited for {what} {why}; the screen is\n{}", screen.contents());
    }

    /// Waits until this stands on the screen.
    #[track_caller]
    pub(super) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// What the screen shows.
    pub(super) fn screen(&self) -> Screen {
        self.seen().parser.screen().clone()
    }

    /// All bytes so far. Those of a program that still runs may end within a character.
    pub(super) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen().raw).into_owned()
    }

    /// How many bytes there were so far.
    pub(super) fn sent(&self) -> usize {
        self.seen().raw.len()
    }

    /// Types.
    pub(super) fn keys(&mut self, keys: &str) {
        self.device.as_mut().unwrap().keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Gives the terminal another size.
    pub(super) fn resize(&self, width: u16, height: u16) {
        self.seen().parser.set_size(nonzero(height), nonzero(width));
        self.master().resize(cells(width, height)).unwrap();
    }

    /// Whether echo, line editing and all the rest are set as at the start.
    pub(super) fn is_cooked(&self) -> bool {
        format!("{:?}", self.master().get_termios().unwrap()) == self.cooked
    }

    /// The one process that the shell runs.
    pub(super) fn program(&self) -> Pid {
        let leader = self.leader.as_raw_pid();
        let list = format!("/proc/{leader}/task/{leader}/children");
        let only = || fs::read_to_string(&list).unwrap().trim().parse().ok().and_then(Pid::from_raw);
        until("the shell to run the program", || only().is_some());
        only().unwrap()
    }

    /// Sends a signal to the program under the shell.
    pub(super) fn signal(&self, signal: Signal) {
        kill_process(self.program(), signal).unwrap();
    }

    /// Sends a signal to the shell and what it runs, as the keyboard and the system do.
    pub(super) fn signal_all(&self, signal: Signal) {
        kill_process_group(self.leader, signal).unwrap();
    }

    /// Closes the terminal, as when its window is closed.
    pub(super) fn close(&mut self) {
        self.seen().closing = true;
        let device = self.device.take().unwrap();
        // a byte of our own wakes the thread that reads: the terminal is closed when nobody holds it
        let tty = OpenOptions::new().write(true).custom_flags(NOCTTY).open(device.master.tty_name().unwrap());
        tty.unwrap().write_all(b" ").unwrap();
        let seen = self.seen();
        drop(self.seen.1.wait_while(seen, |seen| !seen.closed).unwrap());
        drop(device);
    }

    /// Waits until the process that was started in the terminal has ended.
    #[track_caller]
    pub(super) fn wait_for_end(&mut self) -> ExitStatus {
        let mut status = None;
        until("the end", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // may have ended long ago
        let _ = kill_process_group(self.leader, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Waits for something that is not on the screen.
#[track_caller]
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "waited for {what} in vain");
        thread::sleep(GLANCE);
    }
}

fn command(home: &Path, program: &[&str], variables: &[(&str, &str)]) -> CommandBuilder {
    let mut command = CommandBuilder::from_argv(program.iter().map(Into::into).collect());
    command.env_clear();
    command.cwd(home);
    command.env("HOME", home);
    let usual = [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("TZ", "UTC")];
    usual.iter().chain(variables).for_each(|(name, value)| command.env(name, value));
    command
}

fn record(mut from: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar)) {
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).unwrap_or(0);
        let mut now = seen.0.lock().unwrap();
        if read == 0 || now.closing {
            break;
        }
        now.take(&buffer[..read]);
        seen.1.notify_all();
    }
    drop(from);
    seen.0.lock().unwrap().closed = true;
    seen.1.notify_all();
}

fn cells(width: u16, height: u16) -> PtySize {
    PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 }
}

fn nonzero(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}
