package dev.jebi.mime;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// What messages are sorted and threaded by (RFC 5256), read from a stored head without the rest of
/// it. For one thread; it can be opened again and again, and is read before it is opened anew.
public final class HeadKeys {
    private final ReadyHead ready = new ReadyHead();
    private int[] pieces = new int[3];
    private Optional<MessageHead> whole = Optional.empty();
    private @Nullable Beginning beginning;
    private @Nullable Tail tail;
    private @Nullable Ancestry ancestry;

    private record Beginning(Optional<String> date, Optional<String> subject) {}

    private record Tail(
            Optional<ImapAddress> to, Optional<ImapAddress> cc, Optional<String> messageId) {}

    private record Ancestry(List<String> references, String baseSubject) {}

    /// Opens a head, whose octets must not change while it is read; the buffer's position stays.
    ///
    /// @throws IllegalArgumentException when it is none; so may the other methods
    public void open(ByteBuffer head) {
        beginning = null;
        tail = null;
        ancestry = null;
        if (ready.open(head)) {
            whole = Optional.empty();
            pieces = ready.pieces();
        } else {
            whole = Optional.of(MessageHeadCodec.decode(head));
        }
    }

    private Beginning beginning() {
        Beginning known = beginning;
        if (known != null) {
            return known;
        }
        if (whole.isPresent()) {
            var envelope = whole.get().envelope();
            known = new Beginning(envelope.date(), envelope.subject());
        } else {
            var in = reader(0).expect('(');
            var date = in.nstring();
            known = new Beginning(date, in.expect(' ').nstring());
        }
        beginning = known;
        return known;
    }

    private Tail tail() {
        Tail known = tail;
        if (known != null) {
            return known;
        }
        if (whole.isPresent()) {
            var envelope = whole.get().envelope();
            known = new Tail(first(envelope.to()), first(envelope.cc()), envelope.messageId());
        } else {
            var in = reader(2).expect(' ');
            var to = in.firstAddress();
            var cc = in.expect(' ').firstAddress();
            in.expect(' ').firstAddress();
            in.expect(' ').nstring();
            known = new Tail(to, cc, in.expect(' ').nstring());
        }
        tail = known;
        return known;
    }

    private Ancestry ancestry() {
        Ancestry known = ancestry;
        if (known != null) {
            return known;
        }
        if (whole.isPresent()) {
            known = new Ancestry(whole.get().references(), whole.get().baseSubject());
        } else {
            var in = ready.threads();
            var references = in.texts();
            known = new Ancestry(references, in.text().orElse(""));
        }
        ancestry = known;
        return known;
    }

    private ImapTextReader reader(int piece) {
        return new ImapTextReader(ready.octets(), pieces[piece], ready.end());
    }

    private static Optional<ImapAddress> first(List<ImapAddress> addresses) {
        return addresses.stream().findFirst();
    }

    /// The Date field, undecoded.
    public Optional<String> date() {
        return beginning().date();
    }

    /// The Subject field, undecoded.
    public Optional<String> subject() {
        return beginning().subject();
    }

    /// The first address of From.
    public Optional<ImapAddress> from() {
        return whole.isPresent() ? first(whole.get().envelope().from()) : reader(1).firstAddress();
    }

    /// The first address of To.
    public Optional<ImapAddress> to() {
        return tail().to();
    }

    /// The first address of Cc.
    public Optional<ImapAddress> cc() {
        return tail().cc();
    }

    /// The Message-ID without brackets; empty where there is no valid one.
    public Optional<String> messageId() {
        return tail().messageId().flatMap(value -> MessageIds.of(value).stream().findFirst());
    }

    /// As [MessageHead#references].
    public List<String> references() {
        return ancestry().references();
    }

    /// As [MessageHead#baseSubject].
    public String baseSubject() {
        return ancestry().baseSubject();
    }
}
