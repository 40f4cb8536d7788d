package dev.jebi.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A part that a BODYSTRUCTURE names: its number as FETCH takes it, and its size, -1 for a
/// multipart.
record Part(String number, long size) {
    /// All parts that can be fetched.
    static List<Part> of(ImapTree.Nodes structure) {
        var parts = new ArrayList<Part>();
        if (multipart(structure)) {
            children(structure, "", parts);
        } else {
            add(structure, "1", parts);
        }
        return parts;
    }

    private static boolean multipart(ImapTree.Nodes body) {
        return body.items().getFirst() instanceof ImapTree.Nodes;
    }

    private static void children(ImapTree.Nodes body, String prefix, List<Part> parts) {
        int number = 1;
        for (ImapTree.Node child : body.items()) {
            if (!(child instanceof ImapTree.Nodes part)) {
                return; // the subtype: the parts are over
            }
            add(part, prefix + number++, parts);
        }
    }

    private static void add(ImapTree.Nodes body, String number, List<Part> parts) {
        if (multipart(body)) {
            parts.add(new Part(number, -1));
            children(body, number + ".", parts);
            return;
        }
        parts.add(new Part(number, Long.parseLong(body.items().get(6).toString())));
        String type = body.items().get(0) + "/" + body.items().get(1);
        boolean embedded =
                type.toLowerCase(Locale.ROOT).equals("message/rfc822")
                        && body.items().size() > 8
                        && body.items().get(7) instanceof ImapTree.Nodes;
        if (embedded && body.items().get(8) instanceof ImapTree.Nodes inner) {
            if (multipart(inner)) {
                children(inner, number + ".", parts);
            } else {
                add(inner, number + ".1", parts);
            }
        }
    }
}
