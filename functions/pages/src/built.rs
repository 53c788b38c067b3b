//! The files that `web` has built, within the binary.

/// A file, whose name changes with what it holds.
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) plain: &'static [u8],
    pub(crate) gzip: &'static [u8],
    pub(crate) brotli: &'static [u8],
}

/// What a page loads: by what it is called, the file, and what that imports before it can run.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    pub(crate) imports: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/built.rs"));

/// The file of this name.
pub(crate) fn file(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

/// What a page loads under this name.
pub(crate) fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}
