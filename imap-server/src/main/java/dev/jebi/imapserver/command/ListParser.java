package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.ImapCommand.Listing;
import dev.jebi.imapserver.command.ImapCommand.Listing.Return;
import dev.jebi.imapserver.command.ImapCommand.Listing.Selection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads LIST with its options (RFC 5258 §6, RFC 5819, RFC 6154), LSUB, and the items of STATUS.
final class ListParser {
    private final Tokens tokens;
    private Optional<MetadataQuery> metadata = Optional.empty();

    ListParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Listing list() throws IOException {
        tokens.space();
        boolean extended = false;
        var selections = EnumSet.noneOf(Selection.class);
        if (tokens.take('(')) {
            extended = true;
            selections(selections);
            tokens.space();
        }
        String reference = patternText(tokens.astring());
        tokens.space();
        extended |= tokens.peek() == '(';
        var patterns = patterns(reference);
        var returns = EnumSet.noneOf(Return.class);
        var status = EnumSet.noneOf(StatusItem.class);
        metadata = Optional.empty();
        if (tokens.take(' ')) {
            extended = true;
            if (!tokens.keyword().equals("RETURN")) {
                throw BadCommand.syntax("expected RETURN");
            }
            tokens.space();
            returns(returns, status);
        }
        return new Listing(extended, selections, patterns, returns, status, metadata);
    }

    String lsub() throws IOException {
        tokens.space();
        String reference = patternText(tokens.astring());
        tokens.space();
        return pattern(reference);
    }

    private void selections(Set<Selection> selections) {
        while (!tokens.take(')')) {
            if (!selections.isEmpty()) {
                tokens.space();
            }
            String word = tokens.keyword();
            switch (word) {
                case "SUBSCRIBED" -> selections.add(Selection.SUBSCRIBED);
                case "REMOTE" -> selections.add(Selection.REMOTE);
                case "RECURSIVEMATCH" -> selections.add(Selection.RECURSIVEMATCH);
                case "SPECIAL-USE" -> selections.add(Selection.SPECIAL_USE);
                default -> throw BadCommand.syntax("no such selection option: " + word);
            }
        }
        // RFC 5258 §3.1: not by itself, nor with REMOTE alone
        if (selections.contains(Selection.RECURSIVEMATCH)
                && !selections.contains(Selection.SUBSCRIBED)
                && !selections.contains(Selection.SPECIAL_USE)) {
            throw BadCommand.syntax("RECURSIVEMATCH needs another selection option");
        }
    }

    private List<String> patterns(String reference) throws IOException {
        var patterns = new ArrayList<String>();
        if (!tokens.take('(')) {
            String pattern = pattern(reference);
            return pattern.isEmpty() ? List.of() : List.of(pattern);
        }
        do {
            tokens.element();
            String pattern = pattern(reference);
            if (!pattern.isEmpty()) { // RFC 5258 §3: an empty pattern among patterns asks nothing
                patterns.add(pattern);
            }
        } while (tokens.take(' '));
        tokens.expect(')');
        return patterns;
    }

    private String pattern(String reference) throws IOException {
        String pattern = patternText(tokens.listMailbox());
        if (reference.length() + pattern.length() > tokens.limits().patternLength()) {
            throw BadCommand.limit("a pattern that is too long");
        }
        return pattern.isEmpty() ? "" : reference + pattern;
    }

    /// What is neither UTF-8 nor modified UTF-7 is the name of no mailbox: a pattern with NUL
    /// matches none.
    private String patternText(String wire) {
        try {
            return tokens.mailboxText(wire);
        } catch (BadCommand _) {
            return "\0";
        }
    }

    private void returns(Set<Return> returns, Set<StatusItem> status) throws IOException {
        tokens.expect('(');
        boolean first = true;
        while (!tokens.take(')')) {
            if (!first) {
                tokens.space();
            }
            first = false;
            String word = tokens.keyword();
            switch (word) {
                case "SUBSCRIBED" -> returns.add(Return.SUBSCRIBED);
                case "CHILDREN" -> returns.add(Return.CHILDREN);
                case "SPECIAL-USE" -> returns.add(Return.SPECIAL_USE);
                case "MYRIGHTS" -> returns.add(Return.MYRIGHTS);
                case "STATUS" -> status.addAll(statusItems());
                case "METADATA" -> metadata = Optional.of(new MetadataParser(tokens).listed());
                default -> throw BadCommand.syntax("no such return option: " + word);
            }
        }
    }

    Set<StatusItem> statusItems() {
        tokens.space();
        tokens.expect('(');
        var items = EnumSet.noneOf(StatusItem.class);
        do {
            items.add(statusItem(tokens.keyword()));
        } while (tokens.take(' '));
        tokens.expect(')');
        return items;
    }

    private static StatusItem statusItem(String word) {
        for (StatusItem item : StatusItem.values()) {
            if (item.word().equals(word)) {
                return item;
            }
        }
        throw BadCommand.syntax("no such status item: " + word);
    }
}
