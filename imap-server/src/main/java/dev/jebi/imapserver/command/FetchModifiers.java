package dev.jebi.imapserver.command;

import dev.jebi.mailstore.ModSeq;

import java.util.Optional;

/// What stands behind the items of a FETCH (RFC 4466 §2.4).
///
/// @param changedSince only messages that changed later (RFC 7162 §3.1.4.1)
/// @param vanished and those that vanished later (RFC 7162 §3.2.6)
/// @param partial only this part of the messages that are named (RFC 9394 §3.3)
public record FetchModifiers(
        Optional<ModSeq> changedSince, boolean vanished, Optional<PartialRange> partial) {
    /// None.
    public static final FetchModifiers NONE =
            new FetchModifiers(Optional.empty(), false, Optional.empty());

    /// Reads them, where there are any.
    static FetchModifiers read(Tokens tokens) {
        if (!tokens.take(' ')) {
            return NONE;
        }
        Optional<ModSeq> changedSince = Optional.empty();
        boolean vanished = false;
        Optional<PartialRange> partial = Optional.empty();
        tokens.expect('(');
        do {
            String word = tokens.keyword();
            switch (word) {
                case "CHANGEDSINCE" -> {
                    tokens.space();
                    changedSince = Optional.of(new ModSeq(tokens.number()));
                }
                case "VANISHED" -> vanished = true;
                case "PARTIAL" -> {
                    tokens.space();
                    partial = Optional.of(FindParser.partialRange(tokens));
                }
                default -> throw BadCommand.syntax("no such modifier of FETCH: " + word);
            }
        } while (tokens.take(' '));
        tokens.expect(')');
        return new FetchModifiers(changedSince, vanished, partial);
    }
}
