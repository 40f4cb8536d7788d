package dev.jebi.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A reader of address lists (RFC 5322 §3.4 and §4.4) as ENVELOPE gives them. Nothing is refused:
/// an address without domain gets the empty host, for a missing one would mean a group (RFC 9051
/// §7.5.2); words between addresses that are none are dropped. For one thread.
public final class AddressList {
    private static final String WORD_ENDS = "<>,;:@\"(";

    private final FieldText text;
    private final List<ImapAddress> addresses = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();
    private String comment = "";
    private boolean inGroup;

    /// Whether a comma came since the last address.
    private boolean separated = true;

    private AddressList(String value) {
        this.text = new FieldText(value);
    }

    /// A word, quoted or not, or an at sign.
    private record Token(String text, boolean at, boolean spaceBefore) {}

    /// Reads the first `most` addresses of a field value; the end of a group may be one more.
    public static List<ImapAddress> parse(String value, int most) {
        return new AddressList(value).read(most);
    }

    private List<ImapAddress> read(int most) {
        while (!text.atEnd() && addresses.size() < most) {
            tokens.clear();
            comment = "";
            phrase();
            switch (text.peek()) {
                case '<' -> angle(phrase(0, tokens.size()));
                case ':' -> group();
                default -> {
                    bare();
                    if (text.peek() == ';') {
                        endGroup();
                    }
                    separated = true;
                    text.next();
                }
            }
        }
        endGroup();
        return List.copyOf(addresses);
    }

    /// Reads words up to a char that ends them: `<`, a comma, a semicolon, a group's colon, the
    /// end.
    private void phrase() {
        while (!text.atEnd()) {
            boolean space = !text.space().isEmpty();
            char c = text.peek();
            if (text.atComment()) {
                comment = text.comment();
            } else if (text.atQuoted()) {
                tokens.add(new Token(text.quoted(), false, space));
            } else if (c == '@') {
                text.next();
                tokens.add(new Token("@", true, space));
            } else if (c == ',' || c == ';' || c == '<' || (c == ':' && startsGroup())) {
                return;
            } else if (c == '[') {
                tokens.add(new Token(literal(), false, space));
            } else if (c == ':') {
                text.next();
                tokens.add(new Token(":", false, space));
            } else {
                word(space);
            }
        }
    }

    private void word(boolean space) {
        String word = text.run(WORD_ENDS);
        if (!word.isEmpty()) {
            tokens.add(new Token(word, false, space));
        } else if (!text.atEnd() && !FieldText.blank(text.peek())) {
            text.next(); // a stray > or a quote or parenthesis that nothing closes
        }
    }

    private boolean startsGroup() {
        return !inGroup && tokens.stream().noneMatch(Token::at);
    }

    /// Reads a domain literal (RFC 5322 §3.4.1); an IPv6 address in it has colons.
    private String literal() {
        String inside = text.run("]>,;");
        return text.take(']') ? inside + "]" : inside;
    }

    private void group() {
        text.next();
        addresses.add(
                new ImapAddress(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(phrase(0, tokens.size())),
                        Optional.empty()));
        inGroup = true;
        separated = true;
    }

    private void endGroup() {
        if (inGroup) {
            addresses.add(
                    new ImapAddress(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            inGroup = false;
        }
    }

    /// Reads `<route:local@domain>` and adds it; a comma ends it when the bracket is missing.
    private void angle(String phrase) {
        text.next();
        tokens.clear();
        text.skipBlank();
        String route = text.peek() == '@' ? route() : "";
        while (!text.atEnd() && text.peek() != '>' && text.peek() != ',') {
            if (text.atComment()) {
                text.comment();
            } else if (text.atQuoted()) {
                tokens.add(new Token(text.quoted(), false, false));
            } else if (text.take('@')) {
                tokens.add(new Token("@", true, false));
            } else {
                angleWord();
            }
        }
        text.take('>');
        int at = lastAt();
        String local = joined(0, at < 0 ? tokens.size() : at);
        String domain = at < 0 ? "" : joined(at + 1, tokens.size());
        String name = phrase.isEmpty() ? comment : phrase;
        add(name, route, local, domain);
        separated = false;
    }

    private void angleWord() {
        String word = text.run(">,@\"(<");
        if (word.isEmpty()) {
            text.next(); // white space, or what nothing closes
        } else {
            tokens.add(new Token(word, false, false));
        }
    }

    /// Reads the obsolete route (RFC 5322 §4.4), up to its colon.
    private String route() {
        String route = text.run(":>");
        return text.take(':') ? route : "";
    }

    /// Adds what was read when no angle bracket came.
    private void bare() {
        int at = lastAt();
        if (at < 0) {
            words();
            return;
        }
        int first = at;
        while (first > 0 && joins(first - 1, first)) {
            first--;
        }
        int end = at + 1;
        while (end < tokens.size() && (end == at + 1 || joins(end - 1, end))) {
            end++;
        }
        String name = phrase(0, first);
        if (name.isEmpty()) {
            name = comment.isEmpty() ? phrase(end, tokens.size()) : comment;
        }
        add(name, "", joined(first, at), joined(at + 1, end));
    }

    /// Adds words without an at sign; behind an address they are noise, or its name in a comment.
    private void words() {
        if (separated) {
            if (!tokens.isEmpty()) {
                add(comment, "", phrase(0, tokens.size()), "");
            }
        } else if (!comment.isEmpty() && addresses.getLast().name().isEmpty()) {
            ImapAddress last = addresses.removeLast();
            addresses.add(
                    new ImapAddress(
                            Optional.of(comment), last.route(), last.mailbox(), last.host()));
        }
    }

    private void add(String name, String route, String local, String domain) {
        addresses.add(
                new ImapAddress(
                        Optional.of(name).filter(n -> !n.isEmpty()),
                        Optional.of(route).filter(r -> !r.isEmpty()),
                        Optional.of(local),
                        Optional.of(domain)));
    }

    /// Whether two neighbours are of one local part or domain: no white space between them, or a
    /// dot or an at sign beside it (RFC 5322 §4.4 lets it stand there).
    private boolean joins(int left, int right) {
        Token l = tokens.get(left);
        Token r = tokens.get(right);
        return !r.spaceBefore()
                || l.at()
                || r.at()
                || l.text().endsWith(".")
                || r.text().startsWith(".");
    }

    private int lastAt() {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).at()) {
                return i;
            }
        }
        return -1;
    }

    private String joined(int from, int to) {
        var joined = new StringBuilder();
        tokens.subList(from, to).forEach(t -> joined.append(t.text()));
        return joined.toString();
    }

    private String phrase(int from, int to) {
        var phrase = new StringBuilder();
        for (Token token : tokens.subList(from, to)) {
            if (token.spaceBefore() && !phrase.isEmpty()) {
                phrase.append(' ');
            }
            phrase.append(token.text());
        }
        return phrase.toString().strip();
    }
}
