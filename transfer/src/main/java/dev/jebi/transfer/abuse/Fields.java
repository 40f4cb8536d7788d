package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;
import dev.jebi.milter.MilterDialogue;
import dev.jebi.milter.MilterMail;
import dev.jebi.milter.MilterVerdict.Add;
import dev.jebi.milter.MilterVerdict.Change;
import dev.jebi.milter.MilterVerdict.Edit;
import dev.jebi.milter.MilterVerdict.Insert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The header section of a message as a list of fields that can be edited; what is not touched
/// keeps its octets. For one thread.
final class Fields {
    private static final int HEADER = 1 << 20;

    private final List<Line> lines = new ArrayList<>();
    private final Content content;
    private int end;

    /// A field, or lines that are none.
    ///
    /// @param name empty where it is none
    private record Line(String name, byte[] octets) {}

    private Fields(Content content) {
        this.content = content;
    }

    /// Reads the header section of a message, as far as it is looked at.
    static Fields of(Content content) throws IOException {
        var fields = new Fields(content);
        byte[] octets = content.octets(0, HEADER);
        int at = 0;
        while (at < octets.length) {
            int next = lineEnd(octets, at);
            boolean blank = next - at <= 2 && (octets[at] == '\r' || octets[at] == '\n');
            if (blank) {
                break; // before anything is taken to go on: a body may begin with a space
            }
            while (next < octets.length && (octets[next] == ' ' || octets[next] == '\t')) {
                next = lineEnd(octets, next);
            }
            fields.add(octets, at, next);
            at = next;
        }
        fields.end = at;
        return fields;
    }

    private static int lineEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private void add(byte[] octets, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to && octets[i] > ' ' && octets[i] != ':'; i++) {
            text.append((char) octets[i]);
        }
        boolean field = from + text.length() < to && octets[from + text.length()] == ':';
        byte[] line = new byte[to - from];
        System.arraycopy(octets, from, line, 0, line.length);
        lines.add(new Line(field ? text.toString() : "", line));
    }

    /// The fields, for a milter.
    List<MilterMail.Field> shown() {
        return lines.stream()
                .filter(line -> !line.name.isEmpty())
                .map(line -> new MilterMail.Field(line.name, value(line)))
                .toList();
    }

    private static String value(Line line) {
        String text = new String(line.octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        String value = text.substring(line.name.length() + 1);
        return value.endsWith("\r\n") ? value.substring(0, value.length() - 2) : value;
    }

    /// What stands behind the empty line.
    Content body() throws IOException {
        int skipped = content.octets(end, 2).length; // CRLF, where there is a body at all
        return content.slice(end + skipped, content.size());
    }

    /// The message with these edits, above this body.
    Content edited(List<Edit> edits, Content body) throws IOException {
        for (Edit edit : edits) {
            switch (edit) {
                case Add(var name, var value) -> lines.add(line(name, value));
                case Insert(int index, var name, var value) ->
                        lines.add(Math.clamp(index, 0, lines.size()), line(name, value));
                case Change(int index, var name, var value) -> change(index, name, value);
            }
        }
        var header = new ByteArrayOutputStream();
        lines.forEach(line -> header.writeBytes(line.octets));
        header.writeBytes(new byte[] {'\r', '\n'});
        return Content.concat(Content.of(header.toByteArray()), body);
    }

    private void change(int index, String name, String value) {
        int left = Math.max(1, index);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name.equalsIgnoreCase(name) && --left == 0) {
                if (value.isEmpty()) {
                    lines.remove(i);
                } else {
                    lines.set(i, line(name, value));
                }
                return;
            }
        }
        if (!value.isEmpty()) {
            lines.add(line(name, value));
        }
    }

    /// Lines of a value go on with white space, whatever the milter has written.
    private static Line line(String name, String value) {
        String folded =
                value.replaceAll("\r\n|\r|\n", "\n")
                        .replaceAll("\n(?![ \t])", "\n\t")
                        .stripTrailing()
                        .replace("\n", "\r\n");
        String space = folded.startsWith(" ") || folded.startsWith("\t") ? "" : " ";
        return new Line(name, MilterDialogue.octets(name + ":" + space + folded + "\r\n"));
    }
}
