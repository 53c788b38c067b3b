//! Signing in and out, the sessions of a person, and the tokens that show others who is signed in.

mod begin;
mod challenge;
mod create;
mod current;
mod end;
mod end_one;
mod end_others;
mod inactive;
mod issuer;
mod list;
mod published;
mod second_factor;
mod switch;
mod token;
mod view;

usher::routes! {
    create::create,
    list::list,
    end_others::end_others,
    current::current,
    end::end,
    end_one::end_one,
    second_factor::second_factor,
    switch::switch,
    token::token,
    published::key_set,
    published::discovery,
}
