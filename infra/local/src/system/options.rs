//! What the local system can be told.

use std::path::PathBuf;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use usher::domain::credentials::session::SessionLimits;
use usher::domain::return_url::ReturnOrigins;

/// How to start. The default is what a test wants: free ports, everything in memory.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port of the API; 0 for a free one.
    pub api_port: u16,
    /// The port of the mailbox and the clock; 0 for a free one.
    pub mailbox_port: u16,
    /// Where the embedded DynamoDB keeps its file; in memory when absent.
    pub data_dir: Option<PathBuf>,
    /// An endpoint to use instead of the embedded DynamoDB, such as DynamoDB Local's.
    pub dynamodb: Option<String>,
    /// The table. By default `usher`, or on an endpoint of others a new name that is deleted at the end.
    pub table: Option<String>,
    /// A port at which KMS and SES are served together, for functions in other processes.
    pub aws_port: Option<u16>,
    /// Carries Usher's own AWS calls, for tests that count them or make them fail.
    /// The stream pump and the set-up do not use it.
    pub http_client: Option<SharedHttpClient>,
    /// Whether the sweeper runs every minute and after each move of the clock. Otherwise only on demand.
    pub scheduler: bool,
    /// Emails a second; high enough by default for it not to be felt.
    pub mail_rate: u32,
    /// The secret of a distribution that is believed about the addresses of viewers.
    pub edge_secret: Option<String>,
    /// The origins whose pages may call the API; none by default.
    pub cors_origins: Vec<String>,
    /// The origins of the portal's pages that links of invitations may lead on to; none by default.
    pub return_origins: ReturnOrigins,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// The URL that each event is posted to, signed.
    pub webhook: Option<String>,
    /// The secret that signs them; a new one by default.
    pub webhook_secret: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            api_port: 0,
            mailbox_port: 0,
            data_dir: None,
            dynamodb: None,
            table: None,
            aws_port: None,
            http_client: None,
            scheduler: true,
            mail_rate: 1_000,
            edge_secret: None,
            cors_origins: Vec::new(),
            return_origins: ReturnOrigins::default(),
            sessions: SessionLimits::default(),
            webhook: None,
            webhook_secret: None,
        }
    }
}
