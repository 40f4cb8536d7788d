package dev.jebi.useragent.search;

import dev.jebi.useragent.local.Envelope;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/// Answers a search from what is kept here. A text whose message is not here is looked for in its
/// header only.
public final class Matching implements Predicate<Envelope> {
    private final Query query;
    private final Function<Envelope, String> body;

    /// @param body the text of a message as far as it is here
    public Matching(Query query, Function<Envelope, String> body) {
        this.query = query;
        this.body = body;
    }

    @Override
    public boolean test(Envelope row) {
        return fits(query, row);
    }

    private boolean fits(Query part, Envelope row) {
        return switch (part) {
            case Query.All(var parts) -> parts.stream().allMatch(p -> fits(p, row));
            case Query.Any(var parts) -> parts.stream().anyMatch(p -> fits(p, row));
            case Query.Not(var inner) -> !fits(inner, row);
            case Query.Text(var where, var text) -> contains(where, plain(text), row);
            case Query.Flag(var name) -> row.flags().stream().anyMatch(name::equalsIgnoreCase);
            case Query.Attachment _ -> row.attachment();
            case Query.Before(var day) -> row.received().isBefore(start(day));
            case Query.Since(var day) -> !row.received().isBefore(start(day));
            case Query.Larger(long octets) -> row.size() > octets;
            case Query.Smaller(long octets) -> row.size() < octets;
            case Query.In(var mailbox) -> row.mailbox().equalsIgnoreCase(mailbox);
        };
    }

    private boolean contains(Query.Where where, String text, Envelope row) {
        Envelope.Words words = row.words();
        return switch (where) {
            case FROM -> in(unquoted(words.from()), text);
            case TO -> in(unquoted(words.to()), text);
            case CC -> in(unquoted(words.cc()), text);
            case SUBJECT -> in(words.subject(), text);
            case LIST -> in(words.list(), text);
            case MESSAGE_ID -> in(words.messageId(), text);
            case BODY -> in(body.apply(row), text);
            case ANYWHERE ->
                    in(words.subject(), text)
                            || in(unquoted(words.from()), text)
                            || in(unquoted(words.to()), text)
                            || in(unquoted(words.cc()), text)
                            || in(body.apply(row), text);
        };
    }

    /// Addresses as people know them: no word of a search has quotes.
    private static String unquoted(String addresses) {
        return addresses.replace("\"", "");
    }

    private static boolean in(String whole, String text) {
        return plain(whole).contains(text);
    }

    /// Without case, and composed: macOS writes Hangul as single letters.
    private static String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Normalizer.isNormalized(lower, Normalizer.Form.NFC)
                ? lower
                : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
}
