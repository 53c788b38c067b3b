//! What can go wrong.

use std::fmt;

/// A fault, of a request to AWS or of what invokes functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The service is not reached.
    Unreachable,
    /// DynamoDB throttles.
    Throttled,
    /// Another transaction is in the way.
    Conflict,
    /// The service fails, and nothing is done.
    Internal,
    /// What was asked for is done, and the reply is lost.
    ReplyLost,
    /// The request arrives twice.
    Duplicated,
    /// The reply takes longer than the caller waits.
    Slow,
    /// The function is killed before the request arrives.
    KilledBefore,
    /// The function is killed after what it asked for is done.
    KilledAfter,
    /// KMS does not answer.
    KmsAway,
    /// SES refuses.
    SesRefuses,
    /// SES takes too many emails already.
    SesThrottles,
    /// SES takes the email, and the reply is lost.
    SesReplyLost,
    /// EventBridge refuses an entry.
    BusRefuses,
    /// SES reports twice.
    ReportDoubled,
    /// SES reports in another order.
    ReportsReordered,
    /// The stream's records come twice.
    StreamDoubled,
    /// They come late.
    StreamDelayed,
    /// The answer to a batch is lost, and it comes again in halves.
    StreamBisected,
    /// Records of different items come in another order.
    StreamReordered,
    /// An index does not show yet what was just written.
    IndexLags,
    /// A clock is wrong by some seconds.
    ClockJumps,
    /// A sweep begins while another is under way.
    SweepOverlaps,
    /// A function starts again.
    Recycled,
    /// A caller sends the same request twice at once.
    SentTwice,
}

impl Fault {
    /// Those of one request to DynamoDB.
    pub const OF_A_REQUEST: [Self; 9] = [
        Self::Unreachable,
        Self::Throttled,
        Self::Conflict,
        Self::Internal,
        Self::ReplyLost,
        Self::Duplicated,
        Self::Slow,
        Self::KilledBefore,
        Self::KilledAfter,
    ];

    /// Those of what runs beside the callers.
    pub const AMBIENT: [Self; 14] = [
        Self::KmsAway,
        Self::SesRefuses,
        Self::SesThrottles,
        Self::SesReplyLost,
        Self::BusRefuses,
        Self::ReportDoubled,
        Self::ReportsReordered,
        Self::StreamDoubled,
        Self::StreamDelayed,
        Self::StreamBisected,
        Self::StreamReordered,
        Self::IndexLags,
        Self::ClockJumps,
        Self::SweepOverlaps,
    ];
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
