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
import dev.jebi.mailstore.UidList;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// A mailbox as one session sees it: which sequence number is which UID, and what the client has
/// been told. It changes in [#update] alone. For one thread.
final class SelectedMailbox implements AutoCloseable {
    /// RFC 4314 §5.2: who has none of these has opened the mailbox for reading only.
    private static final Rights WRITES =
            Rights.of(Right.SEEN, Right.WRITE, Right.INSERT, Right.DELETE_MESSAGES, Right.EXPUNGE);

    private final Mailbox mailbox;
    private final Access access;
    private final boolean readOnly;
    private final RecentMarks marks;
    private final Enabled enabled;
    private final MailboxInfo opened;
    private final Map<Long, ModSeq> told = new HashMap<>();
    private final List<UidSet.Range> recent = new ArrayList<>();
    private final List<UidSet.Range> vanished = new ArrayList<>();

    /// Up to where the client knows all, while what vanished behind it may not be told yet.
    private ModSeq safe = ModSeq.ZERO;

    private final LiveSearches live = new LiveSearches(FindLimits.STANDARD);
    private final LastDecoded decoded = new LastDecoded();
    private UidSet saved = UidSet.EMPTY;
    private UidList uids;

    /// What there was when this session last learnt; without what vanished it is the same.
    private UidList current;

    private ModSeq learnt;
    private Flags keywords;
    private boolean lost;

    SelectedMailbox(
            Mailbox mailbox, Access access, boolean readOnly, RecentMarks marks, Enabled enabled) {
        this.mailbox = mailbox;
        this.access = access;
        this.readOnly = readOnly || !access.rights().hasAny(WRITES);
        this.marks = marks;
        this.enabled = enabled;
        this.opened = mailbox.info();
        // what came between the two is learnt as a change
        var all = mailbox.list();
        this.uids = all.first(all.from(opened.uidNext().value()));
        this.current = uids;
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

    /// @throws ImapRefusal where nothing may be changed: the client asked for no more, or may no
    ///   more
    void requireWritable() {
        if (readOnly) {
            throw access.rights().hasAny(WRITES)
                    ? ImapRefusal.no("the mailbox is open for reading only")
                    : ImapRefusal.no(
                            ResponseCode.Word.NOPERM, "the mailbox is there for reading only");
        }
    }

    /// The mailbox as it was when this view began.
    MailboxInfo opened() {
        return opened;
    }

    int count() {
        return uids.size();
    }

    Flags keywords() {
        return keywords;
    }

    Uid uid(int number) {
        return new Uid(uids.at(number - 1));
    }

    /// The sequence number of a UID, or 0 when it is not in this view.
    int number(long uid) {
        return Math.max(0, uids.find(uid) + 1);
    }

    /// The same, where it is likely to be `guess`.
    int number(long uid, int guess) {
        return 0 < guess && guess <= uids.size() && uids.at(guess - 1) == uid ? guess : number(uid);
    }

    /// The messages that a command names.
    ///
    /// @throws ImapRefusal when a sequence number is higher than there are messages, and so is `*`
    ///   where there is none (RFC 9051 §9 `seq-number`); UIDs that there are not mean nothing
    Numbers select(MessageSet set) {
        if (set instanceof MessageSet.Numbers && !set.saved()) {
            for (MessageSet.Range range : set.ranges()) {
                if (range.high(count()) > count() || range.low(count()) == 0) {
                    throw ImapRefusal.bad("no message has that sequence number");
                }
            }
        }
        return find(set);
    }

    /// The messages of a set that there are; SEARCH asks for those that are not as well, and finds
    /// none.
    Numbers find(MessageSet set) {
        if (set.saved()) {
            return among(saved);
        }
        var lows = new int[set.ranges().size()];
        var highs = new int[lows.length];
        for (int i = 0; i < lows.length; i++) {
            var range = set.ranges().get(i);
            switch (set) {
                case MessageSet.Numbers _ -> {
                    lows[i] = (int) Math.clamp(range.low(count()), 1, count() + 1L);
                    highs[i] = (int) Math.min(range.high(count()), count());
                }
                case MessageSet.Uids _ -> {
                    lows[i] = firstFrom(range.low(uids.last()));
                    highs[i] = firstFrom(range.high(uids.last()) + 1) - 1;
                }
            }
        }
        return Numbers.of(lows, highs);
    }

    private Numbers among(UidSet set) {
        var ranges = set.ranges();
        var lows = new int[ranges.size()];
        var highs = new int[lows.length];
        for (int i = 0; i < lows.length; i++) {
            lows[i] = firstFrom(ranges.get(i).first());
            highs[i] = firstFrom(ranges.get(i).last() + 1) - 1;
        }
        return Numbers.of(lows, highs);
    }

    /// Lets `$` stand for these messages (RFC 5182 §2.1).
    void save(UidSet found) {
        saved = found;
    }

    /// What `$` stands for, expunged messages among them.
    UidSet saved() {
        return saved;
    }

    /// The searches whose changes are told.
    LiveSearches live() {
        return live;
    }

    /// The part that the client reads in pieces.
    LastDecoded decoded() {
        return decoded;
    }

    /// The UIDs of this view that are in a set.
    long[] uidsIn(UidSet set) {
        return uids.among(set);
    }

    /// The number of the first message whose UID is `uid` or higher.
    private int firstFrom(long uid) {
        return uids.from(uid) + 1;
    }

    /// Those messages by UID. A range of numbers is a range of UIDs: between two neighbours of this
    /// view no message can come to be.
    UidSet uids(Numbers numbers) {
        var ranges = new ArrayList<UidSet.Range>(numbers.ranges());
        for (int i = 0; i < numbers.ranges(); i++) {
            ranges.add(new UidSet.Range(uids.at(numbers.low(i) - 1), uids.at(numbers.high(i) - 1)));
        }
        return UidSet.ofRanges(ranges);
    }

    /// Whether the client knows messages by UID alone (RFC 9586).
    boolean uidOnly() {
        return enabled.uidOnly();
    }

    /// The UIDs in this view.
    UidList list() {
        return uids;
    }

    /// Whether a message is told with `\Recent`, which IMAP4rev2 does not have (RFC 9051 appendix
    /// E).
    boolean recent(long uid) {
        if (enabled.rev2()) {
            return false;
        }
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
        long next = count() == 0 ? opened.uidNext().value() : uids.last() + 1;
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
    ///
    /// @param expunges whether sequence numbers may change now
    /// @param flags whether others' changes of flags are told
    void update(boolean expunges, boolean flags, Responder out) throws IOException {
        int before = count();
        long last = uids.last();
        List<MessageInfo> changed = learn();
        if (expunges && !vanished.isEmpty()) {
            before -= expunge(out);
        }
        if (count() != before) {
            claimRecent();
            out.send(new ImapResponse.Exists(count()));
            if (!enabled.rev2()) {
                out.send(new ImapResponse.Recent(recentCount()));
            }
        }
        if (!changed.isEmpty()) {
            tellKeywords(out);
        }
        for (MessageInfo message : changed) {
            int number = number(message.uid().value());
            if (flags && number > 0 && !message.modSeq().equals(told.get(message.uid().value()))) {
                out.send(unasked(message));
            }
        }
        told.clear();
        live.changed(touched(changed, last), out);
    }

    /// The messages that changed or came behind the last one.
    private UidSet touched(List<MessageInfo> changed, long last) {
        if (changed.isEmpty() && uids.last() <= last) {
            return UidSet.EMPTY;
        }
        var touched = new ArrayList<UidSet.Range>();
        changed.stream()
                .map(message -> message.uid().value())
                .forEach(uid -> touched.add(new UidSet.Range(uid, uid)));
        if (uids.last() > last) {
            touched.add(new UidSet.Range(last + 1, uids.last()));
        }
        return UidSet.ofRanges(touched);
    }

    /// Tells up to where the client may think that it knows all, while expunges are kept back: what
    /// it heard since has higher mod-sequences than they (RFC 7162 §3.2.3, and erratum 1810 of its
    /// predecessor).
    void tellHeldBack(Responder out) throws IOException {
        if (enabled.qresync() && !vanished.isEmpty()) {
            out.send(
                    ImapResponse.Untagged.ok(
                            new ResponseCode.HighestModSeq(safe), "expunges are to come"));
        }
    }

    /// What is told of a message's flags without having been asked, or of others' doing; then the
    /// UID is part of it (RFC 7162 §3.2.4, RFC 9051 §7.5.2).
    ImapResponse unasked(MessageInfo message) {
        var values = new ArrayList<FetchValue>(3);
        if ((enabled.qresync() || enabled.rev2()) && !enabled.uidOnly()) {
            values.add(new FetchValue.UidIs(message.uid()));
        }
        values.addAll(flags(message, enabled.condstore()));
        return fetched(message.uid(), values);
    }

    /// FETCH, or UIDFETCH where there are no sequence numbers.
    ImapResponse fetched(Uid uid, List<FetchValue> values) {
        return enabled.uidOnly()
                ? new ImapResponse.UidFetched(uid, values)
                : new ImapResponse.Fetched(number(uid.value()), values);
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

    /// RFC 4314 §5.1.1: only those that may be changed.
    ResponseCode permanentFlags() {
        var scope = access.rights().flags();
        return readOnly
                ? new ResponseCode.PermanentFlags(Flags.NONE, false)
                : new ResponseCode.PermanentFlags(scope.of(all(keywords)), scope.keywords());
    }

    /// What may be done here, at this moment.
    Rights rights() {
        return access.rights();
    }

    /// CLOSE expunges, where that is possible; where it is not, it closes all the same (RFC 4314
    /// §4).
    void expungeAtClose() throws IOException {
        if (!readOnly && !mailbox.gone() && rights().has(Right.EXPUNGE)) {
            mailbox.expunge(UidSet.ALL);
        }
    }

    /// Takes in what changed; the messages of this view whose flags may be others now.
    private List<MessageInfo> learn() {
        if (lost) {
            return List.of();
        }
        if (mailbox.gone()) { // RFC 2180 §3.3: to this session, all its messages are expunged
            lost = true;
            safe = learnt;
            vanished.add(new UidSet.Range(1, 0xFFFF_FFFFL));
            current = UidList.EMPTY;
            return List.of();
        }
        if (mailbox.info().highestModSeq().compareTo(learnt) <= 0) {
            return List.of();
        }
        Changes changes = mailbox.changesSince(learnt);
        if (vanished.isEmpty()) {
            safe = learnt;
        }
        learnt = changes.upTo();
        vanished.addAll(changes.vanished().ranges());
        current = changes.uids();
        var known = uids;
        var changed = new ArrayList<MessageInfo>();
        var added = LongStream.builder();
        for (MessageInfo message : changes.changed()) {
            long uid = message.uid().value();
            if (uid > known.last()) {
                added.add(uid);
            } else if (known.find(uid) >= 0) {
                changed.add(message);
            }
        }
        uids = vanished.isEmpty() ? current : known.with(added.build().toArray());
        return changed;
    }

    /// Expunges what has vanished, ascending, each number as it is after those before.
    ///
    /// @return how many
    private int expunge(Responder out) throws IOException {
        var gone = UidSet.ofRanges(vanished);
        vanished.clear();
        live.expunging(uids.among(gone), out);
        if (enabled.vanished()) { // RFC 7162 §3.2.10, RFC 9586 §3.4
            long[] known = uids.among(gone);
            out.vanished(false, UidSet.of(known));
            uids = current;
            return known.length;
        }
        int expunged = 0;
        for (UidSet.Range range : gone.ranges()) {
            int end = uids.from(range.last() + 1);
            for (int i = uids.from(range.first()); i < end; i++) {
                out.send(new ImapResponse.Expunged(i + 1L - expunged));
                expunged++;
            }
        }
        uids = current;
        return expunged;
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
