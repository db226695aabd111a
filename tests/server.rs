//! A server on the loopback that says exactly what a test wants, and remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Its answers, headers included, are made from the path.
pub(crate) struct Server {
    pub(crate) address: String,
    asked: Receiver<String>,
}

type Answer = dyn Fn(&str, &mut TcpStream) + Send + Sync;

impl Server {
    pub(crate) fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (tell, asked) = channel();
        let answer: Arc<Answer> = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (tell, answer) = (tell.clone(), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &tell, &*answer));
            }
        });
        Self { address, asked }
    }

    /// One that answers everything alike: status line and headers, body.
    pub(crate) fn saying(head: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::new(move |_, stream| say(stream, head, &body))
    }

    /// The heads of what it was asked since the last time, in lower case.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

/// A whole answer.
pub(crate) fn say(stream: &mut TcpStream, head: &str, body: &[u8]) {
    // whoever asked may have enough of it
    let _ = write!(stream, "HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(body);
}

fn serve(mut stream: TcpStream, tell: &Sender<String>, answer: &Answer) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or("/").to_owned();
    let _ = tell.send(head.join("\n").to_lowercase());
    answer(&path, &mut stream);
}
