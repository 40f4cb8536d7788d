package dev.jebi.useragent.compose;

import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Address lists as people type them and as mail carries them.
public final class Addressing {
    /// An encoded word (RFC 2047 §2); some write a bare comma into it.
    private static final Pattern WORD =
            Pattern.compile("=\\?[A-Za-z0-9_.:*+-]{1,60}\\?[bBqQ]\\?[^?\\s]{0,2000}\\?=");

    private Addressing() {}

    /// A list that cannot be read, with the piece that is wrong.
    public static final class BadAddress extends Exception {
        BadAddress(String piece, String why) {
            super("'" + piece + "' is no address (" + why + ")");
        }
    }

    /// Reads a list that a person typed; each address must be whole.
    public static List<InternetAddress> parse(String typed) throws BadAddress {
        var addresses = new ArrayList<InternetAddress>();
        for (String piece : pieces(typed)) {
            try {
                addresses.add(one(piece));
            } catch (AddressException | UnsupportedEncodingException e) {
                throw new BadAddress(piece, String.valueOf(e.getMessage()));
            }
        }
        return addresses;
    }

    private static InternetAddress one(String piece)
            throws AddressException, UnsupportedEncodingException {
        int open = piece.lastIndexOf('<');
        boolean angle = open >= 0 && piece.endsWith(">");
        String bare = angle ? piece.substring(open + 1, piece.length() - 1).strip() : piece;
        String name = angle ? unquoted(piece.substring(0, open).strip()) : "";
        if (bare.isEmpty() || bare.chars().anyMatch(c -> c <= ' ' && bare.indexOf('"') < 0)) {
            throw new AddressException("write name@domain or Name <name@domain>");
        }
        var address = new InternetAddress();
        address.setAddress(asciiDomain(bare));
        address.validate();
        if (bare.indexOf('@') < 0) {
            throw new AddressException("it has no @");
        }
        if (!name.isEmpty()) {
            address.setPersonal(name, StandardCharsets.UTF_8.name());
        }
        return address;
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted
                ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
                : name.replaceAll("[\\r\\n]", " ");
    }

    /// With an ASCII local part every server takes the address in ASCII (RFC 5890).
    private static String asciiDomain(String address) throws AddressException {
        int at = address.lastIndexOf('@');
        String local = address.substring(0, Math.max(at, 0));
        if (at < 0 || local.chars().anyMatch(c -> c >= 0x80)) {
            return address;
        }
        try {
            return local + "@" + IDN.toASCII(address.substring(at + 1));
        } catch (IllegalArgumentException _) {
            throw new AddressException("no such domain can be");
        }
    }

    /// The pieces of a list; a comma or semicolon in quotes, brackets or an encoded word parts
    /// nothing, and the name of a group is dropped.
    public static List<String> pieces(String list) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        var word = WORD.matcher(list);
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '=' && word.region(i, list.length()).lookingAt()) {
                piece.append(word.group());
                i = word.end() - 1;
                continue;
            }
            if (quoted && c == '\\' && i + 1 < list.length()) {
                piece.append(c).append(list.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (!quoted && depth <= 0 && (c == ',' || c == ';' || c == '\n')) {
                add(pieces, piece);
                depth = 0;
            } else if (!quoted && depth <= 0 && c == ':') {
                piece.setLength(0); // a group (RFC 5322 §3.4)
            } else {
                piece.append(c);
            }
        }
        add(pieces, piece);
        return pieces;
    }

    private static void add(List<String> pieces, StringBuilder piece) {
        String whole = piece.toString().strip();
        if (!whole.isEmpty()) {
            pieces.add(whole);
        }
        piece.setLength(0);
    }

    /// A list as a message carries it, with the names decoded, each by itself: what is a comma in a
    /// name before it is decoded parts no addresses after.
    public static String decoded(String field) {
        return pieces(field).stream().map(Addressing::decodedOne).collect(Collectors.joining(", "));
    }

    private static String decodedOne(String piece) {
        int open = piece.lastIndexOf('<');
        if (open <= 0) {
            return SafeText.line(piece); // a bare address; only names are encoded (RFC 2047 §5)
        }
        String name = unquoted(piece.substring(0, open).strip());
        return written(
                SafeText.line(HeaderText.decode(name)).strip(),
                SafeText.line(piece.substring(open).replaceAll("[<>]", "")).strip());
    }

    /// A name and an address as a field has them.
    public static String written(String name, String address) {
        if (name.isEmpty()) {
            return address;
        }
        boolean plain = name.matches("[\\p{L}\\p{N}\\s'_-]+");
        String quoted = "\"" + name.replaceAll("[\\\\\"]", "\\\\$0") + "\"";
        return (plain ? name : quoted) + " <" + address + ">";
    }

    /// The bare address of a piece in lower case; empty where there is none.
    public static String bare(String piece) {
        int open = piece.lastIndexOf('<');
        int close = piece.indexOf('>', open + 1);
        String bare = open >= 0 && close > open ? piece.substring(open + 1, close) : piece;
        return bare.replaceAll("\\(.*?\\)", "").strip().toLowerCase(Locale.ROOT);
    }

    /// The name of a piece, else its bare address.
    public static String shown(String piece) {
        return name(piece).orElseGet(() -> bare(piece));
    }

    /// The name that stands before an address.
    public static Optional<String> name(String piece) {
        int open = piece.lastIndexOf('<');
        String name = open > 0 ? unquoted(piece.substring(0, open).strip()) : "";
        return Optional.of(name.strip()).filter(n -> !n.isEmpty());
    }
}
