package dev.jebi.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An IMAP response read as strictly as its grammar (RFC 3501 §9) has it: lists, strings, atoms.
/// What is not well-formed is an [IllegalStateException] with the place.
final class ImapTree {
    /// A node: a list, or a text with the form that it came in.
    sealed interface Node {}

    record Nodes(List<Node> items) implements Node {}

    record Text(byte[] octets, Form form) implements Node {
        @Override
        public String toString() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    enum Form {
        ATOM,
        QUOTED,
        LITERAL
    }

    private final Dialogue imap;
    private byte[] line = new byte[0];
    private int at;

    private ImapTree(Dialogue imap) {
        this.imap = imap;
    }

    /// Reads one untagged response; the first line was read already.
    static List<Node> read(Dialogue imap, String firstLine) throws IOException {
        var tree = new ImapTree(imap);
        tree.line = firstLine.getBytes(StandardCharsets.ISO_8859_1);
        var items = new ArrayList<Node>();
        while (tree.at < tree.line.length) {
            items.add(tree.node());
            if (tree.at < tree.line.length) {
                tree.expect(' ');
            }
        }
        return items;
    }

    private Node node() throws IOException {
        if (at >= line.length) {
            throw bad("something expected at the end");
        }
        return switch (line[at]) {
            case '(' -> list();
            case '"' -> quoted();
            case '{' -> literal();
            default -> atom();
        };
    }

    private Node list() throws IOException {
        expect('(');
        var items = new ArrayList<Node>();
        while (line[at] != ')') {
            if (!items.isEmpty() && line[at] != '(') {
                expect(' ');
            } else if (!items.isEmpty() && line[at] == ' ') {
                at++;
            }
            items.add(node());
            if (at >= line.length) {
                throw bad("a list without end");
            }
            if (line[at] == ' ' && line[at + 1] == '(') {
                at++;
            }
        }
        expect(')');
        return new Nodes(items);
    }

    private Node quoted() {
        expect('"');
        var octets = new java.io.ByteArrayOutputStream();
        while (at < line.length && line[at] != '"') {
            int octet = line[at++] & 0xFF;
            if (octet >= 0x80 || octet == 0) {
                throw bad("octet " + octet + " in a quoted string");
            }
            if (octet == '\\') {
                octet = line[at++];
                if (octet != '\\' && octet != '"') {
                    throw bad("only \\ and \" may be quoted");
                }
            }
            octets.write(octet);
        }
        expect('"');
        return new Text(octets.toByteArray(), Form.QUOTED);
    }

    private Node literal() throws IOException {
        String rest = new String(line, at, line.length - at, StandardCharsets.ISO_8859_1);
        if (!rest.matches("\\{\\d+}")) {
            throw bad("a literal ends its line");
        }
        byte[] octets = imap.octets(Integer.parseInt(rest.substring(1, rest.length() - 1)));
        line = imap.line().getBytes(StandardCharsets.ISO_8859_1);
        at = 0;
        return new Text(octets, Form.LITERAL);
    }

    private Node atom() {
        int from = at;
        int brackets = 0;
        while (at < line.length) {
            char c = (char) (line[at] & 0xFF);
            if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (brackets == 0 && (c == ' ' || c == '(' || c == ')')) {
                break;
            }
            if (c >= 0x7F || c < 0x20 || (brackets == 0 && c == '"')) {
                throw bad("octet " + (int) c + " in an atom");
            }
            at++;
        }
        if (from == at) {
            throw bad("an empty atom");
        }
        return new Text(java.util.Arrays.copyOfRange(line, from, at), Form.ATOM);
    }

    private void expect(char c) {
        if (at >= line.length || line[at] != c) {
            throw bad("'" + c + "' expected");
        }
        at++;
    }

    private IllegalStateException bad(String what) {
        return new IllegalStateException(
                what + " at " + at + " of: " + new String(line, StandardCharsets.ISO_8859_1));
    }
}
