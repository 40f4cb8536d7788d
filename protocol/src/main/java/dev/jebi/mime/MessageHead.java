package dev.jebi.mime;

import java.util.List;

/// What is read from a message once, when it is delivered, and kept beside it: so that ENVELOPE,
/// BODYSTRUCTURE, part fetches and threads open no message again.
///
/// @param references the Message-IDs of References and In-Reply-To, in order, without brackets
/// @param baseSubject the base subject (RFC 5256 §2.1), decoded, for threads
public record MessageHead(
        ImapEnvelope envelope, BodyPart structure, List<String> references, String baseSubject) {}
