package dev.jebi.daemon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The messages of an mbox file, each with its `From ` line.
final class Mbox {
    private static final Pattern START =
            Pattern.compile("(?:\\A|(?<=\\n\\n)|(?<=\\n\\r\\n))From \\S+ [^\\n]*\\d{4}[^\\n]*\\n");

    private Mbox() {}

    static List<byte[]> split(byte[] file) {
        var match = START.matcher(new String(file, StandardCharsets.ISO_8859_1));
        var starts = new ArrayList<Integer>();
        while (match.find()) {
            starts.add(match.start());
        }
        var messages = new ArrayList<byte[]>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : file.length;
            messages.add(Arrays.copyOfRange(file, starts.get(i), end));
        }
        return messages;
    }
}
