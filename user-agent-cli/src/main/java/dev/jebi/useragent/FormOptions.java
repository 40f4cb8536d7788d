package dev.jebi.useragent;

import picocli.CommandLine.Option;

/// For whom a verb writes.
final class FormOptions {
    @Option(names = "--json", description = "one JSON document in place of text for people")
    private boolean json;

    @Option(names = "--jsonl", description = "one JSON document a line")
    private boolean jsonl;

    @Option(names = "--plain", description = "one line an element, values between tabs")
    private boolean plain;

    @Option(names = "--schema", description = "the JSON Schema of what --json tells, and no more")
    private boolean schema;

    Output.Form form() {
        return json
                ? Output.Form.JSON
                : jsonl ? Output.Form.JSONL : plain ? Output.Form.PLAIN : Output.Form.PEOPLE;
    }

    boolean schema() {
        return schema;
    }
}
