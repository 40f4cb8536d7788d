package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand.Search;
import dev.jebi.imapserver.command.ImapCommand.Search.Result;
import dev.jebi.imapserver.command.SearchKey;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/// SEARCH (RFC 9051 §6.4.4, RFC 4731): keys become a query in UIDs, and the store answers it. For
/// one thread.
final class SearchCommands {
    private final Sitting sitting;
    private final SelectedMailbox view;
    private final Responder out;

    SearchCommands(Sitting sitting, SelectedMailbox view) {
        this.sitting = sitting;
        this.view = view;
        this.out = sitting.out();
    }

    Completion search(Search command, String tag) throws IOException {
        var query = asked(command);
        // only what this session knows of: the store may be ahead of it
        long[] found =
                Arrays.stream(
                                sitting.progress()
                                        .during(view.count(), () -> view.mailbox().search(query)))
                        .filter(uid -> view.number(uid) > 0)
                        .toArray();
        var limit = sitting.messageLimit();
        long[] uids = limit.of(found);
        long[] numbers = command.uid() ? uids : Arrays.stream(uids).map(view::number).toArray();
        if (command.returns().isPresent() || sitting.enabled().rev2()) { // RFC 9051 §6.4.4
            out.send(esearch(command, tag, numbers, uids));
        } else {
            var modSeq = command.modSeq() ? highest(uids) : Optional.<ModSeq>empty();
            out.send(new ImapResponse.Found(numbers, modSeq));
        }
        return uids.length == found.length
                ? Completion.of("SEARCH completed")
                : Completion.of(limit.code(new Uid(uids[0])), "SEARCH completed in part");
    }

    private SearchQuery asked(Search command) throws IOException {
        try {
            return query(command.key());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ImapResponse esearch(Search command, String tag, long[] numbers, long[] uids) {
        Set<Result> asked = command.returns().orElse(EnumSet.of(Result.ALL));
        boolean some = numbers.length > 0;
        var min = OptionalLong.empty();
        if (some && asked.contains(Result.MIN)) {
            min = OptionalLong.of(numbers[0]);
        }
        var max = OptionalLong.empty();
        if (some && asked.contains(Result.MAX)) {
            max = OptionalLong.of(numbers[numbers.length - 1]);
        }
        var count = OptionalLong.empty();
        if (asked.contains(Result.COUNT)) {
            count = OptionalLong.of(numbers.length);
        }
        var all = Optional.<UidSet>empty();
        if (some && asked.contains(Result.ALL)) { // RFC 4731 §3.1: never an empty set
            all = Optional.of(UidSet.of(numbers));
        }
        var modSeq = command.modSeq() ? modSeq(asked, uids) : Optional.<ModSeq>empty();
        return new ImapResponse.Esearch(tag, command.uid(), min, max, count, all, modSeq);
    }

    /// RFC 4731 §3.2: of the messages that MIN and MAX name, where nothing else is asked.
    private Optional<ModSeq> modSeq(Set<Result> asked, long[] uids) {
        var ends = EnumSet.copyOf(asked);
        boolean min = ends.remove(Result.MIN);
        boolean max = ends.remove(Result.MAX);
        if (!ends.isEmpty() || uids.length == 0) {
            return highest(uids);
        }
        var named = LongStream.builder();
        if (min) {
            named.add(uids[0]);
        }
        if (max) {
            named.add(uids[uids.length - 1]);
        }
        return highest(named.build().toArray());
    }

    /// RFC 7162 §3.1.5: none where nothing was found.
    private Optional<ModSeq> highest(long[] uids) {
        var highest = ModSeq.ZERO;
        for (long uid : uids) {
            var modSeq = view.mailbox().message(new Uid(uid)).map(MessageInfo::modSeq);
            if (modSeq.isPresent() && modSeq.get().compareTo(highest) > 0) {
                highest = modSeq.get();
            }
        }
        return highest.value() == 0 ? Optional.empty() : Optional.of(highest);
    }

    private SearchQuery query(SearchKey key) {
        return switch (key) {
            case SearchKey.Query(var query) -> query;
            case SearchKey.Messages(var set) -> new SearchQuery.Uids(view.uids(view.find(set)));
            case SearchKey.Recent _ -> new SearchQuery.Uids(view.recent());
            case SearchKey.Email(var id) -> scan(m -> ObjectIds.of(m.email()).equals(id));
            case SearchKey.Thread(var id) -> scan(m -> inThread(m.uid(), id));
            case SearchKey.And(var keys) ->
                    new SearchQuery.And(keys.stream().map(this::query).toList());
            case SearchKey.Or(var left, var right) -> new SearchQuery.Or(query(left), query(right));
            case SearchKey.Not(var not) -> new SearchQuery.Not(query(not));
        };
    }

    private boolean inThread(Uid uid, String id) {
        try {
            return view.mailbox().thread(uid).map(ObjectIds::of).filter(id::equals).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // through the mailbox's loop, to `search`
        }
    }

    private SearchQuery scan(Predicate<MessageInfo> matches) {
        var found = LongStream.builder();
        view.mailbox()
                .forEach(
                        UidSet.ALL,
                        message -> {
                            if (matches.test(message)) {
                                found.add(message.uid().value());
                            }
                        });
        return new SearchQuery.Uids(UidSet.of(found.build().toArray()));
    }
}
