package dev.jebi.imapserver;

import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.FetchValue;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Changes;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A mailbox as one session sees it: which sequence number is which UID, and what the client has
/// been told. It changes in [#update] alone. For one thread.
final class SelectedMailbox implements AutoCloseable {
    private final Mailbox mailbox;
    private final boolean readOnly;
    private final RecentMarks marks;
    private final MailboxInfo opened;
    private final Map<Long, ModSeq> told = new HashMap<>();
    private final List<UidSet.Range> recent = new ArrayList<>();
    private final List<UidSet.Range> vanished = new ArrayList<>();
    private long[] uids;
    private int count;
    private ModSeq learnt;
    private Flags keywords;
    private boolean lost;

    SelectedMailbox(Mailbox mailbox, boolean readOnly, RecentMarks marks) {
        this.mailbox = mailbox;
        this.readOnly = readOnly;
        this.marks = marks;
        this.opened = mailbox.info();
        this.uids = mailbox.uids();
        this.count = uids.length;
        // what came between the two is learnt as a change
        while (count > 0 && uids[count - 1] >= opened.uidNext().value()) {
            count--;
        }
        this.learnt = opened.highestModSeq();
        this.keywords = mailbox.keywords();
        claimRecent();
    }

    /// The mailbox; its messages are not asked for by UIDs that are not in this view.
    Mailbox mailbox() {
        return mailbox;
    }

    /// The mod-sequence up to which the client knows all, but for what may not be told yet.
    ModSeq learnt() {
        return learnt;
    }

    boolean readOnly() {
        return readOnly;
    }

    /// The mailbox as it was when this view began.
    MailboxInfo opened() {
        return opened;
    }

    int count() {
        return count;
    }

    Flags keywords() {
        return keywords;
    }

    Uid uid(int number) {
        return new Uid(uids[number - 1]);
    }

    /// The sequence number of a UID, or 0 when it is not in this view.
    int number(long uid) {
        return Math.max(0, Arrays.binarySearch(uids, 0, count, uid) + 1);
    }

    /// The messages that a command names.
    ///
    /// @throws ImapRefusal when a sequence number is higher than there are messages, and so is `*`
    ///   where there is none (RFC 9051 §9 `seq-number`); UIDs that there are not mean nothing
    Numbers select(MessageSet set) {
        if (set instanceof MessageSet.Numbers) {
            for (MessageSet.Range range : set.ranges()) {
                if (range.high(count) > count || range.low(count) == 0) {
                    throw ImapRefusal.bad("no message has that sequence number");
                }
            }
        }
        return find(set);
    }

    /// The messages of a set that there are; SEARCH asks for those that are not as well, and finds
    /// none.
    Numbers find(MessageSet set) {
        var lows = new int[set.ranges().size()];
        var highs = new int[lows.length];
        for (int i = 0; i < lows.length; i++) {
            var range = set.ranges().get(i);
            switch (set) {
                case MessageSet.Numbers _ -> {
                    lows[i] = (int) Math.clamp(range.low(count), 1, count + 1L);
                    highs[i] = (int) Math.min(range.high(count), count);
                }
                case MessageSet.Uids _ -> {
                    long last = count == 0 ? 0 : uids[count - 1];
                    lows[i] = firstFrom(range.low(last));
                    highs[i] = firstFrom(range.high(last) + 1) - 1;
                }
            }
        }
        return Numbers.of(lows, highs);
    }

    /// The number of the first message whose UID is `uid` or higher.
    private int firstFrom(long uid) {
        int at = Arrays.binarySearch(uids, 0, count, uid);
        return (at >= 0 ? at : -at - 1) + 1;
    }

    /// Those messages by UID. A range of numbers is a range of UIDs: between two neighbours of this
    /// view no message can come to be.
    UidSet uids(Numbers numbers) {
        var ranges = new ArrayList<UidSet.Range>(numbers.ranges());
        for (int i = 0; i < numbers.ranges(); i++) {
            ranges.add(new UidSet.Range(uids[numbers.low(i) - 1], uids[numbers.high(i) - 1]));
        }
        return UidSet.ofRanges(ranges);
    }

    boolean recent(long uid) {
        for (UidSet.Range range : recent) {
            if (range.first() <= uid && uid <= range.last()) {
                return true;
            }
        }
        return false;
    }

    UidSet recent() {
        return UidSet.ofRanges(recent);
    }

    long recentCount() {
        long n = 0;
        for (UidSet.Range range : recent) {
            n += firstFrom(range.last() + 1) - firstFrom(range.first());
        }
        return n;
    }

    private void claimRecent() {
        long next = count == 0 ? opened.uidNext().value() : uids[count - 1] + 1;
        long first = readOnly ? marks.first(mailbox) : marks.claim(mailbox, next);
        if (first >= next) {
            return;
        }
        if (readOnly) {
            recent.clear();
        }
        if (!recent.isEmpty() && recent.getLast().last() + 1 == first) {
            recent.add(new UidSet.Range(recent.removeLast().first(), next - 1));
        } else {
            recent.add(new UidSet.Range(first, next - 1));
        }
    }

    /// Remembers that the client knows the flags as they were then.
    void told(MessageInfo message) {
        told.put(message.uid().value(), message.modSeq());
    }

    /// Tells the client what is new: messages and flags, and expunges where they may be told.
    void update(boolean expunges, boolean condstore, Responder out) throws IOException {
        int before = count;
        List<MessageInfo> changed = learn();
        if (expunges && !vanished.isEmpty()) {
            before -= expunge(out);
        }
        if (count != before) {
            claimRecent();
            out.send(new ImapResponse.Exists(count));
            out.send(new ImapResponse.Recent(recentCount()));
        }
        if (!changed.isEmpty()) {
            tellKeywords(out);
        }
        for (MessageInfo message : changed) {
            int number = number(message.uid().value());
            if (number > 0 && !message.modSeq().equals(told.get(message.uid().value()))) {
                out.send(new ImapResponse.Fetched(number, flags(message, condstore)));
            }
        }
        told.clear();
    }

    /// FLAGS of a message, and MODSEQ where the client knows it (RFC 7162 §3.1.4).
    List<FetchValue> flags(MessageInfo message, boolean modSeq) {
        var values = new ArrayList<FetchValue>(3);
        values.add(new FetchValue.FlagsAre(message.flags(), recent(message.uid().value())));
        if (modSeq) {
            values.add(new FetchValue.ModSeqIs(message.modSeq()));
        }
        return values;
    }

    private void tellKeywords(Responder out) throws IOException {
        var now = mailbox.keywords();
        if (!now.equals(keywords)) {
            keywords = now;
            out.send(new ImapResponse.FlagList(all(now)));
            out.send(ImapResponse.Untagged.ok(permanentFlags(), "flags that are kept"));
        }
    }

    /// The system flags and these keywords.
    static Flags all(Flags keywords) {
        return Flags.of("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft").with(keywords);
    }

    ResponseCode permanentFlags() {
        return readOnly
                ? new ResponseCode.PermanentFlags(Flags.NONE, false)
                : new ResponseCode.PermanentFlags(all(keywords), true);
    }

    /// Takes in what changed; the messages of this view whose flags may be others now.
    private List<MessageInfo> learn() {
        if (lost) {
            return List.of();
        }
        if (mailbox.gone()) { // RFC 2180 §3.3: to this session, all its messages are expunged
            lost = true;
            vanished.add(new UidSet.Range(1, 0xFFFF_FFFFL));
            return List.of();
        }
        if (mailbox.info().highestModSeq().compareTo(learnt) <= 0) {
            return List.of();
        }
        Changes changes = mailbox.changesSince(learnt);
        learnt = changes.upTo();
        vanished.addAll(changes.vanished().ranges());
        int known = count;
        var changed = new ArrayList<MessageInfo>();
        for (MessageInfo message : changes.changed()) {
            long uid = message.uid().value();
            if (count == 0 || uid > uids[count - 1]) {
                append(uid);
            } else if (number(uid) > 0 && number(uid) <= known) {
                changed.add(message);
            }
        }
        return changed;
    }

    private void append(long uid) {
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, Math.max(16, count + count / 4));
        }
        uids[count++] = uid;
    }

    /// Expunges what has vanished, ascending, each number as it is after those before.
    ///
    /// @return how many
    private int expunge(Responder out) throws IOException {
        var gone = UidSet.ofRanges(vanished);
        vanished.clear();
        int kept = 0;
        int expunged = 0;
        for (int i = 0; i < count; i++) {
            if (gone.contains(uids[i])) {
                out.send(new ImapResponse.Expunged(i + 1L - expunged));
                expunged++;
            } else {
                uids[kept++] = uids[i];
            }
        }
        count = kept;
        return expunged;
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
