package dev.jebi.pop3server;

import java.util.List;

/// A text with what stands in its places, ready to be said in any language.
///
/// @param values by their places; one may be a phrase itself
record Phrase(Text text, List<Object> values) {
    String in(Language language) {
        String said = text.in(language);
        for (int place = 0; place < values.size(); place++) {
            Object value = values.get(place);
            String word = value instanceof Phrase part ? part.in(language) : value.toString();
            said = said.replace("{" + place + "}", word);
        }
        return said;
    }
}
