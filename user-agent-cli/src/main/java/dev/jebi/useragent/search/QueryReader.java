package dev.jebi.useragent.search;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.search.Query.Where;
import dev.jebi.useragent.text.SafeText;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the words of a search.
///
/// ```
/// words  = any of: word, "more words", field:word, field:"more words", (words), -word, or
/// fields = from to cc subject body list id has is keyword before since on older newer larger
///          smaller in
/// ```
///
/// Words side by side must all fit; `or` between two asks for one of them.
public final class QueryReader {
    /// Deeper nesting and more words than any person writes.
    private static final int MAX_DEPTH = 20;

    private static final int MAX_TOKENS = 500;

    private static final Pattern TOKEN =
            Pattern.compile("[()]|-(?=\\S)|(?:[^\\s\"()]|\"[^\"]*\"?)+");

    private static final Set<String> FIELDS =
            Set.of("from", "to", "cc", "subject", "body", "text", "list", "id", "message-id", "in");

    private static final Set<String> SYSTEM =
            Set.of("seen", "answered", "flagged", "deleted", "draft");

    /// An atom of IMAP (RFC 9051 §9): anything else could end the command that it stands in.
    private static final Pattern KEYWORD = Pattern.compile("[!#$&'+-\\[^-z|}~]{1,200}");

    /// Years of four digits: no server knows others.
    private static final int LAST_YEAR = 9_999;

    private static final Pattern BRACKETS = Pattern.compile("<([^<>]+)>,?");

    private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([dwmy])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kKmMgG]?)[bB]?");

    private final List<String> tokens = new ArrayList<>();
    private final LocalDate today;
    private int next;

    private QueryReader(String words, LocalDate today) {
        this.today = today;
        var token = TOKEN.matcher(words);
        while (token.find() && tokens.size() <= MAX_TOKENS) {
            tokens.add(token.group());
        }
    }

    /// Reads a search; nothing at all fits everything.
    public static Query read(String words) {
        var now = LocalDate.ofInstant(InstantSource.system().instant(), ZoneId.systemDefault());
        return read(words, now);
    }

    static Query read(String words, LocalDate today) {
        var reader = new QueryReader(words, today);
        if (reader.tokens.size() > MAX_TOKENS) {
            throw usage("a search has at most " + MAX_TOKENS + " words");
        }
        Query query = reader.either(0);
        if (reader.next < reader.tokens.size()) {
            throw usage("there is a ) too many in the search");
        }
        return query;
    }

    private Query either(int depth) {
        if (depth > MAX_DEPTH) {
            throw usage("the search is nested too deeply");
        }
        var choices = new ArrayList<Query>();
        choices.add(all(depth));
        while (next < tokens.size() && isOr()) {
            next++;
            choices.add(all(depth));
        }
        return choices.size() == 1 ? choices.getFirst() : new Query.Any(List.copyOf(choices));
    }

    private boolean isOr() {
        String token = tokens.get(next);
        return token.equalsIgnoreCase("or") || token.equals("|");
    }

    private Query all(int depth) {
        var parts = new ArrayList<Query>();
        while (next < tokens.size() && !tokens.get(next).equals(")") && !isOr()) {
            parts.add(one(depth));
        }
        return parts.size() == 1 ? parts.getFirst() : new Query.All(List.copyOf(parts));
    }

    private Query one(int depth) {
        String token = tokens.get(next++);
        if (token.equals("-") || token.equalsIgnoreCase("not")) {
            if (next == tokens.size() || depth >= MAX_DEPTH) {
                throw usage("something must follow '" + token + "' in the search");
            }
            return new Query.Not(one(depth + 1));
        }
        if (token.equals("(")) {
            Query inner = either(depth + 1);
            if (next == tokens.size() || !tokens.get(next++).equals(")")) {
                throw usage("a ) is missing in the search");
            }
            return inner;
        }
        return word(token);
    }

    private Query word(String token) {
        int colon = token.indexOf(':');
        int quote = token.indexOf('"');
        String text = token.replace("\"", "");
        if (colon <= 0 || (quote >= 0 && quote < colon)) {
            return text.isEmpty() ? Query.EVERYTHING : new Query.Text(Where.ANYWHERE, text);
        }
        String field = token.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = token.substring(colon + 1).replace("\"", "");
        if (value.isEmpty() && FIELDS.contains(field)) {
            throw usage("something must follow '" + field + ":' in the search");
        }
        return switch (field) {
            case "from" -> new Query.Text(Where.FROM, address(value));
            case "to" -> new Query.Text(Where.TO, address(value));
            case "cc" -> new Query.Text(Where.CC, address(value));
            case "subject" -> new Query.Text(Where.SUBJECT, value);
            case "body", "text" -> new Query.Text(Where.BODY, value);
            case "list" -> new Query.Text(Where.LIST, value);
            case "id", "message-id" -> new Query.Text(Where.MESSAGE_ID, value);
            case "has" -> has(value);
            case "is" -> is(value);
            case "keyword", "tag" -> keyword(value);
            case "in" -> new Query.In(value);
            case "before" -> new Query.Before(day(value));
            case "since", "after" -> new Query.Since(day(value));
            case "on" -> on(day(value));
            case "older" -> new Query.Before(ago(value));
            case "newer" -> new Query.Since(ago(value));
            case "larger" -> new Query.Larger(octets(value));
            case "smaller" -> new Query.Smaller(octets(value));
            default -> new Query.Text(Where.ANYWHERE, text); // http://… and 12:30 are words
        };
    }

    /// `<kim@b.test>` is looked for without its brackets, which not every server has there.
    private static String address(String value) {
        var bare = BRACKETS.matcher(value);
        return bare.matches() ? bare.group(1) : value;
    }

    private static Query on(LocalDate day) {
        return new Query.All(List.of(new Query.Since(day), new Query.Before(day.plusDays(1))));
    }

    private static Query has(String what) {
        return switch (what.toLowerCase(Locale.ROOT)) {
            case "attachment", "attachments" -> new Query.Attachment();
            default -> throw usage("'has:' takes attachment, not '" + what + "'");
        };
    }

    private static Query is(String what) {
        String flag = what.toLowerCase(Locale.ROOT);
        return switch (flag) {
            case "seen", "answered", "flagged", "deleted", "draft" -> new Query.Flag(flag);
            case "read" -> new Query.Flag("seen");
            case "starred" -> new Query.Flag("flagged");
            case "unseen", "unread", "new" -> new Query.Not(new Query.Flag("seen"));
            case "unanswered" -> new Query.Not(new Query.Flag("answered"));
            case "unflagged" -> new Query.Not(new Query.Flag("flagged"));
            default ->
                    throw usage(
                            "'is:' takes seen, unseen, answered, flagged, draft or deleted, not '"
                                    + what
                                    + "'");
        };
    }

    private static Query keyword(String name) {
        if (!KEYWORD.matcher(name).matches()) {
            throw usage("'" + name + "' is no keyword");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return new Query.Flag(SYSTEM.contains(lower) ? lower : name);
    }

    private LocalDate day(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("today")) {
            return today;
        }
        if (word.equals("yesterday")) {
            return today.minusDays(1);
        }
        if (AGE.matcher(word).matches()) {
            return ago(word);
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 0 && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeParseException _) {
            // said below in words for people
        }
        throw usage("'" + text + "' is no date; write it as 2026-11-22");
    }

    private LocalDate ago(String text) {
        var age = AGE.matcher(text.toLowerCase(Locale.ROOT));
        if (!age.matches()) {
            throw usage("'" + text + "' is no age; write 7d, 2w, 3m or 1y");
        }
        long many = Long.parseLong(age.group(1));
        return switch (age.group(2).charAt(0)) {
            case 'd' -> today.minusDays(many);
            case 'w' -> today.minusWeeks(many);
            case 'm' -> today.minusMonths(many);
            default -> today.minusYears(many);
        };
    }

    private static long octets(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw usage("'" + text + "' is no size; write 500, 20K or 3M");
        }
        int shift =
                switch (size.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        // no message is larger than a long says
        return Math.min(Long.parseLong(size.group(1)), Long.MAX_VALUE >> shift) << shift;
    }

    private static Failure usage(String words) {
        return new Failure(Failure.Kind.USAGE, SafeText.line(words));
    }
}
