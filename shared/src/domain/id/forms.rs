//! The forms that ids have. Every id is a prefix and text, the same in paths, in JSON and in keys.

/// What follows from an id's text.
macro_rules! text_id {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Bytes, as text in base 32.
macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The bytes of the id, as they are in tokens.
            pub fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The id with exactly these bytes.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), BASE32.encode(&self.0))
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(|encoded| BASE32.decode(encoded.as_bytes()).ok())
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or(MalformedId { prefix: $prefix })
            }
        }

        $crate::domain::id::forms::text_id!($name);
    };
}

/// UUIDs of version 7, as text in hexadecimal, which sorts as time does.
///
/// Ids from before were 10 random bytes in base 32. They are read and written as they were: as UUIDs without a time.
macro_rules! time_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, distinct from every other, for what happens at `at`.
            pub fn new(at: Timestamp, rng: &mut impl Rng) -> Self {
                let mut random = [0; 10];
                rng.fill_bytes(&mut random);
                let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0.as_bytes() {
                    [0, 0, 0, 0, 0, 0, random @ ..] => write!(f, concat!($prefix, "_{}"), BASE32.encode(random)),
                    all => write!(f, concat!($prefix, "_{}"), HEXLOWER.encode(all)),
                }
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let encoded = text.strip_prefix(concat!($prefix, "_")).unwrap_or_default().as_bytes();
                let mut bytes = [0; 16];
                let is_read = match encoded.len() {
                    16 => BASE32.decode_mut(encoded, &mut bytes[6..]).is_ok(),
                    32 => HEXLOWER.decode_mut(encoded, &mut bytes).is_ok(),
                    _ => false,
                };
                is_read.then(|| Self(Uuid::from_bytes(bytes))).ok_or(MalformedId { prefix: $prefix })
            }
        }

        $crate::domain::id::forms::text_id!($name);
    };
}

/// Ids that tell nothing.
macro_rules! random_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// A new id, distinct from every other.
            pub fn random(rng: &mut impl Rng) -> Self {
                let mut bytes = [0; _];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }
        }
    )*};
}

/// Ids that lead to a user.
macro_rules! user_scoped_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// A new id for the user stored under `key`.
            pub fn random(key: UserKey, rng: &mut impl Rng) -> Self {
                let mut bytes = [0; 20];
                bytes[..15].copy_from_slice(&key.0);
                rng.fill_bytes(&mut bytes[15..]);
                Self(bytes)
            }

            /// Where the user that the id belongs to is stored.
            pub fn key(&self) -> UserKey {
                let mut key = [0; 15];
                key.copy_from_slice(&self.0[..15]);
                UserKey(key)
            }
        }
    )*};
}

/// Ids that lists keep without the key that the entry's place tells.
macro_rules! shortened_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// The id for the user stored under `key` that ends in `suffix`.
            pub(crate) fn of(key: UserKey, suffix: [u8; 5]) -> Self {
                let mut bytes = [0; 20];
                bytes[..15].copy_from_slice(&key.0);
                bytes[15..].copy_from_slice(&suffix);
                Self(bytes)
            }

            /// What tells the id from others of the same user key.
            pub(crate) fn suffix(&self) -> [u8; 5] {
                let mut suffix = [0; 5];
                suffix.copy_from_slice(&self.0[15..]);
                suffix
            }
        }
    )*};
}

pub(super) use {bytes_id, random_id, shortened_id, text_id, time_id, user_scoped_id};
