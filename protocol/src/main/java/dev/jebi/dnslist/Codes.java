package dev.jebi.dnslist;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which answers of a list count.
///
/// @param ranges empty for all that say that something is listed
public record Codes(List<Range> ranges) {
    /// All that say that something is listed.
    public static final Codes ANY = new Codes(List.of());

    private static final int LOOPBACK = 127;

    /// What lists answer with when they are asked the wrong way or too often.
    private static final int COMPLAINTS = 0x7FFFFF;

    /// Copies the ranges.
    public Codes {
        ranges = List.copyOf(ranges);
    }

    /// Addresses from one to another, both included.
    public record Range(int first, int last) {
        boolean contains(int address) {
            return Integer.compareUnsigned(first, address) <= 0
                    && Integer.compareUnsigned(address, last) <= 0;
        }
    }

    /// Reads `127.0.0.2-127.0.0.11`, several with `+` between; the last number alone may stand
    /// behind the dash.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    public static Codes parse(String text) {
        return new Codes(Arrays.stream(text.split("\\+", -1)).map(Codes::range).toList());
    }

    private static Range range(String text) {
        int dash = text.indexOf('-');
        String first = dash < 0 ? text : text.substring(0, dash);
        String last = dash < 0 ? first : text.substring(dash + 1);
        if (last.indexOf('.') < 0 && first.indexOf('.') > 0) {
            last = first.substring(0, first.lastIndexOf('.') + 1) + last;
        }
        var range = new Range(number(first, text), number(last, text));
        if (Integer.compareUnsigned(range.first, range.last) > 0
                || range.first >>> 24 != LOOPBACK) {
            throw wrong(text);
        }
        return range;
    }

    private static int number(String address, String text) {
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            throw wrong(text);
        }
        try {
            return number(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            var wrong = wrong(text);
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no answer of a list; write 127.0.0.2 or 127.0.0.2-127.0.0.11");
    }

    private static int number(InetAddress address) {
        byte[] octets = address.getAddress();
        int number = 0;
        for (int i = octets.length - 4; i < octets.length; i++) {
            number = number << 8 | (octets[i] & 0xff);
        }
        return number;
    }

    /// Whether an answer is one at all: an address of 127/8 (RFC 5782 §2.1); all else comes from
    /// somebody who took the domain over, or who answers to everything.
    static boolean answer(InetAddress address) {
        return address.getAddress().length == 4 && address.isLoopbackAddress();
    }

    /// Whether it complains about the question: by custom an answer of 127.255.255/24.
    static boolean complaint(InetAddress address) {
        return number(address) >>> 8 == COMPLAINTS;
    }

    /// Whether it counts.
    boolean count(InetAddress address) {
        return ranges.isEmpty() || ranges.stream().anyMatch(one -> one.contains(number(address)));
    }
}
