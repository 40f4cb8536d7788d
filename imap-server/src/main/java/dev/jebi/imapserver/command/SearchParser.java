package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.ImapCommand.Search;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.SearchQuery.Field;
import dev.jebi.mailstore.SearchQuery.When;
import dev.jebi.mime.Charsets;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads what SEARCH asks (RFC 9051 §9 `search`).
final class SearchParser {
    private final Tokens tokens;
    private final boolean uid;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean modSeq;
    private int depth;

    SearchParser(Tokens tokens, boolean uid) {
        this.tokens = tokens;
        this.uid = uid;
    }

    Search search() throws IOException {
        tokens.space();
        Optional<Set<Search.Result>> returns = Optional.empty();
        Optional<SearchKey> first = Optional.empty();
        if (!keyAhead()) {
            first = Optional.of(key());
        } else {
            String word = tokens.keyword();
            if (word.equals("RETURN")) {
                returns = Optional.of(returns());
                tokens.space();
                word = keyAhead() ? tokens.keyword() : "";
            }
            if (word.equals("CHARSET")) {
                tokens.space();
                charset = charset(tokens.astring());
                tokens.space();
                word = keyAhead() ? tokens.keyword() : "";
            }
            first = Optional.of(word.isEmpty() ? key() : key(word));
        }
        var keys = new ArrayList<SearchKey>();
        keys.add(first.orElseThrow());
        while (tokens.take(' ')) {
            keys.add(key());
        }
        return new Search(conjunction(keys), uid, returns, modSeq);
    }

    /// Whether a key that is a word comes next: neither a set nor a list.
    private boolean keyAhead() {
        char c = tokens.peek();
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private Set<Search.Result> returns() {
        tokens.space();
        tokens.expect('(');
        var results = EnumSet.noneOf(Search.Result.class);
        while (tokens.peek() != ')') {
            if (!results.isEmpty()) {
                tokens.space();
            }
            String word = tokens.keyword();
            switch (word) {
                case "MIN" -> results.add(Search.Result.MIN);
                case "MAX" -> results.add(Search.Result.MAX);
                case "ALL" -> results.add(Search.Result.ALL);
                case "COUNT" -> results.add(Search.Result.COUNT);
                default -> throw BadCommand.syntax("no such search result: " + word);
            }
        }
        tokens.expect(')');
        if (results.isEmpty()) { // RFC 4731 §3.1: RETURN () is RETURN (ALL)
            results.add(Search.Result.ALL);
        }
        return results;
    }

    private static Charset charset(String name) {
        return Charsets.known(name)
                .orElseThrow(() ->
                        new BadCommand(BadCommand.Kind.CHARSET, "the charset is not known here"));
    }

    private SearchKey key() throws IOException {
        tokens.element();
        if (tokens.take('(')) {
            enter();
            var keys = new ArrayList<SearchKey>();
            do {
                keys.add(key());
            } while (tokens.take(' '));
            tokens.expect(')');
            depth--;
            return conjunction(keys);
        }
        if (tokens.peek() == '*' || Character.isDigit(tokens.peek())) {
            return new SearchKey.Messages(MessageSets.numbers(tokens));
        }
        return key(tokens.keyword());
    }

    private static SearchKey conjunction(ArrayList<SearchKey> keys) {
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
    }

    private void enter() {
        if (++depth > tokens.limits().depth()) {
            throw BadCommand.limit("search keys too deep inside each other");
        }
    }

    private SearchKey key(String word) throws IOException {
        return switch (word) {
            case "ALL" -> query(new SearchQuery.All());
            case "ANSWERED" -> flag(Flags.System.ANSWERED);
            case "DELETED" -> flag(Flags.System.DELETED);
            case "DRAFT" -> flag(Flags.System.DRAFT);
            case "FLAGGED" -> flag(Flags.System.FLAGGED);
            case "SEEN" -> flag(Flags.System.SEEN);
            case "UNANSWERED" -> new SearchKey.Not(flag(Flags.System.ANSWERED));
            case "UNDELETED" -> new SearchKey.Not(flag(Flags.System.DELETED));
            case "UNDRAFT" -> new SearchKey.Not(flag(Flags.System.DRAFT));
            case "UNFLAGGED" -> new SearchKey.Not(flag(Flags.System.FLAGGED));
            case "UNSEEN" -> new SearchKey.Not(flag(Flags.System.SEEN));
            case "KEYWORD" -> hasKeyword();
            case "UNKEYWORD" -> new SearchKey.Not(hasKeyword());
            case "RECENT" -> new SearchKey.Recent();
            case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
            case "NEW" -> fresh();
            case "NOT" -> not();
            case "OR" -> or();
            case "UID" -> uids();
            default -> valued(word);
        };
    }

    private SearchKey valued(String word) throws IOException {
        return switch (word) {
            case "FROM" -> query(new SearchQuery.AddressField(Field.FROM, text()));
            case "TO" -> query(new SearchQuery.AddressField(Field.TO, text()));
            case "CC" -> query(new SearchQuery.AddressField(Field.CC, text()));
            case "BCC" -> query(new SearchQuery.AddressField(Field.BCC, text()));
            case "SUBJECT" -> query(new SearchQuery.Subject(text()));
            case "BODY" -> query(new SearchQuery.Body(wholeText()));
            case "TEXT" -> query(new SearchQuery.Text(wholeText()));
            case "HEADER" -> query(new SearchQuery.Header(text(), text()));
            case "LARGER" -> query(new SearchQuery.Larger(number()));
            case "SMALLER" -> query(new SearchQuery.Smaller(number()));
            case "BEFORE" -> query(new SearchQuery.Internal(When.BEFORE, day()));
            case "ON" -> query(new SearchQuery.Internal(When.ON, day()));
            case "SINCE" -> query(new SearchQuery.Internal(When.SINCE, day()));
            case "SENTBEFORE" -> query(new SearchQuery.Sent(When.BEFORE, day()));
            case "SENTON" -> query(new SearchQuery.Sent(When.ON, day()));
            case "SENTSINCE" -> query(new SearchQuery.Sent(When.SINCE, day()));
            case "MODSEQ" -> query(new SearchQuery.ChangedSince(modSeq()));
            case "EMAILID" -> new SearchKey.Email(text());
            case "THREADID" -> new SearchKey.Thread(text());
            default -> throw BadCommand.syntax("no such search key: " + word);
        };
    }

    private static SearchKey query(SearchQuery query) {
        return new SearchKey.Query(query);
    }

    private static SearchKey flag(Flags.System flag) {
        return query(new SearchQuery.HasFlag(flag));
    }

    private static SearchKey fresh() {
        var keys = new ArrayList<SearchKey>();
        keys.add(new SearchKey.Recent());
        keys.add(new SearchKey.Not(flag(Flags.System.SEEN)));
        return conjunction(keys);
    }

    private SearchKey hasKeyword() {
        tokens.space();
        return query(new SearchQuery.HasKeyword(tokens.atom()));
    }

    private SearchKey not() throws IOException {
        tokens.space();
        enter();
        var key = key();
        depth--;
        return new SearchKey.Not(key);
    }

    private SearchKey or() throws IOException {
        tokens.space();
        enter();
        var left = key();
        tokens.space();
        var right = key();
        depth--;
        return new SearchKey.Or(left, right);
    }

    private SearchKey uids() {
        tokens.space();
        return new SearchKey.Messages(MessageSets.uids(tokens));
    }

    private String wholeText() throws IOException {
        tokens.textKey();
        return text();
    }

    private String text() throws IOException {
        tokens.space();
        return Tokens.decode(tokens.astring(), charset);
    }

    private long number() {
        tokens.space();
        return tokens.number();
    }

    private LocalDate day() throws IOException {
        tokens.space();
        return ImapDates.date(tokens.astring());
    }

    /// RFC 7162 §3.1.5; entry name and type say nothing where mod-sequences are of the message.
    private ModSeq modSeq() throws IOException {
        tokens.space();
        if (tokens.stringAhead()) {
            tokens.string();
            tokens.space();
            String type = tokens.keyword().toLowerCase(Locale.ROOT);
            if (!Set.of("priv", "shared", "all").contains(type)) {
                throw BadCommand.syntax("no such entry type: " + type);
            }
            tokens.space();
        }
        modSeq = true;
        return new ModSeq(tokens.number());
    }
}
