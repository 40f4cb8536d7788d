package dev.jebi.spf;

import dev.jebi.address.IpText;
import dev.jebi.spf.MacroText.Literal;
import dev.jebi.spf.MacroText.Macro;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The expansion of macros (RFC 7208 §7.3) for one question. For one thread.
final class MacroExpansion {
    /// RFC 7208 §7.3: what is longer loses labels from the left.
    private static final int NAME = 253;

    /// What a text may grow to; nothing longer is of use to anybody.
    private static final int GROWN = 16 * 1024;

    private final SpfQuestion question;
    private final ClientNames names;
    private final InstantSource clock;

    MacroExpansion(SpfQuestion question, ClientNames names, InstantSource clock) {
        this.question = question;
        this.names = names;
        this.clock = clock;
    }

    /// A name to ask for; empty when nothing can have it: a label is empty or too long (§4.8), or
    /// it would be made of a local part that is not ASCII (RFC 8616 §4).
    Optional<String> name(MacroText text, String domain) throws SpfStop {
        boolean local =
                text.pieces().stream()
                        .anyMatch(p -> p instanceof Macro m && "sl".indexOf(m.letter()) >= 0);
        if (local && !question.localPart().chars().allMatch(c -> c < 128)) {
            return Optional.empty();
        }
        String name = expand(text, domain);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        while (name.length() > NAME && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return DomainNames.canBeAsked(name) ? Optional.of(name) : Optional.empty();
    }

    /// Text for the sender.
    String text(MacroText text, String domain) throws SpfStop {
        return expand(text, domain);
    }

    private String expand(MacroText text, String domain) throws SpfStop {
        var expanded = new StringBuilder();
        for (var piece : text.pieces()) {
            expanded.append(
                    switch (piece) {
                        case Literal(String literal) -> literal;
                        case Macro macro -> value(macro, domain);
                    });
            if (expanded.length() > GROWN) {
                throw SpfStop.permanent("macros that grow without end");
            }
        }
        return expanded.toString();
    }

    private String value(Macro macro, String domain) throws SpfStop {
        String value =
                switch (macro.letter()) {
                    case 's' -> question.sender();
                    case 'l' -> question.localPart();
                    case 'o' -> question.domain();
                    case 'd' -> domain;
                    case 'i' -> dotted(question.client());
                    case 'p' -> names.best(domain);
                    case 'h' -> question.helo();
                    case 'c' -> IpText.of(question.client());
                    case 'r' -> question.receiver();
                    case 't' -> String.valueOf(clock.instant().getEpochSecond());
                    case 'v' -> question.client() instanceof Inet6Address ? "ip6" : "in-addr";
                    default -> throw new IllegalStateException("macro " + macro.letter());
                };
        String transformed = transformed(value, macro);
        return macro.escaped() ? escaped(transformed) : transformed;
    }

    private static String transformed(String value, Macro macro) {
        boolean plain = macro.parts() == 0 && !macro.reversed() && macro.delimiters().equals(".");
        if (plain) {
            return value;
        }
        var parts = parts(value, macro.delimiters());
        if (macro.reversed()) {
            Collections.reverse(parts);
        }
        int from = macro.parts() == 0 ? 0 : Math.max(0, parts.size() - macro.parts());
        return String.join(".", parts.subList(from, parts.size()));
    }

    private static List<String> parts(String value, String delimiters) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (delimiters.indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }

    /// RFC 7208 §7.3: what is not unreserved (RFC 3986 §2.3) is escaped.
    private static String escaped(String value) {
        var escaped = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if ((octet >= '0' && octet <= '9')
                    || (octet >= 'A' && octet <= 'Z')
                    || (octet >= 'a' && octet <= 'z')
                    || "-._~".indexOf(octet) >= 0) {
                escaped.append((char) octet);
            } else {
                escaped.append('%').append(digit(octet >> 4)).append(digit(octet));
            }
        }
        return escaped.toString();
    }

    /// RFC 7208 §7.3: an IPv6 address as 32 hexadecimal digits with dots between them.
    private static String dotted(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var digits = new ArrayList<String>();
        for (byte octet : address.getAddress()) {
            digits.add(digit(octet >> 4));
            digits.add(digit(octet));
        }
        return String.join(".", digits);
    }

    private static String digit(int value) {
        return Integer.toHexString(value & 15).toUpperCase(Locale.ROOT);
    }
}
