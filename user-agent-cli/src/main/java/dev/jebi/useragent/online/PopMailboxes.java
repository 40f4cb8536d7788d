package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MailboxState;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.local.StableId;
import dev.jebi.useragent.search.Matching;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.text.SafeText;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Mailboxes that live here; new mail for INBOX is fetched by POP3.
final class PopMailboxes implements Mailboxes {
    private static final List<String> STANDARD =
            List.of("INBOX", "Drafts", "Sent", "Archive", "Junk", "Trash");

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Account account;
    private final LocalStore local;
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch over = new CountDownLatch(1);

    PopMailboxes(Account account, LocalStore local) {
        this.account = account;
        this.local = local;
    }

    @Override
    public List<MailboxLine> list() throws IOException {
        var names = new LinkedHashSet<String>(STANDARD);
        local.mailboxes().forEach(line -> names.add(line.name()));
        var lines = new ArrayList<MailboxLine>();
        for (String name : names) {
            MailboxState state = local.mailbox(name).state();
            String use = STANDARD.contains(name) ? name.toLowerCase(Locale.ROOT) : "";
            lines.add(new MailboxLine(name, use, true, "/", state.messages(), state.unseen()));
        }
        local.mailboxes(lines);
        return lines;
    }

    /// The rows of a mailbox that is there.
    LocalMailbox rows(String mailbox) throws IOException {
        // who is written down already needs no new list, which is a file
        if (none(local.mailboxes(), mailbox) && none(list(), mailbox)) {
            throw ImapMailboxes.noMailbox(mailbox, new IOException(mailbox));
        }
        LocalMailbox rows = local.mailbox(mailbox);
        rows.refresh();
        if (!rows.state().known()) {
            rows.begin(new MailboxState(1, 1, 0, clock.instant(), 0, 0, 0));
        }
        return rows;
    }

    private static boolean none(List<MailboxLine> lines, String mailbox) {
        return lines.stream().noneMatch(line -> line.name().equals(mailbox));
    }

    @Override
    public Synced sync(String mailbox, Depth depth, Progress progress) throws IOException {
        LocalMailbox rows = rows(mailbox);
        if (!mailbox.equals("INBOX")) {
            return new Synced(List.of(), 0, 0);
        }
        var fresh = new PopSync(account, local, this).run(progress);
        rows.synced(clock.instant());
        list();
        return new Synced(fresh, 0, 0);
    }

    /// Puts a message at the end of a mailbox; its octets are kept before. They name it: whoever
    /// knows the header of a message could else put another in its place.
    Envelope add(String mailbox, Instant received, List<String> flags, byte[] octets)
            throws IOException {
        LocalMailbox rows = rows(mailbox);
        String id = StableId.text(StableId.of(octets));
        var ref = new MessageRef(mailbox, 1);
        var told = new Headers.Told(ref, flags, received, octets.length, id, "");
        Envelope row = Headers.row(told, new ByteArrayInputStream(octets));
        local.keep(row, out -> out.write(octets));
        return rows.append(List.of(row)).getFirst();
    }

    @Override
    public Envelope row(MessageRef ref) throws IOException {
        return rows(ref.mailbox())
                .row(ref.uid())
                .orElseThrow(() -> ImapMailboxes.noMessage(ref.toString()));
    }

    private List<Envelope> all(List<MessageRef> refs) throws IOException {
        var found = new ArrayList<Envelope>();
        for (MessageRef ref : new LinkedHashSet<>(refs)) {
            found.add(row(ref));
        }
        return found;
    }

    @Override
    public Path octets(Envelope message, Progress progress) {
        return local.octets(message)
                .orElseThrow(() ->
                        new Failure(
                                Failure.Kind.NOT_FOUND,
                                "the octets of " + message.ref() + " are not here any more"));
    }

    @Override
    public List<Envelope> search(String mailbox, Query query, int most) throws IOException {
        var texts = new LocalTexts(local);
        return rows(mailbox).search(new Matching(query, texts::of), most);
    }

    @Override
    public Map<MessageRef, List<String>> flag(
            List<MessageRef> messages, List<String> set, List<String> clear) throws IOException {
        var now = new LinkedHashMap<MessageRef, List<String>>();
        for (Envelope row : all(messages)) {
            var flags = new LinkedHashSet<>(row.flags());
            flags.addAll(set);
            flags.removeAll(clear);
            List<String> after = List.copyOf(flags);
            now.put(row.ref(), after);
            local.mailbox(row.mailbox()).apply(Delta.flags(Map.of(row.uid(), after)));
        }
        return now;
    }

    @Override
    public List<Moved> move(List<MessageRef> messages, String mailbox) throws IOException {
        List<Moved> moved = copy(messages, mailbox);
        for (Moved one : moved) {
            local.mailbox(one.from().mailbox()).apply(Delta.gone(Set.of(one.from().uid())));
        }
        return moved;
    }

    @Override
    public List<Moved> copy(List<MessageRef> messages, String mailbox) throws IOException {
        LocalMailbox target = rows(mailbox);
        var moved = new ArrayList<Moved>();
        for (Envelope row : all(messages)) {
            Envelope there = target.append(List.of(row)).getFirst();
            moved.add(new Moved(row.ref(), Optional.of(there.ref())));
        }
        return moved;
    }

    @Override
    public void remove(List<MessageRef> messages) throws IOException {
        for (Envelope row : all(messages)) {
            local.mailbox(row.mailbox()).apply(Delta.gone(Set.of(row.uid())));
            if (local.find(row.id()).isEmpty()) {
                local.forget(row);
            }
        }
    }

    @Override
    public boolean postponed() {
        return false; // all is here
    }

    @Override
    public List<Made> made() {
        return List.of();
    }

    @Override
    public Optional<MessageRef> append(String mailbox, byte[] octets, List<String> flags)
            throws IOException {
        return Optional.of(add(mailbox, clock.instant(), flags, octets).ref());
    }

    @Override
    public String mailboxFor(String use) {
        return STANDARD.stream()
                .filter(name -> name.equalsIgnoreCase(use))
                .findFirst()
                .orElse("Archive");
    }

    @Override
    public void create(String mailbox) throws IOException {
        List<MailboxLine> lines = list();
        if (none(lines, mailbox)) {
            if (mailbox.isBlank() || mailbox.codePoints().anyMatch(SafeText::dangerous)) {
                throw new Failure(Failure.Kind.USAGE, "that is no name for a mailbox");
            }
            lines.add(new MailboxLine(mailbox, "", true, "/", 0, 0));
            local.mailboxes(lines);
        }
    }

    @Override
    public List<QuotaLine> quota() {
        return List.of(); // POP3 tells none
    }

    @Override
    public void watch(String mailbox, Watcher watcher, BooleanSupplier stop) throws IOException {
        while (!stop.getAsBoolean()) {
            watcher.synced(sync(mailbox, Depth.NEWEST, Progress.NONE));
            try {
                if (over.await(LOOK_AGAIN.toSeconds(), TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void interrupt() {
        over.countDown();
    }

    @Override
    public void close() {
        // each look at the server has its own connection (RFC 1939 §6)
    }
}
