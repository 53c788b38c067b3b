//! Passwords and second factors: showing and changing one's own, forgotten ones, and resets that administrators send.

mod change_password;
mod complete_password_reset;
mod complete_second_factor_reset;
mod confirm;
mod disable;
mod enrol;
mod forgotten_password;
mod link;
mod owner;
mod prove;
mod recovery_codes;
mod send_reset;

usher::routes! {
    change_password::change_password,
    forgotten_password::forgot_password,
    complete_password_reset::complete_password_reset,
    complete_second_factor_reset::complete_second_factor_reset,
    send_reset::send_reset,
    enrol::enrol,
    disable::disable,
    confirm::confirm,
    recovery_codes::replace,
    prove::prove,
}
