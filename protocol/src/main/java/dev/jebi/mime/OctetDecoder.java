package dev.jebi.mime;

/// A decoder of a transfer encoding, piece by piece. For one thread.
interface OctetDecoder {
    /// Takes the first `length` of these octets and writes what they complete.
    void decode(byte[] octets, int length, Octets out);

    /// Writes what is left when the encoded octets end.
    void end(Octets out);
}
