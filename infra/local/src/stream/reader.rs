//! Reading a table's stream from its beginning, across its shards.

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};

/// A reader of one stream; it remembers how far it has come.
pub(crate) struct Stream {
    client: Client,
    pub(crate) arn: String,
    shards: Vec<Shard>,
}

struct Shard {
    id: String,
    iterator: Option<String>,
    /// The last sequence number read, from which to go on when the iterator has expired.
    position: Option<String>,
    closed: bool,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Stream {
    pub(crate) fn new(client: Client, arn: String) -> Self {
        Self { client, arn, shards: Vec::new() }
    }

    /// The next records in the order of the stream; empty when there are none at the moment.
    pub(crate) async fn read(&mut self) -> Result<Vec<Record>, Failure> {
        if self.shards.iter().all(|shard| shard.closed) {
            self.find_shards().await?;
        }
        // A shard's successor is read only when the shard is exhausted, which keeps the order per item.
        let Some(shard) = self.shards.iter_mut().find(|shard| !shard.closed) else {
            return Ok(Vec::new());
        };
        match shard.read(&self.client, &self.arn).await {
            Ok(records) => Ok(records),
            Err(failure) => {
                shard.iterator = None;
                Err(failure)
            }
        }
    }

    /// Whether a shard has just ended and its successor is still to be looked for.
    pub(crate) fn has_more(&self) -> bool {
        self.shards.iter().all(|shard| shard.closed)
    }

    async fn find_shards(&mut self) -> Result<(), Failure> {
        let mut after = self.shards.last().map(|shard| shard.id.clone());
        loop {
            let request = self.client.describe_stream().stream_arn(&self.arn).set_exclusive_start_shard_id(after);
            let answer = request.send().await?;
            let Some(description) = answer.stream_description() else { return Ok(()) };
            for id in description.shards().iter().filter_map(|shard| shard.shard_id()) {
                if !self.shards.iter().any(|known| known.id == id) {
                    self.shards.push(Shard { id: id.to_owned(), iterator: None, position: None, closed: false });
                }
            }
            after = description.last_evaluated_shard_id().map(str::to_owned);
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

impl Shard {
    async fn read(&mut self, client: &Client, arn: &str) -> Result<Vec<Record>, Failure> {
        let iterator = match self.iterator.take() {
            Some(iterator) => iterator,
            None => self.open(client, arn).await?,
        };
        let answer = client.get_records().shard_iterator(iterator).send().await?;
        let last =
            answer.records().last().and_then(|record| record.dynamodb()).and_then(|change| change.sequence_number());
        if let Some(last) = last {
            self.position = Some(last.to_owned());
        }
        self.iterator = answer.next_shard_iterator;
        self.closed = self.iterator.is_none();
        Ok(answer.records.unwrap_or_default())
    }

    async fn open(&self, client: &Client, arn: &str) -> Result<String, Failure> {
        let start = match self.position {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let request = client.get_shard_iterator().stream_arn(arn).shard_id(&self.id).shard_iterator_type(start);
        let answer = request.set_sequence_number(self.position.clone()).send().await?;
        answer.shard_iterator.ok_or_else(|| "the stream gave no iterator".into())
    }
}
