package dev.jebi.mailstore.search;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Place;

import java.io.IOException;
import java.util.List;

/// Where the messages come from that are indexed: the store's own index knows which there are, its
/// log has the octets. Ids ascend in the order in which messages came. Safe for use by several
/// threads.
public interface BlobSource {
    /// The blobs with a greater id, ascending.
    List<BlobStored> after(long id, int limit) throws IOException;

    /// How many have a greater id.
    long countAfter(long id) throws IOException;

    /// Up to this id [#after] knows all: what it does not tell of up to there is gone for good.
    long settled() throws IOException;

    /// No blob has this id or a greater one yet.
    long end();

    /// The octets of a message, behind those of its head.
    Content read(Place place) throws IOException;
}
