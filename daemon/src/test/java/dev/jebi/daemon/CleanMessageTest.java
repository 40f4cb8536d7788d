package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CleanMessageTest {
    @Test
    void whatIsHarmlessStays() {
        assertThat(CleanMessage.clean("event=accepted\tid=x 메일 é"))
                .isEqualTo("event=accepted\tid=x 메일 é");
        assertThat(CleanMessage.clean("")).isEmpty();
    }

    @Test
    void aStrangerNeitherForgesALineNorReachesTheTerminal() {
        assertThat(CleanMessage.clean("from=a\r\nevent=forged \u001b[2J\u0000\u007f"))
                .isEqualTo("from=a??event=forged ?[2J??");
    }
}
