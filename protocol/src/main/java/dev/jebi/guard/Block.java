package dev.jebi.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A block of addresses, such as `192.0.2.0/24`; one address is a block of one.
///
/// @param address its first address
/// @param prefix how many bits all its addresses share
public record Block(InetAddress address, int prefix) {
    /// Cuts the address down to the bits that count, so that equal blocks are equal.
    public Block {
        address = masked(address, prefix);
    }

    /// Reads a block or an address; names are not looked up.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    public static Block parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            if (host.indexOf(':') < 0 && host.split("\\.", -1).length != 4) { // as in 10/8
                throw new NumberFormatException("four numbers make an address");
            }
            var address = InetAddress.ofLiteral(host);
            int bits = address.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new NumberFormatException("a prefix has 0 to " + bits + " bits");
            }
            return new Block(address, prefix);
        } catch (IllegalArgumentException e) {
            throw none(text, e);
        }
    }

    private static IllegalArgumentException none(String text, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "'" + text + "' is no address and no network; write 192.0.2.1 or 192.0.2.0/24",
                cause);
    }

    /// What counts as one client: an address of IPv4, and of IPv6 its /64, which whoever has one of
    /// its addresses has whole (RFC 4291 §2.5.4).
    public static Block client(InetAddress address) {
        return new Block(address, address.getAddress().length == 4 ? 32 : 64);
    }

    /// What counts as one network: a /24 of IPv4, a /48 of IPv6 (RFC 6177 §2).
    public static Block network(InetAddress address) {
        return new Block(address, address.getAddress().length == 4 ? 24 : 48);
    }

    /// Whether an address is in it.
    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && masked(other, prefix).equals(address);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int bits = Math.clamp(prefix - 8L * i, 0, 8);
            octets[i] = (byte) (octets[i] & (0xFF00 >> bits));
        }
        try {
            return InetAddress.getByAddress(octets); // and without a zone
        } catch (UnknownHostException e) {
            throw new IllegalStateException("as many octets as before are an address", e);
        }
    }

    /// As it is written: the prefix only where it is more than one address.
    @Override
    public String toString() {
        boolean one = prefix == address.getAddress().length * 8;
        return address.getHostAddress() + (one ? "" : "/" + prefix);
    }
}
