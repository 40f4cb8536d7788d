package dev.jebi.imapserver.order;

import dev.jebi.imapserver.command.ThreadAlgorithm;
import dev.jebi.imapserver.response.ThreadForest;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mime.BaseSubject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Messages that are to be tied into threads (RFC 5256 §3 `THREAD`), with what that takes of them,
/// ascending by UID. For one thread.
public final class Threading {
    private final ReferenceIds ids = new ReferenceIds();
    private final List<String> subjects = new ArrayList<>();
    private final List<String> baseSubjects = new ArrayList<>();
    private long[] uids = new long[16];
    private long[] sent = new long[16];
    private int count;

    private Threading() {}

    /// Ties the messages of these UIDs that there are; the forest's numbers are UIDs.
    public static ThreadForest of(ThreadAlgorithm algorithm, Mailbox mailbox, UidSet uids)
            throws IOException {
        var threading = new Threading();
        boolean references = algorithm != ThreadAlgorithm.ORDEREDSUBJECT;
        boolean subjects = algorithm != ThreadAlgorithm.REFS;
        MailboxKeys.show(mailbox, uids, true, keys -> threading.add(keys, references, subjects));
        return switch (algorithm) {
            case ORDEREDSUBJECT -> SubjectThreads.of(threading);
            case REFERENCES -> new ReferenceThreads(threading).withSubjects();
            case REFS -> new ReferenceThreads(threading).byReferences();
        };
    }

    private void add(MailboxKeys keys, boolean references, boolean withSubjects) {
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, 2 * count);
            sent = Arrays.copyOf(sent, 2 * count);
        }
        uids[count] = keys.uid();
        sent[count] = keys.sent();
        count++;
        if (references) {
            ids.add(keys.messageId(), keys.references());
        }
        if (withSubjects) {
            subjects.add(references ? keys.subject() : "");
            baseSubjects.add(Casemap.fold(keys.baseSubject()));
        }
    }

    int count() {
        return count;
    }

    long uid(int message) {
        return uids[message];
    }

    long sent(int message) {
        return sent[message];
    }

    ReferenceIds ids() {
        return ids;
    }

    /// The base subject, as it is compared.
    String baseSubject(int message) {
        return baseSubjects.get(message);
    }

    /// Whether the subject says that the message is a reply or a forward.
    boolean reply(int message) {
        String subject = subjects.get(message);
        // nearly all that need no closer look: nothing was taken away
        return !Casemap.fold(subject).equals(baseSubjects.get(message))
                && BaseSubject.of(subject).reply();
    }
}
