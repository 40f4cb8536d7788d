package dev.jebi.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// As much of YAML as the ARC test suite has: documents, maps by indentation, plain scalars, and
/// block scalars (`|` and `>`). For one thread.
final class Yaml {
    private final List<String> lines;
    private int at;

    private Yaml(List<String> lines) {
        this.lines = lines;
    }

    /// The documents of a file; a value is a string or a map again.
    static List<Map<String, Object>> documents(String text) {
        var documents = new ArrayList<Map<String, Object>>();
        var lines = new ArrayList<String>();
        for (String line : text.lines().toList()) {
            if (line.strip().equals("---")) {
                documents.add(new Yaml(List.copyOf(lines)).map(0));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        documents.add(new Yaml(lines).map(0));
        return documents;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.getOrDefault(name, Map.of());
    }

    static String text(Map<String, Object> of, String name) {
        return String.valueOf(of.getOrDefault(name, ""));
    }

    private Map<String, Object> map(int indent) {
        var map = new LinkedHashMap<String, Object>();
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.isBlank() || line.strip().startsWith("#")) {
                at++;
                continue;
            }
            if (indent(line) < indent) {
                break;
            }
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).strip();
            String rest = line.substring(colon + 1).strip();
            at++;
            if (rest.isEmpty()) {
                map.put(name, map(nextIndent(indent)));
            } else if (rest.startsWith("|") || rest.startsWith(">")) {
                map.put(name, block(indent, rest.startsWith("|") ? "\n" : " "));
            } else {
                map.put(name, rest);
            }
        }
        return map;
    }

    private int nextIndent(int above) {
        int next = at;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next < lines.size() ? Math.max(above + 1, indent(lines.get(next))) : above + 1;
    }

    private String block(int above, String joined) {
        var kept = new ArrayList<String>();
        while (at < lines.size() && (lines.get(at).isBlank() || indent(lines.get(at)) > above)) {
            kept.add(lines.get(at++));
        }
        while (!kept.isEmpty() && kept.getLast().isBlank() && kept.size() > 1) {
            kept.removeLast();
        }
        int indent = kept.stream().filter(l -> !l.isBlank()).mapToInt(Yaml::indent).min().orElse(0);
        return String.join(
                        joined,
                        kept.stream().map(l -> l.substring(Math.min(indent, l.length()))).toList())
                + (joined.equals("\n") ? "\n" : "");
    }

    private static int indent(String line) {
        int n = 0;
        while (n < line.length() && line.charAt(n) == ' ') {
            n++;
        }
        return n;
    }
}
