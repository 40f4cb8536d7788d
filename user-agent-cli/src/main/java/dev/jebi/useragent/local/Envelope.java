package dev.jebi.useragent.local;

import java.time.Instant;
import java.util.List;

/// One row of a mailbox: what a list, a search and a conversation need of a message. Texts are
/// decoded and not cleaned: whoever shows them does that.
///
/// @param ref where it is; changes when it is moved
/// @param id what stays when it is moved; see [StableId]
/// @param thread the conversation, the same number for all of it
/// @param flags `seen`, `answered`, `flagged`, `deleted`, `draft`, and keywords as they are
/// @param attachment whether something is attached, as far as the header tells
/// @param date when its author sent it, else when it was received
/// @param received when the server got it
/// @param size octets
public record Envelope(
        MessageRef ref,
        long id,
        long thread,
        List<String> flags,
        boolean attachment,
        Instant date,
        Instant received,
        long size,
        Words words) {

    /// The texts of the header section.
    ///
    /// @param references the Message-IDs that it answers, oldest first, between blanks
    /// @param list the List-Id, or nothing
    public record Words(
            String from,
            String to,
            String cc,
            String subject,
            String messageId,
            String references,
            String replyTo,
            String list) {
        static final int COUNT = 8;
    }

    /// The stable id as people and scripts write it.
    public String name() {
        return StableId.text(id);
    }

    public String mailbox() {
        return ref.mailbox();
    }

    public long uid() {
        return ref.uid();
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    public boolean seen() {
        return has("seen");
    }

    public String subject() {
        return words.subject();
    }

    public String from() {
        return words.from();
    }

    /// The same message with other flags.
    public Envelope with(List<String> others) {
        return new Envelope(ref, id, thread, others, attachment, date, received, size, words);
    }

    /// The same message elsewhere.
    public Envelope at(MessageRef place) {
        return new Envelope(place, id, thread, flags, attachment, date, received, size, words);
    }
}
