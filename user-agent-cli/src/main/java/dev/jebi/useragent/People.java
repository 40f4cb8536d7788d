package dev.jebi.useragent;

import dev.jebi.useragent.json.Value;

import java.util.ArrayList;
import java.util.List;

/// Address fields for scripts: what stands in them, name and address apart. Never fails; what is no
/// address is a name.
final class People {
    private People() {}

    /// All of a field that is decoded already.
    static Value.Rows all(String field) {
        var people = new ArrayList<Value>();
        for (String one : split(field)) {
            people.add(one(one));
        }
        return new Value.Rows(people);
    }

    /// The first of a field, with nothing in it when there is none.
    static Value.Fields first(String field) {
        List<String> all = split(field);
        return one(all.isEmpty() ? "" : all.getFirst());
    }

    private static Value.Fields one(String text) {
        int open = text.lastIndexOf('<');
        int close = text.lastIndexOf('>');
        String name = open >= 0 ? text.substring(0, open).strip() : "";
        String address = open >= 0 && close > open ? text.substring(open + 1, close) : text;
        if (open < 0 && text.indexOf('@') < 0) {
            name = text;
            address = "";
        }
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\\", "");
        }
        return new Value.Fields().put("name", name).put("address", address.strip());
    }

    /// At commas that stand in no quotes and no angle brackets.
    static List<String> split(String field) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        boolean angle = false;
        int from = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' || c == '>') {
                angle = c == '<' && !quoted;
            } else if (c == ',' && !quoted && !angle) {
                add(field.substring(from, i), parts);
                from = i + 1;
            }
        }
        add(field.substring(from), parts);
        return parts;
    }

    private static void add(String part, List<String> parts) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }
}
