package dev.jebi.authres;

import java.util.ArrayList;
import java.util.List;

/// What one method found (RFC 8601 §2.2: `resinfo`).
///
/// @param method such as `spf`
/// @param result its word
/// @param reason why, in words of ours; empty for none
/// @param properties what it looked at
public record MethodResult(String method, String result, String reason, List<Property> properties) {
    /// Copies the properties.
    public MethodResult {
        properties = List.copyOf(properties);
    }

    /// Something that a method looked at, e.g. `smtp.mailfrom=example.org`.
    ///
    /// @param name with its type: `header.d`
    /// @param value foreign text mostly; it is quoted where it must be
    public record Property(String name, String value) {}

    /// A result without a reason and properties.
    public static MethodResult of(String method, String result) {
        return new MethodResult(method, result, "", List.of());
    }

    /// The same with a reason.
    public MethodResult because(String why) {
        return new MethodResult(method, result, why, properties);
    }

    /// The same with a property more; an empty value is none.
    public MethodResult with(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        var more = new ArrayList<>(properties);
        more.add(new Property(name, value));
        return new MethodResult(method, result, reason, more);
    }
}
