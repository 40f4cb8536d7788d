package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.reading.Corpus;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.StrictTerminal;
import dev.jebi.useragent.text.HeaderText;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Every message of the corpus is listed, opened and scrolled through on a terminal that bears
/// nothing but our own sequences, in bounded time.
@Tag("long")
class CorpusPanesTest {
    private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int PAGES = 40;

    private final StrictTerminal terminal = new StrictTerminal();

    @Test
    void everyMessageIsPaintedWithoutAControlCharacter() throws Exception {
        for (Path message : Corpus.messages()) {
            long begun = TIME.getCurrentThreadCpuTime();
            try {
                paint(Files.readAllBytes(message));
            } catch (AssertionError | RuntimeException | MessagingException e) {
                throw new AssertionError(message.toString(), e);
            }
            assertThat(Duration.ofNanos(TIME.getCurrentThreadCpuTime() - begun))
                    .as(message.toString())
                    .isLessThan(LONGEST);
        }
    }

    private void paint(byte[] octets) throws MessagingException, IOException {
        Envelope envelope = envelope(octets);
        var list = new ListPane(new Listing(Rows.of(List.of(envelope))), ZoneOffset.UTC);
        for (boolean all : new boolean[] {false, true}) {
            Opened opened = Opened.of(envelope, octets, 76, new Opened.Manner(all, all));
            var pane = new MessagePane();
            var box = new Box(0, 2, 80, 20);
            pane.fit(box);
            pane.show(opened, true);
            for (int page = 0; page < PAGES; page++) {
                var canvas = new Canvas(80, 24);
                list.draw(canvas, new Box(0, 0, 80, 2), Theme.DARK, true, Instant.EPOCH);
                pane.draw(canvas, box, Theme.DARK, true);
                opened.reading()
                        .attachments()
                        .forEach(a ->
                                canvas.put(
                                        0, 22, a.name() + a.type(), Theme.DARK.style(Role.TEXT)));
                terminal.show(canvas);
                if (!pane.scroll(pane.page())) {
                    break;
                }
            }
        }
    }

    private static Envelope envelope(byte[] octets) throws MessagingException {
        var message = new MimeMessage(null, new ByteArrayInputStream(octets));
        var words =
                new Envelope.Words(
                        field(message, "From"),
                        field(message, "To"),
                        "",
                        field(message, "Subject"),
                        "",
                        "",
                        "",
                        "");
        var ref = new MessageRef("INBOX", 1);
        return new Envelope(ref, 1, 1, List.of(), false, Instant.EPOCH, Instant.EPOCH, 1, words);
    }

    private static String field(MimeMessage message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? "" : HeaderText.decode(values[0]);
    }
}
