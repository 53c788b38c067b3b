use std::sync::atomic::AtomicU32;

use super::*;
use crate::stream::mapping::MAPPINGS;

fn batch(numbers: &[&str]) -> Vec<Value> {
    numbers.iter().map(|number| json!({ "dynamodb": { "SequenceNumber": number } })).collect()
}

fn report(numbers: &[&str]) -> Value {
    let failures: Vec<_> = numbers.iter().map(|number| json!({ "itemIdentifier": number })).collect();
    json!({ "batchItemFailures": failures })
}

#[test]
fn retries_from_the_lowest_failure() {
    let batch = batch(&["1", "2", "3", "4"]);
    assert_eq!(failed_part(&batch, &report(&["4", "3"])).len(), 2);
    assert_eq!(failed_part(&batch, &report(&[])).len(), 0);
    assert_eq!(failed_part(&batch, &Value::Null).len(), 0);
    assert_eq!(failed_part(&batch, &report(&["77"])).len(), 4);
}

#[tokio::test]
async fn gives_up_a_poison_record_and_only_that_one() {
    let handled = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&handled);
    let function = Function::new(move |event: Value| {
        let count = Arc::clone(&count);
        async move {
            let records = event["Records"].as_array().cloned().unwrap_or_default();
            if records.iter().any(|record| sequence_number(record) == Some("3")) {
                return Err("poison");
            }
            count.fetch_add(u32::try_from(records.len()).unwrap_or(0), Ordering::SeqCst);
            Ok(report(&[]))
        }
    });
    let pump = Pump::new(MAPPINGS[1], function, watch::Sender::new(()).subscribe());
    pump.hand_out(&batch(&["1", "2", "3", "4", "5"])).await;
    assert_eq!(handled.load(Ordering::SeqCst), 4);
    assert_eq!(pump.failed(), batch(&["3"]));
}
