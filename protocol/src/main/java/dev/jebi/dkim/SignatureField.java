package dev.jebi.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// The writer of a field with a signature in it: tags, folded, and `b` as the last of them.
public final class SignatureField {
    /// RFC 5322 §2.1.1.
    private static final int LINE = 78;

    private final StringBuilder text = new StringBuilder();
    private int column;

    /// A field of this name.
    public SignatureField(String name) {
        text.append(name).append(':');
        column = text.length();
    }

    /// Adds a tag that may be folded only before it.
    public SignatureField tag(String name, String value) {
        word(name + "=" + value + ";", true);
        return this;
    }

    /// Adds the names of the signed fields.
    public SignatureField names(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String end = i == names.size() - 1 ? ";" : ":";
            word((i == 0 ? "h=" : "") + names.get(i) + end, i == 0);
        }
        return this;
    }

    private void word(String word, boolean spaced) {
        if (column + word.length() + 1 > LINE) {
            text.append("\r\n\t");
            column = 8;
        } else if (spaced) {
            text.append(' ');
            column++;
        }
        text.append(word);
        column += word.length();
    }

    /// The field so far with an empty `b`, as it is hashed.
    public MessageField unsigned() {
        byte[] octets = (text + "\r\n\tb=").getBytes(StandardCharsets.UTF_8);
        return MessageField.of(octets);
    }

    /// The whole field with its line end.
    public String signed(byte[] signature) {
        String b = Base64.getEncoder().encodeToString(signature);
        var field = new StringBuilder(text).append("\r\n\tb=");
        for (int at = 0; at < b.length(); at += LINE - 10) {
            field.append(at == 0 ? "" : "\r\n\t")
                    .append(b, at, Math.min(b.length(), at + LINE - 10));
        }
        return field.append("\r\n").toString();
    }

    /// What was written so far, with the signature that these octets get, as a field with its line
    /// end.
    public String sign(SigningKey key, byte[] octets) {
        return signed(key.algorithm().sign(key.key(), octets));
    }
}
