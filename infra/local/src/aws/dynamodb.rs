//! DynamoDB: the embedded engine, or someone else's endpoint; and the table on it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{TableDescription, TableStatus, TimeToLiveSpecification};
use dynoxide::Database;
use dynoxide::storage::Storage;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::table::TABLE;
use crate::error::Error;

/// The engine asks for the highest number of a table's stream at every write, and reads the stream by number at every
/// poll.
/// Without an index, it looks at all records each time.
const STREAM_INDEX: &str = "CREATE INDEX IF NOT EXISTS usher_stream_by_number
    ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// The embedded engine, serving DynamoDB's HTTP API on a free port of this machine.
pub(crate) struct Engine {
    pub(crate) endpoint: String,
    shutdown: oneshot::Sender<()>,
    server: JoinHandle<Result<(), String>>,
}

impl Engine {
    /// Starts it, in memory or on the SQLite file `usher.sqlite` in `data_dir`.
    pub(crate) async fn start(data_dir: Option<&Path>) -> Result<Self, Error> {
        let database = open(data_dir)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(Error::engine)?;
        let endpoint = format!("http://{}", listener.local_addr().map_err(Error::engine)?);
        let (shutdown, stopped) = oneshot::channel();
        let server = tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, async {
            let _ = stopped.await;
        }));
        Ok(Self { endpoint, shutdown, server })
    }

    /// Lets running requests finish and closes the database.
    pub(crate) async fn stop(self) {
        let _ = self.shutdown.send(());
        if tokio::time::timeout(Duration::from_secs(2), self.server).await.is_err() {
            tracing::warn!("the embedded DynamoDB did not stop in time");
        }
    }
}

fn open(data_dir: Option<&Path>) -> Result<Database, Error> {
    let path = match data_dir {
        Some(dir) => file_in(dir)?,
        None => memory(),
    };
    let database = Database::new(&path).map_err(Error::engine)?;
    let storage = Storage::new(&path).map_err(Error::engine)?;
    storage.conn().execute_batch(STREAM_INDEX).map_err(Error::engine)?;
    Ok(database)
}

fn file_in(dir: &Path) -> Result<String, Error> {
    std::fs::create_dir_all(dir).map_err(Error::engine)?;
    let path = dir.join("usher.sqlite").into_os_string().into_string();
    path.map_err(|_| Error::engine("the data directory's name is not UTF-8"))
}

/// A database in memory that two connections of this process can open, and no other system in it has.
fn memory() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    format!("file:usher-{}?mode=memory&cache=shared", LAST.fetch_add(1, Ordering::Relaxed))
}

/// Creates the table unless it is there. Returns whether this call made it, and its stream's ARN.
pub(crate) async fn ensure_table(client: &Client, name: &str) -> Result<(bool, String), Error> {
    let created = create_table(client, name).await?;
    let stream_arn = wait_until_active(client, name).await?;
    if created {
        expire_by_ttl(client, name).await?;
    }
    Ok((created, stream_arn))
}

async fn create_table(client: &Client, name: &str) -> Result<bool, Error> {
    let request = TABLE.create(name).map_err(Error::table)?;
    match request.send_with(client).await {
        Ok(_) => Ok(true),
        Err(failure) => match failure.into_service_error() {
            failure if failure.is_resource_in_use_exception() => Ok(false),
            failure => Err(Error::table(failure)),
        },
    }
}

async fn wait_until_active(client: &Client, name: &str) -> Result<String, Error> {
    for _ in 0..200 {
        let answer = client.describe_table().table_name(name).send().await.map_err(Error::table)?;
        if let Some(stream_arn) = answer.table().and_then(active_stream) {
            return Ok(stream_arn);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(Error::table("the table did not become active with a stream within ten seconds"))
}

fn active_stream(table: &TableDescription) -> Option<String> {
    (table.table_status() == Some(&TableStatus::Active)).then(|| table.latest_stream_arn().map(str::to_owned)).flatten()
}

async fn expire_by_ttl(client: &Client, name: &str) -> Result<(), Error> {
    let ttl =
        TimeToLiveSpecification::builder().enabled(true).attribute_name(TABLE.ttl).build().map_err(Error::table)?;
    client.update_time_to_live().table_name(name).time_to_live_specification(ttl).send().await.map_err(Error::table)?;
    Ok(())
}

/// Removes a table that this run made up a name for.
pub(crate) async fn delete_table(client: &Client, name: &str) {
    let deletion = client.delete_table().table_name(name).send();
    if !matches!(tokio::time::timeout(Duration::from_secs(5), deletion).await, Ok(Ok(_))) {
        tracing::warn!(table = name, "could not delete the table");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_found_by_number() {
        let dir = tempfile::tempdir().unwrap();
        open(Some(dir.path())).unwrap();
        let storage = Storage::new(&file_in(dir.path()).unwrap()).unwrap();
        for query in [
            "SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 'usher'",
            "SELECT * FROM _stream_records WHERE table_name = 'usher' AND shard_id = 's'
             AND CAST(sequence_number AS INTEGER) > 1 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 1",
        ] {
            let mut plan = storage.conn().prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
            let steps = plan.query_map([], |row| row.get("detail")).unwrap();
            let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
            assert!(steps.len() == 1 && steps[0].contains("INDEX usher_stream_by_number"), "{steps:?}");
        }
    }
}
