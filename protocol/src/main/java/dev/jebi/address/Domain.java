package dev.jebi.address;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A domain of an address, or an address literal in brackets (RFC 5321 §4.1.3), in the form that is
/// compared: lower case, A-labels where it was given in U-labels (IDNA).
public record Domain(String name) implements Comparable<Domain> {
    /// RFC 5321 §4.5.3.1.2.
    private static final int MAX_LENGTH = 255;

    /// RFC 1035 §2.3.4.
    private static final int MAX_LABEL = 63;

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final String IPV6_TAG = "IPv6:";

    /// Checks nothing; [#parse] does.
    public Domain {}

    /// Reads a domain or an address literal.
    ///
    /// @throws IllegalArgumentException when it is none; the message says why
    public static Domain parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the domain is missing");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a domain has at most 255 octets");
        }
        if (text.startsWith("[")) {
            return new Domain(literal(text));
        }
        String name = toAscii(text).toLowerCase(Locale.ROOT);
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a domain has at most 255 octets");
        }
        checkLabels(name);
        return new Domain(name);
    }

    /// Whether this is an address literal such as `[192.0.2.1]`.
    public boolean literal() {
        return name.startsWith("[");
    }

    /// The address that an address literal stands for; empty for a name.
    public Optional<InetAddress> literalAddress() {
        if (!literal()) {
            return Optional.empty();
        }
        String inner = name.substring(1, name.length() - 1);
        return Optional.of(
                InetAddress.ofLiteral(
                        inner.startsWith(IPV6_TAG) ? inner.substring(IPV6_TAG.length()) : inner));
    }

    private static String toAscii(String text) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        try {
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The JDK's Punycode runs out of bounds on some label separators that stand alone.
            throw new IllegalArgumentException("not an internationalised domain name", e);
        }
    }

    /// Letters, digits, hyphens: RFC 5321 §4.1.2; no trailing dot: §2.3.5.
    private static void checkLabels(String name) {
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty()) {
                throw new IllegalArgumentException(
                        "a domain has no empty label and no dot at its end");
            }
            if (label.length() > MAX_LABEL) {
                throw new IllegalArgumentException("a label of a domain has at most 63 octets");
            }
            if (label.startsWith("-") || label.endsWith("-")) {
                throw new IllegalArgumentException(
                        "a label of a domain neither begins nor ends with a hyphen");
            }
            if (!label.chars().allMatch(Domain::letterDigitHyphen)) {
                throw new IllegalArgumentException(
                        "a domain has letters, digits, hyphens and dots only");
            }
        }
    }

    private static boolean letterDigitHyphen(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static String literal(String text) {
        if (!text.endsWith("]")) {
            throw new IllegalArgumentException("an address literal ends with a bracket");
        }
        String inner = text.substring(1, text.length() - 1);
        if (IPV4.matcher(inner).matches()) {
            return text;
        }
        if (!inner.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length())) {
            throw new IllegalArgumentException(
                    "an address literal is [192.0.2.1] or [IPv6:2001:db8::1]");
        }
        String address = inner.substring(IPV6_TAG.length());
        if (!address.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)
                || !address.contains(":")) {
            throw new IllegalArgumentException("not an IPv6 address in the address literal");
        }
        // An IPv4-mapped address comes back as IPv4: it keeps the form that it came in.
        boolean six = InetAddress.ofLiteral(address) instanceof Inet6Address;
        String canonical =
                six
                        ? Inet6Address.ofLiteral(address).getHostAddress()
                        : address.toLowerCase(Locale.ROOT);
        return "[" + IPV6_TAG + canonical + "]";
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
