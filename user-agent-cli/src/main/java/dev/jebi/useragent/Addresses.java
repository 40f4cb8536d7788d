package dev.jebi.useragent;

import dev.jebi.useragent.text.HeaderText;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;

/// Fields of a message as people read them.
final class Addresses {
    private Addresses() {}

    /// A field, decoded; as it came where it makes no sense.
    static String text(Message message, String field) throws MessagingException {
        String[] raw = message.getHeader(field);
        return raw == null ? "" : HeaderText.decode(String.join(", ", raw));
    }
}
