package dev.jebi.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.nio.charset.StandardCharsets;

/// The reading of a name as mail writes it: dots between labels, anything else stands for itself
/// (what strangers put into names must not be taken for the escapes of a zone file).
final class DnsName {
    private DnsName() {}

    static Name of(String name) throws TextParseException {
        var escaped = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '.' || octet == '-' || octet == '_' || letterOrDigit(octet)) {
                escaped.append((char) octet);
            } else {
                int value = octet & 0xff;
                escaped.append('\\')
                        .append((char) ('0' + value / 100))
                        .append((char) ('0' + value / 10 % 10))
                        .append((char) ('0' + value % 10));
            }
        }
        return Name.fromString(name.endsWith(".") ? escaped.toString() : escaped + ".");
    }

    private static boolean letterOrDigit(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9');
    }
}
