//! A model as an account keeps it: a text. Reading one takes longer than all else that a call in the account needs, and
//! most accounts of a portal follow the same few. So each text is read once, and the model is shared by whatever meets
//! that very text again.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{self, Serializer};

use super::AccessModel;

/// How many bytes of text are kept with their models, which are some times as large.
const KEPT: usize = 256 * 1024;

static READ: Mutex<Texts> = Mutex::new(Texts(VecDeque::new()));

/// The models that were read, the latest first.
struct Texts(VecDeque<(String, Arc<AccessModel>)>);

impl Texts {
    fn find(&self, text: &str) -> Option<Arc<AccessModel>> {
        self.0.iter().find(|(kept, _)| kept == text).map(|(_, model)| Arc::clone(model))
    }

    fn keep(&mut self, text: &str, model: &Arc<AccessModel>) {
        self.0.push_front((text.to_owned(), Arc::clone(model)));
        while self.0.iter().map(|(kept, _)| kept.len()).sum::<usize>() > KEPT {
            self.0.pop_back();
        }
    }
}

/// The model that `text` holds.
fn read<E: Error>(text: &str) -> Result<Arc<AccessModel>, E> {
    let kept = || READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(model) = kept().find(text) {
        return Ok(model);
    }
    let model = Arc::new(serde_json::from_str(text).map_err(Error::custom)?);
    kept().keep(text, &model);
    Ok(model)
}

pub fn serialize<S: Serializer>(model: &AccessModel, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&serde_json::to_string(model).map_err(ser::Error::custom)?)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<AccessModel>, D::Error> {
    deserializer.deserialize_any(Stored)
}

struct Stored;

impl<'de> Visitor<'de> for Stored {
    type Value = Arc<AccessModel>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an access model")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        read(text)
    }

    /// As accounts kept it before, and keep it until it is replaced.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        AccessModel::deserialize(MapAccessDeserializer::new(map)).map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::{KEPT, READ};
    use crate::domain::access::model::AccessModel;
    use crate::presets::Preset;

    fn read(stored: Value) -> Arc<AccessModel> {
        super::deserialize(stored).expect("a model")
    }

    fn titled(title: &str) -> Value {
        let mut document = serde_json::to_value(Preset::Mailing.model()).expect("a document");
        document["title"] = title.into();
        document
    }

    #[test]
    fn a_text_is_read_once_and_one_that_differs_again() {
        let texts = ["Mine", "Yours"].map(|title| json!(titled(title).to_string()));
        let [mine, again, yours] = [&texts[0], &texts[0], &texts[1]].map(|text| read(text.clone()));
        assert!(Arc::ptr_eq(&mine, &again));
        assert_eq!([mine.title(), yours.title()], ["Mine", "Yours"]);
    }

    #[test]
    fn what_accounts_kept_before_is_the_same_model() {
        let before = titled("Before");
        assert_eq!(read(json!(before.to_string())), read(before));
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        for preset in Preset::ALL {
            let model = preset.model();
            let text = super::serialize(&model, serde_json::value::Serializer).expect("a text");
            assert!(text.is_string());
            assert_eq!(*read(text), model);
        }
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let size = titled("").to_string().len();
        for number in 0..2 * KEPT / size {
            read(json!(titled(&number.to_string()).to_string()));
        }
        let kept: usize = READ.lock().expect("no test panics").0.iter().map(|(text, _)| text.len()).sum();
        assert!((KEPT / 2..=KEPT).contains(&kept), "{kept}");
    }
}
