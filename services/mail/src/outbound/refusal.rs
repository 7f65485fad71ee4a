//! What an answer of the mail server means for a letter.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::Fault;

/// Whether the server has said that it will never take *this* message: a permanent refusal of the recipient or the content
/// (RFC 5321, 4.2.1), not of us.
pub(super) fn is_final(error: &Error) -> bool {
    error.is_permanent() && error.status().is_some_and(|code| is_about_the_message(&code.to_string()))
}

/// 550 no such mailbox, 551 not here, 552 too large, 553 bad address, 554 refused; 521 and 556 take no mail at all. The others
/// (500-504 syntax, 530-538 sign in first) speak about us: the operator has to mend something.
fn is_about_the_message(code: &str) -> bool {
    matches!(code, "521" | "550" | "551" | "552" | "553" | "554" | "556")
}

/// What else went wrong.
pub(super) fn fault(error: &Error) -> Fault {
    if error.is_permanent() {
        return Fault::misconfigured("mail.smtp", format!("the server refuses us: {error}"));
    }
    let certificate = error.source().is_some_and(|cause| cause.to_string().contains("certificate"));
    if certificate {
        return Fault::misconfigured("mail.smtp.ca_file", "the certificate of the server is refused");
    }
    Fault::Unreachable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::is_about_the_message;

    #[test]
    fn a_refusal_of_us_is_no_refusal_of_the_letter() {
        assert!(["550", "552", "554"].iter().all(|code| is_about_the_message(code)));
        assert!(["500", "503", "530", "535", "451"].iter().all(|code| !is_about_the_message(code)));
    }
}
