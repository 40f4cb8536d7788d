package dev.jebi.useragent.reading;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;

/// Sets HTML in lines as a person would write the same in plain text. Nothing is fetched and
/// nothing is run; what the author hid stays hidden.
final class HtmlLayout implements NodeFilter {
    private static final Pattern HIDDEN =
            Pattern.compile(
                    "(?i)(display:none|visibility:hidden|mso-hide:all|font-size:0(px|pt|em|;|$)"
                            + "|max-height:0(px|;|$)|opacity:0(;|$))");

    private static final String UNLISTED = "•◦▪";

    private final Setting setting;
    private final Links links;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Deque<Integer> lists = new ArrayDeque<>();
    private final Deque<Integer> targets = new ArrayDeque<>();
    private int pre;
    private boolean worded;

    private HtmlLayout(Setting setting, Links links) {
        this.setting = setting;
        this.links = links;
    }

    /// Sets a document.
    ///
    /// @return the pictures that it would fetch
    static Pictures set(String html, Setting setting, Links links) {
        Parser parser = Parser.htmlParser();
        parser.setMaxDepth(ReadingLimits.HTML_DEPTH);
        String some =
                html.length() > ReadingLimits.HTML ? html.substring(0, ReadingLimits.HTML) : html;
        Document document = parser.parseInput(some, "");
        var layout = new HtmlLayout(setting, links);
        document.filter(layout);
        setting.quote(0);
        return Pictures.of(document);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (setting.full()) {
            return FilterResult.STOP;
        }
        return switch (node) {
            case TextNode text -> {
                words(text.getWholeText());
                yield FilterResult.CONTINUE;
            }
            case Element element -> begin(element);
            default -> FilterResult.CONTINUE; // comments and such
        };
    }

    private FilterResult begin(Element element) {
        String name = element.normalName();
        if (unseen(name) || hidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        switch (name) {
            case "br" -> setting.newline();
            case "hr" -> rule();
            case "img" -> picture(element);
            case "a" -> targets.addLast(target(element));
            case "b", "strong" -> looks.addLast(Look.STRONG);
            case "i", "em", "cite" -> looks.addLast(Look.EMPHASIS);
            case "code", "kbd", "samp", "tt" -> looks.addLast(Look.CODE);
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                setting.gap();
                looks.addLast(Look.HEADING);
            }
            case "pre" -> {
                setting.gap();
                pre++;
            }
            case "blockquote" -> {
                setting.gap();
                setting.quote(setting.quote() + 1);
            }
            case "ul" -> list(-1);
            case "ol" -> list(0);
            case "li" -> item();
            case "table" -> {
                return table(element);
            }
            case "td", "th" -> cell(element);
            case "p", "dl" -> setting.gap();
            default -> {
                if (element.isBlock()) {
                    setting.end();
                }
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (setting.full()) {
            return FilterResult.STOP;
        }
        if (node instanceof Element element && !unseen(element.normalName())) {
            end(element);
        }
        return FilterResult.CONTINUE;
    }

    private void end(Element element) {
        switch (element.normalName()) {
            case "a" -> leaveLink(element);
            case "b", "strong", "i", "em", "cite", "code", "kbd", "samp", "tt" -> looks.pollLast();
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                setting.gap();
                looks.pollLast();
            }
            case "pre" -> {
                pre--;
                setting.gap();
            }
            case "blockquote" -> {
                setting.quote(Math.max(setting.quote() - 1, 0));
                setting.gap();
            }
            case "ul", "ol" -> {
                lists.pollLast();
                if (lists.isEmpty()) {
                    setting.gap();
                }
            }
            case "li" -> setting.leave();
            case "p", "dl" -> setting.gap();
            case "td", "th", "br", "hr", "img" -> {}
            default -> {
                if (element.isBlock() || element.normalName().equals("tr")) {
                    setting.end();
                }
            }
        }
    }

    private static boolean unseen(String name) {
        return switch (name) {
            case "head",
                    "script",
                    "style",
                    "template",
                    "noscript",
                    "object",
                    "embed",
                    "iframe",
                    "audio",
                    "video",
                    "svg",
                    "math",
                    "input",
                    "select",
                    "textarea",
                    "map" ->
                    true;
            default -> false;
        };
    }

    static boolean hidden(Element element) {
        String style = element.attr("style");
        return element.hasAttr("hidden")
                || (!style.isEmpty()
                        && HIDDEN.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
                                .find());
    }

    private void words(String raw) {
        String safe = SafeText.lines(raw);
        if (pre > 0) {
            preformatted(safe);
            return;
        }
        String text = safe.replaceAll("\\s+", " ");
        if (setting.last() == ' ' && text.startsWith(" ")) {
            text = text.substring(1);
        }
        put(text);
    }

    private void preformatted(String text) {
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            put(text.substring(from, end));
            setting.newline();
            from = end + 1;
        }
        put(text.substring(from));
    }

    private void put(String text) {
        int link = targets.isEmpty() ? 0 : targets.getLast();
        Look look = link > 0 ? Look.LINK : looks.isEmpty() ? Look.PLAIN : looks.getLast();
        setting.words(text.replace('\t', ' '), pre > 0 && link == 0 ? Look.CODE : look, link);
        worded |= !text.isBlank();
    }

    private void rule() {
        setting.end();
        setting.words("─".repeat(Math.min(setting.width(), 40)), Look.NOTE, 0);
        setting.end();
    }

    private void picture(Element element) {
        String alt = SafeText.line(element.attr("alt")).replaceAll("\\s+", " ").strip();
        if (!alt.isEmpty() && !Pictures.tracker(element)) {
            String name = Columns.cut(alt, 200);
            if (setting.last() != ' ') {
                setting.words(" ", Look.PLAIN, 0);
            }
            setting.words("[" + name + "]", Look.NOTE, 0);
            worded = true;
        }
    }

    private int target(Element element) {
        worded = false;
        return links.number(element.attr("href"));
    }

    /// A link's number stands after its words; where they are the link itself there is no need.
    private void leaveLink(Element element) {
        Integer number = targets.pollLast();
        if (number == null || number == 0) {
            return;
        }
        String target = element.attr("href");
        String words = element.text().strip();
        if (!worded) {
            setting.words("[link to " + Links.host(Links.uri(target)) + "]", Look.LINK, number);
        }
        if (!words.equals(target) && !("mailto:" + words).equals(target)) {
            setting.words(" [" + number + "]", Look.NOTE, number);
        }
        Links.elsewhere(words, target)
                .ifPresent(host -> setting.words(" [leads to " + host + "]", Look.STRONG, 0));
    }

    private void list(int counter) {
        if (lists.isEmpty()) {
            setting.gap();
        } else {
            setting.end();
        }
        lists.addLast(counter);
    }

    private void item() {
        Integer counter = lists.pollLast();
        if (counter == null || counter < 0) {
            lists.addLast(-1);
            char mark = UNLISTED.charAt((lists.size() - 1) % UNLISTED.length());
            setting.enter(mark + " ", "  ");
        } else {
            lists.addLast(counter + 1);
            String mark = (counter + 1) + ". ";
            setting.enter(mark, " ".repeat(mark.length()));
        }
    }

    private FilterResult table(Element element) {
        setting.end();
        var table = Table.of(element, links);
        if (table.isEmpty()) {
            return FilterResult.CONTINUE; // a table for the sake of layout
        }
        setting.gap();
        table.get().set(setting);
        setting.gap();
        return FilterResult.SKIP_CHILDREN;
    }

    private void cell(Element element) {
        if (element.previousElementSibling() != null && !setting.atStart()) {
            setting.words("  ", Look.PLAIN, 0);
        }
    }
}
