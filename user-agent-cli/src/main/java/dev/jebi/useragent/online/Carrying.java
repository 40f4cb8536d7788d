package dev.jebi.useragent.online;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.search.FlagTerm;

import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// Copies, moves and removes messages on any server: with what it knows of MOVE (RFC 6851) and
/// UIDPLUS (RFC 4315), and with the commands that all have.
final class Carrying {
    private static final Flags DELETED = new Flags(Flags.Flag.DELETED);

    private final boolean knowsMove;
    private final boolean tellsUids;

    Carrying(boolean knowsMove, boolean tellsUids) {
        this.knowsMove = knowsMove;
        this.tellsUids = tellsUids;
    }

    /// Copies.
    ///
    /// @return where they are, or null where the server does not tell
    AppendUID @Nullable [] copy(IMAPFolder from, Message[] messages, Folder to)
            throws MessagingException {
        if (tellsUids) {
            return from.copyUIDMessages(messages, to);
        }
        from.copyMessages(messages, to);
        return null;
    }

    /// Moves.
    ///
    /// @return where they are, or null where the server does not tell
    AppendUID @Nullable [] move(IMAPFolder from, Message[] messages, Folder to)
            throws MessagingException {
        if (!knowsMove) {
            AppendUID @Nullable [] uids = copy(from, messages, to);
            expunge(from, messages);
            return uids;
        }
        if (tellsUids) {
            return from.moveUIDMessages(messages, to);
        }
        from.moveMessages(messages, to);
        return null;
    }

    /// Removes for good: these only, and none that others marked.
    void expunge(IMAPFolder folder, Message[] messages) throws MessagingException {
        if (tellsUids) {
            folder.setFlags(messages, DELETED, true);
            folder.expunge(messages); // UID EXPUNGE
            return;
        }
        // EXPUNGE takes all that are marked: those of others lose their mark meanwhile
        var ours = List.of(messages);
        Message[] others =
                Arrays.stream(folder.search(new FlagTerm(DELETED, true)))
                        .filter(marked -> !ours.contains(marked))
                        .toArray(Message[]::new);
        folder.setFlags(others, DELETED, false);
        try {
            folder.setFlags(messages, DELETED, true);
            folder.expunge();
        } finally {
            folder.setFlags(others, DELETED, true);
        }
    }
}
