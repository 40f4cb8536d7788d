package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

final class SweepTest {
    private static final int MESSAGES = 300;

    @TempDir private Path directory;

    private final Pile pile = new Pile();
    private final MessageGrams message = new MessageGrams(SearchLimits.STANDARD);

    private GramFiles filled() throws Exception {
        for (int i = 0; i < MESSAGES; i++) {
            pile.add(Pile.message("Subject: s\n\nneedle " + i + "\n"));
        }
        var files = GramFiles.open(directory, "store", pile.end(), SearchLimits.STANDARD, message);
        for (var blob : pile.after(0, MESSAGES)) {
            message.read(pile, blob);
            files.add(blob.blob());
        }
        return files;
    }

    @Test
    void documentsOfDeletedMessagesGo() throws Exception {
        try (var files = filled();
                var reader = files.reader()) {
            for (long id : pile.ids()) {
                if (id % 3 == 0) {
                    pile.remove(id);
                }
            }
            var snapshot = IndexSnapshot.first(reader, files.mark());
            assertThat(new Sweep(files).step(snapshot, pile, System.nanoTime())).isTrue();
            files.commit();
            assertThat(files.documents().numDocs).isEqualTo(pile.ids().length);
            try (var after = files.reader(reader)) {
                var next = snapshot.next(after, files.mark());
                assertThat(new Sweep(files).step(next, pile, System.nanoTime())).isFalse();
                var search = new LeafQueries(next);
                assertThat(search.body("needle", pile.ids())).containsAll(boxed(pile.ids()));
            }
        }
    }

    private static List<Long> boxed(long[] ids) {
        return java.util.Arrays.stream(ids).boxed().toList();
    }

    /// Searches a snapshot.
    private record LeafQueries(IndexSnapshot snapshot) {
        List<Long> body(String text, long[] wanted) throws Exception {
            snapshot.reader().incRef();
            try (var view = new IndexView(snapshot)) {
                return boxed(
                        view.candidates(TextKind.BODY, new Needle(text), wanted).orElseThrow());
            }
        }
    }

    @Test
    void anIndexThatLacksAMessageIsFoundOut() throws Exception {
        try (var files = filled();
                var reader = files.reader()) {
            var fuller = new Pile();
            for (int i = 0; i <= MESSAGES; i++) {
                fuller.add(Pile.message("Subject: s\n\nneedle " + i + "\n"));
            }
            var snapshot = IndexSnapshot.first(reader, fuller.end() - 1);
            var sweep = new Sweep(files);
            assertThatThrownBy(() -> sweep.step(snapshot, fuller, System.nanoTime()))
                    .isInstanceOf(GramFiles.Unfit.class);
        }
    }
}
