package dev.jebi.useragent.tour;

/// What the lines of one dialogue mean. It follows the dialogue, because what a reply says depends
/// on what was asked.
interface Sense {
    /// What a line of the user agent, or of the server that sends, means.
    String client(String line);

    /// What a line of the server means.
    String server(String line);

    /// What fits the protocol.
    static Sense of(Words words, String scene, String protocol) {
        return switch (protocol) {
            case "smtp" -> new SmtpSense(words, scene);
            case "pop3" -> new PopSense(words, scene);
            case "imap" -> new ImapSense(words, scene);
            default -> throw new IllegalArgumentException(protocol);
        };
    }
}
