package dev.jebi.useragent.json;

import dev.jebi.useragent.text.SafeText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value.
public sealed interface Value {
    record Text(String text) implements Value {
        @Override
        public void write(StringBuilder json) {
            quote(text, json);
        }

        @Override
        public String plain() {
            return SafeText.line(text).replace('\t', ' ');
        }
    }

    record Whole(long number) implements Value {
        @Override
        public void write(StringBuilder json) {
            json.append(number);
        }

        @Override
        public String plain() {
            return Long.toString(number);
        }
    }

    record Truth(boolean truth) implements Value {
        @Override
        public void write(StringBuilder json) {
            json.append(truth);
        }

        @Override
        public String plain() {
            return Boolean.toString(truth);
        }
    }

    record Rows(List<Value> values) implements Value {
        @Override
        public void write(StringBuilder json) {
            json.append('[');
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    json.append(',');
                }
                values.get(i).write(json);
            }
            json.append(']');
        }

        @Override
        public String plain() {
            return join(values, ' ');
        }
    }

    /// Fields in the order in which they were put.
    record Fields(Map<String, Value> fields) implements Value {
        public Fields() {
            this(new LinkedHashMap<>());
        }

        @Override
        public void write(StringBuilder json) {
            char before = '{';
            for (Map.Entry<String, Value> field : fields.entrySet()) {
                json.append(before);
                quote(field.getKey(), json);
                json.append(':');
                field.getValue().write(json);
                before = ',';
            }
            json.append(before == '{' ? "{}" : "}");
        }

        @Override
        public String plain() {
            return join(List.copyOf(fields.values()), '\t');
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

    /// As JSON, on one line. What would drive a terminal is an escape. Methods and not a switch
    /// over the types: that would cost a list its quick start.
    void write(StringBuilder json);

    /// As JSON, on one line.
    default String json() {
        var json = new StringBuilder();
        write(json);
        return json.toString();
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
            } else if (c < ' ' || (c >= 0x7F && SafeText.dangerous(c))) {
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
    String plain();

    private static String join(List<Value> values, char between) {
        var line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append(between);
            }
            line.append(
                    values.get(i) instanceof Fields inner
                            ? join(List.copyOf(inner.fields().values()), ' ')
                            : values.get(i).plain());
        }
        return line.toString();
    }
}
