package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.transfer.addresses.AddressBook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The traces of those who have passed a message on before, among them ourselves: Delivered-To, and
/// the List-Id of lists (RFC 2919 §3).
///
/// @param deliveredTo keys of addresses
/// @param lists list identifiers in lower case
record LoopMarks(Set<String> deliveredTo, Set<String> lists) {
    static final String DELIVERED_TO = "Delivered-To";
    static final String LIST_ID = "List-Id";

    /// What is read of one field.
    private static final int FIELD = 2_000;

    static LoopMarks of(Content content, HeaderSection header) throws IOException {
        var deliveredTo = new HashSet<String>();
        var lists = new HashSet<String>();
        for (var field : header.fields()) {
            if (field.name().equalsIgnoreCase(DELIVERED_TO)) {
                add(value(content, field), deliveredTo);
            } else if (field.name().equalsIgnoreCase(LIST_ID)) {
                String value = value(content, field).toLowerCase(Locale.ROOT);
                int begin = value.lastIndexOf('<');
                int end = value.indexOf('>', Math.max(begin, 0));
                lists.add(begin >= 0 && end > begin ? value.substring(begin + 1, end) : value);
            }
        }
        return new LoopMarks(deliveredTo, lists);
    }

    private static void add(String value, Set<String> addresses) {
        try {
            addresses.add(AddressBook.key(Address.parse(value)));
        } catch (IllegalArgumentException _) {
            addresses.add(value); // nobody's address, and so none of ours
        }
    }

    /// The body of a field, without folding.
    static String value(Content content, HeaderSection.Field field) throws IOException {
        byte[] octets = content.octets(field.offset(), Math.min(field.length(), FIELD));
        String text = new String(octets, StandardCharsets.UTF_8);
        return text.substring(text.indexOf(':') + 1).replaceAll("\\s+", " ").strip();
    }

    boolean passed(Address address) {
        return deliveredTo.contains(AddressBook.key(address));
    }
}
