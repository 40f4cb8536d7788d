package dev.jebi.transfer.archive;

import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.Uid;

import java.io.IOException;
import java.nio.file.Path;

/// Takes a mailbox out into an archive, in the order of UIDs. A run that was interrupted goes on
/// where it was. For one thread.
public final class MailboxExport {
    private static final int MARK_MESSAGES = 1_000;
    private static final long MARK_OCTETS = 32L << 20;

    private final Mailbox mailbox;
    private final RunState state;

    /// How it ended.
    ///
    /// @param exported written by this and the interrupted runs before it
    /// @param unreadable messages whose octets the store could not read; they are left out
    public record Result(long exported, long unreadable) {}

    /// Opens an archive to go on behind what an earlier run had marked.
    public interface Opening {
        /// Opens it.
        ArchiveWriter open(long mark) throws IOException;
    }

    /// An export of a mailbox.
    ///
    /// @param state the file that knows how far it has come
    /// @param about what tells this export from others: the archive and the account
    public MailboxExport(Mailbox mailbox, Path state, String about) throws IOException {
        this.mailbox = mailbox;
        this.state = RunState.open(state, about + " " + mailbox.info().uidValidity().value());
    }

    /// Runs to the end.
    public Result run(Opening opening, Pace pace) throws IOException {
        long last = state.number("uid");
        long exported = state.number("exported");
        long unreadable = state.number("unreadable");
        long[] uids = mailbox.uids();
        long octets = 0;
        int unmarked = 0;
        try (var archive = opening.open(state.number("mark"))) {
            for (int i = 0; i < uids.length; i++) {
                if (uids[i] <= last) {
                    continue;
                }
                var uid = new Uid(uids[i]);
                var message = mailbox.message(uid);
                if (message.isEmpty()) {
                    continue; // expunged meanwhile
                }
                var content = mailbox.content(uid);
                if (content.isEmpty()) {
                    unreadable++;
                    continue;
                }
                archive.write(message.get(), content.get());
                exported++;
                octets += content.get().size();
                if (++unmarked == MARK_MESSAGES || octets >= MARK_OCTETS) {
                    note(archive.mark(), uids[i], exported, unreadable);
                    unmarked = 0;
                    octets = 0;
                }
                pace.reached("exported", exported, (i + 1.0) / uids.length);
            }
            archive.finish();
        }
        state.remove();
        return new Result(exported, unreadable);
    }

    private void note(long mark, long uid, long exported, long unreadable) throws IOException {
        state.set("mark", mark)
                .set("uid", uid)
                .set("exported", exported)
                .set("unreadable", unreadable)
                .save();
    }
}
