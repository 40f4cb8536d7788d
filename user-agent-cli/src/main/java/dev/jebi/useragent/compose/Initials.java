package dev.jebi.useragent.compose;

import java.util.Locale;

/// Whether what somebody typed begins a name: letter by letter, and in Korean also by initial
/// consonants, so that ㄱㅅㅎ and 김ㅅ both find 김승환.
final class Initials {
    private static final String CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    private static final int FIRST = 0xAC00;
    private static final int LAST = 0xD7A3;
    private static final int FINALS = 28;
    private static final int SYLLABLES = 21 * FINALS;

    private Initials() {}

    /// Whether the name begins with what was typed.
    static boolean begins(String name, String typed) {
        if (typed.length() > name.length()) {
            return false;
        }
        for (int i = 0; i < typed.length(); i++) {
            if (!fits(name.charAt(i), typed.charAt(i), i == typed.length() - 1)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a letter is what was typed, or its beginning: ㄱ and 기 begin 김.
    private static boolean fits(char letter, char typed, boolean last) {
        if (Character.toLowerCase(letter) == Character.toLowerCase(typed)) {
            return true;
        }
        if (letter < FIRST || letter > LAST) {
            return false;
        }
        if (CONSONANTS.indexOf(typed) >= 0) {
            return CONSONANTS.charAt((letter - FIRST) / SYLLABLES) == typed;
        }
        boolean open = typed >= FIRST && typed <= LAST && (typed - FIRST) % FINALS == 0;
        return last && open && (letter - FIRST) / FINALS == (typed - FIRST) / FINALS;
    }

    /// Whether the first letters of the words are what was typed: kss and ks find Kim Seung-su.
    static boolean initials(String name, String typed) {
        var initials = new StringBuilder();
        for (String word : name.strip().split("[\\s._-]+")) {
            if (!word.isEmpty()) {
                initials.append(word.charAt(0));
            }
        }
        return typed.length() > 1
                && initials.toString()
                        .toLowerCase(Locale.ROOT)
                        .startsWith(typed.toLowerCase(Locale.ROOT));
    }

    /// Whether any place of the name begins with what was typed.
    static boolean within(String name, String typed) {
        for (int i = 1; i + typed.length() <= name.length(); i++) {
            if (begins(name.substring(i), typed)) {
                return true;
            }
        }
        return false;
    }
}
