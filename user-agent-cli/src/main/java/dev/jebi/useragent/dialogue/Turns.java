package dev.jebi.useragent.dialogue;

import dev.jebi.useragent.account.Service;

import java.util.Locale;

/// Whose turn it is in a dialogue by hand. It follows the dialogue as far as that takes: when a
/// reply is over, when a text is, when TLS begins. One thread at a time.
public sealed interface Turns permits SmtpTurns, PopTurns, ImapTurns {
    /// A line of the person's.
    ///
    /// @return what goes over the wire for it
    String said(String typed);

    /// A line of the server's.
    void heard(String line);

    /// Whether the server has the word, as it has at the beginning.
    boolean owed();

    /// Whether what the person writes is text, and no command.
    boolean text();

    /// Whether the person signs in, and the server asks on (RFC 4422 §3.4).
    boolean signing();

    /// Whether the server has agreed that TLS begins with the next octet.
    boolean tlsBegins();

    /// What fits the protocol.
    static Turns of(Service service) {
        return switch (service) {
            case SMTP -> new SmtpTurns();
            case POP3 -> new PopTurns();
            case IMAP -> new ImapTurns();
        };
    }

    /// The first word of a line, for comparing.
    static String verb(String line) {
        return line.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
    }
}
