package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.FetchValue;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Storing;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mime.MessageHead;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// FETCH (RFC 9051 §6.4.5): one message after the other, nothing of them kept. For one thread.
final class FetchCommands {
    private static final Logger log = LoggerFactory.getLogger(FetchCommands.class);

    private final SelectedMailbox view;
    private final Responder out;
    private final Enabled enabled;
    private final MessageLimit limit;
    private final String session;

    /// Parts whose transfer encoding is not known.
    private int unknown;

    FetchCommands(Sitting sitting, SelectedMailbox view) {
        this.view = view;
        this.out = sitting.out();
        this.enabled = sitting.enabled();
        this.limit = sitting.messageLimit();
        this.session = sitting.wire().id();
    }

    Completion fetch(ImapCommand.Fetch command) throws IOException {
        boolean uid = command.messages() instanceof MessageSet.Uids;
        if (command.modifiers().vanished()) {
            tellVanished(command);
        }
        var share = limit.of(messages(command, uid), view);
        var numbers = share.numbers();
        var items = items(command, uid);
        var since = command.modifiers().changedSince().orElse(ModSeq.ZERO);
        var seen = sees(command.items()) ? markSeen(numbers, since) : UidSet.EMPTY;
        var scan =
                seen.isEmpty()
                        ? FetchScan.of(view, out, items, since, session)
                        : Optional.<FetchScan>empty();
        if (scan.isPresent()) {
            scan.get().run(numbers);
            complain(numbers.count() - scan.get().there(), scan.get().faulty(), uid);
            return share.completion("FETCH completed");
        }
        int gone = 0;
        int faulty = 0;
        for (var each = numbers.iterator(); each.hasNext(); ) {
            int number = each.nextInt();
            try {
                gone += send(number, items, since, seen) ? 0 : 1;
            } catch (WireGone e) {
                throw e;
            } catch (IOException | RuntimeException e) { // the others can be read all the same
                faulty++;
                log.error("event=fetch-fault session={} uid={}", session, view.uid(number), e);
            }
        }
        complain(gone, faulty, uid);
        return share.completion("FETCH completed");
    }

    /// RFC 9394 §3.3: of the messages that there are among the UIDs, before anything else is asked.
    private Numbers messages(ImapCommand.Fetch command, boolean uid) {
        var all = view.select(command.messages());
        var partial = command.modifiers().partial();
        if (partial.isEmpty()) {
            return all;
        }
        if (!uid) {
            throw ImapRefusal.bad("PARTIAL goes with UID FETCH");
        }
        return all.part(partial.get().from(all.count()), partial.get().end(all.count()));
    }

    private Set<FetchItem> items(ImapCommand.Fetch command, boolean uid) {
        var items = new LinkedHashSet<FetchItem>();
        if (uid && !enabled.uidOnly()) { // RFC 9051 §6.4.9, RFC 9586 §3.3
            items.add(FetchItem.Plain.UID);
        }
        items.addAll(command.items());
        // RFC 7162 §3.1.4.1; §3.2.4: with QRESYNC, UID FETCH always tells it
        if (command.modifiers().changedSince().isPresent() || (uid && enabled.qresync())) {
            items.add(FetchItem.Plain.MODSEQ);
        }
        return items;
    }

    /// RFC 7162 §3.2.6: before all FETCH responses. What is still in this view vanishes from it by
    /// a response of its own.
    private void tellVanished(ImapCommand.Fetch command) throws IOException {
        if (!(command.messages() instanceof MessageSet.Uids asked)
                || command.modifiers().changedSince().isEmpty()
                || !enabled.qresync()) {
            throw ImapRefusal.bad(
                    "VANISHED goes with UID FETCH and CHANGEDSINCE, once QRESYNC is enabled");
        }
        // the highest UID may have been one of those that vanished
        long last = Math.max(1, view.mailbox().info().uidNext().value() - 1);
        var ranges =
                asked.saved()
                        ? view.saved().ranges()
                        : asked.ranges().stream()
                                .map(r -> new UidSet.Range(r.low(last), r.high(last)))
                                .toList();
        var vanished =
                view.mailbox()
                        .changesSince(command.modifiers().changedSince().get())
                        .vanished()
                        .and(UidSet.ofRanges(ranges));
        out.vanished(true, vanished.minus(UidSet.of(view.list().among(vanished))));
    }

    private void complain(int gone, int faulty, boolean uid) {
        if (faulty > 0) {
            throw ImapRefusal.no(
                    ResponseCode.Word.SERVERBUG, faulty + " of the messages could not be read");
        }
        if (unknown > 0) {
            throw ImapRefusal.no(
                    ResponseCode.Word.UNKNOWN_CTE, "a transfer encoding that is not known here");
        }
        if (gone > 0 && !uid) { // RFC 2180 §4.1.2, RFC 5530 §3
            throw ImapRefusal.no(
                    ResponseCode.Word.EXPUNGEISSUED, "some of the messages have been expunged");
        }
    }

    /// Sends one message.
    ///
    /// @return false when it is gone
    private boolean send(int number, Set<FetchItem> items, ModSeq since, UidSet seen)
            throws IOException {
        var found = view.mailbox().message(view.uid(number));
        if (found.isEmpty()) {
            return false;
        }
        var message = found.get();
        if (message.modSeq().compareTo(since) <= 0) {
            return true;
        }
        var values = values(message, items);
        if (values.isEmpty()) {
            return false;
        }
        if (seen.contains(message.uid().value())) {
            // RFC 9051 §6.4.5: flags that change by the fetch are part of its response
            if (!items.contains(FetchItem.Plain.FLAGS)) {
                values.get().addAll(view.flags(message, false));
            }
            if (enabled.condstore() && !items.contains(FetchItem.Plain.MODSEQ)) {
                values.get().add(new FetchValue.ModSeqIs(message.modSeq()));
            }
        }
        if (!values.get().isEmpty()) {
            out.send(view.fetched(message.uid(), values.get()));
            view.decoded().settle();
        }
        return true;
    }

    private boolean sees(List<FetchItem> items) {
        // RFC 4314 §4: without `s` it is read all the same
        return !view.readOnly()
                && view.rights().has(Right.SEEN)
                && items.stream().anyMatch(FetchCommands::sees);
    }

    private static boolean sees(FetchItem item) {
        return switch (item) {
            case FetchItem.Octets octets -> !octets.peek();
            case FetchItem.Binary binary -> !binary.peek();
            case FetchItem.Plain _, FetchItem.BinarySize _ -> false;
        };
    }

    /// Sets `\Seen` on all that do not have it, in one change, before any is sent.
    ///
    /// @return whose flags changed
    private UidSet markSeen(Numbers numbers, ModSeq since) throws IOException {
        if (numbers.isEmpty()) {
            return UidSet.EMPTY;
        }
        var found = LongStream.builder();
        view.mailbox()
                .forEach(
                        view.uids(numbers),
                        message -> {
                            if (!message.flags().has(Flags.System.SEEN)
                                    && message.modSeq().compareTo(since) > 0) {
                                found.add(message.uid().value());
                            }
                        });
        var unseen = UidSet.of(found.build().toArray());
        if (unseen.isEmpty()) {
            return UidSet.EMPTY;
        }
        var change = new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Seen"));
        switch (view.mailbox().store(unseen, change, Optional.empty())) {
            case Storing.Stored(var changed, _, _) -> changed.forEach(view::told);
            case Storing.TooManyKeywords _ -> throw new IllegalStateException("\\Seen, a keyword");
        }
        return unseen;
    }

    /// What is asked of a message; empty when it has gone meanwhile.
    private Optional<List<FetchValue>> values(MessageInfo message, Set<FetchItem> items)
            throws IOException {
        var values = new ArrayList<FetchValue>(items.size() + 2);
        Optional<MessageHead> head = Optional.empty();
        if (items.stream().anyMatch(FetchCommands::needsHead)) {
            head = view.mailbox().head(message.uid());
            if (head.isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<Content> content = Optional.empty();
        if (items.stream().anyMatch(FetchCommands::needsContent)) {
            content = view.mailbox().content(message.uid());
            if (content.isEmpty()) {
                return Optional.empty();
            }
        }
        for (FetchItem item : items) {
            switch (item) {
                case FetchItem.Plain.THREAD_ID -> {
                    var thread = view.mailbox().thread(message.uid());
                    if (thread.isEmpty()) {
                        return Optional.empty();
                    }
                    values.add(new FetchValue.Identity("THREADID", ObjectIds.of(thread.get())));
                }
                case FetchItem.Plain.PREVIEW ->
                        values.add(
                                new FetchValue.PreviewIs(
                                        Preview.of(
                                                content.orElseThrow(),
                                                head.orElseThrow().structure())));
                case FetchItem.Plain plain -> values.add(value(message, head, plain));
                case FetchItem.Octets octets ->
                        values.add(octets(content.orElseThrow(), head, octets));
                case FetchItem.Binary binary ->
                        known(binary(message, content, head).binary(binary), values);
                case FetchItem.BinarySize size ->
                        known(binary(message, content, head).size(size), values);
            }
        }
        return Optional.of(values);
    }

    private BinaryFetch binary(
            MessageInfo message, Optional<Content> content, Optional<MessageHead> head) {
        return new BinaryFetch(
                message.uid(),
                content.orElseThrow(),
                head.map(MessageHead::structure),
                view.decoded());
    }

    /// RFC 3516 §4.3: what nobody here can decode fails the command; the rest is told all the same.
    private void known(Optional<FetchValue> value, List<FetchValue> values) {
        value.ifPresent(values::add);
        unknown += value.isEmpty() ? 1 : 0;
    }

    private static boolean needsContent(FetchItem item) {
        return !(item instanceof FetchItem.Plain) || item == FetchItem.Plain.PREVIEW;
    }

    /// Whether the structure is needed; BODY[] does without.
    private static boolean needsHead(FetchItem item) {
        return switch (item) {
            case FetchItem.Plain plain ->
                    switch (plain) {
                        case ENVELOPE, BODY, BODY_STRUCTURE, PREVIEW -> true;
                        case FLAGS,
                                UID,
                                INTERNAL_DATE,
                                SIZE,
                                MODSEQ,
                                SAVE_DATE,
                                EMAIL_ID,
                                THREAD_ID ->
                                false;
                    };
            case FetchItem.Octets octets -> !octets.section().isWhole();
            case FetchItem.Binary binary -> !binary.path().isEmpty();
            case FetchItem.BinarySize size -> !size.path().isEmpty();
        };
    }

    private FetchValue value(
            MessageInfo message, Optional<MessageHead> head, FetchItem.Plain item) {
        return switch (item) {
            case FLAGS ->
                    new FetchValue.FlagsAre(message.flags(), view.recent(message.uid().value()));
            case UID -> new FetchValue.UidIs(message.uid());
            case INTERNAL_DATE -> new FetchValue.InternalDate(message.internalDate());
            case SIZE -> new FetchValue.Size(message.size());
            case ENVELOPE -> new FetchValue.EnvelopeIs(head.orElseThrow().envelope());
            case BODY -> new FetchValue.Structure(head.orElseThrow().structure(), false);
            case BODY_STRUCTURE -> new FetchValue.Structure(head.orElseThrow().structure(), true);
            case MODSEQ -> new FetchValue.ModSeqIs(message.modSeq());
            case SAVE_DATE -> new FetchValue.SaveDate(message.saved());
            case EMAIL_ID -> new FetchValue.Identity("EMAILID", ObjectIds.of(message.email()));
            case THREAD_ID, PREVIEW ->
                    throw new IllegalArgumentException("not told by the message alone");
        };
    }

    private static FetchValue octets(
            Content content, Optional<MessageHead> head, FetchItem.Octets item) throws IOException {
        var whole =
                item.section().isWhole()
                        ? Optional.of(content)
                        : new SectionResolver(content, head.orElseThrow().structure())
                                .resolve(item.section());
        if (whole.isEmpty()) {
            return new FetchValue.NoOctets(item.label());
        }
        // RFC 9051 §6.4.5: what begins past the end is empty
        var octets =
                item.partial()
                        .map(p -> whole.get().slice(p.offset(), p.octets()))
                        .orElse(whole.get());
        return new FetchValue.Octets(item.label(), octets);
    }
}
