package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.HeaderWords;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Addresses as people give and read them.
final class Addresses {
    private Addresses() {}

    /// Whether an address needs a server that knows SMTPUTF8 (RFC 6531).
    static boolean international(List<InternetAddress> addresses) {
        return addresses.stream().anyMatch(a -> a.getAddress().chars().anyMatch(c -> c >= 0x80));
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

    /// An address field of a message, decoded; as it came where it makes no sense.
    static String text(Message message, String field) throws MessagingException {
        String[] raw = message.getHeader(field);
        return raw == null ? "" : HeaderWords.decode(String.join(", ", raw));
    }

    /// Reads what a person gave: addresses, with names or without, between commas.
    static List<InternetAddress> parse(List<String> given) {
        var addresses = new ArrayList<InternetAddress>();
        for (String text : given) {
            try {
                for (InternetAddress address : InternetAddress.parse(text, false)) {
                    address.setAddress(asciiDomain(address.getAddress()));
                    address.validate();
                    if (address.isGroup()) {
                        throw new AddressException("a group");
                    }
                    String name = address.getPersonal();
                    if (name != null) {
                        address.setPersonal(name, StandardCharsets.UTF_8.name());
                    }
                    addresses.add(address);
                }
            } catch (AddressException | UnsupportedEncodingException e) {
                throw new Failure(
                        Failure.Kind.BAD_DATA,
                        "'"
                                + Terminal.line(text)
                                + "' is no address ("
                                + Terminal.line(String.valueOf(e.getMessage()))
                                + "); write name@domain or Name <name@domain>",
                        e);
            }
        }
        return addresses;
    }
}
