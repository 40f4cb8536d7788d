package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.SearchReturns.Result;
import dev.jebi.mailstore.MailboxName;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the commands that search: SEARCH, SORT, THREAD and ESEARCH. For one thread.
final class FindParser {
    private final Tokens tokens;
    private final boolean uid;
    private final SearchParser keys;
    private Optional<SearchReturns> returns = Optional.empty();

    FindParser(Tokens tokens, boolean uid) {
        this.tokens = tokens;
        this.uid = uid;
        this.keys = new SearchParser(tokens);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// Whoever wanted a result saved and gets NO has none afterwards.
    private <T> T reading(Reading<T> reading) throws IOException {
        try {
            tokens.space();
            return reading.read();
        } catch (BadCommand bad) {
            boolean saving = returns.isPresent() && returns.get().has(Result.SAVE);
            throw saving ? bad.saving() : bad;
        }
    }

    ImapCommand search() throws IOException {
        return reading(() -> {
            var key = program();
            return new ImapCommand.Search(key, uid, returns, keys.modSeq());
        });
    }

    /// RFC 7377 §4 `esearch`
    ImapCommand multiSearch() throws IOException {
        return reading(() -> {
            Set<MailboxSource> sources = Set.of(MailboxSource.Plain.SELECTED);
            String word = word();
            if (word.equals("IN")) {
                sources = sources();
                tokens.space();
                word = word();
            }
            var key = program(word);
            return new ImapCommand.MultiSearch(
                    sources, key, returns.orElse(SearchReturns.ALL), keys.modSeq());
        });
    }

    /// RFC 5267 §5 `extended-sort`
    ImapCommand sort() throws IOException {
        return reading(() -> {
            if (word().equals("RETURN")) {
                returns = Optional.of(returns());
                tokens.space();
            }
            var criteria = criteria();
            var key = searchCriteria();
            if (criteria.stream().anyMatch(c -> c.key() == SortCriterion.Key.RELEVANCY)) {
                requireFuzzy();
            }
            return new ImapCommand.Sort(criteria, key, uid, returns, keys.modSeq());
        });
    }

    ImapCommand thread() throws IOException {
        return reading(() -> {
            String name = tokens.atom().toUpperCase(Locale.ROOT);
            for (ThreadAlgorithm algorithm : ThreadAlgorithm.values()) {
                if (algorithm.name().equals(name)) {
                    var key = searchCriteria();
                    return new ImapCommand.Thread(algorithm, key, uid, keys.modSeq());
                }
            }
            throw BadCommand.syntax("no such way to thread: " + name);
        });
    }

    /// RFC 5267 §4.3.5
    ImapCommand cancelUpdate() throws IOException {
        var tags = new ArrayList<String>();
        do {
            tokens.element();
            tokens.space();
            tags.add(tokens.astring());
        } while (tokens.peek() == ' ');
        return new ImapCommand.CancelUpdate(tags);
    }

    private String word() {
        return keys.wordAhead() ? tokens.keyword() : "";
    }

    private SearchKey program() throws IOException {
        return program(word());
    }

    private SearchKey program(String first) throws IOException {
        String word = first;
        if (word.equals("RETURN")) {
            returns = Optional.of(returns());
            tokens.space();
            word = word();
        }
        if (word.equals("CHARSET")) {
            if (!tokens.speech().charsets()) { // RFC 9755 §3
                throw BadCommand.syntax("after ENABLE UTF8=ACCEPT a search is in UTF-8");
            }
            tokens.space();
            keys.charset();
            tokens.space();
            word = word();
        }
        return checked(keys.keys(word));
    }

    /// RFC 5256 §5 `search-criteria`
    private SearchKey searchCriteria() throws IOException {
        tokens.space();
        keys.onlyCharset();
        tokens.space();
        return checked(keys.keys());
    }

    private SearchKey checked(SearchKey key) {
        if (returns.isPresent() && returns.get().has(Result.RELEVANCY)) {
            requireFuzzy();
        }
        return key;
    }

    /// RFC 6203 §4 and §6
    private void requireFuzzy() {
        if (!keys.fuzzy()) {
            throw BadCommand.syntax("RELEVANCY is of fuzzy searches");
        }
    }

    private SearchReturns returns() {
        tokens.space();
        tokens.expect('(');
        var results = EnumSet.noneOf(Result.class);
        Optional<PartialRange> partial = Optional.empty();
        for (boolean more = tokens.peek() != ')'; more; more = tokens.take(' ')) {
            tokens.element();
            String word = tokens.keyword();
            if (word.equals("PARTIAL") && partial.isEmpty()) {
                tokens.space();
                partial = Optional.of(partialRange(tokens));
            } else {
                results.add(result(word));
            }
        }
        tokens.expect(')');
        if (partial.isPresent() && results.contains(Result.ALL)) { // RFC 9394 §3.1
            throw BadCommand.syntax("PARTIAL and ALL do not go together");
        }
        if (results.isEmpty() && partial.isEmpty()) { // RFC 4731 §3.1: RETURN () is RETURN (ALL)
            results.add(Result.ALL);
        }
        return new SearchReturns(results, partial);
    }

    private static Result result(String word) {
        for (Result result : Result.values()) {
            if (result.name().equals(word)) {
                return result;
            }
        }
        throw BadCommand.syntax("no such search result, or twice: " + word);
    }

    /// RFC 9394 §4 `partial-range`
    static PartialRange partialRange(Tokens tokens) {
        boolean last = tokens.take('-');
        long one = tokens.positive();
        tokens.expect(':');
        if (last) {
            tokens.expect('-');
        }
        long other = tokens.positive();
        return last ? new PartialRange(-one, -other) : new PartialRange(one, other);
    }

    private List<SortCriterion> criteria() {
        tokens.expect('(');
        var criteria = new ArrayList<SortCriterion>();
        do {
            tokens.element();
            String word = tokens.keyword();
            boolean reverse = word.equals("REVERSE");
            if (reverse) {
                tokens.space();
                word = tokens.keyword();
            }
            var key = sortKey(word);
            if (criteria.stream().noneMatch(known -> known.key() == key)) { // else all are equal
                criteria.add(new SortCriterion(key, reverse));
            }
        } while (tokens.take(' '));
        tokens.expect(')');
        return criteria;
    }

    private static SortCriterion.Key sortKey(String word) {
        for (SortCriterion.Key key : SortCriterion.Key.values()) {
            if (key.name().equals(word)) {
                return key;
            }
        }
        throw BadCommand.syntax("no such criterion to sort by: " + word);
    }

    private Set<MailboxSource> sources() throws IOException {
        tokens.space();
        tokens.expect('(');
        var sources = new LinkedHashSet<MailboxSource>();
        do {
            tokens.element();
            String word = tokens.keyword();
            sources.add(
                    switch (word) {
                        case "SELECTED" -> MailboxSource.Plain.SELECTED;
                        case "PERSONAL" -> MailboxSource.Plain.PERSONAL;
                        case "INBOXES" -> MailboxSource.Plain.INBOXES;
                        case "SUBSCRIBED" -> MailboxSource.Plain.SUBSCRIBED;
                        case "MAILBOXES" -> new MailboxSource.Named(names());
                        case "SUBTREE" -> new MailboxSource.Subtree(names(), false);
                        case "SUBTREE-ONE" -> new MailboxSource.Subtree(names(), true);
                        default -> throw BadCommand.syntax("no such source to search: " + word);
                    });
        } while (tokens.take(' '));
        tokens.expect(')');
        return sources;
    }

    /// RFC 5465 §8 `one-or-more-mailbox`
    private List<MailboxName> names() throws IOException {
        tokens.space();
        var names = new ArrayList<MailboxName>();
        if (!tokens.take('(')) {
            names.add(tokens.mailbox());
            return names;
        }
        do {
            tokens.element();
            names.add(tokens.mailbox());
        } while (tokens.take(' '));
        tokens.expect(')');
        return names;
    }
}
