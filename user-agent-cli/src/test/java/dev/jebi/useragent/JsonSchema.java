package dev.jebi.useragent;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// As much of JSON Schema as the schemas of the verbs use; a keyword that it does not know fails,
/// so that nothing is taken for checked that is not.
final class JsonSchema {
    private static final Set<String> WORDS =
            Set.of(
                    "$schema",
                    "title",
                    "description",
                    "type",
                    "properties",
                    "required",
                    "items",
                    "additionalProperties",
                    "enum",
                    "pattern",
                    "minimum",
                    "anyOf");

    private JsonSchema() {}

    /// What does not fit; empty when all does.
    static List<String> faults(String verb, String json) throws IOException {
        var faults = new ArrayList<String>();
        check(JsonTree.read(Schemas.of(verb)), JsonTree.read(json), "$", faults);
        return faults;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static void check(Object schemaValue, Object value, String at, List<String> faults) {
        Map<?, ?> schema = map(schemaValue);
        for (Object word : schema.keySet()) {
            if (!WORDS.contains(String.valueOf(word))) {
                faults.add(at + ": the schema has " + word);
            }
        }
        if (schema.get("type") instanceof String type && !is(type, value)) {
            faults.add(at + ": no " + type + " but " + value);
            return;
        }
        if (schema.get("enum") instanceof List<?> values && !values.contains(value)) {
            faults.add(at + ": " + value + " is none of " + values);
        }
        if (schema.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern, Pattern.DOTALL).matcher((String) value).find()) {
            faults.add(at + ": " + value + " is not " + pattern);
        }
        if (schema.get("minimum") instanceof BigDecimal least
                && ((BigDecimal) value).compareTo(least) < 0) {
            faults.add(at + ": " + value + " is too small");
        }
        if (schema.get("anyOf") instanceof List<?> choices) {
            anyOf(choices, value, at, faults);
        }
        if (value instanceof List<?> values && schema.containsKey("items")) {
            for (int i = 0; i < values.size(); i++) {
                check(schema.get("items"), values.get(i), at + "[" + i + "]", faults);
            }
        }
        if (value instanceof Map<?, ?> fields && schema.containsKey("properties")) {
            fields(schema, fields, at, faults);
        }
    }

    private static void anyOf(List<?> choices, Object value, String at, List<String> faults) {
        var all = new ArrayList<String>();
        for (Object choice : choices) {
            var some = new ArrayList<String>();
            check(choice, value, at, some);
            if (some.isEmpty()) {
                return;
            }
            all.addAll(some);
        }
        faults.addAll(all);
    }

    private static void fields(Map<?, ?> schema, Map<?, ?> fields, String at, List<String> faults) {
        Map<?, ?> properties = map(requireNonNull(schema.get("properties")));
        for (Object name : (List<?>) requireNonNull(schema.get("required"))) {
            if (!fields.containsKey(name)) {
                faults.add(at + ": " + name + " is missing");
            }
        }
        for (var field : fields.entrySet()) {
            Object of = properties.get(field.getKey());
            if (of == null) {
                faults.add(at + ": nobody knows " + field.getKey());
            } else {
                check(of, field.getValue(), at + "." + field.getKey(), faults);
            }
        }
    }

    private static boolean is(String type, Object value) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" ->
                    value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
            case "array" -> value instanceof List<?>;
            case "object" -> value instanceof Map<?, ?>;
            default -> false;
        };
    }
}
