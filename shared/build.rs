//! Packs the list of domains of disposable addresses into a set that is searched where it lies. As text it would be a
//! third of a function, and every start would build a table of it.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut domains = mailchecker::blacklist();
    domains.sort_unstable();
    domains.dedup();
    let set = fst::Set::from_iter(domains)?;
    let directory = env::var_os("OUT_DIR").ok_or("Cargo says where")?;
    Ok(fs::write(Path::new(&directory).join("disposable.fst"), set.as_fst().as_bytes())?)
}
