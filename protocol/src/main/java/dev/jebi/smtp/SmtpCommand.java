package dev.jebi.smtp;

import dev.jebi.address.ReversePath;

import java.util.Optional;

/// A command of an SMTP client (RFC 5321 §4.1.1 and the extensions that Jebi offers).
public sealed interface SmtpCommand extends Parsed {
    /// HELO (RFC 5321 §4.1.1.1).
    record Helo(String client) implements SmtpCommand {}

    /// EHLO (RFC 5321 §4.1.1.1).
    record Ehlo(String client) implements SmtpCommand {}

    /// LHLO (RFC 2033 §4.1).
    record Lhlo(String client) implements SmtpCommand {}

    /// MAIL (RFC 5321 §4.1.1.2).
    record Mail(ReversePath from, MailParameters parameters) implements SmtpCommand {}

    /// RCPT (RFC 5321 §4.1.1.3).
    ///
    /// @param utf8 whether it was written with more than ASCII (RFC 6531 §3.4)
    /// @param wishes its parameters (RFC 3461)
    record Rcpt(ForwardPath to, boolean utf8, RecipientWishes wishes) implements SmtpCommand {}

    /// DATA (RFC 5321 §4.1.1.4).
    record Data() implements SmtpCommand {}

    /// BDAT (RFC 3030 §2): so many octets follow.
    record Bdat(long octets, boolean last) implements SmtpCommand {}

    /// RSET (RFC 5321 §4.1.1.5).
    record Rset() implements SmtpCommand {}

    /// VRFY (RFC 5321 §4.1.1.6).
    record Vrfy(String whom) implements SmtpCommand {}

    /// EXPN (RFC 5321 §4.1.1.7).
    record Expn(String list) implements SmtpCommand {}

    /// HELP (RFC 5321 §4.1.1.8).
    record Help(String topic) implements SmtpCommand {}

    /// NOOP (RFC 5321 §4.1.1.9).
    record Noop() implements SmtpCommand {}

    /// QUIT (RFC 5321 §4.1.1.10).
    record Quit() implements SmtpCommand {}

    /// STARTTLS (RFC 3207).
    record StartTls() implements SmtpCommand {}

    /// AUTH (RFC 4954 §4).
    ///
    /// @param initial the initial response as it came, in base64 or `=`
    record Auth(String mechanism, Optional<String> initial) implements SmtpCommand {
        /// Leaves the initial response out: it may be a password.
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }
}
