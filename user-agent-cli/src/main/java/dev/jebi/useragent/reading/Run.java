package dev.jebi.useragent.reading;

/// A piece of a line in one look; safe for a terminal.
///
/// @param link the number of the link that it belongs to, from 1; 0 for none
public record Run(String text, Look look, int link) {
    /// Words that neither stand out nor lead anywhere.
    static Run plain(String text) {
        return new Run(text, Look.PLAIN, 0);
    }
}
