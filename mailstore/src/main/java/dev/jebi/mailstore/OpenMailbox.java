package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.journal.OctetsGone;
import dev.jebi.mailstore.search.SearchIndex;
import dev.jebi.mime.MessageHead;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One opener's view of a mailbox: reads from the shared messages in memory and from the journal,
/// and hands changes on. Safe for use by several threads.
final class OpenMailbox implements Mailbox {
    /// Messages that are read while the lock is held once.
    private static final int CHUNK = 256;

    private final MailboxState state;
    private final MessageChanges changes;
    private final Log log;
    private final OpenMailboxes open;
    private final Optional<SearchIndex> search;
    private final CopyTargets targets;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenMailbox(
            MailboxState state,
            MessageChanges changes,
            Log log,
            OpenMailboxes open,
            Optional<SearchIndex> search,
            CopyTargets targets) {
        this.state = state;
        this.changes = changes;
        this.log = log;
        this.open = open;
        this.search = search;
        this.targets = targets;
    }

    @Override
    public MailboxInfo info() {
        return state.info();
    }

    @Override
    public boolean gone() {
        return state.gone();
    }

    @Override
    public long[] uids() {
        return list().toArray();
    }

    @Override
    public UidList list() {
        return state.look(MessageTable::uids);
    }

    @Override
    public Optional<Uid> firstUnseen() {
        return state.look(messages -> {
            int first = messages.firstUnseen();
            return first == messages.count()
                    ? Optional.<Uid>empty()
                    : Optional.of(new Uid(messages.uid(first)));
        });
    }

    @Override
    public void scan(UidSet uids, ScannedMessage.Look look) throws IOException {
        var window = new MessageWindow(this::readHead);
        for (UidSet.Range range : uids.ranges()) {
            state.show(window, range.first(), range.last());
            while (!window.isEmpty()) {
                window.show(look);
                state.show(window, window.last() + 1, range.last());
            }
        }
    }

    private void readHead(
            long uid, Place place, ByteBuffer into, Supplier<List<ContentLocation>> next)
            throws IOException {
        if (head(uid, place, next).read(0, into) != place.headLength()) {
            throw new EOFException("the head of message " + uid + " ends too early");
        }
    }

    private Content head(long uid, Place place, Supplier<List<ContentLocation>> next)
            throws IOException {
        try {
            return log.head(headOf(place), next);
        } catch (OctetsGone e) {
            return octets(new Uid(uid), this::headAt).orElseThrow(() -> e);
        }
    }

    private static ContentLocation headOf(Place place) {
        return StoredOctets.whole(place).part(0, place.headLength());
    }

    private Content headAt(Place place) throws IOException {
        return log.head(headOf(place), () -> List.of(headOf(place)));
    }

    @Override
    public Optional<MessageInfo> message(Uid uid) {
        return state.look(messages -> {
            int at = messages.find(uid.value());
            return at < 0
                    ? Optional.<MessageInfo>empty()
                    : Optional.of(state.info(messages.row(at)));
        });
    }

    @Override
    public void forEach(UidSet uids, Consumer<MessageInfo> each) {
        for (UidSet.Range range : uids.ranges()) {
            long next = range.first();
            while (next <= range.last()) {
                var chunk = chunk(next, range.last());
                chunk.forEach(each);
                if (chunk.size() < CHUNK) {
                    break;
                }
                next = chunk.getLast().uid().value() + 1;
            }
        }
    }

    private List<MessageInfo> chunk(long first, long last) {
        return state.look(messages -> {
            var chunk = new ArrayList<MessageInfo>();
            int from = messages.uids().from(first);
            int end = Math.min(from + CHUNK, messages.uids().from(last + 1));
            for (int i = from; i < end; i++) {
                chunk.add(state.info(messages.row(i)));
            }
            return chunk;
        });
    }

    @Override
    public Flags keywords() {
        return state.keywords();
    }

    @Override
    public Changes changesSince(ModSeq since) {
        return state.changesSince(since.value());
    }

    @Override
    public Watch watch(Runnable onChange) {
        return state.bell.watch(onChange);
    }

    @Override
    public Appending append(List<NewMessage> messages) throws IOException {
        return changes.append(state, messages);
    }

    @Override
    public Storing store(UidSet uids, FlagChange change, Optional<ModSeq> unchangedSince)
            throws IOException {
        return changes.store(state, uids, change, unchangedSince);
    }

    @Override
    public UidSet expunge(UidSet uids) throws IOException {
        return changes.expunge(state, uids, true, Removal.KEPT);
    }

    @Override
    public UidSet remove(UidSet uids, Removal removal) throws IOException {
        return changes.expunge(state, uids, false, removal);
    }

    @Override
    public Copying copy(UidSet uids, CopyTarget target) throws IOException {
        return copy(uids, target, false);
    }

    @Override
    public Copying move(UidSet uids, CopyTarget target) throws IOException {
        return copy(uids, target, true);
    }

    private Copying copy(UidSet uids, CopyTarget target, boolean move) throws IOException {
        var here = targets.here(target);
        if (here.isPresent()) {
            return changes.copy(state, uids, here.get(), target.flags(), move);
        }
        var there = targets.elsewhere(target);
        if (there.isEmpty()) {
            return new Copying.NoSuchMailbox();
        }
        try (var mailbox = there.get()) {
            return new FarCopy(this, mailbox, target.flags()).run(uids, move);
        }
    }

    @Override
    public Replacing replace(Uid uid, CopyTarget target, NewMessage message) throws IOException {
        var fitting = message.within(target.flags());
        var here = targets.here(target);
        if (here.isPresent()) {
            return changes.replace(state, uid, here.get(), fitting);
        }
        var there = targets.elsewhere(target);
        if (there.isEmpty()) {
            return new Replacing.NoSuchMailbox();
        }
        try (var mailbox = there.get()) {
            return FarCopy.replace(this, uid, mailbox, fitting);
        }
    }

    private Optional<MessageRow> row(Uid uid) {
        return state.look(messages -> {
            int at = messages.find(uid.value());
            return at < 0 ? Optional.<MessageRow>empty() : Optional.of(messages.row(at));
        });
    }

    /// Octets of a message. A place that is no longer there was compacted: then the index knows the
    /// new one, and the message in memory learns of it.
    private Optional<Content> octets(Uid uid, StoredOctets.Reading<Content> reading)
            throws IOException {
        var row = row(uid);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        var place = row.get().place();
        return Optional.of(StoredOctets.reread(place, () -> moved(uid, row.get().blob()), reading));
    }

    private Optional<Place> moved(Uid uid, long blob) throws IOException {
        var now = open.place(blob);
        now.ifPresent(place ->
                state.look(messages -> {
                    messages.place(uid.value(), place);
                    return true;
                }));
        return now;
    }

    @Override
    public Optional<Content> content(Uid uid) throws IOException {
        return octets(uid, place -> StoredOctets.message(log, place));
    }

    @Override
    public Optional<MessageHead> head(Uid uid) throws IOException {
        var octets = octets(uid, this::headAt);
        return octets.isEmpty()
                ? Optional.empty()
                : Optional.of(Heads.decode(octets.get().octets()));
    }

    /// A message without Message-ID and references is a thread of its own.
    @Override
    public Optional<ThreadId> thread(Uid uid) throws IOException {
        var message = message(uid);
        var head = head(uid);
        if (message.isEmpty() || head.isEmpty()) {
            return Optional.empty();
        }
        long thread = Heads.thread(head.get());
        return Optional.of(new ThreadId(thread == 0 ? message.get().email().value() : thread));
    }

    /// What [#search] finds, without the index.
    long[] scan(SearchQuery query) throws IOException {
        try (var scope = SearchScope.of(state, Optional.empty())) {
            return Search.of(query, scope).in(this);
        }
    }

    @Override
    public long[] search(SearchQuery query) throws IOException {
        try (var scope = SearchScope.of(state, search)) {
            return Search.of(query, scope).in(this);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            open.close(state);
        }
    }
}
