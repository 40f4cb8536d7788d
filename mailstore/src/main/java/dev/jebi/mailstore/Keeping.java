package dev.jebi.mailstore;

import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.MessageRow;

import java.util.ArrayList;
import java.util.List;

/// How one record keeps messages that it expunges; made on the caller's thread, so that the record
/// can be bounded.
///
/// @param at when they are expunged, in milliseconds
/// @param octets the most that is kept
/// @param words the keywords of the mailbox, by their bits
/// @param days for how long; 0 for as long as the store keeps
record Keeping(long at, long octets, List<String> words, int days) {
    /// What it takes in a record at most.
    int bound(int messages) {
        long chars = words.stream().mapToLong(String::length).sum() + MailboxName.MAX_LENGTH;
        return ChangeCodec.bound(words.size() + 3, chars) + ChangeCodec.keptBound(messages);
    }

    /// The newest messages that are within the octets, ascending.
    List<MessageRow> within(List<MessageRow> messages) {
        long left = octets;
        int from = messages.size();
        while (from > 0 && messages.get(from - 1).place().size() <= left) {
            from--;
            left -= messages.get(from).place().size();
        }
        return messages.subList(from, messages.size());
    }

    /// The words with empty texts for those that no message has.
    List<String> used(List<MessageRow> messages) {
        long bits = 0;
        for (MessageRow row : messages) {
            bits |= row.keywords();
        }
        var used = new ArrayList<String>(words.size());
        for (int bit = 0; bit < words.size(); bit++) {
            used.add((bits & 1L << bit) == 0 ? "" : words.get(bit));
        }
        return used;
    }

    /// A keyword that came after the bound was made is not kept.
    KeptRow row(long id, MessageRow row) {
        long known = (1L << words.size()) - 1; // at most 63
        return new KeptRow(
                id,
                row.uid(),
                KeptRow.flagsFor(row.flags(), days),
                row.keywords() & known,
                row.date(),
                row.blob());
    }
}
