//! Asking, over HTTP, whether everything answers.

use std::time::Duration;

use crate::error::Error;
use crate::system::System;

/// How long everything together may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(10);

impl System {
    /// Waits until the API, down to its database, and the mailbox answer requests.
    ///
    /// # Errors
    /// When that takes longer than ten seconds.
    pub async fn probe(&self) -> Result<(), Error> {
        let client = reqwest::Client::new();
        // A look-up that finds nothing reads the table and changes nothing.
        let look_up = client
            .post(format!("{}/v1/invitations/lookup", self.api_url))
            .json(&serde_json::json!({ "token": "probe" }));
        let pages = client.get(format!("{}/links/invitation", self.api_url));
        let mailbox = client.get(format!("{}/api/clock", self.mailbox_url));
        let all = async {
            answers(look_up).await;
            answers(pages).await;
            answers(mailbox).await;
        };
        tokio::time::timeout(PATIENCE, all).await.map_err(|_| Error::TooSlow("the first answers", PATIENCE))
    }
}

async fn answers(request: reqwest::RequestBuilder) {
    loop {
        let sent = request.try_clone().map(reqwest::RequestBuilder::send);
        if let Some(sent) = sent
            && sent.await.is_ok_and(|answer| !answer.status().is_server_error())
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
