package dev.jebi.useragent;

import dev.jebi.useragent.text.Terminal;

import tools.jackson.core.JsonGenerator;

import java.util.List;

/// Tells where messages went.
final class Moved {
    private Moved() {}

    static void array(JsonGenerator g, String name, List<String> values) {
        g.writeName(name);
        g.writeStartArray();
        values.forEach(g::writeString);
        g.writeEndArray();
    }

    static void tell(Output output, boolean json, String mailbox, List<String> ids) {
        if (json) {
            output.json(g -> {
                g.writeStartObject();
                g.writeStringProperty("mailbox", mailbox);
                array(g, "ids", ids);
                g.writeEndObject();
            });
        } else {
            ids.forEach(id -> output.line(Terminal.line(id)));
        }
    }
}
