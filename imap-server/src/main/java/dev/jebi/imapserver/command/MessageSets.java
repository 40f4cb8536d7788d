package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.MessageSet.Range;

import java.util.ArrayList;
import java.util.List;

/// Reads message sets (RFC 9051 §9 `sequence-set`).
final class MessageSets {
    private MessageSets() {}

    static MessageSet numbers(Tokens tokens) {
        return new MessageSet.Numbers(ranges(tokens));
    }

    static MessageSet uids(Tokens tokens) {
        return new MessageSet.Uids(ranges(tokens));
    }

    /// One message, by its number or its UID.
    static MessageSet one(Tokens tokens, boolean uid) {
        long number = end(tokens);
        var range = List.of(new Range(number, number));
        return uid ? new MessageSet.Uids(range) : new MessageSet.Numbers(range);
    }

    private static List<Range> ranges(Tokens tokens) {
        if (tokens.take('$')) {
            return Range.SAVED;
        }
        var ranges = new ArrayList<Range>();
        do {
            tokens.range();
            long one = end(tokens);
            ranges.add(new Range(one, tokens.take(':') ? end(tokens) : one));
        } while (tokens.take(','));
        return ranges;
    }

    private static long end(Tokens tokens) {
        return tokens.take('*') ? MessageSet.STAR : tokens.positive();
    }
}
