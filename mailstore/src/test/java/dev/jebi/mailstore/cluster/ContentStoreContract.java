package dev.jebi.mailstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What every store of a cluster's octets does.
public abstract class ContentStoreContract {
    private final Random random = new Random(7);

    /// The store; empty at first.
    protected abstract ContentStore store() throws IOException;

    /// Commits what was staged.
    protected abstract void commit(ContentStore.Staged staged) throws SQLException;

    /// Makes everything that is stored by now two days older.
    protected abstract void age() throws Exception;

    private byte[] octets(int size) {
        var octets = new byte[size];
        random.nextBytes(octets);
        return octets;
    }

    private List<byte[]> bodies() {
        var bodies = new ArrayList<byte[]>();
        for (int size : new int[] {1, 3, 700, 4_096, 70_000, 300_000, 1_000_000}) {
            bodies.add(octets(size));
        }
        return bodies;
    }

    @Test
    void whatWasStagedAndCommittedIsReadWholeAndInParts() throws Exception {
        var bodies = bodies();
        var staged = store().stage(bodies.stream().map(Content::of).toList());
        commit(staged);
        assertThat(staged.ranges()).hasSameSizeAs(bodies);
        for (int i = 0; i < bodies.size(); i++) {
            same(staged.ranges().get(i), bodies.get(i));
        }
    }

    @Test
    void whatWasPutIsReadWholeAndInParts() throws Exception {
        for (byte[] body : bodies()) {
            same(store().put(Content.of(body)), body);
        }
        byte[] large = octets(9 << 20);
        same(store().put(Content.of(large)), large);
    }

    private void same(ObjectRange range, byte[] octets) throws IOException {
        assertThat(range.size()).isEqualTo(octets.length);
        var content = store().read(range);
        assertThat(content.size()).isEqualTo(octets.length);
        assertThat(content.octets()).isEqualTo(octets);
        int third = octets.length / 3;
        assertThat(content.octets(third, 100))
                .isEqualTo(Arrays.copyOfRange(octets, third, Math.min(third + 100, octets.length)));
        assertThat(content.octets(octets.length, 10)).isEmpty();
        var part = store().read(range.part(third, octets.length - third));
        assertThat(part.octets()).isEqualTo(Arrays.copyOfRange(octets, third, octets.length));
    }

    @Test
    void noNameComesTwice() throws Exception {
        var names = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            assertThat(names.add(store().put(Content.of(new byte[] {1})).object())).isTrue();
        }
        assertThat(names).allMatch(name -> name.length() <= ObjectRange.NAME_LENGTH);
    }

    @Test
    void whatWasDeletedIsGoneAndMayBeDeletedAgain() throws Exception {
        byte[] octets = octets(5_000);
        var stays = store().put(Content.of(octets));
        var goes = store().put(Content.of(octets(5_000)));
        store().delete(List.of(goes.object()));
        store().delete(List.of(goes.object(), goes.object()));
        assertThatThrownBy(() -> store().read(goes).octets())
                .isInstanceOf(NoSuchFileException.class);
        same(stays, octets);
    }

    @Test
    void onlyOldObjectsThatNobodyKnowsAreSweptAway() throws Exception {
        byte[] octets = octets(5_000);
        var known = store().put(Content.of(octets));
        var unknown = store().put(Content.of(octets(5_000)));
        assertThat(store().sweep(names -> Set.of())).as("too young").isZero();
        age();
        int swept =
                store().sweep(names -> {
                    var left = new HashSet<>(names);
                    left.retainAll(Set.of(known.object()));
                    return left;
                });
        assertThat(swept).isEqualTo(1);
        same(known, octets);
        assertThatThrownBy(() -> store().read(unknown).octets())
                .isInstanceOf(NoSuchFileException.class);
    }
}
