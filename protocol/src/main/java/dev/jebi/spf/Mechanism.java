package dev.jebi.spf;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mechanism (RFC 7208 §5).
sealed interface Mechanism {
    /// Always (§5.1).
    record All() implements Mechanism {}

    /// What another domain says (§5.2).
    record Include(MacroText domain) implements Mechanism {}

    /// An address of a name (§5.3).
    record Hosts(Optional<MacroText> domain, Prefixes prefixes) implements Mechanism {}

    /// An address of a mail exchanger (§5.4).
    record Exchangers(Optional<MacroText> domain, Prefixes prefixes) implements Mechanism {}

    /// A name of the client (§5.5).
    record Pointer(Optional<MacroText> domain) implements Mechanism {}

    /// An address of these (§5.6).
    record Network(AddressRange range) implements Mechanism {}

    /// A name that is there (§5.7).
    record Exists(MacroText domain) implements Mechanism {}

    /// `dual-cidr-length` (§5.3): how many bits of an address count.
    record Prefixes(int v4, int v6) {}

    /// Reads a mechanism without its qualifier.
    static Mechanism parse(String text) throws SpfStop {
        return new Reader(text).read();
    }

    /// The reading of one mechanism.
    final class Reader {
        private static final Pattern DUAL = Pattern.compile("(.*?)(?:/(\\d*))?(?://(\\d*))?");
        private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

        private final String text;
        private final String name;
        private final String rest;

        Reader(String text) {
            this.text = text;
            int end = 0;
            while (end < text.length() && ":/".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            this.name = text.substring(0, end).toLowerCase(Locale.ROOT);
            this.rest = text.substring(end);
        }

        Mechanism read() throws SpfStop {
            return switch (name) {
                case "all" -> {
                    if (!rest.isEmpty()) {
                        throw wrong();
                    }
                    yield new All();
                }
                case "include" -> new Include(MacroText.domain(argument()));
                case "exists" -> new Exists(MacroText.domain(argument()));
                case "ptr" -> new Pointer(rest.isEmpty() ? Optional.empty() : domain(rest));
                case "a" -> {
                    var dual = dual();
                    yield new Hosts(domain(dual.group(1)), prefixes(dual));
                }
                case "mx" -> {
                    var dual = dual();
                    yield new Exchangers(domain(dual.group(1)), prefixes(dual));
                }
                case "ip4" -> new Network(network(4));
                case "ip6" -> new Network(network(6));
                default -> throw SpfStop.permanent("no such mechanism: " + SpfText.printable(text));
            };
        }

        private SpfStop wrong() {
            return SpfStop.permanent("not a mechanism: " + SpfText.printable(text));
        }

        private String argument() throws SpfStop {
            if (!rest.startsWith(":")) {
                throw wrong();
            }
            return rest.substring(1);
        }

        private Optional<MacroText> domain(String part) throws SpfStop {
            if (part.isEmpty()) {
                return Optional.empty();
            }
            if (!part.startsWith(":")) {
                throw wrong();
            }
            return Optional.of(MacroText.domain(part.substring(1)));
        }

        private Matcher dual() throws SpfStop {
            var matcher = DUAL.matcher(rest);
            if (!matcher.matches()) {
                throw wrong();
            }
            return matcher;
        }

        private Prefixes prefixes(Matcher dual) throws SpfStop {
            return new Prefixes(
                    prefix(Optional.ofNullable(dual.group(2)), 32),
                    prefix(Optional.ofNullable(dual.group(3)), 128));
        }

        private int prefix(Optional<String> digits, int most) throws SpfStop {
            if (digits.isEmpty()) {
                return most;
            }
            if (!NUMBER.matcher(digits.get()).matches() || Integer.parseInt(digits.get()) > most) {
                throw wrong();
            }
            return Integer.parseInt(digits.get());
        }

        private AddressRange network(int version) throws SpfStop {
            String argument = argument();
            int slash = argument.indexOf('/');
            String address = slash < 0 ? argument : argument.substring(0, slash);
            int bits = version == 4 ? 32 : 128;
            int prefix =
                    slash < 0 ? bits : prefix(Optional.of(argument.substring(slash + 1)), bits);
            var octets = version == 4 ? AddressRange.v4(address) : AddressRange.v6(address);
            return new AddressRange(octets.orElseThrow(this::wrong), prefix);
        }
    }
}
