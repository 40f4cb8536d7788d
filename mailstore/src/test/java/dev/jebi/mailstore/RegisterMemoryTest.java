package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.change.RegisterRow;

import org.junit.jupiter.api.Test;

import java.util.List;

class RegisterMemoryTest {
    private static final RegisterRow ROW =
            new RegisterRow(0, "kind", "key", true, RegisterRow.NEVER, new byte[] {1});

    @Test
    void aListingThatWasReadBeforeAValueWasAppliedIsNotRemembered() {
        var memory = new RegisterMemory();
        memory.publish(1, List.of(ROW));
        var look = memory.all(0, "kind");
        assertThat(look.fresh()).containsExactly(ROW);
        memory.remember(0, "kind", "", look, List.of()); // the index did not have it yet
        memory.applied(1);
        assertThat(memory.all(0, "kind").known()).isEmpty();
    }
}
