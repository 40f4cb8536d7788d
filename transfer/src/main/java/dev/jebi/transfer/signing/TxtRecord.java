package dev.jebi.transfer.signing;

import java.util.ArrayList;
import java.util.List;

/// A TXT record as it is pasted into a zone file or a web form.
public record TxtRecord(String name, String text) {
    /// RFC 1035 §3.3: a string has 255 octets at most.
    private static final int STRING = 255;

    /// The record of a key.
    public static TxtRecord of(DkimKey key) {
        return new TxtRecord(key.recordName(), key.record());
    }

    /// The text in strings that fit; whoever reads them puts them together without anything between
    /// (RFC 6376 §3.6.2.2).
    List<String> strings() {
        var strings = new ArrayList<String>();
        for (int at = 0; at < text.length(); at += STRING) {
            strings.add(text.substring(at, Math.min(text.length(), at + STRING)));
        }
        return strings;
    }

    /// As lines of a zone file.
    public List<String> zone() {
        var strings = strings();
        if (strings.size() == 1) {
            return List.of(name + ". IN TXT \"" + strings.getFirst() + "\"");
        }
        var lines = new ArrayList<String>();
        lines.add(name + ". IN TXT (");
        for (String string : strings) {
            lines.add("    \"" + string + "\"");
        }
        lines.set(lines.size() - 1, lines.getLast() + " )");
        return lines;
    }
}
