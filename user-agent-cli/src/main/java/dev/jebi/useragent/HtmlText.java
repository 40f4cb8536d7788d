package dev.jebi.useragent;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

import java.util.ArrayList;
import java.util.List;

/// HTML as text that can be read: blocks on lines of their own, links numbered and listed below,
/// pictures counted and never fetched.
final class HtmlText implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private final List<String> links = new ArrayList<>();
    private int pictures;

    private HtmlText() {}

    static String of(String html) {
        var document = Jsoup.parse(html);
        document.select("script, style, head, template, noscript").remove();
        var reader = new HtmlText();
        document.body().traverse(reader);
        return reader.done();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            boolean as = words.parent() instanceof Element e && e.closest("pre") != null;
            append(as ? words.getWholeText() : words.text());
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "br" -> text.append('\n');
                case "li" -> line("* ");
                case "hr" -> line("----\n");
                case "img" -> picture(element);
                case "td", "th" -> append(" ");
                default -> {
                    if (element.isBlock()) {
                        line("");
                    }
                }
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            if (element.normalName().equals("a") && element.hasAttr("href")) {
                String target = element.attr("href");
                if (!target.startsWith("#") && !target.equals(element.text())) {
                    links.add(target);
                    text.append(" [").append(links.size()).append(']');
                }
            } else if (element.normalName().matches("p|h[1-6]|blockquote|table|ul|ol")) {
                line("");
                text.append('\n');
            } else if (element.isBlock()) {
                line("");
            }
        }
    }

    private void append(String words) {
        boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
        text.append(atStart ? words.stripLeading() : words);
    }

    private void line(String begin) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        text.append(begin);
    }

    private void picture(Element element) {
        if (!element.attr("alt").isBlank()) {
            append("[" + element.attr("alt") + "]");
        }
        if (!element.attr("src").startsWith("cid:") && !element.attr("src").startsWith("data:")) {
            pictures++;
        }
    }

    private String done() {
        var done =
                new StringBuilder(
                        text.toString()
                                .replaceAll("[ \\t]+\\n", "\n")
                                .replaceAll("\\n{3,}", "\n\n")
                                .strip());
        done.append('\n');
        for (int i = 0; i < links.size(); i++) {
            done.append(i == 0 ? "\n" : "")
                    .append('[')
                    .append(i + 1)
                    .append("] ")
                    .append(links.get(i))
                    .append('\n');
        }
        if (pictures > 0) {
            done.append("\n(")
                    .append(pictures)
                    .append(pictures == 1 ? " remote picture" : " remote pictures")
                    .append(", not fetched)\n");
        }
        return done.toString();
    }
}
