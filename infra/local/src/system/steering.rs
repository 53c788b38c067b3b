//! Steering what runs, and looking into it: for tests, and for those who try things out.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::System;
use crate::aws::bus::Bus;
use crate::aws::kms::Kms;
use crate::aws::ses::Ses;
use crate::clock::{BadAdvance, MovableClock};
use crate::error::Error;
use crate::mailbox::Mailbox;
use crate::stream::fault::StreamFault;

/// How long [`System::settle`] waits.
const SETTLED: Duration = Duration::from_secs(120);

impl System {
    /// The clock of every function. Moving it here runs nothing; [`System::advance`] does.
    pub fn clock(&self) -> &MovableClock {
        &self.clock
    }

    /// The mail service, to make it fail and to look into its mailbox.
    pub fn ses(&self) -> &Ses {
        &self.ses
    }

    /// The key service, to make it fail and to see what it was asked.
    pub fn kms(&self) -> &Kms {
        &self.kms
    }

    /// The event bus, to see what was published and to make it fail.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The emails sent so far.
    pub fn mailbox(&self) -> &Mailbox {
        self.ses.mailbox()
    }

    /// Moves the clock and comes back when the sweep that this made due, if any, is over.
    ///
    /// # Errors
    /// When `by` is not positive, or more than ten years.
    pub async fn advance(&self, by: SignedDuration) -> Result<Timestamp, BadAdvance> {
        self.scheduler.advance(by).await
    }

    /// Runs the sweeper once, now.
    ///
    /// # Errors
    /// What the sweeper failed with.
    pub async fn sweep(&self) -> Result<Value, Error> {
        self.scheduler.sweep().await
    }

    /// Hands an event to the mailer as the stream or EventBridge would: for tests of doubled and disordered events.
    ///
    /// # Errors
    /// What the mailer failed with.
    pub async fn invoke_mailer(&self, event: Value) -> Result<Value, String> {
        self.mailer.invoke(event).await
    }

    /// Hands a batch of the stream to the function that publishes what happened.
    ///
    /// # Errors
    /// What the function failed with.
    pub async fn invoke_publisher(&self, batch: Value) -> Result<Value, String> {
        self.publisher.invoke(batch).await
    }

    /// Lets these faults happen between the stream and the function that publishes what happened.
    pub fn disturb_stream(&self, faults: &[StreamFault]) {
        self.pumps.disturb("events", faults);
    }

    /// Whether some of these faults have not happened yet.
    pub fn is_stream_disturbed(&self) -> bool {
        self.pumps.are_disturbed()
    }

    /// Stops the stream after the batch that is being handled.
    pub fn pause_stream(&self) {
        self.pumps.pause();
    }

    /// Lets the stream go on where it stopped.
    pub fn resume_stream(&self) {
        self.pumps.resume();
    }

    /// The stream records that the mailer failed on until the retries ran out.
    pub fn failed_records(&self) -> Vec<Value> {
        self.pumps.failed()
    }

    /// Waits until every email promised before the call has been sent or given up, and its delivery events are handled.
    /// A paused stream and held events are left as they are.
    ///
    /// # Errors
    /// When that takes longer than two minutes.
    pub async fn settle(&self) -> Result<(), Error> {
        let settled = async {
            if !self.pumps.are_paused() {
                self.pumps.caught_up().await;
            }
            self.ses.events().idle().await;
            // What the events changed goes through the stream, too.
            if !self.pumps.are_paused() {
                self.pumps.caught_up().await;
            }
            self.ses.events().idle().await;
        };
        tokio::time::timeout(SETTLED, settled).await.map_err(|_| Error::TooSlow("the outbox to run empty", SETTLED))
    }
}
