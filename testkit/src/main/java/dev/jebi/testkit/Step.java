package dev.jebi.testkit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step of a transcript.
sealed interface Step {
    /// Where it stands in the transcript.
    int line();

    /// Which connection it is about.
    int connection();

    /// Octets for the server, as written; `end` tells whether CRLF follows.
    record Say(int line, int connection, String text, boolean end) implements Step {}

    /// The octets of a file for the server.
    record SayFile(int line, int connection, String file) implements Step {}

    /// Lines from the server: as many as there are expectations, in any order.
    record Hear(int line, int connection, List<Expected> expected) implements Step {}

    /// Lines from the server up to the one that is expected.
    record HearUntil(int line, int connection, Expected expected) implements Step {}

    /// TLS begins.
    record BeginTls(int line, int connection) implements Step {}

    /// Both sides compress from here on (RFC 4978), or (`end`) no longer.
    record Compress(int line, int connection, boolean end) implements Step {}

    /// The server closes the connection.
    record HearEnd(int line, int connection) implements Step {}

    /// The client ends its side (`half`) or the whole connection.
    record End(int line, int connection, boolean half) implements Step {}

    /// A line that the server is to send: text, or a regular expression.
    record Expected(int line, String text, boolean regex) {
        private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

        Pattern pattern(Variables variables) {
            return Pattern.compile(
                    VARIABLE.matcher(text)
                            .replaceAll(name ->
                                    Matcher.quoteReplacement(
                                            Pattern.quote(variables.value(name.group(1))))),
                    Pattern.DOTALL);
        }

        @Override
        public String toString() {
            return (regex ? "S~ " : "S: ") + text;
        }
    }
}
