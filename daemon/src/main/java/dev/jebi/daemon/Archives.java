package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxChange;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.UniqueIds;
import dev.jebi.pop3server.Pop3Policies;
import dev.jebi.transfer.archive.ArchiveLimits;
import dev.jebi.transfer.archive.ArchiveNames;
import dev.jebi.transfer.archive.ArchiveReader;
import dev.jebi.transfer.archive.ArchiveWriter;
import dev.jebi.transfer.archive.MailboxExport;
import dev.jebi.transfer.archive.MailboxImport;
import dev.jebi.transfer.archive.MaildirReader;
import dev.jebi.transfer.archive.MaildirWriter;
import dev.jebi.transfer.archive.MboxReader;
import dev.jebi.transfer.archive.MboxWriter;
import dev.jebi.transfer.archive.NotAnArchive;
import dev.jebi.transfer.archive.Pace;
import dev.jebi.transfer.archive.UidlFormat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Brings mailboxes in from mbox files and Maildirs, and takes them out. How far a run has come
/// stands in the data directory, so that the same command goes on after an interruption.
final class Archives {
    private static final String MBOX = ".mbox";
    private static final String MAILDIR = ".maildir";

    private final MailStore store;
    private final Path work;
    private final InstantSource clock;

    /// @param data the data directory
    Archives(MailStore store, Path data, InstantSource clock) {
        this.store = store;
        this.work = data.resolve("archives");
        this.clock = clock;
    }

    private Account account(String address) {
        return store.directory()
                .account(Address.parse(address).toString())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no account "
                                        + address
                                        + "; 'jebi account list' shows all"));
    }

    private void prepare() throws IOException {
        Files.createDirectories(
                work,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Path state(String about) {
        var name = UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8));
        return work.resolve(name + ".state");
    }

    /// Brings in a file or a directory. Without a name of a mailbox, every mbox file and every
    /// Maildir of the directory goes into the mailbox that it is named after.
    Outcome bring(AdminRequest.Import request, Progress progress) throws IOException {
        var account = account(request.address());
        prepare();
        Path source = Path.of(request.source());
        if (!Files.exists(source)) {
            return Outcome.failed(
                    ExitCode.BAD_DATA, "there is no " + source + " that this server may read");
        }
        var bringing = new Bringing(account, new UidlFormat(request.ids()), progress);
        if (!request.mailbox().isEmpty()) {
            return bring(bringing, source, new MailboxName(request.mailbox()));
        }
        if (!Files.isDirectory(source) || Files.isDirectory(source.resolve("cur"))) {
            return bring(bringing, source, MailboxName.INBOX);
        }
        var lines = new ArrayList<String>();
        for (Path archive : archives(source)) {
            var name = named(archive);
            if (name.isEmpty()) {
                continue;
            }
            var outcome = bring(bringing, archive, name.get());
            if (outcome.exitCode() != ExitCode.DONE.number()) {
                return outcome;
            }
            lines.addAll(outcome.lines());
        }
        return lines.isEmpty()
                ? Outcome.failed(
                        ExitCode.BAD_DATA,
                        source + " is no Maildir, and has no " + MBOX + " and no " + MAILDIR)
                : Outcome.done(lines);
    }

    private static List<Path> archives(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Optional<MailboxName> named(Path archive) {
        String file = archive.getFileName().toString();
        for (String ending : List.of(MBOX, MAILDIR)) {
            if (file.endsWith(ending)) {
                return ArchiveNames.mailbox(file.substring(0, file.length() - ending.length()));
            }
        }
        return Optional.empty();
    }

    /// Whom mail is brought to, and how.
    private record Bringing(Account account, UidlFormat ids, Progress progress) {}

    private Outcome bring(Bringing to, Path source, MailboxName name) throws IOException {
        var account = to.account();
        if (store.mailbox(account.id(), name).isEmpty()
                && !(store.create(account.id(), name, Optional.empty())
                        instanceof MailboxChange.Done)) {
            return Outcome.failed(ExitCode.BAD_DATA, "the mailbox " + name + " cannot be made");
        }
        String about = "import " + source + " " + account.address() + " " + name;
        try (Mailbox mailbox = store.open(account.id(), name).orElseThrow()) {
            var result =
                    new MailboxImport(mailbox, state(about), about, ArchiveLimits.STANDARD, clock)
                            .tell(taker(account, mailbox))
                            .run(
                                    position -> reader(source, position, to.ids()),
                                    new Pace(
                                            clock, line -> to.progress().tell(name + ": " + line)));
            String done =
                    "%s: %,d messages%s"
                            .formatted(
                                    name,
                                    result.imported(),
                                    result.passedOver() == 0
                                            ? ""
                                            : ", %,d passed over".formatted(result.passedOver()));
            return switch (result.ending()) {
                case DONE -> Outcome.done(done);
                case OVER_QUOTA ->
                        Outcome.failed(
                                ExitCode.TRY_AGAIN,
                                done
                                        + ", then the quota was full; raise it and give the same"
                                        + " command again: it goes on there");
                case NO_SUCH_MAILBOX ->
                        Outcome.failed(ExitCode.TRY_AGAIN, done + ", then the mailbox was deleted");
            };
        } catch (NotAnArchive e) {
            return Outcome.failed(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        }
    }

    /// Unique ids matter in the mailbox that POP3 shows, and nowhere else.
    private MailboxImport.IdTaker taker(Account account, Mailbox mailbox) throws IOException {
        var maildrop = new Pop3Policies(store).of(account.id()).maildrop();
        long validity = mailbox.info().uidValidity().value();
        return mailbox.info().name().equals(maildrop)
                ? ids -> new UniqueIds(store.register()).put(account.id(), validity, ids)
                : _ -> {};
    }

    private ArchiveReader reader(Path source, String position, UidlFormat ids) throws IOException {
        return Files.isDirectory(source)
                ? MaildirReader.open(source, position, work, ArchiveLimits.STANDARD).withIds(ids)
                : MboxReader.open(source, position, work, ArchiveLimits.STANDARD);
    }

    /// Takes out one mailbox into a file or a Maildir, or all of them into a directory.
    Outcome take(AdminRequest.Export request, Progress progress) throws IOException {
        var account = account(request.address());
        prepare();
        Path target = Path.of(request.target());
        if (!request.mailbox().isEmpty()) {
            var name = new MailboxName(request.mailbox());
            return take(account, name, target, request.format(), progress);
        }
        Files.createDirectories(target);
        var lines = new ArrayList<String>();
        for (MailboxInfo mailbox : store.mailboxes(account.id())) {
            var file = ArchiveNames.file(mailbox.name());
            if (file.isEmpty()) {
                lines.add(mailbox.name() + ": left out, its name is too long for a file");
                continue;
            }
            String ending = request.format().equals("maildir") ? MAILDIR : MBOX;
            Path path = target.resolve(file.get() + ending);
            var outcome = take(account, mailbox.name(), path, request.format(), progress);
            lines.addAll(outcome.lines());
        }
        return Outcome.done(lines);
    }

    private Outcome take(
            Account account, MailboxName name, Path target, String format, Progress progress)
            throws IOException {
        var opened = store.open(account.id(), name);
        if (opened.isEmpty()) {
            return Outcome.failed(ExitCode.BAD_DATA, "there is no mailbox " + name);
        }
        String about = "export " + target + " " + account.address() + " " + name;
        try (Mailbox mailbox = opened.get()) {
            String origin =
                    "V" + mailbox.info().uidValidity().value() + "M" + mailbox.info().id().value();
            var result =
                    new MailboxExport(mailbox, state(about), about)
                            .run(
                                    mark -> writer(target, format, mark, origin),
                                    new Pace(clock, line -> progress.tell(name + ": " + line)));
            return Outcome.done(
                    "%s: %,d messages%s"
                            .formatted(
                                    name,
                                    result.exported(),
                                    result.unreadable() == 0
                                            ? ""
                                            : ", %,d could not be read"
                                                    .formatted(result.unreadable())));
        }
    }

    private static ArchiveWriter writer(Path target, String format, long mark, String origin)
            throws IOException {
        return format.equals("maildir")
                ? MaildirWriter.open(target, origin.replaceAll("[^A-Za-z0-9]", ""))
                : MboxWriter.open(target, mark);
    }
}
