package dev.jebi.testkit;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A message's parts as other parsers tell them, to compare with ours: a type, and what is below.
///
/// @param type as `text/plain`, or `leaf` where the other does not tell it
record PartTree(String type, List<PartTree> below) {
    /// What the other does not tell.
    static final String ANY = "leaf";

    /// Our own.
    static PartTree ours(byte[] wire) throws IOException {
        return of(MessageParser.parse(Content.of(wire), MimeLimits.STANDARD).structure());
    }

    private static PartTree of(BodyPart part) {
        return switch (part) {
            case BodyPart.Leaf leaf -> leaf(leaf.type() + "/" + leaf.subtype());
            case BodyPart.Multipart multipart ->
                    new PartTree(
                            lower("multipart/" + multipart.subtype()),
                            multipart.parts().stream().map(PartTree::of).toList());
            case BodyPart.Embedded embedded ->
                    new PartTree(
                            lower("message/" + embedded.subtype()), List.of(of(embedded.body())));
        };
    }

    static PartTree leaf(String type) {
        return new PartTree(lower(type), List.of());
    }

    private static String lower(String type) {
        return type.toLowerCase(Locale.ROOT);
    }

    /// Whether the two say the same, as far as this one says anything.
    boolean agrees(PartTree other) {
        boolean same =
                type.equals(other.type)
                        || (type.equals(ANY) && other.below.isEmpty())
                        || (type.endsWith("/*") && other.type.startsWith(type.split("\\*")[0]));
        if (!same || below.size() != other.below.size()) {
            return false;
        }
        for (int i = 0; i < below.size(); i++) {
            if (!below.get(i).agrees(other.below.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The leaves from the first to the last, each with its numbers: `1.2`.
    List<String> leaves() {
        var leaves = new ArrayList<String>();
        leaves("1", leaves);
        return leaves;
    }

    private void leaves(String path, List<String> into) {
        if (below.isEmpty()) {
            into.add(path);
        }
        for (int i = 0; i < below.size(); i++) {
            below.get(i).leaves(path + "_" + (i + 1), into);
        }
    }

    @Override
    public String toString() {
        return below.isEmpty()
                ? type
                : type
                        + below.stream()
                                .map(PartTree::toString)
                                .collect(Collectors.joining(", ", "(", ")"));
    }
}
