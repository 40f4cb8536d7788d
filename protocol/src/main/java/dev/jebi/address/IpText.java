package dev.jebi.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/// The text of an IP address as people and header fields have it: IPv6 by RFC 5952 §4, without a
/// zone.
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /// The text of an address.
    public static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] octets = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        return compressed(groups);
    }

    /// RFC 5952 §4.2: the longest run of zeros, the first of several, two groups at least.
    private static String compressed(int[] groups) {
        int start = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && i != start + length) {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
