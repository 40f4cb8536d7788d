package dev.jebi.smtpserver;

import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Replies that are always the same; a person in telnet learns the protocol from them.
final class Lesson {
    static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "Send EHLO your.host.name first");
    static final Reply LHLO_FIRST = Reply.of(503, "5.5.1", "Send LHLO your.host.name first");
    static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Send MAIL FROM:<address> first");
    static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "Send RCPT TO:<address> first");
    static final Reply NO_RECIPIENT =
            Reply.of(554, "5.5.1", "No recipient was taken; RSET and begin again");
    static final Reply NESTED =
            Reply.of(503, "5.5.1", "A message is under way already; finish it, or send RSET");
    static final Reply IN_CHUNKS =
            Reply.of(503, "5.5.1", "The message comes in chunks: BDAT until LAST, or RSET");
    static final Reply SPOILT =
            Reply.of(503, "5.5.1", "An earlier chunk failed; send RSET and begin again");
    static final Reply BINARY_BY_DATA =
            Reply.of(503, "5.5.1", "BODY=BINARYMIME comes by BDAT alone");
    static final Reply NOT_UNDER_TLS =
            Reply.of(555, "5.5.4", "REQUIRETLS is offered under TLS alone; send STARTTLS first");
    static final Reply HELD_TOO_LONG =
            Reply.of(501, "5.5.4", "So late nothing is released; FUTURERELEASE in EHLO tells when");

    /// Of mailboxes here nothing waits: only the queue holds mail (RFC 4865).
    static final Reply NOT_HELD_HERE =
            Reply.of(550, "5.3.3", "Mail for people here is not held; send it without HOLDFOR");

    static final Reply NO_AUTH = Reply.of(502, "5.5.1", "Nobody signs in to LMTP");
    static final Reply NOT_TRUSTED =
            Reply.of(550, "5.7.1", "LMTP is for this site's own hosts; you are none of them");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is larger than allowed");
    static final Reply FAULT = Reply.of(451, "4.3.0", "An error on our side; try again later");
    static final Reply BARE_LINE_END =
            Reply.of(500, "5.5.2", "A line ends with CRLF, neither CR nor LF alone");
    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "The line is too long");
    static final Reply VRFY =
            Reply.of(252, "2.5.2", "Not verified; send mail and it will be tried");
    static final Reply EXPN = Reply.of(502, "5.5.1", "Lists are not expanded here");
    static final Reply NOT_HTTP = Reply.of(421, "4.7.0", "This is SMTP, not HTTP; good-bye");
    static final Reply TOO_MANY_MISTAKES =
            Reply.of(421, "4.7.0", "Too many mistakes; read RFC 5321 and come again");
    static final Reply HELP =
            new Reply(
                    214,
                    Optional.of(EnhancedStatus.parse("2.0.0")),
                    List.of(
                            "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP",
                            "VRFY HELP QUIT STARTTLS AUTH",
                            "A message: EHLO your.host.name",
                            "  MAIL FROM:<you@your.host.name>",
                            "  RCPT TO:<somebody@a.host.name>",
                            "  DATA, then header, empty line, text, and a dot alone on a line",
                            "RFC 5321 tells the rest"));

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH", "TRACE");

    private Lesson() {}

    /// Whether a line comes from a web browser that somebody made talk to us: what follows in its
    /// request body must not be read as commands.
    static boolean http(byte[] line) {
        String text = new String(line, java.nio.charset.StandardCharsets.ISO_8859_1);
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != ':') {
            end++;
        }
        String word = text.substring(0, end).toUpperCase(Locale.ROOT);
        return HTTP_METHODS.contains(word) || text.regionMatches(true, 0, "Host:", 0, 5);
    }
}
