package dev.jebi.imapserver.command;

import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.SearchQuery.Field;
import dev.jebi.mailstore.SearchQuery.When;
import dev.jebi.mime.Charsets;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;

/// Reads search keys (RFC 9051 §9 `search-key`) and the charset of their texts. For one thread.
final class SearchParser {
    private final Tokens tokens;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean modSeq;
    private boolean fuzzy;
    private int depth;

    SearchParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Whether a key that is a word comes next: neither a set nor a list.
    boolean wordAhead() {
        char c = tokens.peek();
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /// Reads the name of a charset that every such command has; once texts are UTF-8 in any case,
    /// there is no other (RFC 9755 §3).
    void onlyCharset() throws IOException {
        charset();
        if (!tokens.speech().charsets() && !charset.equals(StandardCharsets.UTF_8)) {
            throw BadCommand.syntax("after ENABLE UTF8=ACCEPT the charset is UTF-8");
        }
    }

    /// Reads the name of a charset.
    void charset() throws IOException {
        charset =
                Charsets.known(tokens.astring())
                        .orElseThrow(() ->
                                new BadCommand(
                                        BadCommand.Kind.CHARSET, "the charset is not known here"));
    }

    /// Reads the keys up to the end of the command.
    SearchKey keys() throws IOException {
        return keys(wordAhead() ? tokens.keyword() : "");
    }

    /// The same, where the first word has been read, or none.
    SearchKey keys(String first) throws IOException {
        var keys = new ArrayList<SearchKey>();
        keys.add(first.isEmpty() ? key() : key(first));
        while (tokens.take(' ')) {
            keys.add(key());
        }
        return conjunction(keys);
    }

    /// Whether MODSEQ was among the keys (RFC 7162 §3.1.5).
    boolean modSeq() {
        return modSeq;
    }

    /// Whether FUZZY was among the keys (RFC 6203 §3).
    boolean fuzzy() {
        return fuzzy;
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
        if (tokens.peek() == '*' || tokens.peek() == '$' || Character.isDigit(tokens.peek())) {
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
            case "FUZZY" -> fuzzily();
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
            case "MODSEQ" -> query(new SearchQuery.ChangedSince(since()));
            case "OLDER" -> new SearchKey.Within(interval(), true);
            case "YOUNGER" -> new SearchKey.Within(interval(), false);
            case "SAVEDBEFORE" -> query(new SearchQuery.Saved(When.BEFORE, day()));
            case "SAVEDON" -> query(new SearchQuery.Saved(When.ON, day()));
            case "SAVEDSINCE" -> query(new SearchQuery.Saved(When.SINCE, day()));
            case "SAVEDATESUPPORTED" -> query(new SearchQuery.SaveDates());
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

    private SearchKey fuzzily() throws IOException {
        tokens.space();
        enter();
        fuzzy = true;
        var key = key();
        depth--;
        return new SearchKey.Fuzzy(key);
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
        return Tokens.decode(tokens.text(), charset);
    }

    private long number() {
        tokens.space();
        return tokens.number();
    }

    /// RFC 5032 §3
    private Duration interval() {
        tokens.space();
        return Duration.ofSeconds(tokens.positive());
    }

    private LocalDate day() throws IOException {
        tokens.space();
        return ImapDates.date(tokens.astring());
    }

    /// RFC 7162 §3.1.5; entry name and type say nothing where mod-sequences are of the message.
    private ModSeq since() throws IOException {
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
