package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.response.FetchValue;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.mime.TransferDecoding;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BINARY of every part of every message of the corpus: its size is what BINARY.SIZE tells, and its
/// octets are those of a decoder that sees the part at once; in pieces, too.
final class BinaryCorpusTest {
    @Test
    @Tag("long")
    void everyPartDecodesToTheSizeTold() throws IOException {
        var corpus = Corpus.orSkip();
        int parts = 0;
        for (Corpus.Row row : corpus.messages()) {
            var content = Content.of(corpus.wire(row));
            var structure = MessageParser.parse(content, MimeLimits.STANDARD).structure();
            var fetch =
                    new BinaryFetch(new Uid(1), content, Optional.of(structure), new LastDecoded());
            parts += check(row.path(), content, fetch, structure, List.of());
        }
        assertThat(parts).isGreaterThan(4_000);
    }

    private static int check(
            String name, Content content, BinaryFetch fetch, BodyPart part, List<Integer> path)
            throws IOException {
        return switch (part) {
            case BodyPart.Multipart multipart -> {
                int parts = 0;
                for (int i = 0; i < multipart.parts().size(); i++) {
                    parts += check(name, content, fetch, multipart.parts().get(i), at(path, i + 1));
                }
                yield parts;
            }
            case BodyPart.Embedded embedded when path.isEmpty() ->
                    inner(name, content, fetch, embedded, at(path, 1));
            case BodyPart.Embedded embedded -> inner(name, content, fetch, embedded, path);
            case BodyPart.Leaf leaf ->
                    leaf(name, content, fetch, leaf, path.isEmpty() ? at(path, 1) : path);
        };
    }

    /// A message in a message that is no multipart has the part 1.
    private static int inner(
            String name,
            Content content,
            BinaryFetch fetch,
            BodyPart.Embedded embedded,
            List<Integer> path)
            throws IOException {
        boolean one = !(embedded.body() instanceof BodyPart.Multipart);
        return check(name, content, fetch, embedded.body(), one ? at(path, 1) : path);
    }

    private static List<Integer> at(List<Integer> path, int number) {
        var longer = new ArrayList<>(path);
        longer.add(number);
        return longer;
    }

    private static int leaf(
            String name, Content content, BinaryFetch fetch, BodyPart.Leaf leaf, List<Integer> path)
            throws IOException {
        var size = fetch.size(new FetchItem.BinarySize("s", path));
        var octets = fetch.binary(new FetchItem.Binary("b", path, true, Optional.empty()));
        String encoding = leaf.fields().encoding();
        if (!TransferDecoding.known(encoding)) {
            assertThat(size).as(name + path).isEmpty();
            assertThat(octets).as(name + path).isEmpty();
            return 1;
        }
        var extent = leaf.extent();
        var body = content.slice(extent.body(), extent.end() - extent.body());
        byte[] whole = TransferDecoding.open(body, encoding).readAllBytes();
        var told = (FetchValue.BinaryOctets) octets.orElseThrow();
        assertThat(size).as(name + path).contains(new FetchValue.BinarySize("s", whole.length));
        assertThat(told.content().octets()).as(name + path).isEqualTo(whole);
        var pieces = new ByteArrayOutputStream();
        for (int from = 0; from < whole.length; from += 1 + whole.length / 3) {
            var partial = new FetchItem.Partial(from, 1 + whole.length / 3);
            var item = new FetchItem.Binary("b", path, true, Optional.of(partial));
            var piece = (FetchValue.BinaryOctets) fetch.binary(item).orElseThrow();
            pieces.write(piece.content().octets());
        }
        assertThat(pieces.toByteArray()).as(name + path).isEqualTo(whole);
        return 1;
    }
}
