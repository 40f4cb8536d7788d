package dev.jebi.transfer;

/// What is granted to a message that comes in.
///
/// @param hops Received fields before a message is taken to loop
/// @param headerOctets how far the header section is read in search of fields
public record ReceptionLimits(int hops, int headerOctets) {
    /// RFC 5321 §6.3 wants at least 100 hops.
    public static final ReceptionLimits STANDARD = new ReceptionLimits(100, 1 << 20);
}
