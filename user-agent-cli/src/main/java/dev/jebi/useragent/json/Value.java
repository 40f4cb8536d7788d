package dev.jebi.useragent.json;

import dev.jebi.useragent.text.Terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value.
public sealed interface Value {
    record Text(String text) implements Value {}

    record Whole(long number) implements Value {}

    record Truth(boolean truth) implements Value {}

    record Rows(List<Value> values) implements Value {}

    /// Fields in the order in which they were put.
    record Fields(Map<String, Value> fields) implements Value {
        public Fields() {
            this(new LinkedHashMap<>());
        }

        public Fields put(String name, String text) {
            fields.put(name, new Text(text));
            return this;
        }

        public Fields put(String name, long number) {
            fields.put(name, new Whole(number));
            return this;
        }

        public Fields put(String name, boolean truth) {
            fields.put(name, new Truth(truth));
            return this;
        }

        public Fields put(String name, Value value) {
            fields.put(name, value);
            return this;
        }

        public Fields put(String name, List<String> texts) {
            return put(name, texts(texts));
        }
    }

    static Rows texts(List<String> texts) {
        var values = new ArrayList<Value>(texts.size());
        for (String text : texts) {
            values.add(new Text(text));
        }
        return new Rows(values);
    }

    /// As JSON, on one line. What would drive a terminal is an escape.
    default String json() {
        var json = new StringBuilder();
        write(this, json);
        return json.toString();
    }

    private static void write(Value value, StringBuilder json) {
        switch (value) {
            case Text(var text) -> quote(text, json);
            case Whole(long number) -> json.append(number);
            case Truth(boolean truth) -> json.append(truth);
            case Rows(var values) -> {
                char before = '[';
                for (Value one : values) {
                    json.append(before);
                    write(one, json);
                    before = ',';
                }
                json.append(before == '[' ? "[]" : "]");
            }
            case Fields(var fields) -> {
                char before = '{';
                for (Map.Entry<String, Value> field : fields.entrySet()) {
                    json.append(before);
                    quote(field.getKey(), json);
                    json.append(':');
                    write(field.getValue(), json);
                    before = ',';
                }
                json.append(before == '{' ? "{}" : "}");
            }
        }
    }

    /// RFC 8259 §7.
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int units = Character.charCount(c);
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c == '\n') {
                json.append("\\n");
            } else if (c == '\t') {
                json.append("\\t");
            } else if (c < ' ' || (c >= 0x7F && Terminal.dangerous(c))) {
                for (int j = i; j < i + units; j++) {
                    escape(text.charAt(j), json);
                }
            } else {
                json.appendCodePoint(c);
            }
            i += units;
        }
        json.append('"');
    }

    private static void escape(char unit, StringBuilder json) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append("0123456789ABCDEF".charAt(unit >> shift & 15));
        }
    }

    /// As one line between tabs, for `cut` and `awk`: the values of the fields in their order,
    /// lists between blanks, and no tab or line end within a value.
    default String plain() {
        return switch (this) {
            case Text(var text) -> Terminal.line(text).replace('\t', ' ');
            case Whole(long number) -> Long.toString(number);
            case Truth(boolean truth) -> Boolean.toString(truth);
            case Rows(var values) -> join(values, " ");
            case Fields(var fields) -> join(List.copyOf(fields.values()), "\t");
        };
    }

    private static String join(List<Value> values, String between) {
        var line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            String text =
                    value instanceof Fields inner
                            ? join(List.copyOf(inner.fields().values()), " ")
                            : value.plain();
            line.append(i == 0 ? "" : between).append(text);
        }
        return line.toString();
    }
}
