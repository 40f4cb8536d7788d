package dev.jebi.mime;

import java.util.List;
import java.util.Optional;

/// The MIME fields of a part that BODYSTRUCTURE tells (RFC 9051 §7.5.2). Texts are the raw octets
/// of the header, unfolded, one char an octet (ISO-8859-1).
public record BodyFields(
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location) {}
