package dev.jebi.transfer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.EmailId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Archives give back what was written, and read what other programs wrote.
final class ArchiveTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:07Z");
    private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 1_000, 10, 10_000);
    private static final String[] PIECES = {
        "From ",
        ">From ",
        ">>From me\r\n",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "x",
        ">",
        "Status: RO\r\n",
        "X-Jebi-Octets: 5\r\n",
        "From a Thu Nov 22 10:00:00 2026\r\n",
        "\u00e4\u00f6",
        "Subject: y\r\n",
        "F",
        "Fro"
    };

    @TempDir private Path directory;

    private record Kept(String octets, Flags flags, Instant date) {}

    private static MessageInfo info(long uid, Kept message) {
        return new MessageInfo(
                new Uid(uid),
                message.flags,
                new ModSeq(1),
                message.octets.length(),
                message.date,
                message.date,
                new EmailId(uid));
    }

    private static Content content(String octets) {
        return Content.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Kept> read(ArchiveReader archive) throws IOException {
        var all = new ArrayList<Kept>();
        try (archive) {
            for (var next = archive.next(); next.isPresent(); next = archive.next()) {
                try (var message = next.get()) {
                    var octets = message.content().octets();
                    all.add(
                            new Kept(
                                    new String(octets, StandardCharsets.ISO_8859_1),
                                    message.flags(),
                                    message.date().orElse(Instant.EPOCH)));
                }
            }
        }
        return all;
    }

    private static List<Kept> messages(Randomly random) {
        var all = new ArrayList<Kept>();
        int count = random.generator().nextInt(6);
        for (int i = 0; i < count; i++) {
            var octets = new StringBuilder();
            int pieces = random.generator().nextInt(12);
            for (int p = 0; p < pieces; p++) {
                octets.append(PIECES[random.generator().nextInt(PIECES.length)]);
            }
            if (random.generator().nextInt(10) == 0) {
                octets.append(">".repeat(70_000)).append("From x");
            }
            var flags =
                    random.generator().nextBoolean()
                            ? Flags.of("\\Seen", "\\Draft", "$Forwarded", "work")
                            : Flags.of("\\Deleted", "\\Flagged", "\\Answered");
            all.add(new Kept(octets.toString(), flags, NOW.plusSeconds(i)));
        }
        return all;
    }

    @Test
    void anMboxGivesBackEveryOctet() {
        Randomly.runs(
                300,
                "archive.seed",
                random -> {
                    var messages = messages(random);
                    Path file = directory.resolve("a.mbox");
                    try (var out = MboxWriter.open(file, 0)) {
                        for (int i = 0; i < messages.size(); i++) {
                            var message = messages.get(i);
                            out.write(info(i + 1, message), content(message.octets));
                        }
                        out.finish();
                    }
                    var back = read(MboxReader.open(file, "", directory, SMALL));
                    assertThat(back).isEqualTo(messages);
                });
    }

    @Test
    void aMaildirGivesBackWhatIsMail() throws IOException {
        var messages =
                List.of(
                        new Kept("Subject: a\r\n\r\nb\r\n", Flags.of("\\Seen", "work"), NOW),
                        new Kept("Subject: c\r\n\r\nno end", Flags.NONE, NOW.plusSeconds(60)));
        Path box = directory.resolve("md");
        try (var out = MaildirWriter.open(box, "v1")) {
            for (int i = 0; i < messages.size(); i++) {
                out.write(info(i + 1, messages.get(i)), content(messages.get(i).octets));
            }
        }
        assertThat(read(MaildirReader.open(box, "", directory, SMALL))).isEqualTo(messages);
    }

    @Test
    void anMboxOfAnotherProgramGetsTheLineEndsOfMailAndItsFlags() throws IOException {
        Path file = directory.resolve("foreign");
        Files.writeString(
                file,
                """
                From a@b.test Sun Nov 22 10:00:07 2026
                Status: RO
                Subject: one

                >From the start
                From here on no empty line is before it

                From that line there is no date

                From -
                X-Mozilla-Status: 0009
                Subject: deleted in Thunderbird

                From - Sun Nov  1 01:02:03 2026
                X-Mozilla-Keys: $label1 work
                Subject: three

                end
                """);
        var messages = read(MboxReader.open(file, "", directory, SMALL));
        assertThat(messages)
                .containsExactly(
                        new Kept(
                                "Status: RO\r\n"
                                        + "Subject: one\r\n\r\n"
                                        + "From the start\r\n"
                                        + "From here on no empty line is before it\r\n\r\n"
                                        + "From that line there is no date\r\n",
                                Flags.of("\\Seen"),
                                NOW),
                        new Kept(
                                "X-Mozilla-Keys: $label1 work\r\nSubject: three\r\n\r\nend\r\n",
                                Flags.of("$label1", "work"),
                                Instant.parse("2026-11-01T01:02:03Z")));
    }

    @Test
    void aReaderGoesOnWhereAnotherStopped() throws IOException {
        Path file = directory.resolve("a.mbox");
        try (var out = MboxWriter.open(file, 0)) {
            for (int i = 1; i <= 5; i++) {
                String text = "Subject: " + i + "\r\n\r\n";
                out.write(info(i, new Kept(text, Flags.NONE, NOW)), content(text));
            }
            out.finish();
        }
        String position;
        try (var reader = MboxReader.open(file, "", directory, SMALL)) {
            reader.next().orElseThrow().close();
            reader.next().orElseThrow().close();
            position = reader.position();
        }
        assertThat(read(MboxReader.open(file, position, directory, SMALL)))
                .extracting(Kept::octets)
                .containsExactly("Subject: 3\r\n\r\n", "Subject: 4\r\n\r\n", "Subject: 5\r\n\r\n");
    }

    @Test
    void aMaildirIsReadInOrderWithItsDatesAndNothingThroughLinks() throws IOException {
        for (String sub : List.of("cur", "new")) {
            Files.createDirectories(directory.resolve("md").resolve(sub));
        }
        Path secret = Files.writeString(directory.resolve("secret"), "Subject: secret\n\n");
        Files.writeString(directory.resolve("md/new/2.x"), "Subject: 2\n\n");
        Files.writeString(directory.resolve("md/cur/1.x:2,FS"), "Subject: 1\n\n");
        Files.writeString(directory.resolve("md/cur/1:2,"), "Subject: 0\n\n");
        Files.createSymbolicLink(directory.resolve("md/cur/3.x:2,S"), secret);
        for (String file : List.of("new/2.x", "cur/1.x:2,FS", "cur/1:2,")) {
            Files.setLastModifiedTime(directory.resolve("md").resolve(file), FileTime.from(NOW));
        }
        assertThat(read(MaildirReader.open(directory.resolve("md"), "", directory, SMALL)))
                .containsExactly(
                        new Kept("Subject: 0\r\n\r\n", Flags.NONE, NOW),
                        new Kept("Subject: 1\r\n\r\n", Flags.of("\\Seen", "\\Flagged"), NOW),
                        new Kept("Subject: 2\r\n\r\n", Flags.NONE, NOW));
        assertThat(read(MaildirReader.open(directory.resolve("md"), "1", directory, SMALL)))
                .extracting(Kept::octets)
                .containsExactly("Subject: 1\r\n\r\n", "Subject: 2\r\n\r\n");
    }

    @Test
    void theDateOfAFromLineHasItsYearAndItsZoneWhereverTheyStand() {
        for (String line :
                List.of(
                        "From a@b.test Sun Nov 22 10:00:07 2026",
                        "From a@b.test Sun Nov 22 19:00:07 2026 +0900",
                        "From a@b.test Sun Nov 22 19:00:07 2026 +0900 remote from uucp",
                        "From 1234567890@xxx Sun Nov 22 10:00:07 +0000 2026",
                        "From 1234567890@xxx Sun Nov 22 05:30:07 -0430 2026",
                        "From a@b.test Sun Nov 22 10:00:07 UTC 2026")) {
            assertThat(FromLine.date(line)).as(line).contains(NOW);
        }
        assertThat(FromLine.date("From a Sun Nov 22 10:00:07 2026 +9900")).isEmpty();
        assertThat(FromLine.date("From a Sun Nov 22 10:00:07 +0900")).isEmpty();
    }

    @Test
    void aLineThatNoProgramWritesIsNoSeparator() {
        String date = " Sun Nov 22 10:00:07 2026";
        assertThat(FromLine.is("From a" + date)).isTrue();
        assertThat(FromLine.is("From " + "Nov 22 ".repeat(9_000) + date)).isFalse();
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("x"), "Subject: one\n\n");
        assertThatThrownBy(() -> MboxReader.open(file, "", directory, SMALL))
                .isInstanceOf(NotAnArchive.class);
        assertThatThrownBy(() -> MaildirReader.open(directory, "", directory, SMALL))
                .isInstanceOf(NotAnArchive.class);
    }

    @Test
    void aMessageThatIsTooLargeIsPassedOverAndCounted() throws IOException {
        Path file = directory.resolve("big");
        Files.writeString(
                file,
                "From a Sun Nov 22 10:00:07 2026\nSubject: big\n\n"
                        + "x".repeat(2 << 20)
                        + "\n\nFrom a Sun Nov 22 10:00:07 2026\nSubject: small\n\n");
        try (var reader = MboxReader.open(file, "", directory, SMALL)) {
            try (var message = reader.next().orElseThrow()) {
                assertThat(message.content().octets()).asString().startsWith("Subject: small");
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.passedOver()).isEqualTo(1);
        }
    }

    @Test
    void namesOfMailboxesBecomeNamesOfFilesThatStayInTheirDirectory() {
        for (String name : List.of("INBOX", "a/b", "../../etc", "..", "%41", "받은 편지함/😀", ".x")) {
            var mailbox = new MailboxName(name);
            String file = ArchiveNames.file(mailbox).orElseThrow();
            assertThat(file).doesNotContain("/").doesNotContain(".");
            assertThat(ArchiveNames.mailbox(file)).contains(mailbox);
        }
        assertThat(ArchiveNames.file(new MailboxName("x".repeat(900)))).isEmpty();
        assertThat(ArchiveNames.mailbox("a%4")).isEmpty();
    }
}
