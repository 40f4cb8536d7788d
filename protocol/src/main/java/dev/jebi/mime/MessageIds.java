package dev.jebi.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Message-IDs as References, In-Reply-To and Message-ID hold them (RFC 5322 §3.6.4), without angle
/// brackets.
public final class MessageIds {
    /// Of a longer chain the nearest ancestors are kept.
    static final int MOST = 500;

    private MessageIds() {}

    /// All ids of a field value in their order. White space in them is dropped and a quoted left
    /// side is unquoted (RFC 5256 §3, normalisation for REFERENCES); what stands outside of
    /// brackets, as the phrases of old In-Reply-To fields, is passed over.
    public static List<String> of(String value) {
        var ids = new ArrayList<String>();
        int open = value.indexOf('<');
        while (open >= 0) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            int inner = value.lastIndexOf('<', close);
            String id = normal(value.substring(inner + 1, close));
            if (!id.isEmpty()) {
                ids.add(id);
            }
            open = value.indexOf('<', close);
        }
        return ids;
    }

    /// The first id of a field value; when nothing stands in brackets the value itself, if it is
    /// one word.
    public static Optional<String> first(String value) {
        List<String> ids = of(value);
        if (!ids.isEmpty()) {
            return Optional.of(ids.getFirst());
        }
        String bare = value.strip();
        boolean word = !bare.isEmpty() && bare.chars().noneMatch(c -> c <= ' ' || c == '<');
        return word ? Optional.of(bare) : Optional.empty();
    }

    /// The ids by which a message names its ancestors (RFC 5256 §3): those of References or, where
    /// there is none, the first of In-Reply-To, behind which old clients wrote addresses.
    static List<String> ancestors(HeaderSection header) {
        List<String> ids = new ArrayList<>();
        for (String id : header.first("references").map(MessageIds::of).orElse(List.of())) {
            if (ids.isEmpty() || !ids.getLast().equals(id)) { // nobody is an ancestor of himself
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            ids = header.first("in-reply-to").map(MessageIds::of).orElse(List.of());
            ids = ids.subList(0, Math.min(1, ids.size()));
        }
        return List.copyOf(ids.subList(Math.max(0, ids.size() - MOST), ids.size()));
    }

    private static String normal(String id) {
        boolean plain = id.chars().noneMatch(c -> c <= ' ' || c == '"');
        if (plain) {
            return id;
        }
        var normal = new StringBuilder(id.length());
        int quotedEnd = id.stripLeading().startsWith("\"") ? id.lastIndexOf('"') : -1;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '\\' && i < quotedEnd) {
                c = id.charAt(++i);
            } else if (c <= ' ' || (c == '"' && i <= quotedEnd)) {
                continue;
            }
            normal.append(c);
        }
        return normal.toString();
    }
}
