package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Uid;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The decoded part that a client reads in pieces: the next piece goes on where the last one ended,
/// so that all of them together cost what the whole part costs. One part of one mailbox, some ten
/// KiB of heap, until the client has come to its end. For one thread.
final class LastDecoded {
    private Optional<Kept> kept = Optional.empty();

    private record Kept(Uid uid, List<Integer> path, DecodedBody body) {
        boolean is(Uid other, List<Integer> part) {
            return uid.equals(other) && path.equals(part);
        }
    }

    /// The part of a message, decoded.
    ///
    /// @param octets of it, as they are now opened
    DecodedBody of(Uid uid, List<Integer> path, Content octets, String encoding)
            throws IOException {
        var known = kept.filter(last -> last.is(uid, path)).map(Kept::body);
        if (known.isPresent()) {
            known.get().over(octets);
            return known.get();
        }
        var body = new DecodedBody(octets, encoding);
        kept = Optional.of(new Kept(uid, path, body));
        return body;
    }

    /// Lets go of what has been read to its end.
    void settle() {
        kept = kept.filter(last -> last.body().position() < last.body().size());
    }

    /// Lets go of all.
    void clear() {
        kept = Optional.empty();
    }
}
