package dev.jebi.json;

/// Writes an object of JSON (RFC 8259) on one line, member by member. Nothing that is put in can
/// end a string or the line, and whoever prints it changes no terminal by it. For one thread.
public final class JsonLine {
    private final StringBuilder line = new StringBuilder("{");

    private JsonLine add(String name, String value) {
        line.append(line.length() > 1 ? "," : "").append(quoted(name)).append(':').append(value);
        return this;
    }

    /// Adds a member that is a string.
    public JsonLine text(String name, String value) {
        return add(name, quoted(value));
    }

    /// Adds a member that is a number.
    public JsonLine number(String name, long value) {
        return add(name, Long.toString(value));
    }

    /// Adds a member that is true or false.
    public JsonLine flag(String name, boolean value) {
        return add(name, Boolean.toString(value));
    }

    /// Adds a member that is null.
    public JsonLine nothing(String name) {
        return add(name, "null");
    }

    /// The object.
    @Override
    public String toString() {
        return line + "}";
    }

    /// A string as JSON has it.
    public static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7F && c < 0xA0) || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
