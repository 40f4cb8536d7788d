package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UidSet.Range;
import dev.jebi.mime.MailDate;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings an archive into a mailbox, batch by batch, each one change. A run that was interrupted
/// goes on where it was: before each batch it is noted where the batch begins and which UID comes
/// next, and what is found to have got in after that is not brought a second time. For one thread.
public final class MailboxImport {
    private final Mailbox mailbox;
    private final RunState state;
    private final ArchiveLimits limits;
    private final InstantSource clock;
    private final Map<Long, Deque<Uid>> inDoubt = new HashMap<>();
    private long imported;
    private IdTaker idTaker = _ -> {};

    /// Takes the unique ids of POP3 that messages bring.
    public interface IdTaker {
        /// Of messages that are in now; called again for some after an interruption.
        void take(Map<Uid, String> ids) throws IOException;
    }

    /// How it ended.
    ///
    /// @param imported brought by this and the interrupted runs before it
    /// @param passedOver messages of the archive that were not to be taken
    /// @param ending why it ended
    public record Result(long imported, long passedOver, Ending ending) {}

    /// Why an import ended.
    public enum Ending {
        /// The archive is in.
        DONE,
        /// The account's quota holds no more; the same import goes on when it does.
        OVER_QUOTA,
        /// The mailbox is gone.
        NO_SUCH_MAILBOX
    }

    /// Opens an archive where an earlier run stopped.
    public interface Opening {
        /// Opens it.
        ///
        /// @param position empty for the beginning
        ArchiveReader open(String position) throws IOException;
    }

    /// An import into a mailbox.
    ///
    /// @param state the file that knows how far it has come
    /// @param about what tells this import from others: the archive and the account
    public MailboxImport(
            Mailbox mailbox, Path state, String about, ArchiveLimits limits, InstantSource clock)
            throws IOException {
        this.mailbox = mailbox;
        this.state = RunState.open(state, about + " " + mailbox.info().uidValidity().value());
        this.limits = limits;
        this.clock = clock;
    }

    /// Tells somebody of the unique ids that messages bring.
    public MailboxImport tell(IdTaker taker) {
        idTaker = taker;
        return this;
    }

    /// Runs to the end, or to what keeps it from going on.
    public Result run(Opening opening, Pace pace) throws IOException {
        String position = state.text("position");
        imported = state.number("imported");
        if (!state.text("uidNext").isEmpty()) {
            doubt(state.number("uidNext"));
        }
        var batch = new ArrayList<Archived>();
        try (var archive = opening.open(position)) {
            var ending = Ending.DONE;
            note(position);
            while (ending == Ending.DONE && fill(batch, archive)) {
                ending = append(batch);
                close(batch);
                if (ending == Ending.DONE) {
                    note(archive.position());
                    pace.reached("imported", imported, archive.share());
                }
            }
            if (ending == Ending.DONE) {
                state.remove();
            }
            return new Result(imported, archive.passedOver(), ending);
        } finally {
            close(batch);
        }
    }

    /// What came after that UID may be of the batch that was under way.
    private void doubt(long uidNext) {
        mailbox.forEach(
                UidSet.ofRanges(List.of(new Range(uidNext, 0xFFFF_FFFFL))),
                message ->
                        inDoubt.computeIfAbsent(message.size(), _ -> new ArrayDeque<>())
                                .add(message.uid()));
    }

    private void note(String position) throws IOException {
        state.set("position", position)
                .set("uidNext", mailbox.info().uidNext().value())
                .set("imported", imported)
                .save();
    }

    private boolean fill(List<Archived> batch, ArchiveReader archive) throws IOException {
        long octets = 0;
        while (batch.size() < limits.batchMessages() && octets < limits.batchOctets()) {
            var message = archive.next();
            if (message.isEmpty()) {
                break;
            }
            batch.add(message.get());
            octets += message.get().content().size();
        }
        return !batch.isEmpty();
    }

    private Ending append(List<Archived> batch) throws IOException {
        var messages = new ArrayList<NewMessage>();
        var ids = new ArrayList<Optional<String>>();
        var already = new HashMap<Uid, String>();
        for (Archived archived : batch) {
            var there = there(archived.content());
            if (there.isPresent()) {
                imported++;
                archived.uniqueId().ifPresent(id -> already.put(there.get(), id));
            } else {
                messages.add(message(archived));
                ids.add(archived.uniqueId());
            }
        }
        take(already);
        return messages.isEmpty() ? Ending.DONE : append(messages, ids, true);
    }

    private void take(Map<Uid, String> ids) throws IOException {
        if (!ids.isEmpty()) {
            idTaker.take(ids);
        }
    }

    private void take(List<Uid> uids, List<Optional<String>> ids) throws IOException {
        var taken = new HashMap<Uid, String>();
        for (int i = 0; i < uids.size(); i++) {
            var uid = uids.get(i);
            ids.get(i).ifPresent(id -> taken.put(uid, id));
        }
        take(taken);
    }

    private NewMessage message(Archived archived) throws IOException {
        var head = MessageParser.parse(archived.content(), MimeLimits.STANDARD);
        var date =
                archived.date()
                        .or(() ->
                                head.envelope()
                                        .date()
                                        .flatMap(MailDate::parse)
                                        .map(OffsetDateTime::toInstant));
        return new NewMessage(
                archived.content(), head, archived.flags(), date.orElseGet(clock::instant));
    }

    /// Appends all, or as many as the quota holds.
    private Ending append(List<NewMessage> messages, List<Optional<String>> ids, boolean more)
            throws IOException {
        return switch (mailbox.append(messages)) {
            case Appending.Appended(_, var uids) -> {
                imported += uids.size();
                take(uids, ids);
                yield Ending.DONE;
            }
            case Appending.NoSuchMailbox() -> Ending.NO_SUCH_MAILBOX;
            case Appending.TooManyKeywords() ->
                    append(messages.stream().map(NewMessage::withoutKeywords).toList(), ids, more);
            case Appending.OverQuota() -> more ? oneByOne(messages, ids) : Ending.OVER_QUOTA;
        };
    }

    private Ending oneByOne(List<NewMessage> messages, List<Optional<String>> ids)
            throws IOException {
        for (int i = 0; i < messages.size(); i++) {
            var ending = append(List.of(messages.get(i)), List.of(ids.get(i)), false);
            if (ending != Ending.DONE) {
                return ending;
            }
        }
        return Ending.DONE;
    }

    /// What an interrupted run brought it as.
    private Optional<Uid> there(Content content) throws IOException {
        var same = inDoubt.get(content.size());
        if (same == null) {
            return Optional.empty();
        }
        for (Uid uid : same) {
            var stored = mailbox.content(uid);
            if (stored.isPresent() && stored.get().sameOctets(content)) {
                same.remove(uid);
                return Optional.of(uid);
            }
        }
        return Optional.empty();
    }

    private static void close(List<Archived> batch) throws IOException {
        for (Archived archived : batch) {
            archived.close();
        }
        batch.clear();
    }
}
