package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Directory;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// The directory where programs of this machine leave mail, also while the server is away: what is
/// in it is taken at the start and whenever something comes. A file goes when its message is
/// durable, so that a crash in between may double a message and never loses one. One thread of its
/// own.
public final class DropDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DropDirectory.class);

    /// Looked at so often even when nothing was heard.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /// What cannot be taken for so long fails.
    private static final Duration PATIENCE = Duration.ofDays(1);

    /// For the lines before a message.
    private static final long ENVELOPE = 4L << 20;

    private static final String REFUSED = "refused";

    private final Path directory;
    private final Intake intake;
    private final BounceWriter bounces;
    private final Directory addresses;
    private final Terms terms;
    private final WatchService watch;
    private final Thread thread;

    /// @param hostname whose addresses have no domain, where it is ours
    /// @param messageOctets the largest message
    public record Terms(String hostname, long messageOctets, InstantSource clock) {}

    /// Opens a directory, made where it is missing so that everybody may leave mail in it and
    /// nobody sees whose there is.
    public DropDirectory(
            Path directory, Intake intake, BounceWriter bounces, Directory addresses, Terms terms)
            throws IOException {
        this.directory = directory;
        this.intake = intake;
        this.bounces = bounces;
        this.addresses = addresses;
        this.terms = terms;
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx-wx-wx"));
        }
        this.watch = directory.getFileSystem().newWatchService();
        directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        this.thread = Thread.ofPlatform().daemon().name("maildrop").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                takeAll();
                var key = watch.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (InterruptedException | java.nio.file.ClosedWatchServiceException _) {
            LOG.debug("event=maildrop.closed");
        }
    }

    private void takeAll() {
        try (var files = Files.newDirectoryStream(directory, "*" + DroppedMail.WHOLE)) {
            for (Path file : files) {
                try {
                    take(file);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("event=maildrop.fault file={}", file.getFileName(), e);
                }
            }
        } catch (IOException e) {
            LOG.warn("event=maildrop.unreadable directory={} why=\"{}\"", directory, e.toString());
        }
    }

    /// What a file holds, as far as a message may be long. Whoever left it may put a link in its
    /// place at any moment, or write on.
    private byte[] octets(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            long most = terms.messageOctets() + ENVELOPE;
            return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
        }
    }

    private void take(Path file) throws IOException {
        boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (!plain || Files.size(file) > terms.messageOctets() + ENVELOPE) {
            putAside(file, "no message, or one that is too large");
            return;
        }
        var mail = DroppedMail.read(octets(file));
        if (mail.isEmpty() || mail.get().octets().length > terms.messageOctets()) {
            putAside(file, "no message, or one that is too large");
            return;
        }
        var left = Files.getLastModifiedTime(file).toInstant();
        boolean late = left.plus(PATIENCE).isBefore(terms.clock().instant());
        if (deliver(file.getFileName().toString(), mail.get(), left, late)) {
            Files.delete(file);
        }
    }

    private void putAside(Path file, String why) throws IOException {
        Path aside = directory.resolveSibling(directory.getFileName() + "-" + REFUSED);
        Files.createDirectories(aside);
        Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("event=maildrop.refused file={} kept={} why=\"{}\"", file, aside, why);
    }

    /// @param late whether what cannot be done now fails
    /// @return whether all is settled
    private boolean deliver(String name, DroppedMail mail, Instant left, boolean late)
            throws IOException {
        var client =
                new ClientIdentity(
                        "localhost",
                        true,
                        InetAddress.getLoopbackAddress(),
                        true,
                        Optional.empty(),
                        Optional.empty());
        var from = mail.from().isEmpty() ? ReversePath.NULL : path(mail.from());
        var taken = new ArrayList<Recipient>();
        var failed = new ArrayList<Plan.Failed>();
        try (var claims = new Claims()) {
            for (String to : mail.recipients()) {
                var address = qualified(to);
                if (address.isEmpty()) {
                    LOG.warn("event=maildrop.no-address file={} user={}", name, mail.user());
                    continue;
                }
                var verdict =
                        intake.recipient(
                                client,
                                from,
                                new ForwardPath.To(address.get()),
                                OptionalLong.of(mail.octets().length),
                                claims);
                switch (verdict) {
                    case RecipientVerdict.Taken(var recipient) ->
                            taken.add(
                                    recipient.with(
                                            new RecipientWishes(mail.notices(), Optional.empty())));
                    case RecipientVerdict.Refused(var reply) -> {
                        if (reply.transientFailure() && !late) {
                            return false;
                        }
                        failed.add(failure(address.get(), reply));
                    }
                }
            }
            return settle(client, new Letters(name, mail, from, left, late), taken, failed);
        }
    }

    private record Letters(
            String name, DroppedMail mail, ReversePath from, Instant left, boolean late) {
        Envelope envelope(List<Recipient> to) {
            var none = DeliveryWishes.NONE;
            var wishes =
                    new DeliveryWishes(
                            none.body(),
                            mail.returned(),
                            mail.envelopeId(),
                            none.tls(),
                            none.holdUntil(),
                            none.deliverBy(),
                            none.priority());
            boolean utf8 = to.stream().anyMatch(r -> r.address().international());
            return new Envelope(from, to, utf8, wishes);
        }
    }

    private boolean settle(
            ClientIdentity client, Letters letter, List<Recipient> taken, List<Plan.Failed> failed)
            throws IOException {
        var content = Content.of(letter.mail().octets());
        var envelope = letter.envelope(taken);
        if (!taken.isEmpty()) {
            String id = letter.name().replace(DroppedMail.WHOLE, "");
            var reply = intake.accept(client, envelope, arrived(id, content, letter));
            if (reply.transientFailure() && !letter.late()) {
                return false;
            }
            if (!reply.positive()) {
                taken.forEach(recipient -> failed.add(failure(recipient.address(), reply)));
            }
            LOG.info(
                    "event=maildrop.taken file={} user={} recipients={} reply=\"{}\"",
                    letter.name(),
                    letter.mail().user(),
                    taken.size(),
                    reply.text());
        }
        for (Plan.Failed one : failed) {
            LOG.info("event=maildrop.failed file={} to={}", letter.name(), one.recipient());
            bounces.failed(envelope, one, content);
        }
        return true;
    }

    private static Arrived arrived(String id, Content content, Letters letter) {
        boolean cr = false;
        boolean nul = false;
        boolean eight = false;
        byte[] octets = letter.mail().octets();
        for (int i = 0; i < octets.length; i++) {
            cr |= octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n');
            nul |= octets[i] == 0;
            eight |= octets[i] < 0;
        }
        return new Arrived(id, content, false, cr, nul, eight);
    }

    private static Plan.Failed failure(Address address, Reply reply) {
        String status = reply.status().map(EnhancedStatus::toString).orElse("5.0.0");
        return new Plan.Failed(address, "5" + status.substring(1), String.join(" ", reply.lines()));
    }

    private ReversePath path(String text) {
        return qualified(text).map(ReversePath::of).orElse(ReversePath.NULL);
    }

    /// An address without a domain is one of this host, or where the host has no mailboxes, of the
    /// first domain that has.
    private Optional<Address> qualified(String text) {
        try {
            if (text.contains("@")) {
                return Optional.of(Address.parse(text));
            }
            var host = Domain.parse(terms.hostname());
            var domains = addresses.domains();
            var own = addresses.local(host) || domains.isEmpty() ? host : domains.iterator().next();
            return Optional.of(Address.parse(text + "@" + own));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // no address
        }
    }

    /// Stops when the message that is being taken is done.
    @Override
    public void close() throws IOException {
        watch.close();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
