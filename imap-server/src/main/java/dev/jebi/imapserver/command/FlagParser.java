package dev.jebi.imapserver.command;

import dev.jebi.mailstore.Flags;

import java.util.ArrayList;
import java.util.List;

/// Reads flags (RFC 9051 §9 `flag`).
final class FlagParser {
    private final Tokens tokens;

    FlagParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// `flag-list`, in parentheses.
    Flags list() {
        tokens.expect('(');
        if (tokens.take(')')) {
            return Flags.NONE;
        }
        var flags = bare();
        tokens.expect(')');
        return flags;
    }

    /// Flags without parentheses, which STORE takes as well.
    Flags bare() {
        var words = new ArrayList<String>();
        do {
            tokens.element();
            flag(words);
        } while (tokens.take(' '));
        return Flags.of(words);
    }

    /// `\Recent` is nobody's to set (RFC 3501 §2.3.2); clients that copy flags send it all the
    /// same.
    private void flag(List<String> words) {
        boolean system = tokens.take('\\');
        String word = tokens.atom();
        if (word.length() > tokens.limits().keywordLength()) {
            throw BadCommand.limit("a keyword that is too long");
        }
        if (system && !word.equalsIgnoreCase("Recent")) {
            if (Flags.of("\\" + word).system().isEmpty()) {
                throw BadCommand.syntax("no such system flag: \\" + word);
            }
            words.add("\\" + word);
        } else if (!system) {
            words.add(word);
        }
    }
}
