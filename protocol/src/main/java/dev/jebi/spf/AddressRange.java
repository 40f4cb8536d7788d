package dev.jebi.spf;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that begin alike.
record AddressRange(byte[] octets, int bits) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /// The first twelve octets of an IPv4 address in IPv6 (RFC 4291 §2.5.5.2).
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /// An IPv4 address in full (RFC 7208 §5.6).
    static Optional<byte[]> v4(String text) {
        return V4.matcher(text).matches()
                ? Optional.of(InetAddress.ofLiteral(text).getAddress())
                : Optional.empty();
    }

    /// An IPv6 address, also one that stands for an IPv4 address.
    static Optional<byte[]> v6(String text) {
        if (!V6.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (octets.length == 16) {
            return Optional.of(octets);
        }
        byte[] mapped = Arrays.copyOf(MAPPED, 16);
        System.arraycopy(octets, 0, mapped, 12, 4);
        return Optional.of(mapped);
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != octets.length) { // RFC 7208 §5: IPv4 meets IPv4 only
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(octets, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((octets[whole] ^ other[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange(byte[] theirs, int same)
                && bits == same
                && Arrays.equals(octets, theirs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(octets) + bits;
    }

    @Override
    public String toString() {
        return Arrays.toString(octets) + "/" + bits;
    }
}
