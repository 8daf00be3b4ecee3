//! A server of a few fixed pages on the loopback: what the client and the browser driver are
//! tried on, so that they can be trusted before there is an application.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// What was asked, as the wire said it.
pub(crate) struct Request {
    /// `GET /path?query`.
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

/// An answer: the status line's end, further headers, the body.
pub(crate) type Answer = (&'static str, Vec<(&'static str, String)>, String);

/// Serves `answer` until the process ends, and says where.
pub(crate) fn serve(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser opens connections ahead of need and says nothing on them.
            if let Some(request) = read(&stream) {
                write(&stream, &answer(&request));
            }
        }
    });
    format!("http://{address}")
}

/// A page of HTML with nothing more to say about it.
pub(crate) fn html(body: impl Into<String>) -> Answer {
    ("200 OK", vec![("content-type", "text/html; charset=utf-8".into())], body.into())
}

fn read(stream: &TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(std::time::Duration::from_millis(500))).ok()?;
    let mut reader = BufReader::new(stream);
    let mut lines = reader.by_ref().lines();
    let line = lines.next()?.ok()?.rsplit_once(' ')?.0.to_owned();
    let mut headers = HashMap::new();
    for header in lines.map_while(Result::ok).take_while(|header| !header.is_empty()) {
        if let Some((name, value)) = header.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { line, headers, body: String::from_utf8(body).ok()? })
}

fn write(mut stream: &TcpStream, (status, headers, body): &Answer) {
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n{body}", body.len());
    // Whoever hangs up early has lost interest; nothing to do about it.
    let _ = stream.write_all(head.as_bytes());
}
