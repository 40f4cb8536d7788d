package dev.jebi.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A network in CIDR form, e.g. `10.0.0.0/8` or `::1/128`; a lone address is a network of one.
public record Network(InetAddress address, int prefix) {
    /// Reads a network; names are not looked up.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*]?")) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        try {
            var address = InetAddress.getByName(host);
            int bits = address.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("not a network: " + text);
            }
            return new Network(address, prefix);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    /// Whether the address is in this network.
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (theirs[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
