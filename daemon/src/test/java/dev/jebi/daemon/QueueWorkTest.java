package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.daemon.AdminRequest.QueueAct;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

final class QueueWorkTest {
    @TempDir private Path folder = Path.of("");

    private static void queue(MailStore store, String sender, String... recipients)
            throws IOException {
        var content = Content.of("A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII));
        store.accept(
                new Incoming(
                        content,
                        0,
                        MessageParser.parse(content, MimeLimits.STANDARD),
                        sender.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(sender)),
                        Clock.systemUTC().instant(),
                        List.of(),
                        Arrays.stream(recipients)
                                .map(Address::parse)
                                .map(Incoming.Relayed::to)
                                .toList(),
                        false,
                        false,
                        DeliveryWishes.NONE));
    }

    private static AdminRequest.Queue act(
            QueueAct act, String domain, String sender, String recipient, String to) {
        return new AdminRequest.Queue(act, "", domain, sender, recipient, to, false);
    }

    @Test
    void whatIsChosenIsDone() throws IOException {
        try (var store = EmbeddedStore.open(folder, StoreLimits.STANDARD, Clock.systemUTC())) {
            queue(store, "alice@us.test", "bob@b.test", "carol@c.test");
            queue(store, "", "dora@b.test");
            var work = new QueueWork(store, Clock.systemUTC());
            assertThat(work.run(act(QueueAct.HOLD, "b.test", "", "", "")).lines())
                    .containsExactly("2 recipients held");
            assertThat(work.run(act(QueueAct.RELEASE, "", "<>", "", "")).lines())
                    .containsExactly("1 recipient released");
            assertThat(work.run(act(QueueAct.REDIRECT, "", "", "bob@b.test", "eve@e.test")).lines())
                    .containsExactly("1 recipient redirected to eve@e.test");
            var json = new AdminRequest.Queue(QueueAct.LIST, "", "e.test", "", "", "", true);
            assertThat(work.run(json).lines())
                    .singleElement()
                    .asString()
                    .startsWith("{\"id\":\"")
                    .contains(
                            "\"recipient\":\"eve@e.test\"", "\"held\":true", "\"lane\":\"person\"")
                    .endsWith("}");
            assertThat(work.run(act(QueueAct.REMOVE, "", "alice@us.test", "", "")).lines())
                    .containsExactly("2 recipients removed");
            assertThat(store.queue().list())
                    .extracting(entry -> entry.recipient().toString())
                    .containsExactly("dora@b.test");
        }
    }

    @Test
    void anIdThatIsNotThereIsSaid() throws IOException {
        try (var store = EmbeddedStore.open(folder, StoreLimits.STANDARD, Clock.systemUTC())) {
            var work = new QueueWork(store, Clock.systemUTC());
            var request = new AdminRequest.Queue(QueueAct.REMOVE, "7", "", "", "", "", false);
            assertThat(work.run(request).complaint()).contains("the id 7");
        }
    }
}
