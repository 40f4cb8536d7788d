package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/// mbsync (isync) keeps a Maildir and an account alike, whichever side changes.
@Tag("clients")
class MbsyncTest {
    private static final String ANN = "ann@a.test";

    @TempDir private Path folder;

    private Path near() {
        return folder.resolve("near");
    }

    @ParameterizedTest
    @CsvSource({"imap, STARTTLS", "imaps, IMAPS", "imap, None"})
    void bothSidesAreAlikeAfterEachSync(String listener, String tls) throws Exception {
        Program mbsync = Program.installed("mbsync");
        try (var jebi = JebiProcess.serve(folder.resolve("a"), "hostname=a.test").withAccount(ANN);
                Store far = connected(jebi)) {
            Path configuration = configuration(jebi, listener, tls);
            List<String> sync = List.of("-c", configuration.toString(), "all");
            fill(far);
            assertSynchronised(mbsync, sync, far);
            assertThat(farSide(far, "INBOX"))
                    .isEqualTo(Map.of("one", "", "two", "S", "three", "", "four", ""));

            changeNear();
            changeFar(far);
            assertSynchronised(mbsync, sync, far);
            assertThat(farSide(far, "INBOX"))
                    .isEqualTo(Map.of("one", "S", "two", "FS", "five", "F", "six", ""));
            assertThat(farSide(far, "made near")).isEqualTo(Map.of("seven", "RS"));
            assertThat(farSide(far, "made/far too")).isEqualTo(Map.of("eight", ""));

            assertSynchronised(mbsync, sync, far);
            assertThat(jebi.stop()).isZero();
        }
    }

    private static void fill(Store far) throws MessagingException {
        append(far, "INBOX", "one", new Flags());
        append(far, "INBOX", "two", new Flags(Flags.Flag.SEEN));
        append(far, "INBOX", "three", new Flags());
        append(far, "INBOX", "four", new Flags());
        far.getFolder("made far").create(Folder.HOLDS_MESSAGES);
        append(far, "made far", "zero", new Flags(Flags.Flag.DRAFT));
    }

    /// One is read, three removed; five and a new mailbox with seven come.
    private void changeNear() throws IOException {
        Path one = file("INBOX", "one");
        Files.move(one, one.resolveSibling("../cur/" + bare(one) + ":2,S"));
        Files.delete(file("INBOX", "three"));
        write("INBOX", "new/5.near", "five");
        Path five = file("INBOX", "five");
        Files.move(five, near().resolve("INBOX/cur/5.near:2,F"));
        for (String directory : List.of("cur", "new", "tmp")) {
            Files.createDirectories(near().resolve("made near").resolve(directory));
        }
        write("made near", "cur/7.near:2,RS", "seven");
    }

    /// Two is flagged, four removed; six and a new mailbox with eight come.
    private static void changeFar(Store far) throws MessagingException {
        Folder inbox = far.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        for (Message message : inbox.getMessages()) {
            switch (message.getSubject()) {
                case "two" -> message.setFlag(Flags.Flag.FLAGGED, true);
                case "four" -> message.setFlag(Flags.Flag.DELETED, true);
                default -> assertThat(message.getSubject()).isIn("one", "three");
            }
        }
        inbox.close(true);
        append(far, "INBOX", "six", new Flags());
        far.getFolder("made/far too").create(Folder.HOLDS_MESSAGES);
        append(far, "made/far too", "eight", new Flags());
    }

    private void assertSynchronised(Program mbsync, List<String> sync, Store far)
            throws IOException, InterruptedException, MessagingException {
        Program.Ran ran = mbsync.run("", sync);
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        for (Folder mailbox : far.getDefaultFolder().list("*")) {
            assertThat(nearSide(mailbox.getFullName()))
                    .as(mailbox.getFullName())
                    .isEqualTo(farSide(far, mailbox.getFullName()));
        }
    }

    private Path configuration(JebiProcess jebi, String listener, String tls) throws IOException {
        Files.createDirectories(near());
        Files.createDirectories(folder.resolve("state"));
        return Files.writeString(
                folder.resolve("mbsyncrc"),
                """
                IMAPStore far
                Host 127.0.0.1
                Port %d
                User ann@a.test
                Pass secret
                AuthMechs %s
                SSLType %s
                CertificateFile %s/a/tls/certificate.pem

                MaildirStore near
                Path %s/near/
                Inbox %s/near/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Remove Both
                Expunge Both
                Sync All
                CopyArrivalDate yes
                SyncState %s/state/
                """
                        .formatted(
                                jebi.at(listener).getPort(),
                                "LOGIN",
                                tls,
                                folder,
                                folder,
                                folder,
                                folder));
    }

    private static Store connected(JebiProcess jebi) throws MessagingException {
        Store store =
                Session.getInstance(JakartaMailTest.trusting("imap", false)).getStore("imaps");
        store.connect("127.0.0.1", jebi.at("imaps").getPort(), ANN, "secret");
        return store;
    }

    private static void append(Store far, String mailbox, String subject, Flags flags)
            throws MessagingException {
        var message =
                new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(
                                content(subject, "\r\n").getBytes(StandardCharsets.UTF_8)));
        message.setFlags(flags, true);
        far.getFolder(mailbox).appendMessages(new Message[] {message});
    }

    private void write(String mailbox, String file, String subject) throws IOException {
        Files.writeString(near().resolve(mailbox).resolve(file), content(subject, "\n"));
    }

    private static String content(String subject, String end) {
        return String.join(
                end,
                "From: ann@a.test",
                "Subject: " + subject,
                "Message-ID: <" + subject + "@a.test>",
                "",
                "본문 of " + subject,
                "");
    }

    /// The flags of each subject, as Maildir writes them.
    private static Map<String, String> farSide(Store far, String mailbox)
            throws MessagingException, IOException {
        var all = new TreeMap<String, String>();
        Folder open = far.getFolder(mailbox);
        open.open(Folder.READ_ONLY);
        for (Message message : open.getMessages()) {
            assertThat(message.getContent().toString()).contains("of " + message.getSubject());
            all.put(
                    message.getSubject(),
                    (message.isSet(Flags.Flag.DRAFT) ? "D" : "")
                            + (message.isSet(Flags.Flag.FLAGGED) ? "F" : "")
                            + (message.isSet(Flags.Flag.ANSWERED) ? "R" : "")
                            + (message.isSet(Flags.Flag.SEEN) ? "S" : ""));
        }
        open.close(false);
        return all;
    }

    private Map<String, String> nearSide(String mailbox) throws IOException {
        var all = new TreeMap<String, String>();
        for (Path file : files(mailbox)) {
            String name = file.getFileName().toString();
            int flags = name.indexOf(":2,");
            all.put(subject(file), flags < 0 ? "" : name.substring(flags + 3));
        }
        return all;
    }

    private List<Path> files(String mailbox) throws IOException {
        try (Stream<Path> cur = Files.list(near().resolve(mailbox).resolve("cur"));
                Stream<Path> fresh = Files.list(near().resolve(mailbox).resolve("new"))) {
            return Stream.concat(cur, fresh).toList();
        }
    }

    private Path file(String mailbox, String subject) throws IOException {
        for (Path file : files(mailbox)) {
            if (subject(file).equals(subject)) {
                return file;
            }
        }
        throw new AssertionError("no " + subject + " in " + mailbox);
    }

    private static String subject(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("\n"))
                .filter(line -> line.startsWith("Subject: "))
                .findFirst()
                .orElseThrow()
                .substring("Subject: ".length());
    }

    /// The name without flags.
    private static String bare(Path file) {
        String name = file.getFileName().toString();
        int flags = name.indexOf(":2,");
        return flags < 0 ? name : name.substring(0, flags);
    }
}
