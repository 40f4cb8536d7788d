package dev.jebi.useragent;

import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells where messages went.
final class Moved {
    private final Map<MessageRef, String> names = new HashMap<>();

    private Moved() {}

    /// Remembers the stable ids of messages before they go.
    static Moved before(LocalStore store, List<MessageRef> refs) throws IOException {
        var moved = new Moved();
        for (MessageRef ref : refs) {
            Optional<Envelope> row = store.mailbox(ref.mailbox()).row(ref.uid());
            row.ifPresent(r -> moved.names.put(ref, r.name()));
        }
        return moved;
    }

    /// Puts the stable id of a message, if it is known here.
    static Value.Fields named(LocalStore store, MessageRef ref, Value.Fields fields)
            throws IOException {
        store.mailbox(ref.mailbox()).row(ref.uid()).ifPresent(row -> fields.put("id", row.name()));
        return fields;
    }

    /// One line a message: its id where it is known, where it was, and where it is if the server
    /// tells.
    ///
    /// @param queued whether they go when the server can be reached
    void tell(Output output, List<Mailboxes.Moved> moved, boolean queued) {
        output.show(
                new Value.Rows(values(moved, queued)),
                out -> moved.forEach(m -> out.line(place(m))));
    }

    List<Value> values(List<Mailboxes.Moved> moved, boolean queued) {
        var values = new ArrayList<Value>();
        for (Mailboxes.Moved one : moved) {
            var fields = new Value.Fields();
            String name = names.get(one.from());
            if (name != null) {
                fields.put("id", name);
            }
            fields.put("from", one.from().toString());
            one.to().ifPresent(to -> fields.put("ref", to.toString()));
            values.add(queued ? fields.put("queued", true) : fields);
        }
        return values;
    }

    static String place(Mailboxes.Moved moved) {
        return SafeText.line(
                moved.to().map(MessageRef::toString).orElseGet(() -> moved.from() + " moved"));
    }
}
