package dev.jebi.useragent.terminal;

/// How a cell looks.
///
/// @param colour of the letters: 0 to 255 of the palette, -1 for the terminal's own
/// @param ground behind them
/// @param link where it leads; empty for nowhere
public record Style(
        int colour,
        int ground,
        boolean bold,
        boolean faint,
        boolean italic,
        boolean underlined,
        boolean reversed,
        String link) {
    /// As the terminal has it.
    public static final Style PLAIN = new Style(-1, -1, false, false, false, false, false, "");

    public Style colour(int number) {
        return new Style(number, ground, bold, faint, italic, underlined, reversed, link);
    }

    public Style ground(int number) {
        return new Style(colour, number, bold, faint, italic, underlined, reversed, link);
    }

    public Style inBold() {
        return new Style(colour, ground, true, faint, italic, underlined, reversed, link);
    }

    public Style inFaint() {
        return new Style(colour, ground, bold, true, italic, underlined, reversed, link);
    }

    public Style inItalic() {
        return new Style(colour, ground, bold, faint, true, underlined, reversed, link);
    }

    public Style underline() {
        return new Style(colour, ground, bold, faint, italic, true, reversed, link);
    }

    public Style reverse() {
        return new Style(colour, ground, bold, faint, italic, underlined, !reversed, link);
    }

    /// Leading there (OSC 8); the target must be ASCII without control characters.
    public Style linked(String target) {
        boolean safe = target.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return new Style(
                colour, ground, bold, faint, italic, underlined, reversed, safe ? target : "");
    }

    /// This style's ground and emphasis under another's letters.
    public Style over(Style below) {
        return new Style(
                colour >= 0 ? colour : below.colour,
                ground >= 0 ? ground : below.ground,
                bold || below.bold,
                faint || below.faint,
                italic || below.italic,
                underlined || below.underlined,
                reversed || below.reversed,
                link.isEmpty() ? below.link : link);
    }

    /// The SGR sequence that sets this from nothing.
    String sequence() {
        var text = new StringBuilder("\u001b[0");
        text.append(bold ? ";1" : "").append(faint ? ";2" : "").append(italic ? ";3" : "");
        text.append(underlined ? ";4" : "").append(reversed ? ";7" : "");
        number(text, colour, 30, 90, ";38;5;");
        number(text, ground, 40, 100, ";48;5;");
        return text.append('m').toString();
    }

    private static void number(StringBuilder text, int number, int low, int high, String other) {
        if (number >= 16) {
            text.append(other).append(number);
        } else if (number >= 8) {
            text.append(';').append(high + number - 8);
        } else if (number >= 0) {
            text.append(';').append(low + number);
        }
    }
}
