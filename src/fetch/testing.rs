//! For tests: packed bytes, and a server that shows a bad certificate.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use rustls::{ServerConfig, ServerConnection};

/// Packed by gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// In the form of brotli (RFC 7932), though no smaller: meta-blocks that are not compressed, after a window of 16 bits.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    for (number, block) in bytes.chunks(1 << 16).enumerate() {
        // from the lowest bit on: the window, of the first one; not the last one, two bytes of length, not compressed
        let head = (1_u32 << 19) | (block.len() as u32 - 1) << 3;
        let head = if number == 0 { head << 1 } else { head };
        packed.extend(&head.to_le_bytes()[..3]);
        packed.extend(block);
    }
    // the last one, empty
    packed.push(3);
    packed
}

/// A server whose certificate nobody vouches for, as people make them at home.
pub(crate) fn unsafe_server() -> String {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let (listener, config) = (TcpListener::bind("127.0.0.1:0").unwrap(), Arc::new(config));
    let address = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut line = ServerConnection::new(Arc::clone(&config)).unwrap();
            // the client hangs up
            let _ = line.complete_io(&mut stream);
        }
    });
    address
}
