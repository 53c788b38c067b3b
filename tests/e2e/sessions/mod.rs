//! Signing in, staying signed in, and tokens for other services.

mod authorizer;
mod in_a_cookie;
mod lifecycles;
mod limits;
mod lists;
mod second_step;
mod sign_in_defence;
mod sign_ins_at_once;
mod signed_tokens;
mod signing_in;
