package dev.jebi.imapserver.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModifiedUtf7Test {
    @ParameterizedTest
    @CsvSource({
        "INBOX, INBOX",
        "~peter/mail/台北/日本語, '~peter/mail/&U,BTFw-/&ZeVnLIqe-'",
        "보낸 편지함, &vPSwuA- &07jJwNVo-",
        "a & b, a &- b",
        "Entwürfe, Entw&APw-rfe",
        "😀, &2D3eAA-",
    })
    void namesAreWrittenAsTheRfcHasThem(String name, String wire) {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(wire);
        assertThat(ModifiedUtf7.decode(wire)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "&Jjo",
                "&Jjo!",
                "&AGE-",
                "&U,BTFw=-",
                "&U/BTFw-",
                "&2D0-",
                "\u00e9",
                "a\tb",
                "&ZeVnLIqe-&ZeVnLIqe-",
                "&A-",
                "&ZeVnLIqf-x&ZeVnLIq-"
            })
    void whatEncodingWouldNotWriteIsRefused(String wire) {
        assertThatThrownBy(() -> ModifiedUtf7.decode(wire))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decodingUndoesEncoding() {
        Randomly.runs(
                2_000,
                "imap.utf7.seed",
                random -> {
                    String name = random.text(30);
                    String wire = ModifiedUtf7.encode(name);
                    assertThat(wire.chars().allMatch(c -> c >= 0x20 && c < 0x7F)).isTrue();
                    assertThat(ModifiedUtf7.decode(wire)).isEqualTo(name);
                });
    }
}
