//! People whom an operator moves into an account, with the passwords that they have elsewhere.

mod create;
mod making;
mod plan;
mod result;
mod row;

usher::routes! {
    create::create,
}
