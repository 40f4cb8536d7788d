package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.Section;
import dev.jebi.imapserver.response.FetchValue;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.TransferDecoding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// BINARY and BINARY.SIZE of one message (RFC 3516 §4.2, RFC 9051 §6.4.5). Only parts that have no
/// parts are encoded; others, and the message as a whole, come as they are.
///
/// @param content the message
/// @param structure of it, where parts are asked for
/// @param last where the client may be reading a part in pieces
record BinaryFetch(Uid uid, Content content, Optional<BodyPart> structure, LastDecoded last) {
    private static final int STEP = 64 * 1024;

    /// The value; empty where nobody here can undo the encoding (`UNKNOWN-CTE`).
    Optional<FetchValue> binary(FetchItem.Binary item) throws IOException {
        var found = part(item.path());
        if (found.isEmpty()) {
            return Optional.of(new FetchValue.NoOctets(item.label()));
        }
        var whole = decoded(found.get(), item.path());
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        var octets =
                item.partial()
                        .map(p -> whole.get().slice(p.offset(), p.octets()))
                        .orElse(whole.get());
        boolean nul =
                whole.get() instanceof DecodedBody decoded
                        ? decoded.mayHaveNul(offset(item), octets.size())
                        : hasNul(octets);
        return Optional.of(new FetchValue.BinaryOctets(item.label(), octets, nul));
    }

    private static long offset(FetchItem.Binary item) {
        return item.partial().map(FetchItem.Partial::offset).orElse(0L);
    }

    /// As the other one; a part that there is not has the size of what is told of it: nothing.
    Optional<FetchValue> size(FetchItem.BinarySize item) throws IOException {
        var found = part(item.path());
        if (found.isEmpty()) {
            return Optional.of(new FetchValue.BinarySize(item.label(), 0));
        }
        return decoded(found.get(), item.path())
                .map(octets -> new FetchValue.BinarySize(item.label(), octets.size()));
    }

    /// A part with its octets.
    private record Found(Content octets, Optional<BodyPart.Leaf> leaf) {}

    private Optional<Found> part(List<Integer> path) throws IOException {
        if (path.isEmpty()) {
            return Optional.of(new Found(content, Optional.empty()));
        }
        var resolver = new SectionResolver(content, structure.orElseThrow());
        var section = new Section(path, Section.Text.WHOLE, List.of());
        var leaf =
                resolver.part(path)
                        .filter(BodyPart.Leaf.class::isInstance)
                        .map(BodyPart.Leaf.class::cast);
        return resolver.resolve(section).map(octets -> new Found(octets, leaf));
    }

    private Optional<Content> decoded(Found found, List<Integer> path) throws IOException {
        if (found.leaf().isEmpty()) {
            return Optional.of(found.octets());
        }
        String encoding = found.leaf().get().fields().encoding();
        if (!TransferDecoding.known(encoding)) {
            return Optional.empty();
        }
        return TransferDecoding.identity(encoding)
                ? Optional.of(found.octets())
                : Optional.of(last.of(uid, path, found.octets(), encoding));
    }

    /// RFC 3516 §4.3: what has no NUL goes out as a plain literal, so that clients need not look.
    private static boolean hasNul(Content octets) throws IOException {
        for (long at = 0; at < octets.size(); at += STEP) {
            for (byte octet : octets.octets(at, STEP)) {
                if (octet == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
