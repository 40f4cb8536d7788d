package dev.jebi.useragent;

import java.util.List;

/// Tells where messages went.
final class Moved {
    private Moved() {}

    static void tell(Output output, boolean json, String mailbox, List<String> ids) {
        if (json) {
            output.json(g -> {
                g.writeStartObject();
                g.writeStringProperty("mailbox", mailbox);
                g.writeName("ids");
                g.writeStartArray();
                ids.forEach(g::writeString);
                g.writeEndArray();
                g.writeEndObject();
            });
        } else {
            ids.forEach(id -> output.line(Terminal.line(id)));
        }
    }
}
