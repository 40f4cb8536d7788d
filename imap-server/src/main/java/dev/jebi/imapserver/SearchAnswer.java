package dev.jebi.imapserver;

import dev.jebi.imapserver.command.SearchReturns;
import dev.jebi.imapserver.command.SearchReturns.Result;
import dev.jebi.imapserver.response.EsearchItem;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/// What a search answers with ESEARCH (RFC 4731 §3.1).
///
/// @param found the UIDs of all results, in the order that was asked for
/// @param number what the answer calls a message: its UID or its sequence number
record SearchAnswer(SearchReturns returns, long[] found, LongUnaryOperator number) {
    /// What the response tells, but for mod-sequences and scores.
    List<EsearchItem> items() {
        var items = new ArrayList<EsearchItem>();
        boolean some = found.length > 0;
        if (some && returns.has(Result.MIN)) {
            items.add(new EsearchItem.Min(number.applyAsLong(found[0])));
        }
        if (some && returns.has(Result.MAX)) {
            items.add(new EsearchItem.Max(number.applyAsLong(found[found.length - 1])));
        }
        if (returns.has(Result.COUNT)) {
            items.add(new EsearchItem.Count(found.length));
        }
        if (some && returns.has(Result.ALL)) { // RFC 4731 §3.1: never an empty set
            items.add(new EsearchItem.All(numbers(found)));
        }
        returns.partial()
                .ifPresent(range -> items.add(new EsearchItem.Partial(range, numbers(told()))));
        return items;
    }

    private long[] numbers(long[] uids) {
        return Arrays.stream(uids).map(number).toArray();
    }

    /// The results that are told one by one: all, or those of PARTIAL.
    private long[] told() {
        if (returns.partial().isEmpty()) {
            return found;
        }
        var range = returns.partial().get();
        int from = range.from(found.length);
        return Arrays.copyOfRange(found, from, Math.max(from, range.end(found.length)));
    }

    /// RELEVANCY, in the order of the results (RFC 6203 §4).
    EsearchItem scores(Relevancy relevancy) {
        return new EsearchItem.Relevancy(
                Arrays.stream(told()).mapToInt(relevancy::score).toArray());
    }

    /// RFC 4731 §3.2: of the messages that MIN and MAX name, where nothing else is asked; of all
    /// else.
    Optional<EsearchItem> modSeq(Mailbox mailbox) {
        return highest(mailbox, endsAlone() ? ends() : found).map(EsearchItem.Highest::new);
    }

    private boolean endsAlone() {
        boolean ends = returns.has(Result.MIN) || returns.has(Result.MAX);
        return ends
                && !returns.has(Result.ALL)
                && !returns.has(Result.COUNT)
                && returns.partial().isEmpty();
    }

    private long[] ends() {
        var ends = LongStream.builder();
        if (found.length > 0 && returns.has(Result.MIN)) {
            ends.add(found[0]);
        }
        if (found.length > 0 && returns.has(Result.MAX)) {
            ends.add(found[found.length - 1]);
        }
        return ends.build().toArray();
    }

    /// RFC 7162 §3.1.5: none where nothing was found.
    static Optional<ModSeq> highest(Mailbox mailbox, long[] uids) {
        var highest = ModSeq.ZERO;
        for (long uid : uids) {
            var modSeq = mailbox.message(new Uid(uid)).map(MessageInfo::modSeq);
            if (modSeq.isPresent() && modSeq.get().compareTo(highest) > 0) {
                highest = modSeq.get();
            }
        }
        return highest.value() == 0 ? Optional.empty() : Optional.of(highest);
    }

    /// What `$` stands for afterwards (RFC 5182 §2.4, RFC 9394 §3.2).
    UidSet saved() {
        boolean whole = returns.has(Result.ALL) || returns.has(Result.COUNT);
        if (whole || !(endsAlone() || returns.partial().isPresent())) {
            return UidSet.of(found);
        }
        long[] part = returns.partial().isPresent() ? told() : new long[0];
        return UidSet.of(LongStream.concat(Arrays.stream(part), Arrays.stream(ends())).toArray());
    }
}
