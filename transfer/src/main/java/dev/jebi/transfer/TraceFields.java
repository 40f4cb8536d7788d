package dev.jebi.transfer;

import dev.jebi.address.ReversePath;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The writer of trace fields (RFC 5321 §4.4) and of the fields that a submission completes; folded
/// as RFC 5322 §2.1.1 wishes.
final class TraceFields {
    /// RFC 5322 §2.1.1: lines SHOULD have at most 78 characters.
    private static final int LINE = 78;

    /// A HELO name that can stand in a field without changing its meaning.
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final String hostname;

    TraceFields(String hostname) {
        this.hostname = hostname;
    }

    static String returnPath(ReversePath from) {
        return "Return-Path: " + from + "\r\n";
    }

    /// The Received field; `for` only when there is one recipient, so that no blind copy is told.
    String received(ClientIdentity client, Envelope envelope, String id, Instant at) {
        String name =
                PLAIN_NAME.matcher(client.name()).matches() ? client.name() : client.literal();
        var words = new ArrayList<String>();
        words.add("Received: from " + name);
        words.add("(" + client.literal() + ")");
        words.add("by " + hostname);
        words.add("(Jebi)");
        words.add("with " + client.protocol(envelope.utf8()));
        words.add("id " + id);
        if (envelope.recipients().size() == 1) {
            words.add("for <" + envelope.recipients().getFirst().address() + ">");
        }
        if (envelope.wishes().priority() != 0) { // RFC 6710 §4
            words.add("PRIORITY " + envelope.wishes().priority());
        }
        client.tls().ifPresent(tls -> words.add("tls " + tls.cipherSuite())); // RFC 8314 §4.3
        words.set(words.size() - 1, words.getLast() + ";");
        words.add(date(at));
        return folded(words);
    }

    String messageId(String token) {
        return folded(List.of("Message-ID:", "<" + token + "@" + hostname + ">"));
    }

    static String dateField(Instant at) {
        return "Date: " + date(at) + "\r\n";
    }

    static String date(Instant at) {
        return DATE.format(at);
    }

    private static String folded(List<String> words) {
        var field = new StringBuilder();
        int column = 0;
        for (String word : words) {
            if (column > 0 && column + 1 + word.length() > LINE) {
                field.append("\r\n\t");
                column = 8;
            } else if (column > 0) {
                field.append(' ');
                column++;
            }
            field.append(word);
            column += word.length();
        }
        return field.append("\r\n").toString();
    }
}
