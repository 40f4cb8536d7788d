package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.Incoming.Relayed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One form of a message on its way into mailboxes: as it is, and as scripts have edited it. For
/// one thread.
final class Drafts {
    private static final int HEADER = 1 << 20;

    private final Letter form;
    private final List<Relayed> relayed;
    private final List<LocalCopy> copies = new ArrayList<>();
    private final Map<Content, List<LocalCopy>> edited = new LinkedHashMap<>();

    Drafts(Letter form, List<Relayed> relayed) {
        this.form = form;
        this.relayed = relayed;
    }

    Letter form() {
        return form;
    }

    /// @param content where it differs from that of the form
    void copy(Optional<Content> content, LocalCopy copy) {
        if (content.isEmpty()) {
            copies.add(copy);
        } else {
            edited.computeIfAbsent(content.get(), _ -> new ArrayList<>()).add(copy);
        }
    }

    /// What is to be accepted.
    List<Incoming> incomings() throws IOException {
        var incomings = new ArrayList<Incoming>();
        if (!copies.isEmpty() || !relayed.isEmpty()) {
            incomings.add(form.incoming(copies, relayed));
        }
        for (var one : edited.entrySet()) {
            var other =
                    form.form(one.getKey(), stamp(one.getKey()), form.reversePath(), form.wishes());
            incomings.add(other.incoming(one.getValue(), List.of()));
        }
        return incomings;
    }

    /// A content without Return-Path, which is the first field where it is there.
    static Content unstamped(Content content) throws IOException {
        int stamp = stamp(content);
        return content.slice(stamp, content.size() - stamp);
    }

    private static int stamp(Content content) throws IOException {
        var header = HeaderSection.of(content, HEADER);
        if (header.fields().isEmpty()) {
            return 0;
        }
        var first = header.fields().getFirst();
        boolean stamped = first.offset() == 0 && first.name().equalsIgnoreCase("Return-Path");
        return stamped ? first.length() : 0;
    }
}
