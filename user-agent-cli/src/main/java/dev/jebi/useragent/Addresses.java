package dev.jebi.useragent;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Addresses as people give and read them.
final class Addresses {
    private Addresses() {}

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
                    address.validate();
                    String name = address.getPersonal();
                    if (name != null) {
                        address.setPersonal(name, StandardCharsets.UTF_8.name());
                    }
                    addresses.add(address);
                }
            } catch (AddressException | UnsupportedEncodingException e) {
                throw new Failure(
                        Failure.Kind.BAD_DATA,
                        "'" + Terminal.line(text) + "' is no address (" + e.getMessage() + ")",
                        e);
            }
        }
        return addresses;
    }
}
