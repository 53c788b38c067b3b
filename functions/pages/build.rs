//! Makes a table of the files in `built`, for the function to embed: what `web/build` says of them in `manifest.json`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=built");
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").ok_or("the folder of the package")?).join("built");
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
    let mut table = "pub(crate) static FILES: &[File] = &[\n".to_owned();
    for (name, file) in manifest["files"].as_object().ok_or("no files")? {
        let kind = file["content_type"].as_str().ok_or("no content type")?;
        let at = |ending: &str| format!("include_bytes!({:?})", folder.join(format!("{name}{ending}")));
        let (plain, gzip, brotli) = (at(""), at(".gz"), at(".br"));
        writeln!(table, "File {{ name: {name:?}, kind: {kind:?}, plain: {plain}, gzip: {gzip}, brotli: {brotli} }},")?;
    }
    table.push_str("];\n\npub(crate) static ENTRIES: &[Entry] = &[\n");
    for (name, entry) in manifest["entries"].as_object().ok_or("no entries")? {
        let file = entry["file"].as_str().ok_or("no file")?;
        let imports: Vec<&str> = entry["imports"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        writeln!(table, "Entry {{ name: {name:?}, file: {file:?}, imports: &{imports:?} }},")?;
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or("a place for what is made")?;
    Ok(fs::write(Path::new(&out).join("built.rs"), table)?)
}
