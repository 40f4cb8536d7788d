package dev.jebi.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A transcript, read: its steps in order. The form is described at [TranscriptPlayer].
final class Transcript {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?<connection>[1-9]?)(?<kind>C:|C~|C<<|S:|S~|S\\*\\{|S\\.\\.|===)(?<text>.*)");

    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    private Transcript(List<String> lines) {
        this.lines = lines;
    }

    static List<Step> read(String text) {
        var transcript = new Transcript(text.lines().toList());
        while (transcript.at < transcript.lines.size()) {
            transcript.step();
        }
        return transcript.steps;
    }

    private void step() {
        String line = lines.get(at++);
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        var match = match(line);
        int number = at;
        int connection = connection(match);
        String text = text(match);
        steps.add(
                switch (match.group("kind")) {
                    case "C:" -> new Step.Say(number, connection, text, true);
                    case "C~" -> new Step.Say(number, connection, text, false);
                    case "C<<" ->
                            text.isBlank()
                                    ? new Step.Say(number, connection, inline(), false)
                                    : new Step.SayFile(number, connection, text.strip());
                    case "S:" -> hear(number, connection, text, false);
                    case "S~" -> hear(number, connection, text, true);
                    case "S.." ->
                            new Step.HearUntil(
                                    number, connection, new Step.Expected(number, text, true));
                    case "S*{" -> new Step.Hear(number, connection, anyOrder());
                    case "===" -> act(number, connection, text.strip());
                    default -> throw wrong("unknown");
                });
    }

    private Matcher match(String line) {
        var match = LINE.matcher(line);
        if (!match.matches()) {
            throw wrong("not a step: " + line);
        }
        return match;
    }

    private static int connection(Matcher match) {
        String digit = match.group("connection");
        return digit.isEmpty() ? 1 : Integer.parseInt(digit);
    }

    /// One space after the mark is not text.
    private static String text(Matcher match) {
        String text = match.group("text");
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    private static Step hear(int number, int connection, String text, boolean regex) {
        return new Step.Hear(number, connection, List.of(new Step.Expected(number, text, regex)));
    }

    private List<Step.Expected> anyOrder() {
        var expected = new ArrayList<Step.Expected>();
        while (at < lines.size()) {
            String line = lines.get(at++).strip();
            if (line.equals("}")) {
                return expected;
            }
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean regex = line.startsWith("S~");
            if (!regex && !line.startsWith("S:")) {
                throw wrong("neither S: nor S~ in S*{");
            }
            expected.add(new Step.Expected(at, text(match(line)), regex));
        }
        throw wrong("S*{ without }");
    }

    private String inline() {
        var text = new StringBuilder();
        while (at < lines.size() && lines.get(at).startsWith("  ")) {
            text.append(lines.get(at++).substring(2)).append("\\r\\n");
        }
        return text.toString();
    }

    private Step act(int number, int connection, String what) {
        return switch (what) {
            case "TLS" -> new Step.BeginTls(number, connection);
            case "DEFLATE" -> new Step.Compress(number, connection, false);
            case "PLAIN" -> new Step.Compress(number, connection, true);
            case "EOF" -> new Step.HearEnd(number, connection);
            case "CLOSE" -> new Step.End(number, connection, false);
            case "FIN" -> new Step.End(number, connection, true);
            default -> throw wrong("=== needs TLS, DEFLATE, PLAIN, EOF, FIN or CLOSE");
        };
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("line " + at + ": " + what);
    }
}
