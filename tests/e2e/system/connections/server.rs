//! A server that answers as it is told to, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// The certificate of `localhost`, which signs itself, and its key.
pub const LOCALHOST: &[u8] = include_bytes!("localhost.pem");

/// What a server does with a request.
#[derive(Clone, Copy)]
pub enum Act {
    /// It answers with a status and a body.
    Answer(u16, &'static str),
    /// It answers with something else than HTTP.
    Babble,
    /// It closes the connection.
    Close,
    /// It never answers.
    Wait,
}

/// A server that does as told with one request after the other, and answers all others with `{}`.
#[derive(Clone, Default)]
pub struct Server {
    acts: Arc<Mutex<VecDeque<Act>>>,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// A server, and where it is.
    pub async fn start(acts: &[Act], tls: Option<TlsAcceptor>) -> (Self, String) {
        let server = Self { acts: Arc::new(Mutex::new(acts.iter().copied().collect())), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let scheme = if tls.is_some() { "https" } else { "http" };
        let endpoint = format!("{scheme}://localhost:{}", listener.local_addr().expect("an address").port());
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                let (server, tls) = (accepting.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => server.serve(stream).await,
                        Some(tls) => server.serve(tls.accept(stream).await?).await,
                    }
                });
            }
        });
        (server, endpoint)
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(request) = read_request(&mut stream).await? {
            self.requests.lock().expect("no poison").push(request);
            let act = self.acts.lock().expect("no poison").pop_front().unwrap_or(Act::Answer(200, "{}"));
            let answer = match act {
                Act::Answer(status, body) => {
                    format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{body}", body.len())
                }
                Act::Babble => "SSH-2.0-babble\r\n".to_owned(),
                Act::Close => return Ok(()),
                Act::Wait => std::future::pending().await,
            };
            stream.write_all(answer.as_bytes()).await?;
            stream.flush().await?;
        }
        Ok(())
    }

    /// How many requests it got, over how many connections.
    pub fn seen(&self) -> (usize, usize) {
        (self.requests().len(), self.connections.load(Ordering::SeqCst))
    }

    /// The requests, each with its head in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no poison").clone()
    }
}

/// A whole request; nothing at the end.
async fn read_request(stream: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Option<String>> {
    let (mut request, mut line, mut length) = (String::new(), String::new(), 0);
    while stream.read_line(&mut line).await? > 0 {
        line.make_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        request.push_str(&line);
        if line == "\r\n" {
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await?;
            return Ok(Some(request + &String::from_utf8(body).expect("text")));
        }
        line.clear();
    }
    Ok(None)
}

/// TLS as `localhost`.
pub fn tls() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(LOCALHOST).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(LOCALHOST).expect("a key");
    let versions = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let config = versions.with_safe_default_protocol_versions().expect("versions of TLS").with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate], key).expect("a configuration")))
}
