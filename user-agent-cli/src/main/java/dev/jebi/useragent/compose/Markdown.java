package dev.jebi.useragent.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML of the Markdown that people write in mail: headings, paragraphs, lists, quotes, code,
/// tables, rules; emphasis, code, links. HTML in it is text and stays text.
final class Markdown {
    private static final int DEEPEST = 8;
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*?)\\s*#*");
    private static final Pattern RULE = Pattern.compile("\\s*([-*_])(?:\\s*+\\1){2,}+\\s*");
    private static final Pattern BULLET = Pattern.compile("(\\s*)[-*+]\\s+(.*)");
    private static final Pattern NUMBER = Pattern.compile("(\\s*)\\d{1,9}[.)]\\s+(.*)");
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(```+|~~~+)\\s*\\S*\\s*");
    private static final Pattern DASHES =
            Pattern.compile("\\s*+\\|?\\s*+:?-++:?(?:\\s*+\\|\\s*+:?-++:?)*+\\s*+\\|?\\s*");

    private final StringBuilder html = new StringBuilder();

    private Markdown() {}

    /// A whole page.
    static String html(String text) {
        var markdown = new Markdown();
        markdown.blocks(List.of(text.replace("\r\n", "\n").split("\n", -1)), 0);
        return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n"
                + markdown.html
                + "</body></html>\n";
    }

    private void blocks(List<String> lines, int depth) {
        for (int at = 0; at < lines.size(); ) {
            at = block(lines, at, depth);
        }
    }

    /// Writes the block that begins there.
    ///
    /// @return where the next one begins
    private int block(List<String> lines, int at, int depth) {
        String line = lines.get(at);
        if (line.isBlank()) {
            return at + 1;
        }
        Matcher fence = FENCE.matcher(line);
        if (fence.matches()) {
            return code(lines, at + 1, fence.group(1));
        }
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            int level = heading.group(1).length();
            wrap("h" + level, inline(heading.group(2)));
            return at + 1;
        }
        if (RULE.matcher(line).matches() && !line.equals("-- ")) {
            html.append("<hr>\n");
            return at + 1;
        }
        if (line.startsWith(">") && depth < DEEPEST) {
            return quote(lines, at, depth);
        }
        if (BULLET.matcher(line).matches() || NUMBER.matcher(line).matches()) {
            return list(lines, at, depth);
        }
        if (line.contains("|")
                && at + 1 < lines.size()
                && lines.get(at + 1).contains("|")
                && DASHES.matcher(lines.get(at + 1)).matches()) {
            return table(lines, at);
        }
        return paragraph(lines, at);
    }

    private int code(List<String> lines, int from, String fence) {
        int end = from;
        while (end < lines.size() && !lines.get(end).strip().startsWith(fence)) {
            end++;
        }
        html.append("<pre><code>")
                .append(escaped(String.join("\n", lines.subList(from, end))))
                .append("</code></pre>\n");
        return end + 1;
    }

    private int quote(List<String> lines, int from, int depth) {
        int end = from;
        var inner = new ArrayList<String>();
        while (end < lines.size() && lines.get(end).startsWith(">")) {
            inner.add(lines.get(end).replaceFirst("^> ?", ""));
            end++;
        }
        html.append("<blockquote type=\"cite\">\n");
        blocks(inner, depth + 1);
        html.append("</blockquote>\n");
        return end;
    }

    private int list(List<String> lines, int from, int depth) {
        boolean numbered = NUMBER.matcher(lines.get(from)).matches();
        Pattern mark = numbered ? NUMBER : BULLET;
        html.append(numbered ? "<ol>\n" : "<ul>\n");
        int at = from;
        while (at < lines.size()) {
            Matcher item = mark.matcher(lines.get(at));
            if (!item.matches()) {
                break;
            }
            int indent = item.end(1);
            var inner = new ArrayList<String>();
            inner.add(item.group(2));
            at++;
            while (at < lines.size() && within(lines.get(at), indent)) {
                inner.add(lines.get(at).strip());
                at++;
            }
            item(inner, depth);
        }
        html.append(numbered ? "</ol>\n" : "</ul>\n");
        return at;
    }

    /// Whether a line goes on with an item: it is set further in.
    private static boolean within(String line, int indent) {
        return !line.isBlank() && line.startsWith(" ".repeat(indent + 2));
    }

    private void item(List<String> inner, int depth) {
        boolean nested =
                inner.stream()
                        .skip(1)
                        .anyMatch(l -> BULLET.matcher(l).matches() || NUMBER.matcher(l).matches());
        if (!nested || depth >= DEEPEST) {
            wrap("li", inline(String.join("\n", inner)));
            return;
        }
        html.append("<li>").append(inline(inner.getFirst())).append('\n');
        blocks(inner.subList(1, inner.size()), depth + 1);
        html.append("</li>\n");
    }

    private int table(List<String> lines, int from) {
        html.append("<table>\n");
        row(lines.get(from), "th");
        int at = from + 2;
        while (at < lines.size() && lines.get(at).contains("|")) {
            row(lines.get(at), "td");
            at++;
        }
        html.append("</table>\n");
        return at;
    }

    private void row(String line, String cell) {
        html.append("<tr>");
        String bare = line.strip().replaceAll("^\\|", "").replaceAll("\\|$", "");
        for (String text : bare.split("\\|", -1)) {
            html.append('<').append(cell).append('>');
            html.append(inline(text.strip()));
            html.append("</").append(cell).append('>');
        }
        html.append("</tr>\n");
    }

    private int paragraph(List<String> lines, int from) {
        int end = from + 1;
        while (end < lines.size() && !lines.get(end).isBlank() && !begins(lines.get(end))) {
            end++;
        }
        wrap("p", inline(String.join("\n", lines.subList(from, end))));
        return end;
    }

    private static boolean begins(String line) {
        return line.startsWith(">")
                || FENCE.matcher(line).matches()
                || HEADING.matcher(line).matches()
                || BULLET.matcher(line).matches();
    }

    private void wrap(String element, String content) {
        html.append('<').append(element).append('>').append(content);
        html.append("</").append(element).append(">\n");
    }

    /// What stands in a line. Code first, so that nothing in it is taken for a mark.
    private static String inline(String text) {
        var html = new StringBuilder();
        String[] pieces = text.split("`", -1);
        for (int i = 0; i < pieces.length; i++) {
            boolean code = i % 2 == 1 && i < pieces.length - 1;
            if (code) {
                html.append("<code>").append(escaped(pieces[i])).append("</code>");
            } else {
                html.append(i % 2 == 1 ? "`" : "").append(marked(escaped(pieces[i])));
            }
        }
        return html.toString();
    }

    private static String marked(String escaped) {
        return escaped.replaceAll(
                        "\\[([^\\[\\]\\n]{1,300})]\\(((?:https?://|mailto:)[^\\s()<>]{1,2000})\\)",
                        "<a href=\"$2\">$1</a>")
                .replaceAll("&lt;(https?://[^\\s<>&]{1,2000})&gt;", "<a href=\"$1\">$1</a>")
                .replaceAll("\\*\\*(\\S|\\S[^*\\n]{0,500}\\S)\\*\\*", "<strong>$1</strong>")
                .replaceAll("(?<![\\w*])\\*(\\S|\\S[^*\\n]{0,500}\\S)\\*(?![\\w*])", "<em>$1</em>")
                .replaceAll("(?<![\\w_])_(\\S|\\S[^_\\n]{0,500}\\S)_(?![\\w_])", "<em>$1</em>")
                .replaceAll("( {2,}|\\\\)\\n", "<br>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
