package dev.jebi.transfer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.UniqueIds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The unique ids that other servers' Maildirs bring.
final class MaildirIdsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir private Path directory;

    private MaildirIds ids(String file, String... lines) throws IOException {
        Files.write(directory.resolve(file), List.of(lines));
        return MaildirIds.of(directory, UidlFormat.DOVECOT);
    }

    @Test
    void dovecotMakesThemOfUidAndUidvalidityUnlessTheyWereGiven() throws IOException {
        var ids =
                ids(
                        "dovecot-uidlist",
                        "3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1",
                        "10 :1276528487.M364837P9451.kurkku,S=1355,W=1394:2,S",
                        "25006 W2481 PUID17-1023825432 :1276533073.M242911P3632.kurkku:2,F",
                        "25007 P :one",
                        "no number :two",
                        "25008",
                        "");
        assertThat(ids.of("1276528487.M364837P9451.kurkku,S=1355,W=1394"))
                .contains("0000000a4c0907b0");
        assertThat(ids.of("1276533073.M242911P3632.kurkku")).contains("UID17-1023825432");
        assertThat(ids.of("one")).contains("000061af4c0907b0");
        assertThat(ids.of("two")).isEmpty();
    }

    @Test
    void theOldFormOfDovecotIsReadToo() throws IOException {
        var ids = ids("dovecot-uidlist", "1 1275660208 12", "10 1276528487.M36.kurkku:2,S");
        assertThat(ids.of("1276528487.M36.kurkku")).contains("0000000a4c0907b0");
    }

    @Test
    void courierWritesThemDown() throws IOException {
        var ids =
                ids(
                        "courierpop3dsizelist",
                        "/3 55 1023825432",
                        "1023825440.M1P1.mx:2,S 1234 7:1023825432:0",
                        "1023825441.M1P2.mx 12 8:1023825432",
                        "1023825442.M1P3.mx 12 9:0",
                        "nothing",
                        " 1 2:3");
        assertThat(ids.of("1023825440.M1P1.mx")).contains("UID7-1023825432");
        assertThat(ids.of("1023825441.M1P2.mx")).contains("UID8-1023825432");
        assertThat(ids.of("1023825442.M1P3.mx")).contains("UID9");
        assertThat(ids.of("nothing")).isEmpty();
    }

    @Test
    void otherFormsAreDovecotsNotation() {
        assertThat(new UidlFormat("UID%u-%v").of(7, 9, "f")).isEqualTo("UID7-9");
        assertThat(new UidlFormat("%v.%u").of(7, 9, "f")).isEqualTo("9.7");
        assertThat(new UidlFormat("%08Xv%08Xu").of(255, 9, "f")).isEqualTo("00000009000000ff");
        assertThat(new UidlFormat("%f").of(7, 9, "1.M$1.mx")).isEqualTo("1.M$1.mx");
        for (String none : List.of("", "abc", "%", "%q", "%u %v", "%u\u00e9")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new UidlFormat(none));
        }
    }

    @Test
    void anImportGivesThemToTheMessages() throws IOException {
        var maildir = directory.resolve("Maildir");
        Files.createDirectories(maildir.resolve("cur"));
        Files.writeString(maildir.resolve("cur/1.M1.mx:2,S"), "Subject: one\n\n1\n");
        Files.writeString(maildir.resolve("cur/2.M1.mx:2,"), "Subject: two\n\n2\n");
        Files.writeString(maildir.resolve("cur/3.M1.mx:2,"), "Subject: new\n\n3\n");
        Files.write(
                maildir.resolve("dovecot-uidlist"), List.of("3 V9 N8", "5 :1.M1.mx", "7 :2.M1.mx"));
        try (var store = EmbeddedStore.open(directory.resolve("s"), StoreLimits.STANDARD, CLOCK)) {
            store.directory().addDomain(new Domain("a.test"));
            var ann = new Address("ann", new Domain("a.test"));
            var account = store.directory().addAccount(ann, "secret", 0, 0).orElseThrow().id();
            var ids = new UniqueIds(store.register());
            try (var inbox = store.open(account, MailboxName.INBOX).orElseThrow()) {
                long validity = inbox.info().uidValidity().value();
                var limits = ArchiveLimits.STANDARD;
                new MailboxImport(inbox, directory.resolve("state"), "x", limits, CLOCK)
                        .tell(brought -> ids.put(account, validity, brought))
                        .run(
                                position ->
                                        MaildirReader.open(maildir, position, directory, limits)
                                                .withIds(UidlFormat.DOVECOT),
                                new Pace(CLOCK, _ -> {}));
                var now = ids.of(account, validity);
                assertThat(now.of(1)).isEqualTo("0000000500000009");
                assertThat(now.of(2)).isEqualTo("0000000700000009");
                assertThat(now.of(3)).isEqualTo(validity + ".3");
            }
        }
    }
}
