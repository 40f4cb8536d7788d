package dev.jebi.reporting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads XML as reports of strangers have it: without document types, entities of their own or
/// anything else that could reach outside, and without giving up where a sign is not escaped. A `<`
/// that begins no tag is text; an end tag closes what it names, and what is open within.
final class LooseXml {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([A-Za-z_][A-Za-z0-9_.:-]*)((?:\\s[^<>]*)?)(/?)>");

    private static final Pattern ENTITY = Pattern.compile("&(#x?[0-9A-Fa-f]{1,6}|[a-z]{2,4});");

    private final String text;
    private final ReportLimits limits;
    private final Predicate<Element> taken;
    private final List<Element> open = new ArrayList<>();
    private int at;

    /// An element, its name in lower case and without prefix.
    static final class Element {
        private final String name;
        private final List<Element> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        private Element(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        List<Element> children() {
            return children;
        }

        /// The text right in it, with its entities resolved.
        String text() {
            return resolved(text.toString()).strip();
        }

        Optional<Element> child(String wanted) {
            return children.stream().filter(c -> c.name.equals(wanted)).findFirst();
        }

        List<Element> all(String wanted) {
            return children.stream().filter(c -> c.name.equals(wanted)).toList();
        }

        /// The text of a child; empty where there is none.
        String text(String child) {
            return child(child).map(Element::text).orElse("");
        }
    }

    private LooseXml(String text, ReportLimits limits, Predicate<Element> taken) {
        this.text = text;
        this.limits = limits;
        this.taken = taken;
    }

    /// Reads a text.
    ///
    /// @param taken hears of each element that is whole; those that it takes are not kept
    /// @return an element around all that was found
    static Element read(String text, ReportLimits limits, Predicate<Element> taken)
            throws NoReport {
        return new LooseXml(text, limits, taken).read();
    }

    private Element read() throws NoReport {
        var root = new Element("");
        open.add(root);
        Matcher tag = TAG.matcher(text);
        while (at < text.length()) {
            int next = text.indexOf('<', at);
            if (next < 0) {
                add(text.length());
                break;
            }
            add(next);
            if (skipped("<!--", "-->") || skipped("<?", "?>") || skipped("<!", ">")) {
                continue;
            }
            tag.region(at, text.length());
            if (tag.lookingAt()) {
                tag(tag);
                at = tag.end();
            } else {
                add(at + 1);
            }
        }
        while (open.size() > 1) {
            close();
        }
        return root;
    }

    private boolean skipped(String begin, String end) {
        if (!text.startsWith(begin, at)) {
            return false;
        }
        if (text.startsWith("<![CDATA[", at)) {
            int close = text.indexOf("]]>", at);
            int to = close < 0 ? text.length() : close;
            add(at + 9, to);
            at = Math.min(text.length(), to + 3);
            return true;
        }
        int close = text.indexOf(end, at + begin.length());
        at = close < 0 ? text.length() : close + end.length();
        return true;
    }

    private void tag(Matcher tag) throws NoReport {
        String name = name(tag.group(2));
        boolean empty = tag.group(3).endsWith("/") || !tag.group(4).isEmpty();
        if (!tag.group(1).isEmpty()) {
            end(name);
            return;
        }
        if (open.size() > limits.depth()) {
            throw new NoReport("elements in each other, too deep");
        }
        var element = new Element(name);
        open.add(element);
        if (empty) {
            close();
        }
    }

    private static String name(String raw) {
        return raw.substring(raw.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    private void end(String name) throws NoReport {
        boolean known = open.stream().skip(1).anyMatch(e -> e.name.equals(name));
        while (known) {
            boolean found = open.getLast().name.equals(name);
            close();
            if (found) {
                return;
            }
        }
    }

    private void close() throws NoReport {
        var element = open.removeLast();
        if (!taken.test(element)) {
            var parent = open.getLast();
            if (parent.children.size() >= limits.rows()) {
                throw new NoReport("too many elements");
            }
            parent.children.add(element);
        }
    }

    private void add(int to) {
        add(at, to);
        at = to;
    }

    private void add(int from, int to) {
        var into = open.getLast().text;
        int room = limits.text() - into.length();
        into.append(text, from, Math.min(to, from + Math.max(0, room)));
    }

    private static String resolved(String text) {
        return ENTITY.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(entity(found.group(1), found.group())));
    }

    private static String entity(String name, String whole) {
        if (name.startsWith("#")) {
            boolean hex = name.startsWith("#x");
            if (!hex && !name.matches("#[0-9]+")) {
                return whole;
            }
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(code) ? Character.toString(code) : whole;
        }
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> whole;
        };
    }

    /// Text as XML has it, without what XML cannot hold.
    static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .filter(c -> (c >= ' ' && c != 0xFFFE && c != 0xFFFF) || c == '\n' || c == '\t')
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .forEach(c -> {
                    switch (c) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        default -> out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
