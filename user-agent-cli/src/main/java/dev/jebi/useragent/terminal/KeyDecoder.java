package dev.jebi.useragent.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes keys of the octets that a terminal sends, however they are cut. One thread.
final class KeyDecoder {
    private static final int ESC = 0x1B;
    private static final int MAX_SEQUENCE = 32;
    private static final int MAX_PASTE = 1 << 20;
    private static final byte[] PASTE_END = "\u001b[201~".getBytes(StandardCharsets.US_ASCII);

    private static final Map<Character, String> LETTERS =
            Map.ofEntries(
                    Map.entry('A', "up"),
                    Map.entry('B', "down"),
                    Map.entry('C', "right"),
                    Map.entry('D', "left"),
                    Map.entry('F', "end"),
                    Map.entry('H', "home"),
                    Map.entry('P', "f1"),
                    Map.entry('Q', "f2"),
                    Map.entry('R', "f3"),
                    Map.entry('S', "f4"),
                    Map.entry('Z', "S-tab"));

    private static final Map<Integer, String> NUMBERS =
            Map.ofEntries(
                    Map.entry(1, "home"),
                    Map.entry(2, "insert"),
                    Map.entry(3, "delete"),
                    Map.entry(4, "end"),
                    Map.entry(5, "pageup"),
                    Map.entry(6, "pagedown"),
                    Map.entry(7, "home"),
                    Map.entry(8, "end"),
                    Map.entry(11, "f1"),
                    Map.entry(12, "f2"),
                    Map.entry(13, "f3"),
                    Map.entry(14, "f4"),
                    Map.entry(15, "f5"),
                    Map.entry(17, "f6"),
                    Map.entry(18, "f7"),
                    Map.entry(19, "f8"),
                    Map.entry(20, "f9"),
                    Map.entry(21, "f10"),
                    Map.entry(23, "f11"),
                    Map.entry(24, "f12"));

    private final ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pasted = new ByteArrayOutputStream();
    private final ByteArrayOutputStream letter = new ByteArrayOutputStream();
    private int letterOctets;
    private boolean pasting;
    private int pasteEnd;

    /// Takes octets and gives what is whole.
    public List<Input> take(byte[] octets, int count) {
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < count; i++) {
            one(octets[i] & 0xFF, inputs);
        }
        return inputs;
    }

    /// Nothing came for a while: what looked like the beginning of a sequence was the escape key.
    public List<Input> pause() {
        var inputs = new ArrayList<Input>();
        if (sequence.size() > 0 && !pasting) {
            byte[] begun = sequence.toByteArray();
            sequence.reset();
            inputs.add(new Input.Key("<esc>"));
            for (int i = 1; i < begun.length; i++) {
                plain(begun[i] & 0xFF, inputs);
            }
        }
        return inputs;
    }

    private void one(int octet, List<Input> inputs) {
        if (pasting) {
            paste(octet, inputs);
        } else if (sequence.size() > 0) {
            sequence(octet, inputs);
        } else if (octet == ESC) {
            sequence.write(octet);
        } else {
            plain(octet, inputs);
        }
    }

    private void plain(int octet, List<Input> inputs) {
        if (octet >= 0x80 || letterOctets > 0) {
            letter(octet, inputs);
        } else if (octet < ' ' || octet == 0x7F) {
            inputs.add(new Input.Key(control(octet)));
        } else {
            inputs.add(new Input.Key(String.valueOf((char) octet)));
        }
    }

    private static String control(int octet) {
        return switch (octet) {
            case '\r', '\n' -> "<enter>";
            case '\t' -> "<tab>";
            case 0x7F -> "<backspace>";
            case 0 -> "<C-space>";
            case ESC -> "<esc>";
            default -> "<C-" + (char) (octet < 27 ? octet + 'a' - 1 : octet + '@') + ">";
        };
    }

    /// Collects the octets of a letter that is not ASCII (RFC 3629 §3).
    private void letter(int octet, List<Input> inputs) {
        boolean more = (octet & 0xC0) == 0x80;
        if (letterOctets > 0 && !more) {
            letter.reset(); // it was cut; what comes begins anew
            letterOctets = 0;
            one(octet, inputs);
            return;
        }
        if (letterOctets == 0) {
            letterOctets = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : octet >= 0xC2 ? 2 : 0;
            if (letterOctets == 0) {
                return;
            }
        }
        letter.write(octet);
        if (letter.size() == letterOctets) {
            String text = letter.toString(StandardCharsets.UTF_8);
            letter.reset();
            letterOctets = 0;
            if (text.codePointCount(0, text.length()) == 1 && !text.equals("\uFFFD")) {
                inputs.add(new Input.Key(text));
            }
        }
    }

    private void sequence(int octet, List<Input> inputs) {
        if (octet == ESC) {
            inputs.add(new Input.Key("<esc>"));
            sequence.reset();
            sequence.write(octet);
            return;
        }
        sequence.write(octet);
        if (sequence.size() == 2) {
            if (octet != '[' && octet != 'O') {
                sequence.reset();
                var plain = new ArrayList<Input>();
                plain(octet, plain);
                plain.forEach(input -> inputs.add(alt(input)));
            }
            return;
        }
        boolean last = octet >= 0x40 && octet <= 0x7E && !(sequence.size() == 3 && octet == '[');
        if (last || sequence.size() > MAX_SEQUENCE) {
            String whole = sequence.toString(StandardCharsets.ISO_8859_1);
            sequence.reset();
            if (last) {
                named(whole, inputs);
            }
        }
    }

    private static Input alt(Input input) {
        return input instanceof Input.Key key
                ? new Input.Key("<A-" + key.name().replaceAll("[<>](?=.)|(?<=.)[<>]", "") + ">")
                : input;
    }

    private void named(String whole, List<Input> inputs) {
        char last = whole.charAt(whole.length() - 1);
        String[] numbers = whole.substring(2, whole.length() - 1).split(";", -1);
        int first = number(numbers, 0);
        if (last == '~' && first == 200) {
            pasting = true;
            return;
        }
        String name = last == '~' ? NUMBERS.get(first) : LETTERS.get(last);
        if (name != null) {
            int modifiers = Math.max(number(numbers, 1) - 1, 0);
            inputs.add(new Input.Key("<" + modified(modifiers) + name + ">"));
        }
    }

    private static String modified(int modifiers) {
        return ((modifiers & 4) != 0 ? "C-" : "")
                + ((modifiers & 2) != 0 ? "A-" : "")
                + ((modifiers & 1) != 0 ? "S-" : "");
    }

    private static int number(String[] numbers, int at) {
        return at < numbers.length && numbers[at].matches("\\d{1,6}")
                ? Integer.parseInt(numbers[at])
                : 0;
    }

    private void paste(int octet, List<Input> inputs) {
        if (pasted.size() < MAX_PASTE) {
            pasted.write(octet);
        }
        pasteEnd = octet == PASTE_END[pasteEnd] ? pasteEnd + 1 : octet == PASTE_END[0] ? 1 : 0;
        if (pasteEnd == PASTE_END.length) {
            String text = pasted.toString(StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\u001b');
            pasted.reset();
            pasting = false;
            pasteEnd = 0;
            String words = end >= 0 ? text.substring(0, end) : text;
            inputs.add(new Input.Paste(words.replace("\r\n", "\n").replace('\r', '\n')));
        }
    }
}
