package dev.jebi.transfer.abuse;

import dev.jebi.dnslist.Codes;
import dev.jebi.dnslist.DnsList;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A list in the DNS and what follows from it.
///
/// @param subject what is looked up there
/// @param action what is done where it is listed
/// @param tested whether its test entries decide if it is asked
public record ListRule(DnsList list, Subject subject, Action action, boolean tested) {
    /// What is looked up.
    public enum Subject {
        /// The address of the client.
        CLIENT,
        /// The name that the client gave with HELO or EHLO.
        HELO,
        /// The domain of the reverse-path.
        SENDER
    }

    /// What is done, the mildest last.
    public enum Action {
        /// The client is taken for a good one: no other list is minded, and no greylist.
        ALLOW,
        /// Recipients are refused.
        REJECT,
        /// Recipients are refused for now.
        DEFER,
        /// The message is put among the junk.
        JUNK,
        /// It is written down.
        NOTE
    }

    /// Reads `zone;action=…;of=…;codes=…;test=off`; without an action `reject`, of the client.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    public static ListRule parse(String text) {
        String[] parts = text.split(";", -1);
        String zone = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!zone.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*") || zone.length() > 200) {
            throw wrong(text);
        }
        var codes = Codes.ANY;
        var subject = Subject.CLIENT;
        var action = Action.REJECT;
        boolean tested = true;
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip();
            String value = part.substring(equals + 1).strip();
            switch (name) {
                case "codes" -> codes = Codes.parse(value);
                case "of" -> subject = word(Subject.values(), value).orElseThrow(() -> wrong(text));
                case "action" ->
                        action = word(Action.values(), value).orElseThrow(() -> wrong(text));
                case "test" -> tested = !value.equals("off");
                default -> throw wrong(text);
            }
        }
        return new ListRule(new DnsList(zone, codes), subject, action, tested);
    }

    private static <E extends Enum<E>> Optional<E> word(E[] all, String word) {
        return Arrays.stream(all)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' is no list; write a zone such as zen.spamhaus.org, and behind it"
                        + " ;action= (reject, defer, junk, note, allow) ;of= (client, helo, sender)"
                        + " ;codes=127.0.0.2-127.0.0.11 ;test=off");
    }

    boolean ofDomains() {
        return subject != Subject.CLIENT;
    }
}
