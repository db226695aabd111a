//! The keyboard thread and the signal thread. Both block until something happens.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, Event};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::app::Msg;
use crate::keys::Chord;

/// Sends keys, pastes and sizes until the terminal is gone.
pub(super) fn listen_to_keyboard(inbox: Sender<Msg>) {
    thread::spawn(move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(key)) => Chord::from_event(&key).map(Msg::Key),
                Ok(Event::Paste(text)) => Some(Msg::Paste(text)),
                Ok(Event::Resize(width, height)) => Some(Msg::Resize(width, height)),
                Ok(_) => None,
                Err(_) => Some(Msg::End),
            };
            let ends = matches!(msg, Some(Msg::End));
            if msg.is_some_and(|msg| inbox.send(msg).is_err()) || ends {
                return;
            }
        }
    });
}

/// Turns signals into messages, so that they are served in the loop like keys.
pub(super) fn listen_to_signals(inbox: Sender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Resumed,
                _ => Msg::End,
            };
            if inbox.send(msg).is_err() {
                return;
            }
        }
    });
    Ok(())
}
