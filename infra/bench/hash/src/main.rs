//! Computes a hash, as `shared/src/domain/secret/password.rs` does, for each line of its input, and prints how many
//! nanoseconds of CPU time that took.

use std::io::stdin;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use cpu_time::ThreadTime;

/// 19 MiB, two passes, one lane.
const PARAMS: (u32, u32, u32) = (19_456, 2, 1);

fn main() -> Result<(), argon2::Error> {
    let (m, t, p) = PARAMS;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(m, t, p, Some(32))?);
    let mut memory = vec![Block::default(); m as usize];
    let mut digest = [0; 32];
    for _ in stdin().lines() {
        let began = ThreadTime::now();
        argon2.hash_password_into_with_memory(
            b"correct horse battery staple",
            &digest.clone(),
            &mut digest,
            &mut memory,
        )?;
        println!("{}", began.elapsed().as_nanos());
    }
    Ok(())
}
