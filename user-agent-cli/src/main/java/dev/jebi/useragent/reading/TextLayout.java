package dev.jebi.useragent.reading;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Sets plain text in lines: quotes by their marks, flowing paragraphs put together (RFC 3676),
/// links found.
final class TextLayout {
    private static final Pattern URL =
            Pattern.compile("https?://[^\\s<>\"'`]{1,2000}(?<![.,;:!?)\\]}*])");

    private final Setting setting;
    private final Links links;
    private final boolean flowed;
    private final boolean delSp;
    private boolean signature;

    TextLayout(Setting setting, Links links, boolean flowed, boolean delSp) {
        this.setting = setting;
        this.links = links;
        this.flowed = flowed;
        this.delSp = delSp;
    }

    /// A line without its marks of quoting.
    private record Unquoted(int quote, String text) {
        /// RFC 3676 §4.2: a line that flows ends with a space; the mark of a signature does not.
        boolean flows() {
            return text.endsWith(" ") && !text.equals("-- ");
        }
    }

    void set(String text) {
        var paragraph = new ArrayList<Unquoted>();
        for (String raw : SafeText.lines(text).split("\n", -1)) {
            if (setting.full()) {
                break;
            }
            Unquoted line = unquoted(raw);
            if (!paragraph.isEmpty() && paragraph.getLast().quote() != line.quote()) {
                write(paragraph);
            }
            paragraph.add(line);
            if (!flowed || !line.flows()) {
                write(paragraph);
            }
        }
        write(paragraph);
        setting.quote(0);
    }

    private Unquoted unquoted(String raw) {
        int quote = 0;
        int at = 0;
        int text = 0;
        while (at < raw.length() && raw.charAt(at) == '>') {
            quote++;
            at++;
            text = at;
            if (at < raw.length() && raw.charAt(at) == ' ') {
                at++;
            }
        }
        if (raw.startsWith(">From ")) {
            return new Unquoted(0, raw.substring(1)); // marked by an mbox, not by its author
        }
        String rest = raw.substring(text);
        boolean stuffed = rest.startsWith(" ") && (flowed || quote > 0); // RFC 3676 §4.4
        return new Unquoted(quote, expanded(stuffed ? rest.substring(1) : rest));
    }

    private static String expanded(String text) {
        if (text.indexOf('\t') < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\t') {
                int fill = 8 - column % 8;
                expanded.repeat(' ', fill);
                column += fill;
            } else {
                expanded.appendCodePoint(c);
                column += Columns.width(c);
            }
        }
        return expanded.toString();
    }

    private void write(List<Unquoted> paragraph) {
        if (paragraph.isEmpty()) {
            return;
        }
        int quote = paragraph.getFirst().quote();
        var text = new StringBuilder();
        for (int i = 0; i < paragraph.size(); i++) {
            Unquoted line = paragraph.get(i);
            boolean joins = delSp && line.flows() && i + 1 < paragraph.size();
            text.append(joins ? line.text().substring(0, line.text().length() - 1) : line.text());
        }
        paragraph.clear();
        if (setting.quote() != quote) {
            setting.quote(quote);
        }
        if (quote == 0 && text.toString().equals("-- ")) {
            signature = true;
        }
        words(text.toString(), signature && quote == 0 ? Look.NOTE : Look.PLAIN);
        setting.newline();
    }

    private void words(String text, Look look) {
        var url = URL.matcher(text);
        int at = 0;
        while (url.find()) {
            setting.words(text.substring(at, url.start()), look, 0);
            setting.words(url.group(), Look.LINK, links.number(url.group()));
            at = url.end();
        }
        setting.words(text.substring(at), look, 0);
    }
}
