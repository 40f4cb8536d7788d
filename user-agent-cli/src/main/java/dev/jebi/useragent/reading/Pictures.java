package dev.jebi.useragent.reading;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;

/// Pictures that a browser would fetch from others' servers; here they are counted.
///
/// @param remote all of them
/// @param trackers those of them that nobody can see
record Pictures(int remote, int trackers) {
    static final Pictures NONE = new Pictures(0, 0);

    private static final Pattern STYLE_URL =
            Pattern.compile("(?i)url\\(\\s*+[\"']?+\\s*+(?:https?:)?//");
    private static final Pattern TINY =
            Pattern.compile("(?i)(^|[;{\\s])(width|height)\\s*:\\s*[01](px)?\\s*(;|!|$)");

    static Pictures of(Document document) {
        var seen = new HashSet<String>();
        int trackers = 0;
        for (Element picture : document.select("img[src], input[type=image][src], image[href]")) {
            String source = picture.hasAttr("src") ? picture.attr("src") : picture.attr("href");
            if (remote(source) && seen.add(source) && tracker(picture)) {
                trackers++;
            }
        }
        int backgrounds = 0;
        for (Element element : document.select("[background], [style*=url]")) {
            boolean fetches =
                    remote(element.attr("background"))
                            || STYLE_URL.matcher(element.attr("style")).find();
            backgrounds += fetches ? 1 : 0;
        }
        return new Pictures(seen.size() + backgrounds, trackers);
    }

    Pictures plus(Pictures other) {
        return new Pictures(remote + other.remote, trackers + other.trackers);
    }

    private static boolean remote(String source) {
        String start = source.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("http:") || start.startsWith("https:") || start.startsWith("//");
    }

    /// Whether a picture cannot be seen.
    static boolean tracker(Element picture) {
        return tiny(picture.attr("width"))
                || tiny(picture.attr("height"))
                || TINY.matcher(picture.attr("style")).find()
                || HtmlLayout.hidden(picture);
    }

    private static boolean tiny(String size) {
        String bare = size.strip().toLowerCase(Locale.ROOT).replace("px", "");
        return bare.equals("0") || bare.equals("1");
    }
}
