package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Style;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How the roles look. Meaning is never in a colour alone: without colours everything still stands
/// out by bold, underline or reversal.
enum Theme {
    DARK(6, 5, 3, 4, 2, 9),
    LIGHT(24, 90, 94, 18, 22, 124),
    CONTRAST(14, 13, 11, 12, 10, 9),
    /// No colours at all.
    PLAIN(-1, -1, -1, -1, -1, -1);

    private final Map<Role, Style> styles = new EnumMap<>(Role.class);

    Theme(int quote, int deepQuote, int warning, int link, int code, int error) {
        for (Role role : Role.values()) {
            styles.put(role, plain(role));
        }
        change(Role.QUOTE, quote);
        change(Role.HEADING, quote);
        change(Role.KEY, quote);
        change(Role.DEEP_QUOTE, deepQuote);
        change(Role.LINK, link);
        change(Role.MARKED, warning);
        change(Role.FLAGGED, warning);
        change(Role.WARNING, warning);
        change(Role.CODE, code);
        change(Role.ERROR, error);
        change(Role.FULL, error);
    }

    private static Style plain(Role role) {
        Style style = Style.PLAIN;
        return switch (role) {
            case TEXT, QUOTE, FIELD -> style;
            case FAINT, DEEP_QUOTE, BORDER -> style.inFaint();
            case STRONG, HEADING, UNREAD, FLAGGED, TITLE, KEY -> style.inBold();
            case EMPHASIS -> style.inItalic();
            case CODE -> style;
            case LINK -> style.underline();
            case SELECTED, STATUS -> style.reverse();
            case SELECTED_ELSEWHERE -> style.underline();
            case MARKED -> style.inBold().underline();
            case WARNING -> style.inBold();
            case ERROR, FULL -> style.inBold().reverse();
        };
    }

    private void change(Role role, int colour) {
        styles.computeIfPresent(role, (_, style) -> style.colour(colour));
    }

    Style style(Role role) {
        return styles.getOrDefault(role, Style.PLAIN);
    }

    static Optional<Theme> of(String word) {
        for (Theme theme : values()) {
            if (theme.name().equalsIgnoreCase(word.strip())) {
                return Optional.of(theme);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The theme of a person who named none (no-color.org).
    static Theme standard(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? DARK : PLAIN;
    }
}
