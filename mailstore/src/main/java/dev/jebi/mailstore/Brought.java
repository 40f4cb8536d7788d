package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.change.WishCodec;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Messages that one record brings: their heads and octets in a row, and where each will stand.
final class Brought {
    private final List<Content> contents = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Incoming> incoming;
    private long length;

    Brought(List<Incoming> incoming) throws IOException {
        this.incoming = incoming;
        for (Incoming message : incoming) {
            bring(message.head(), message.content());
        }
    }

    private Brought() {
        this.incoming = List.of();
    }

    static Brought messages(List<NewMessage> messages) throws IOException {
        var brought = new Brought();
        for (NewMessage message : messages) {
            brought.bring(message.head(), message.content());
        }
        return brought;
    }

    private void bring(MessageHead head, Content content) throws IOException {
        byte[] octets = StoredOctets.head(head, content);
        contents.add(Content.of(octets));
        contents.add(content);
        places.add(new Place(length + octets.length, octets.length, content.size()));
        length += octets.length + content.size();
    }

    List<Incoming> incoming() {
        return incoming;
    }

    Content body() {
        return contents.size() == 1
                ? contents.getFirst()
                : Content.concat(contents.toArray(Content[]::new));
    }

    /// The id of one of them: records are longer than they have messages, so it is nobody else's.
    static long blob(long lsn, int index) {
        return lsn + index;
    }

    Place place(int index) {
        return places.get(index);
    }

    BlobStored stored(long lsn, int index) {
        return new BlobStored(blob(lsn, index), places.get(index));
    }

    /// What their changes take in a record at most.
    int bound() {
        int rows = places.size();
        long chars = 0;
        for (Incoming message : incoming) {
            rows += 3 + 4 * message.copies().size() + message.relayed().size();
            for (var copy : message.copies()) {
                for (String word : copy.flags().keywords()) {
                    chars += word.length();
                    rows++;
                }
            }
            for (var relayed : message.relayed()) {
                var address = relayed.address();
                chars += address.localPart().length() + address.domain().name().length();
                chars += WishCodec.chars(relayed.wishes());
            }
            chars += Acceptor.along(message).chars();
            var sender = message.reversePath().address();
            chars += sender.map(s -> s.localPart().length() + s.domain().name().length()).orElse(0);
        }
        return ChangeCodec.bound(rows, chars);
    }
}
