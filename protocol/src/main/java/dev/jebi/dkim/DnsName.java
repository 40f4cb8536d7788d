package dev.jebi.dkim;

import java.net.IDN;
import java.util.Locale;

/// Names in the DNS that signatures give. U-labels are turned into A-labels (RFC 8616 §4).
final class DnsName {
    private static final int NAME = 253;
    private static final int LABEL = 63;

    private DnsName() {}

    /// A domain of at least two labels (RFC 6376 §3.5).
    static String domain(String tag, String text) throws MalformedTags {
        String name = labels(tag, text);
        if (name.indexOf('.') < 0) {
            throw new MalformedTags("the tag " + tag + " is no domain");
        }
        return name;
    }

    /// One or more labels with dots between them.
    static String labels(String tag, String text) throws MalformedTags {
        String name = ascii(tag, text).toLowerCase(Locale.ROOT);
        if (name.length() > NAME) {
            throw new MalformedTags("the tag " + tag + " is too long");
        }
        for (int at = 0; at <= name.length(); ) {
            int dot = name.indexOf('.', at);
            int end = dot < 0 ? name.length() : dot;
            if (end == at || end - at > LABEL || !plain(name, at, end)) {
                throw new MalformedTags("the tag " + tag + " is no name in the DNS");
            }
            at = end + 1;
        }
        return name;
    }

    private static boolean plain(String name, int from, int to) {
        // An underscore is no letter of a host name, but selectors in use have it.
        return name.substring(from, to)
                        .chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || c == '-'
                                        || c == '_')
                && name.charAt(from) != '-'
                && name.charAt(to - 1) != '-';
    }

    private static String ascii(String tag, String text) throws MalformedTags {
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            // The JDK's Punycode runs out of bounds on some label separators that stand alone.
            throw new MalformedTags("the tag " + tag + " is no internationalised name");
        }
    }
}
